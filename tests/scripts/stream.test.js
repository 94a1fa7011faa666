/* Lines of a board as they arrive. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { cutter, lines } from "../../assets/cockpit/stream.js";

/** @param {Uint8Array[]} pieces */
const reply = (pieces) =>
  new Response(
    new ReadableStream({
      start(sink) {
        for (const piece of pieces) sink.enqueue(piece);
        sink.close();
      },
    }),
  );

test("a line is told when it is whole, however it is cut on its way", () => {
  const cut = cutter();
  assert.deepEqual(cut('{"a"'), []);
  assert.deepEqual(cut(':1}\n{"b":2}\n\n{"c"'), ['{"a":1}', '{"b":2}']);
  assert.deepEqual(cut(":3}\n"), ['{"c":3}']);
});

test("a sign that is cut in the middle of its bytes is one sign", async () => {
  const bytes = new TextEncoder().encode('{"card":"平台"}\n{"end":true}\n{"lost":');
  const found = [];
  for await (const line of lines(reply([bytes.slice(0, 10), bytes.slice(10)]))) found.push(line);
  assert.deepEqual(found, [{ card: "平台" }, { end: true }], "what was cut off at the end is no line");
});

test("an answer without a body has no lines", async () => {
  const found = [];
  for await (const line of lines(new Response(null))) found.push(line);
  assert.deepEqual(found, []);
});
