/* Where what floats stands. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { spot, stepTo } from "../../assets/cockpit/floating.js";

const SCREEN = { width: 1366, height: 768 };
const area = (left, top, width, height) => ({ left, top, right: left + width, bottom: top + height });
const covers = (found, size, other) => {
  const box = area(found.left, found.top, size.width, size.height);
  return box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom;
};

test("a menu hangs below its button, above where there is no room, and never off the screen", () => {
  const size = { width: 200, height: 300 };
  assert.deepEqual(spot(area(500, 100, 20, 20), size, SCREEN), { left: 410, top: 126 });
  assert.deepEqual(spot(area(500, 700, 20, 20), size, SCREEN), { left: 410, top: 394 });
  assert.equal(spot(area(1340, 100, 20, 20), size, SCREEN).left, 1366 - 200 - 8);
  const huge = spot(area(0, 400, 20, 20), { width: 200, height: 760 }, SCREEN);
  assert.deepEqual(huge, { left: 8, top: 8 });
});

test("the tip of a card leaves its chart free wherever the card stands, unless the card fills the screen", () => {
  const size = { width: 340, height: 180 };
  for (const card of [area(24, 300, 540, 440), area(24, 60, 540, 440), area(700, 60, 540, 440), area(24, 250, 1320, 440)]) {
    const chart = area(card.left + 16, card.top + 40, card.right - card.left - 32, 392);
    const sign = area(card.left + 120, card.top + 14, 13, 13);
    const found = spot(sign, size, SCREEN, chart);
    assert.ok(!covers(found, size, chart) && !covers(found, size, sign), JSON.stringify({ card, found }));
    assert.ok(found.left >= 0 && found.top >= 0 && found.left + size.width <= SCREEN.width && found.top + size.height <= SCREEN.height);
  }
  const whole = spot(area(140, 24, 13, 13), size, SCREEN, area(16, 40, 1334, 720));
  assert.equal(whole.top, 43);
});

test("arrow keys lead through every entry and round the ends, other keys nowhere", () => {
  let at = 0;
  const seen = new Set([at]);
  for (let press = 0; press < 9; press += 1) seen.add((at = stepTo("ArrowDown", at, 10)));
  assert.equal(seen.size, 10);
  assert.deepEqual(["ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight", "Home", "End", "Tab"].map((key) => stepTo(key, 9, 10)), [0, 8, 8, 0, 0, 9, undefined]);
  assert.equal(stepTo("ArrowUp", 0, 10), 9);
  assert.equal(stepTo("ArrowDown", -1, 10), 0);
});
