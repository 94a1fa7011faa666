/* What Dash calls in the browser, by the names that components/callbacks.py gives. */

import * as chosen from "./chosen.js";
import { isChoice, openCalendar, ranged } from "./controls.js";
import { RANGE, SELECTION, tellDash } from "./dash.js";
import { control, same } from "./selection.js";

/** Controls change the selection.
 * @param {unknown} controls @param {string[]} starts @param {string[]} ends @param {Query} selection @param {PageState} page */
function act(controls, starts, ends, selection, page) {
  const { rules } = page;
  let query = chosen.query();
  for (const { prop_id, value } of window.dash_clientside.callback_context.triggered) {
    if (!prop_id.startsWith("{")) continue;
    const id = JSON.parse(prop_id.slice(0, prop_id.lastIndexOf(".")));
    if (id.type === RANGE) query = ranged(query, [starts[0], ends[0]]);
    else if (isChoice(id.index, value)) {
      if (id.index === "period") openCalendar(value === rules.custom);
      query = control(query, id.index, value, rules);
    }
  }
  chosen.choose(query);
  return window.dash_clientside.no_update;
}

export function answerDash() {
  window.dash_clientside = Object.assign({}, window.dash_clientside, { cockpit: { act } });
}

/** What Dash shows of a selection, rows in grids, follows it; unless the reader has chosen again.
 * @param {Query} query */
export function followInDash(query) {
  if (same(query, chosen.query())) tellDash(SELECTION, { data: query });
}
