/* Buttons of the frame and of cards: switches, chips, the bar on a phone, language and mode. */

import { readIn } from "./address.js";
import { turn } from "./card.js";
import * as chosen from "./chosen.js";
import { around, one, part } from "./dom.js";
import { chip, filtered } from "./selection.js";

/** @param {string} name @param {string} value */
function keepCookie(name, value) {
  document.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax`;
}

/** @param {HTMLElement} button */
function switchLanguage(button) {
  keepCookie("lang", button.dataset.lang || "");
  const query = new URLSearchParams(location.search);
  if (query.has("lang")) query.set("lang", button.dataset.lang || "");
  location.assign(location.pathname + (query.size ? "?" + query : ""));
}

function switchTheme() {
  const theme = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
  keepCookie("theme", theme);
  document.documentElement.dataset.theme = theme;
  const page = chosen.page();
  if (!page) return;
  page.theme = theme;
  readIn(theme);
  chosen.renew();
}

/** @param {Event} event */
function press(event) {
  const which = around(event, "[data-which]");
  const card = around(event, "[data-card]");
  if (which && card) turn(card, Number(which.dataset.which));
  const struck = around(event, "[data-chip]");
  const page = chosen.page();
  if (struck && page) chosen.choose(chip(chosen.query(), struck.dataset.chip || "", page.rules));
  const region = around(event, "[data-region]")?.dataset.region;
  if (region !== undefined) chosen.choose(filtered(chosen.query(), "district", region ? [region] : []));
  around(event, ".open-filters")?.parentElement?.classList.toggle("open");
  const language = around(event, "#switch-language");
  if (language) switchLanguage(language);
  if (around(event, "#switch-theme")) switchTheme();
  const sheet = one("details.more[open]");
  if (sheet && event.target instanceof Node && !sheet.contains(event.target)) sheet.removeAttribute("open");
}

/** The sheet of further filters begins under its button and ends on the screen.
 * @param {Event} event */
function holdSheet({ target }) {
  if (!(target instanceof HTMLDetailsElement) || !target.open || !target.matches(".more")) return;
  const right = target.getBoundingClientRect().left + part(".sheet", target).offsetWidth;
  target.style.setProperty("--shift", `${Math.min(0, innerWidth - 24 - right)}px`);
}

export function hearButtons() {
  document.addEventListener("click", press);
  document.addEventListener("toggle", holdSheet, true);
}
