/* The one owner of the page's selection. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import * as chosen from "../../assets/cockpit/chosen.js";
import { RULES } from "./rules.js";

const page = (selection) => ({ path: "/", rules: RULES, selection });
let told, forget;

beforeEach(() => {
  forget?.();
  chosen.begin(page({ district: "330110" }));
  told = [];
  forget = chosen.onChoice((query, before) => told.push([query, before]));
});

test("a choice is told once, with what was before, and the same choice not at all", () => {
  chosen.choose({ district: "330110", mode: "m" });
  chosen.choose({ mode: "m", district: "330110" });
  assert.deepEqual(told, [[{ district: "330110", mode: "m" }, { district: "330110" }]]);
});

test("nobody changes the selection by changing what he was given", () => {
  chosen.query().district = "1";
  chosen.onChoice((query) => delete query.district)();
  assert.deepEqual(chosen.query(), { district: "330110" });
});

test("what the document says is no choice, and is where choices begin", () => {
  const facts = page({ mode: "m" });
  chosen.begin(facts);
  assert.deepEqual([told, chosen.query(), chosen.page()], [[], { mode: "m" }, facts]);
  chosen.choose({});
  assert.deepEqual(told, [[{}, { mode: "m" }]]);
  assert.deepEqual(facts.selection, { mode: "m" }, "what the document said stays as it was");
});

test("Escape takes back what was chosen last", () => {
  chosen.choose({ district: "330110", mode: "m" });
  chosen.undo();
  chosen.undo();
  chosen.undo();
  assert.deepEqual(told.map(([query]) => query), [{ district: "330110", mode: "m" }, { district: "330110" }, {}]);
});

test("new data ask for the same selection again", () => {
  chosen.renew();
  assert.deepEqual(told, [[{ district: "330110" }, { district: "330110" }]]);
});
