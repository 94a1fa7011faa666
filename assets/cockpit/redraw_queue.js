/* The turns of rows of cards: those on the screen are asked for at once, all others when these are drawn. */

import { setProps } from "./dash.js";
import { all } from "./dom.js";

const PATIENCE_MS = 3000; // a row that nobody answers holds up the others no longer
const turns = { number: 0, waiting: new Set(), asked: new Set(), later: 0 };

/** @param {HTMLElement} box */
const turnOf = (box) => JSON.stringify([box.dataset.chart === "key" ? "key-turn" : "turn", JSON.parse(box.id).row]);

/** @param {{ type: string, row: string }[]} rows */
export function queue(rows) {
  turns.number += 1;
  turns.asked.clear();
  turns.waiting = new Set(rows.map(({ type, row }) => JSON.stringify([type, row])));
  if (rows.length) setTimeout(next);
}

/** @param {HTMLElement} box */
function isSeen(box) {
  const { top, bottom } = box.getBoundingClientRect();
  return top < innerHeight && bottom > 0 && getComputedStyle(box).visibility !== "hidden";
}

function next() {
  const present = all("[data-card]").map((box) => ({ turn: turnOf(box), box })).filter(({ turn }) => turns.waiting.has(turn));
  const seen = present.filter(({ box }) => isSeen(box));
  const due = seen.length ? seen : turns.asked.size ? [] : present;
  for (const turn of new Set(due.map(({ turn }) => turn))) {
    const [type, row] = JSON.parse(turn);
    turns.waiting.delete(turn);
    turns.asked.add(turn);
    setProps({ type, row }, { data: turns.number });
  }
  clearTimeout(turns.later);
  if (turns.waiting.size) turns.later = setTimeout(again, present.length ? PATIENCE_MS : 50);
}

function again() {
  turns.asked.clear();
  next();
}

export function giveTurns() {
  new MutationObserver((changes) => {
    if (!turns.waiting.size) return;
    for (const { target } of changes)
      if (target instanceof HTMLElement && target.dataset.card && target.dataset.state !== "loading") turns.asked.delete(turnOf(target));
    next();
  }).observe(document.documentElement, { attributes: true, attributeFilter: ["data-state"], subtree: true });
  document.addEventListener("scroll", () => turns.waiting.size && next(), { passive: true });
}
