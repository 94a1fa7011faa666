/* How long a job is followed, and what stands on paper and pictures. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { SILENT_MS, heard, isAnswer, isUnderWay } from "../../assets/cockpit/exports/job.js";
import { lines, ranges } from "../../assets/cockpit/exports/lines.js";
import { markOf } from "../../assets/cockpit/exports/mark.js";

const WORDS = { lost: "lost", silent: "silent" };
const JOB = { id: "20210101-120000-ABC234", state: "running", done: 1, total: 3 };

test("a job is followed as the server tells it", () => {
  const told = { ...JOB, state: "done", href: "/file" };
  assert.deepEqual(heard(JOB, { status: 200, told }, 0, WORDS), told);
  assert.ok(isUnderWay(JOB) && isUnderWay({ ...JOB, state: "waiting" }) && !isUnderWay(told));
});

test("a job that the server does not know has failed, in its words", () => {
  const found = heard(JOB, { status: 404, told: { error: "There is no export." } }, 0, WORDS);
  assert.deepEqual(found, { ...JOB, state: "failed", error: "There is no export." });
  assert.equal(heard(JOB, { status: 404, told: null }, 0, WORDS).error, "lost");
});

test("a server that is silent or in trouble is waited for, but no longer than a minute", () => {
  for (const reply of [{ status: 0, told: null }, { status: 503, told: { error: "busy" } }]) {
    assert.equal(heard(JOB, reply, SILENT_MS - 1, WORDS), JOB);
    assert.deepEqual(heard(JOB, reply, SILENT_MS, WORDS), { ...JOB, state: "failed", error: "silent" });
    assert.ok(!isAnswer(reply));
  }
  assert.ok(isAnswer({ status: 200, told: JOB }));
});

test("places are told as runs", () => {
  assert.equal(ranges([1, 2, 3, 7, 9, 10]), "1–3, 7, 9–10");
  assert.equal(ranges([]), "");
});

test("an answer that is none, of something between, leaves the job as it was", () => {
  assert.equal(heard(JOB, { status: 200, told: null }, 0, WORDS), JOB);
});

test("sentences break where a picture ends, Chinese signs being as wide as two letters", () => {
  assert.deepEqual(lines("abcdef", 4), ["abcd", "ef"]);
  assert.deepEqual(lines("平台a总貌", 5), ["平台a", "总貌"]);
  assert.deepEqual(lines("", 5), [""]);
});

test("the id of a print says the day and time of the reader, and six letters of chance", () => {
  const letters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
  const now = new Date(2021, 0, 2, 3, 4, 5);
  assert.equal(markOf(now, Uint8Array.from([0, 31, 32, 255, 1, 8]), letters), "20210102-030405-A9A9BJ");
});
