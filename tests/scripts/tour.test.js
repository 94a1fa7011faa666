/* The tour of a page: where keys lead, where its box stands, who has seen it. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { after, isOffered, placeOf, remembered, stepOf } from "../../assets/cockpit/tour/steps.js";

test("arrows lead through the steps, past the last and by Escape out of them", () => {
  assert.deepEqual(["ArrowRight", "ArrowLeft", "Home", "End", "Escape"].map((key) => stepOf(key, 3, 7)), [4, 2, 0, 6, -1]);
  assert.equal(stepOf("ArrowRight", 6, 7), -1);
  assert.equal(stepOf("ArrowLeft", 0, 7), 0);
  assert.equal(stepOf("a", 3, 7), undefined);
});

test("a tour that was seen is not offered again, and after a refusal none is", () => {
  const new_ = remembered(null);
  assert.ok(isOffered(new_, "/"));
  const seen = after(after(new_, "/"), "/");
  assert.deepEqual(remembered(JSON.stringify(seen)), { seen: ["/"], isOff: false });
  assert.deepEqual([isOffered(seen, "/"), isOffered(seen, "/governance"), isOffered({ ...new_, isOff: true }, "/")], [false, true, false]);
});

test("what a browser kept that is no memory counts as none", () => {
  for (const text of ["", "{", "null", "[]", '{"seen":3}']) assert.deepEqual(remembered(text), { seen: [], isOff: false });
});

const SCREEN = { width: 1000, height: 800 }, BOX = { width: 300, height: 200 };
const part = (left, top, width, height) => ({ left, top, right: left + width, bottom: top + height });
const meets = (one, at) => at.left < one.right && one.left < at.left + BOX.width && at.top < one.bottom && one.top < at.top + BOX.height;

test("the box stands on the screen and does not cover the part that it explains", () => {
  for (const one of [part(0, 0, 100, 40), part(900, 760, 100, 40), part(350, 300, 300, 200), part(0, 300, 1000, 100), part(0, 0, 500, 800), part(500, 0, 500, 800)]) {
    const at = placeOf(one, BOX, SCREEN);
    assert.ok(at.left >= 0 && at.top >= 0 && at.left + BOX.width <= SCREEN.width && at.top + BOX.height <= SCREEN.height, JSON.stringify(one));
    assert.ok(!meets(one, at), JSON.stringify(one));
  }
});

test("beside a part that fills the screen the box leaves free where that begins", () => {
  assert.equal(placeOf(part(0, 20, 1000, 2000), BOX, SCREEN).top, 592);
  assert.equal(placeOf(part(0, 500, 1000, 2000), BOX, SCREEN).top, 288, "above it there is room");
});
