/* The order of the rows of a grid. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { nothingLast } from "../../assets/cockpit/grids.js";

/* As a grid does: it turns the order of what falls. */
const sorted = (values, isDescending) =>
  [...values].sort((one, other) => nothingLast(one, other, null, null, isDescending) * (isDescending ? -1 : 1));

test("what is nothing stands last, whichever way one sorts", () => {
  assert.deepEqual(sorted([null, 2, "", 10, 0], false).slice(0, 3), [0, 2, 10]);
  assert.deepEqual(sorted([null, 2, "", 10, 0], true).slice(0, 3), [10, 2, 0]);
  assert.deepEqual(sorted(["P10", "", "P9", null], false), ["P9", "P10", "", null]);
  assert.deepEqual(sorted(["2021-03-01", undefined, "2019-12-31"], true).slice(0, 2), ["2021-03-01", "2019-12-31"]);
});
