/* The address mirrors the selection. A choice is an entry of the browser's history, so that Back takes back what was chosen last;
   an address to which the reader goes back is a choice like any other, but makes no entry. */

import * as chosen from "./chosen.js";
import { all, around, at, bare } from "./dom.js";
import { joined, read, same, text } from "./selection.js";

const WITHOUT_READING = /^\/(api|frozen|assets)\//;

let isReturning = false;

/** The wall is a document of its own, from its opening to its end. */
export const isWall = () => location.pathname === chosen.page()?.paths.wall;

/* Keys of the address that belong to the page itself and no selection: a page may say which it has. */
function beside() {
  const kept = new URLSearchParams(location.search);
  const own = (chosen.page()?.beside || []).filter((key) => kept.has(key));
  return Object.fromEntries(own.map((key) => [key, kept.get(key) || ""]));
}

/** How the reader reads, where the address says it. @returns {Query} */
function reading() {
  const page = chosen.page();
  const said = new URLSearchParams(location.search);
  const keys = (page?.rules.reading || []).filter((key) => said.has(key));
  return Object.fromEntries(keys.map((key) => [key, String(page?.[/** @type {"lang" | "theme"} */ (key)])]));
}

/** The address of a thing of this kind: a platform.
 * @param {"platform"} kind @param {string} id */
export const of = (kind, id) => chosen.page()?.paths[kind] + "/" + encodeURIComponent(id);

/** Go to another page, which is a document of its own.
 * @param {string} href */
export const go = (href) => location.assign(joined(at(href), reading()));

/** Links of the frame carry the selection along. */
export function carry() {
  const carried = text(chosen.query());
  for (const link of all("a[data-link]")) link.setAttribute("href", at(link.dataset.link || "") + carried);
}

/** Whoever wrote a link knows nothing of how its reader reads: it is told before it is followed, by whichever hand.
 * @param {Event} event */
function tellLink(event) {
  const link = around(event, 'a[href^="/"]');
  const href = at(link?.getAttribute("href") || "");
  link?.setAttribute("href", WITHOUT_READING.test(bare(href)) ? href : joined(href, reading()));
}

/** The address of what is shown now.
 * @param {Query} query */
const here = (query) => location.pathname + text({ ...query, ...beside(), ...reading() }) + location.hash;

/** The page has another mode, and the address says so where it said one.
 * @param {string} theme */
export function readIn(theme) {
  const said = new URLSearchParams(location.search);
  if (!said.has("theme")) return;
  said.set("theme", theme);
  history.replaceState(history.state, "", location.pathname + text(Object.fromEntries(said)) + location.hash);
}

/** Dash's router would lay the page out anew; it hears nothing, since each page is a document of its own.
 * @param {Event} event */
function returned(event) {
  event.stopImmediatePropagation();
  const page = chosen.page();
  if (!page) return;
  isReturning = true;
  chosen.choose(read(location.search, [...page.beside, ...page.rules.reading, ...page.rules.aim]));
  isReturning = false;
  readIn(page.theme);
  document.dispatchEvent(new CustomEvent("cockpit:returned"));
}

export function mirrorSelection() {
  chosen.onChoice((query, before) => {
    if (same(query, before)) return; // the data are new, not the choice
    if (!isReturning) history.pushState(null, "", here(query));
    carry();
  });
  addEventListener("popstate", returned);
  for (const hand of ["pointerdown", "focusin", "click"]) document.addEventListener(hand, tellLink, true);
}
