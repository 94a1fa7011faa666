/* Whose turn it is on the wall, how figures count, how old data are told, how large the stage is. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { clock, span, told } from "../../assets/cockpit/wall/ages.js";
import { between, exact } from "../../assets/cockpit/wall/counting.js";
import { QUIET_MS, Rotation, following, isBare, stepped } from "../../assets/cockpit/wall/rotation.js";
import { scaleOf, shape } from "../../assets/cockpit/wall/stage.js";

const ORDER = ["overview", "governance", "credit"];
const WORDS = { alive: "alive", aged: "{} old", ago: "{} ago", never: "none yet", seconds: "{} s", minutes: "{} min", hours: "{} h" };

test("a scene turns when it has stood its seconds, and then stands them again", () => {
  const rotation = new Rotation(3, false);
  assert.deepEqual([0, 0, 0].map((now) => rotation.beat(now)), [false, false, true]);
  rotation.restart();
  assert.equal(rotation.beat(0), false);
});

test("a touch holds the scene for two minutes, and the time stands still meanwhile", () => {
  const rotation = new Rotation(1, false);
  rotation.touch(1000);
  assert.equal(rotation.beat(1000 + QUIET_MS - 1), false);
  assert.equal(rotation.share(1000, 3), 0);
  assert.equal(rotation.beat(1000 + QUIET_MS), true);
});

test("pause holds until it is pressed again, and ends the quiet after a touch", () => {
  const rotation = new Rotation(1, false);
  rotation.toggle(0);
  assert.ok(rotation.isPaused(10 * QUIET_MS));
  rotation.toggle(0);
  assert.ok(!rotation.isPaused(0));
  rotation.touch(0);
  rotation.toggle(1);
  assert.ok(!rotation.isPaused(2));
});

test("a scene that a hand chose stays until somebody lets it go", () => {
  const rotation = new Rotation(1, false);
  rotation.touch(0);
  assert.equal(rotation.quietMs(1000), QUIET_MS - 1000);
  rotation.hold();
  assert.deepEqual([rotation.quietMs(1000), rotation.isPaused(10 * QUIET_MS), rotation.beat(10 * QUIET_MS)], [0, true, false]);
  rotation.touch(0); // a hand that passes by lets nothing go
  assert.ok(rotation.isPaused(2 * QUIET_MS));
  rotation.toggle(1000);
  assert.equal(rotation.beat(1000), true);
});

test("the bar is full when the scene turns, and empty where nothing does", () => {
  const rotation = new Rotation(2, false);
  assert.equal(rotation.share(0, 3), 0.5);
  rotation.beat(0);
  assert.equal(rotation.share(0, 3), 1);
  assert.equal(rotation.share(0, 1), 0);
  const standing = new Rotation(0, false);
  assert.deepEqual([standing.beat(0), standing.turns(3), standing.share(0, 3)], [false, false, 0]);
});

test("scenes follow each other round the end, both ways", () => {
  assert.equal(stepped(ORDER, "credit", 1), "overview");
  assert.equal(stepped(ORDER, "overview", -1), "credit");
});

test("a scene with next to nothing to show is passed over, unless all are so", () => {
  assert.ok(isBare(["empty", "empty", "ready"]) && !isBare(["empty", "ready"]) && !isBare([]));
  assert.equal(following(ORDER, "overview", (scene) => scene === "governance"), "credit");
  assert.equal(following(ORDER, "overview", (scene) => scene !== "overview"), "overview");
  assert.equal(following(ORDER, "overview", () => true), "governance");
});

test("a figure tells its number exactly in its tip, or none", () => {
  assert.deepEqual(["1,234.5 件", "-3", "0.5%"].map(exact), [1234.5, -3, 0.5]);
  assert.ok(Number.isNaN(exact("没有数据")));
});

test("a figure runs in the unit and the digits of its new value, and ends as it is written", () => {
  assert.equal(between("约 2.00亿", 1e8, 2e8, 0), "约 1.00亿");
  assert.equal(between("约 2.00亿", 1e8, 2e8, 1), "约 2.00亿");
  assert.equal(between("1,200", 600, 1200, 0), "600");
  const half = Number(between("200", 100, 200, 0.5));
  assert.ok(half > 150 && half < 200, "it slows down towards its end");
  assert.equal(between("—", 1, 2, 0.5), "—");
});

test("ages are told in the largest unit that they fill", () => {
  assert.deepEqual([0, 59_000, 60_000, 3_599_000, 7_300_000].map((ms) => span(ms, WORDS)), ["0 s", "59 s", "1 min", "59 min", "2 h"]);
});

test("data that live say nothing, those that stopped how old they are, and none that they never came", () => {
  assert.deepEqual(told({ isAlive: true, since: 5 }, 5, WORDS), { age: "", title: "alive", suffix: "" });
  assert.deepEqual(told({ isAlive: false, since: null }, 5000, WORDS), { age: "none yet", title: "none yet", suffix: "" });
  assert.deepEqual(told({ isAlive: false, since: 1000 }, 6000, WORDS), { age: "5 s old", title: "5 s old", suffix: " · 5 s ago" });
  assert.equal(clock(new Date(2021, 0, 1, 7, 5)), "07:05");
});

test("the stage takes the form of the screen and fills it", () => {
  const forms = { wide: 32 / 9, standard: 16 / 9, square: 4 / 3, tall: 9 / 16 };
  for (const [form, aspect] of Object.entries(forms)) assert.equal(shape(aspect), form);
  assert.equal(scaleOf(1920, 1080), 1.6);
  assert.equal(scaleOf(1080, 1920), 1.6);
  assert.equal(scaleOf(3840, 1080), 1080 / 560);
});
