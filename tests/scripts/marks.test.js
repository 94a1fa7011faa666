/* What a click on a mark means. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { codesOf, narrows, struck } from "../../assets/cockpit/marks.js";
import { RULES } from "./rules.js";

const PAGE = { filters: ["district", "mode"], rules: RULES };
const card = (by, isTime = false, hasGrain = false) => ({ name: "card", indicators: ["gmv"], by, isTime, hasGrain });
const click = (customdata) => ({ points: [{ customdata }] });

test("a click carries one code or one for each dimension, or none where nothing was met", () => {
  assert.deepEqual(codesOf(click("330110")), ["330110"]);
  assert.deepEqual(codesOf(click(["330110", 7, null])), ["330110", "7", ""]);
  assert.deepEqual([codesOf({ points: [{}] }), codesOf({ points: [] }), codesOf(undefined), codesOf(click(null))], [[], [], [], []]);
});

test("a mark narrows to its member, alone, and gives it back when it is clicked again", () => {
  const once = struck({ district: "330106,330110" }, ["330110"], card(["district"]), PAGE);
  assert.deepEqual(once, { query: { district: "330110" } });
  assert.deepEqual(struck(once.query, ["330110"], card(["district"]), PAGE), { query: {} });
});

test("a district that is given back leads to its city, and a city to the whole", () => {
  const inCity = { ...PAGE, above: "330100" };
  assert.deepEqual(struck({ district: "330110" }, ["330110"], card(["district"]), inCity), { query: { district: "330100" } });
  assert.deepEqual(struck({ district: "330100" }, ["330100"], card(["district"]), { ...PAGE, above: "" }), { query: {} });
  assert.deepEqual(struck({ mode: "m" }, ["m"], card(["mode"]), inCity), { query: {} });
});

test("a mark of two dimensions narrows both and gives neither back", () => {
  const by = card(["district", "mode"]);
  const once = struck({ district: "330110" }, ["330110", "m"], by, PAGE);
  assert.deepEqual(once, { query: { district: "330110", mode: "m" } });
  assert.deepEqual(struck(once.query, ["330110", "m"], by, PAGE), once);
});

test("a mark of which the page can filter by half chooses nothing, and no hand points at it", () => {
  const half = card(["district", "grade"]);
  assert.deepEqual(struck({ mode: "m" }, ["330110", "A"], half, PAGE), { query: { mode: "m" } });
  const told = [half, card([]), card(["grade"]), card(["district", "mode"]), card(["grade", "platform"]), card([], true)];
  assert.deepEqual(told.map((one) => narrows(one, PAGE.filters)), [false, false, false, true, true, true]);
  assert.deepEqual(struck({}, ["A", "P1"], card(["grade", "platform"]), PAGE), { query: {}, platform: "P1" });
});

test("what the page cannot filter by, and a mark without a code, narrow nothing", () => {
  assert.deepEqual(struck({ mode: "m" }, ["A"], card(["grade"]), PAGE), { query: { mode: "m" } });
  assert.deepEqual(struck({ mode: "m" }, [""], card(["district"]), PAGE), { query: { mode: "m" } });
  assert.deepEqual(struck({ mode: "m" }, [], card(["district"]), PAGE), { query: { mode: "m" } });
});

test("a bucket of a chart over time is the period, once the chart has told its grain", () => {
  const query = { period: "last12", district: "330110" };
  const found = struck(query, ["2021-10-01"], card(["mode"], true), { ...PAGE, grain: "quarter" });
  assert.deepEqual(found, { query: { district: "330110", from: "2021-10-01", to: "2021-12-31" } });
  assert.deepEqual(struck(query, ["2021-10-01"], card([], true), PAGE), { query });
  const days = { district: "330110", from: "2021-10-01", to: "2021-10-31" };
  const told = struck({ ...query, grain: "week" }, ["2021-10-01"], card([], true, true), { ...PAGE, grain: "month" });
  assert.deepEqual(told, { query: { ...days, grain: "month" } }, "where buckets are as the reader wants them, the others stay");
});

test("a platform is opened and filters nothing; the other dimensions of its mark go along", () => {
  const page = { ...PAGE, filters: ["district", "platform"] };
  const found = struck({}, ["P001", "330110"], card(["platform", "district"]), page);
  assert.deepEqual(found, { query: { district: "330110" }, platform: "P001" });
  assert.deepEqual(struck({}, ["unknown"], card(["platform"]), page), { query: {} });
});
