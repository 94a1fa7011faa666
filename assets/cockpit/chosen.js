/* The selection of this page: one owner, whom all who change it ask and all who show it listen to. */

import { followed, same, undone } from "./selection.js";

/** @typedef {(query: Query, before: Query) => void} ChoiceListener */
/** @typedef {(page: PageState) => void} PageListener */

/** @type {{ query: Query, page: PageState | null, trail: string[] }} */
const state = { query: {}, page: null, trail: [] };
/** @type {Set<ChoiceListener>} */
const choiceListeners = new Set();
/** @type {Set<PageListener>} */
const pageListeners = new Set();

/** @returns {Query} */
export const query = () => ({ ...state.query });

/** The page store, null before the first page has come.
 * @returns {PageState | null} */
export const page = () => state.page;

/** @param {ChoiceListener} listener */
export function onChoice(listener) {
  choiceListeners.add(listener);
  return () => choiceListeners.delete(listener);
}

/** Another page has come; its selection is there already.
 * @param {PageListener} listener */
export function onPage(listener) {
  pageListeners.add(listener);
  return () => pageListeners.delete(listener);
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

/** The server has made a page, or a part of it, for this selection.
 * @param {Query} selection @param {PageState} made */
export function arrive(selection, made) {
  const isOther = state.page?.path !== made.path;
  state.query = { ...selection };
  state.page = made;
  if (isOther) for (const listener of pageListeners) listener(made);
}

/** @param {Query} before */
function tell(before) {
  for (const listener of choiceListeners) listener(query(), before);
}
