/* How the keys lead through what was found. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { step } from "../../assets/cockpit/search.js";

test("down and up lead through what was found and round its ends, other keys nowhere", () => {
  assert.equal(step("ArrowDown", -1, 3), 0);
  assert.equal(step("ArrowDown", 2, 3), 0);
  assert.equal(step("ArrowUp", -1, 3), 2);
  assert.equal(step("ArrowUp", 1, 3), 0);
  assert.equal(step("Enter", 1, 3), undefined);
  assert.equal(step("ArrowDown", -1, 0), undefined, "nothing was found");
});
