/* The one owner of the page's selection. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import * as chosen from "../../assets/cockpit/chosen.js";
import { RULES } from "./rules.js";

const page = (path) => ({ path, rules: RULES });
let told, forget;

beforeEach(() => {
  forget?.();
  chosen.arrive({ district: "330110" }, page("/"));
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

test("what the server made is no choice, and another page is told once", () => {
  const pages = [];
  const leave = chosen.onPage(({ path }) => pages.push(path));
  chosen.arrive({}, page("/a"));
  chosen.arrive({ mode: "m" }, page("/a"));
  leave();
  assert.deepEqual([pages, told, chosen.query()], [["/a"], [], { mode: "m" }]);
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
