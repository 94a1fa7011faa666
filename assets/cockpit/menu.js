/* The menu of a card, made when it is opened. */

import { showFull, showTable } from "./card.js";
import * as chosen from "./chosen.js";
import { around, button, made, part } from "./dom.js";
import { take } from "./exports/card.js";
import { close, float, walk } from "./floating.js";

/** @param {HTMLElement} box @param {string} what @param {string} [size] */
function act(box, what, size) {
  if (what === "table") showTable(box);
  else if (what === "full") showFull(box);
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
  entry.append(made("i", `bi bi-${icon}`), words);
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
    box.append(...(chosen.page()?.menu || []).map((entry) => lineOf(card, entry)));
    walk(box);
    float(opener, box);
    part("button", box).focus();
  });
}
