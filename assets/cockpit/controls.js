/* The controls of the bar: what a reader chooses with them, and what they show after he chose otherwise. */

import * as chosen from "./chosen.js";
import { CONTROL, RANGE, tellDash } from "./dash.js";
import { one } from "./dom.js";
import { during, said } from "./selection.js";

/** What each control shows, as far as it has told. @type {Map<string, any>} */
const shown = new Map();

/** @param {any} one @param {any} other */
const differ = (one, other) => JSON.stringify(one) !== JSON.stringify(other);

/** Whether a reader chose this. A control that has just been made says what the server read of the address.
 * @param {string} key @param {any} value */
export function isChoice(key, value) {
  const isOurs = shown.has(key) && differ(shown.get(key), value) && value !== undefined;
  shown.set(key, value);
  return isOurs;
}

/** The days that are shown, as the server told them last. @returns {{ from?: string, to?: string }} */
const daysShown = () => ({ ...one(".bar .state .told")?.dataset });

/** The calendar stands open for as long as the reader wants days of his own, and begins with those that are shown.
 * @param {boolean} isCustom */
export function openCalendar(isCustom) {
  const calendar = one(".bar .range");
  if (isCustom && calendar?.classList.contains("hidden")) tellDays(daysShown());
  calendar?.classList.toggle("hidden", !isCustom);
}

/** @param {{ from?: string, to?: string }} days */
function tellDays({ from, to }) {
  if (from && to) tellDash({ type: RANGE, index: "range" }, { start_date: from, end_date: to });
}

/** The selection after the calendar has said its two days.
 * @param {Query} query @param {(string | null | undefined)[]} said */
export function ranged(query, said) {
  const isHidden = one(".bar .range")?.classList.contains("hidden");
  const [from, to] = said.map((day) => (day || "").slice(0, 10));
  const before = { ...daysShown(), ...query };
  const isOther = from !== before.from || to !== before.to;
  return !isHidden && from && to && isOther ? during(query, from, to) : query;
}

/** The calendar shows the days that were chosen, whoever chose them.
 * @param {Query} query */
function followDays(query) {
  openCalendar(Boolean(query.from || query.to));
  tellDays(query);
}

export function followSelection() {
  chosen.onChoice((query, before) => {
    const { rules } = /** @type {PageState} */ (chosen.page());
    for (const [key, value] of shown) {
      const now = said(query, key, rules);
      if (!differ(now, said(before, key, rules)) || !differ(now, value)) continue;
      shown.set(key, now);
      tellDash({ type: CONTROL, index: key }, { value: now });
    }
    if (query.from !== before.from || query.to !== before.to) followDays(query);
  });
}
