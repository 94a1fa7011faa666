/* The menu of a card, made when it is opened. */

import { go } from "./address.js";
import { choiceOf, factsOf, showFull, showTable } from "./card.js";
import * as chosen from "./chosen.js";
import { around, button, made, part } from "./dom.js";
import { take } from "./exports/card.js";
import { close, float, walk } from "./floating.js";
import { read, text } from "./selection.js";

/** The number whose rows a card leads to: the one of its switch that is shown, else the first that stands on rows of a list.
 * @param {HTMLElement} card @returns {string | undefined} */
function listed(card) {
  const facts = factsOf(card);
  const known = (card.dataset.listed || "").split(",");
  const keys = "switched" in card.dataset ? [facts.indicators[choiceOf(card).which]] : facts.indicators;
  return keys.find((key) => known.includes(key));
}

/** Open the rows behind a card, narrowed as the card is. @param {HTMLElement} card */
function showRows(card) {
  const page = chosen.page();
  if (page) go(`${page.paths.list}/${listed(card)}` + text({ ...chosen.query(), ...page.fixed, ...read(card.dataset.narrow || "", []) }));
}

/** The link that a card has to where its number comes from. @param {HTMLElement} card @returns {HTMLElement | null} */
const origin = (card) => card.querySelector("a.origin");

/** @param {HTMLElement} box @param {string} what @param {string} [size] */
function act(box, what, size) {
  if (what === "table") showTable(box);
  else if (what === "full") showFull(box);
  else if (what === "rows") showRows(box);
  else if (what === "origin") origin(box)?.click();
  else take(box, what, size);
}

/** @param {HTMLElement} card @param {HTMLElement} entry @param {string} what @param {string} [size] */
function choosable(card, entry, what, size) {
  entry.setAttribute("role", "menuitem");
  entry.addEventListener("click", () => {
    close();
    act(card, what, size);
  });
  return entry;
}

/** @param {HTMLElement} card @param {MenuEntry} entry */
function lineOf(card, { act: what, words, icon, sizes }) {
  const entry = choosable(card, button("", ""), what);
  entry.dataset.act = what;
  entry.append(made("i", `bi ${icon}`), words);
  if (!sizes.length) return entry;
  const line = made("div", "sized");
  line.append(entry);
  for (const { size, words: said } of sizes) {
    const other = choosable(card, button("size", said), what, size);
    other.dataset.size = size;
    line.append(other);
  }
  return line;
}

export function openMenus() {
  document.addEventListener("click", (event) => {
    const opener = around(event, "button.menu");
    const card = around(event, "[data-card]");
    if (!opener || !card) return;
    const box = made("div", "floating menu-list");
    box.setAttribute("role", "menu");
    const entries = (chosen.page()?.menu || []).filter(({ act: what }) => (what !== "rows" || listed(card)) && (what !== "origin" || origin(card)));
    box.append(...entries.map((entry) => lineOf(card, entry)));
    walk(box);
    float(opener, box);
    part("button", box).focus();
  });
}
