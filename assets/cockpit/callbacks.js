/* What Dash calls in the browser, by the names that components/callbacks.py gives. */

import * as chosen from "./chosen.js";
import { isChoice, openCalendar, ranged } from "./controls.js";
import { RANGE, SELECTION, setProps } from "./dash.js";
import { one } from "./dom.js";
import { queue } from "./redraw_queue.js";
import { control, text } from "./selection.js";

/** Controls change the selection.
 * @param {unknown} controls @param {string[]} starts @param {string[]} ends @param {Query} selection @param {PageState} page */
function act(controls, starts, ends, selection, page) {
  chosen.arrive(selection, page);
  let query = chosen.query();
  for (const { prop_id, value } of window.dash_clientside.callback_context.triggered) {
    if (!prop_id.startsWith("{")) continue;
    const id = JSON.parse(prop_id.slice(0, prop_id.lastIndexOf(".")));
    if (id.type === RANGE) query = ranged(query, [starts[0], ends[0]]);
    else if (isChoice(id.index, value)) {
      if (id.index === "period") openCalendar(value === page.rules.custom);
      query = control(query, id.index, value, page.rules);
    }
  }
  chosen.choose(query);
  return window.dash_clientside.no_update;
}

/** Links carry the selection along.
 * @param {Query} selection @param {{ index: string }[]} links @param {PageState} page */
function carry(selection, links, page) {
  chosen.arrive(selection, page);
  document.title = `${page.title} · ${one(".brand")?.textContent || ""}`;
  const carried = text(selection);
  return links.map((id) => (id.index === "/home" ? "/" : id.index) + carried);
}

export function answerDash() {
  const cockpit = {
    act,
    carry,
    /** @param {Query} _ @param {unknown[]} cards */
    loading: (_, cards) => cards.map(() => "loading"),
    /** @param {Query} _ @param {...{ type: string, row: string }[]} rows */
    queue(_, ...rows) {
      queue(rows.flat());
      return rows.map((some) => some.map(() => window.dash_clientside.no_update));
    },
  };
  window.dash_clientside = Object.assign({}, window.dash_clientside, { cockpit });
  chosen.onChoice((query) => setProps(SELECTION, { data: query }));
}
