/* What each act of a reader makes of the selection. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { bucketEnd, chip, cleared, control, during, filtered, followed, joined, read, said, same, text, undone } from "../../assets/cockpit/selection.js";
import { RULES } from "./rules.js";

test("an address names its keys in order and keeps commas readable", () => {
  assert.equal(text({ mode: "m", district: "330110,330106" }), "?district=330110,330106&mode=m");
  assert.equal(text({ which: 1, card: "gmv&<" }), "?card=gmv%26%3C&which=1");
  assert.equal(text({}), "");
});

test("the order of keys makes no other selection", () => {
  assert.ok(same({ a: "1", b: "2" }, { b: "2", a: "1" }));
  assert.ok(!same({ a: "1" }, { a: "1", b: "2" }));
});

test("a filter holds its values sorted, and leaves when it has none", () => {
  const before = { district: "330110" };
  assert.deepEqual(filtered(before, "mode", ["b", "a"]), { district: "330110", mode: "a,b" });
  assert.deepEqual(filtered(before, "district", []), {});
  assert.deepEqual(filtered(before, "district", null), {});
  assert.deepEqual(before, { district: "330110" }, "the selection before is left as it was");
});

test("a period that is chosen takes the place of days, and the default stands in no address", () => {
  const days = { from: "2021-01-01", to: "2021-02-28", mode: "m" };
  assert.deepEqual(control(days, "period", "quarter", RULES), { period: "quarter", mode: "m" });
  assert.deepEqual(control(days, "period", "year", RULES), { mode: "m" });
  assert.deepEqual(control(days, "period", "custom", RULES), days);
});

test("comparison and grain stand in the address unless they are the default", () => {
  assert.deepEqual(control({ from: "2021-01-01" }, "compare", "prev", RULES), { from: "2021-01-01", compare: "prev" });
  assert.deepEqual(control({ compare: "prev" }, "compare", "yoy", RULES), {});
  assert.deepEqual(control({ grain: "day" }, "grain", "auto", RULES), {});
});

test("a control says what the selection has, whoever chose it", () => {
  assert.equal(said({}, "period", RULES), "year");
  assert.equal(said({ period: "last12" }, "period", RULES), "last12");
  assert.equal(said({ to: "2021-02-28" }, "period", RULES), "custom");
  assert.equal(said({}, "grain", RULES), "auto");
  assert.deepEqual(said({ district: "330106,330110" }, "district", RULES), ["330106", "330110"]);
  assert.deepEqual(said({}, "district", RULES), []);
  for (const key of ["period", "compare", "grain", "district"]) {
    const query = { period: "last12", compare: "prev", grain: "week", district: "330110" };
    assert.deepEqual(control(query, key, said(query, key, RULES), RULES), query, key);
  }
});

test("days that were clicked leave the grain to the period", () => {
  const before = { period: "last12", grain: "week", district: "330110" };
  assert.deepEqual(during(before, "2021-03-01", "2021-03-31"), { district: "330110", from: "2021-03-01", to: "2021-03-31" });
});

test("the chip of days that were clicked takes their grain with it", () => {
  const clicked = during({ district: "330110" }, "2021-03-01", "2021-03-31", "month");
  assert.equal(clicked.grain, "month");
  assert.deepEqual(chip(clicked, "from~2021-03-01", RULES), { district: "330110" });
  assert.deepEqual(undone(clicked, ["from"], RULES), { district: "330110" });
});

test("a chip strikes out its own value, and the last one all filters but no period", () => {
  const query = { district: "330106,330110", mode: "m", period: "all" };
  assert.deepEqual(chip(query, "district~330106", RULES), { district: "330110", mode: "m", period: "all" });
  assert.deepEqual(chip(query, "mode~m", RULES), { district: "330106,330110", period: "all" });
  assert.deepEqual(chip(query, "~", RULES), { period: "all" });
  assert.deepEqual(cleared({ mode: "m" }, RULES), {});
});

test("Escape takes back the filter that was set last, then those that came with the address", () => {
  let query = { grade: "A", period: "all" };
  let trail = [];
  for (const next of [{ ...query, mode: "m" }, { ...query, mode: "m", district: "330110" }, { ...query, mode: "n", district: "330110" }]) {
    trail = followed(trail, query, next, RULES);
    query = next;
  }
  const left = [];
  while (!same(query, undone(query, trail, RULES))) {
    query = undone(query, trail, RULES);
    left.push(Object.keys(query).sort().join());
  }
  assert.deepEqual(left, ["district,grade,period", "grade,period", "period"]);
});

test("a bucket ends on the day before the next begins", () => {
  assert.equal(bucketEnd("2020-01-31", "day"), "2020-01-31");
  assert.equal(bucketEnd("2019-12-30", "week"), "2020-01-05");
  assert.equal(bucketEnd("2020-02-01", "month"), "2020-02-29");
  assert.equal(bucketEnd("2020-01-01", "year"), "2020-12-31");
  assert.equal(bucketEnd("2021-10-01", "quarter"), "2021-12-31");
});

test("an address holds the selection beside keys of other uses", () => {
  const others = ["lang", "theme", "card"];
  assert.deepEqual(read("?lang=en&district=330110,330106&card=gmv&odd=1", others), { district: "330110,330106", odd: "1" });
  assert.deepEqual(read("", others), {});
  const query = { district: "330110,330106", from: "2021-01-01" };
  assert.deepEqual(read(text({ ...query, theme: "dark" }), others), query);
});

test("a link is told what it does not say itself", () => {
  const reading = { lang: "en", theme: "dark" };
  assert.equal(joined("/tasks#task-1", reading), "/tasks?lang=en&theme=dark#task-1");
  assert.equal(joined("/governance?district=1,2&lang=zh", reading), "/governance?district=1,2&lang=zh&theme=dark");
  assert.equal(joined("/x?lang=zh", { lang: "en" }), "/x?lang=zh");
  assert.equal(joined("/x?a=%26", {}), "/x?a=%26");
});

test("days of one's own are taken back by their chip and by Escape, both days at once", () => {
  const before = { mode: "m", compare: "none" };
  const days = during(before, "2021-06-01", "2021-06-30");
  assert.deepEqual(chip(days, "from~", RULES), before);
  const trail = followed(["mode"], before, days, RULES);
  assert.deepEqual(trail, ["mode", "from"]);
  assert.deepEqual(undone(days, trail, RULES), before);
  assert.deepEqual(undone(before, trail, RULES), { compare: "none" });
});
