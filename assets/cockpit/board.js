/* The board: what stands on a page, told by the server a line at a time and put in its place here.
   A new selection ends the telling before it, so that the last choice is the one that is answered. */

import { all, at } from "./dom.js";
import { afterNear, forget, isNear, watch } from "./plots.js";
import { place, say } from "./placing.js";
import { lines } from "./stream.js";

/** @type {Map<string, Choice>} */
const choices = new Map();
/** @type {Map<string, AbortController>} */
const alone = new Map();
/** @type {AbortController | null} */
let whole = null;

const boxes = () => all("[data-card]"), blocks = () => all("[data-block]");

/** How a card or a block is named when it is asked for. @param {HTMLElement} part */
const nameOf = (part) => part.dataset.block ? `block:${part.dataset.block}` : part.dataset.name;
const page = document.documentElement;

/** How a reader looks at a card. @param {string} name @returns {Choice} */
export const choiceOf = (name) => choices.get(name) || { which: 0, table: false };

/** Whether the server went silent before a board was whole. */
export const isCut = () => page.dataset.board === "cut";

/** Take note of the cards and blocks of this page, whose frames stand in the document. */
export function take() {
  for (const part of [...boxes(), ...blocks()]) watch(part);
}

/** The address of a board, or of some of its cards.
 * @param {PageState} facts @param {Query} query @param {Query} [more] */
export function address(facts, query, more = {}) {
  const asked = new URLSearchParams({ ...query, ...facts.listed, lang: facts.lang, theme: facts.theme, ...more });
  const which = [...choices].filter(([, choice]) => choice.which).map(([name, choice]) => `${name}:${choice.which}`);
  const tables = [...choices].filter(([, choice]) => choice.table).map(([name]) => name);
  if (which.length) asked.set("which", which.join(","));
  if (tables.length) asked.set("table", tables.join(","));
  return at(`/api/board${facts.path}?${asked.toString().replaceAll("%2C", ",").replaceAll("%3A", ":")}`);
}

/** The first telling, which was asked for before this script was there. `then` follows when the screen is drawn, and a little more.
 * @param {PageState} facts @param {Query} query @param {() => void} then */
export async function begin(facts, query, then) {
  const run = (whole = new AbortController());
  page.dataset.board = "loading";
  const isWhole = await tell(() => window.firstBoard || fetch(address(facts, query)), run, facts);
  ended(facts, run, isWhole, [...boxes(), ...blocks()]);
  afterNear(then);
}

/** Have the whole page told anew. What stands there is marked as old until then; what a wall has as stale stays that.
 * @param {PageState} facts @param {Query} query */
export async function show(facts, query) {
  whole?.abort();
  for (const run of alone.values()) run.abort();
  alone.clear();
  forget();
  const shown = [...boxes(), ...blocks()];
  for (const box of shown) if (!facts.keepsLast || box.dataset.state !== "stale") box.dataset.state = "loading";
  page.dataset.board = "loading";
  const run = (whole = new AbortController());
  const first = shown.filter(isNear).map(nameOf).join(",");
  const isWhole = await tell(() => fetch(address(facts, query, first ? { first } : {}), { signal: run.signal }), run, facts);
  ended(facts, run, isWhole, shown);
}

/** @param {PageState} facts @param {AbortController} run @param {boolean} isWhole @param {HTMLElement[]} shown */
function ended(facts, run, isWhole, shown) {
  if (run.signal.aborted) return;
  page.dataset.board = isWhole ? "told" : "cut";
  if (!isWhole) cut(facts, shown);
}

/** Look at one card otherwise: another indicator of its switch, or its table.
 * @param {PageState} facts @param {Query} query @param {HTMLElement} box @param {Partial<Choice>} choice */
export async function look(facts, query, box, choice) {
  const name = box.dataset.name || "";
  choices.set(name, { ...choiceOf(name), ...choice });
  box.dataset.state = "loading";
  if (!(await lookAgain(facts, query, [name]))) cut(facts, [box]);
}

/** Have some cards told anew; true unless the telling was cut off.
 * @param {PageState} facts @param {Query} query @param {string[]} names */
export async function lookAgain(facts, query, names) {
  const only = names.join(",");
  alone.get(only)?.abort();
  const run = new AbortController();
  alone.set(only, run);
  const isWhole = await tell(() => fetch(address(facts, query, { only }), { signal: run.signal }), run, facts);
  return isWhole || run.signal.aborted;
}

/** Put each line in its place; true if the telling came to its end.
 * @param {() => Promise<Response>} ask @param {AbortController} run @param {PageState} facts */
async function tell(ask, run, facts) {
  let isWhole = false;
  try {
    const reply = await ask();
    if (!reply.ok) return false;
    for await (const line of lines(reply)) {
      if (run.signal.aborted) return false;
      if (line.end) isWhole = true;
      else place(line, facts, run.signal);
    }
  } catch {
    return false; // the server is gone, or nobody waits any more
  }
  return isWhole;
}

/** What could not be told says so; a wall shows its last numbers and their age.
 * @param {PageState} facts @param {HTMLElement[]} shown */
function cut(facts, shown) {
  for (const box of shown) {
    if (facts.keepsLast && box.dataset.view) box.dataset.state = "stale";
    else if (box.dataset.state === "loading") say(box, facts.words.failed);
  }
}
