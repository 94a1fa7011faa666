/* The selection of this page: one owner, whom all who change it ask and all who show it listen to. */

import { followed, same, undone } from "./selection.js";

/** @typedef {(query: Query, before: Query) => void} ChoiceListener */

/** @type {{ query: Query, page: PageState | null, trail: string[] }} */
const state = { query: {}, page: null, trail: [] };
/** @type {Set<ChoiceListener>} */
const choiceListeners = new Set();

/** @returns {Query} */
export const query = () => ({ ...state.query });

/** What the document says of itself, null where there is no page.
 * @returns {PageState | null} */
export const page = () => state.page;

/** @param {ChoiceListener} listener */
export function onChoice(listener) {
  choiceListeners.add(listener);
  return () => choiceListeners.delete(listener);
}

/** A reader has chosen.
 * @param {Query} next */
export function choose(next) {
  if (!state.page || same(next, state.query)) return;
  const before = state.query;
  state.trail = followed(state.trail, before, next, state.page.rules);
  state.query = { ...next };
  tell(before);
}

export function undo() {
  if (state.page) choose(undone(state.query, state.trail, state.page.rules));
}

/** The data are new: what is shown of the selection is to be asked for again. */
export function renew() {
  if (state.page) tell(state.query);
}

/** The document says what stands in it, and for which selection.
 * @param {PageState} facts */
export function begin(facts) {
  state.page = facts;
  state.query = { ...facts.selection };
}

/** @param {Query} before */
function tell(before) {
  for (const listener of choiceListeners) listener(query(), before);
}
