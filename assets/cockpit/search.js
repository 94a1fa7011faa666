/* The box in which a reader looks for anything: the server finds it, what is found floats below, Enter opens the first. */

import { go } from "./address.js";
import * as chosen from "./chosen.js";
import { all, at, made, one } from "./dom.js";

const PATIENCE_MS = 200;

/** @typedef {{ title: string, hits: { title: string, words: string, href: string }[] }} Group */

/** The place among so many to which a key leads; undefined for a key that leads nowhere. Before any is chosen the place is -1.
 * @param {string} key @param {number} place @param {number} count */
export function step(key, place, count) {
  if (!count) return undefined;
  if (key === "ArrowDown") return (place + 1) % count;
  if (key === "ArrowUp") return place < 0 ? count - 1 : (place - 1 + count) % count;
  return undefined;
}

/** @type {HTMLInputElement} */
let box;
/** @type {AbortController | null} */
let asking = null;
let waiting = 0;

const links = () => all("a", document.getElementById("found") || document.createElement("div"));
const chosenPlace = () => links().findIndex((link) => link.getAttribute("aria-selected") === "true");

function shut() {
  asking?.abort();
  clearTimeout(waiting);
  document.getElementById("found")?.remove();
  box.setAttribute("aria-expanded", "false");
}

/** @param {Group[]} groups @param {string} words what is said where nothing was found */
function show(groups, words) {
  document.getElementById("found")?.remove();
  const list = made("div", "found");
  list.id = "found";
  list.setAttribute("role", "listbox");
  for (const { title, hits } of groups) {
    list.append(made("h4", "", title));
    for (const hit of hits) {
      const link = made("a", "");
      link.href = at(hit.href);
      link.setAttribute("role", "option");
      link.tabIndex = -1;
      link.append(made("b", "", hit.title), made("span", "", hit.words));
      list.append(link);
    }
  }
  if (!groups.length) list.append(made("p", "", words));
  box.parentElement?.append(list);
  box.setAttribute("aria-expanded", "true");
}

/** @param {string} sought @returns {Promise<Group[] | null>} null where the server found no time, or nobody waits any more */
async function ask(sought) {
  asking?.abort();
  asking = new AbortController();
  const asked = new URLSearchParams({ q: sought, lang: chosen.page()?.lang || document.documentElement.lang.slice(0, 2) });
  try {
    const reply = await fetch(at("/api/search?" + asked), { signal: asking.signal });
    return reply.ok ? (await reply.json()).groups : null;
  } catch {
    return null;
  }
}

/** Look for what stands in the box. @returns {Promise<boolean>} whether it was shown */
async function look() {
  clearTimeout(waiting);
  const sought = box.value.trim();
  if (!sought) {
    shut();
    return false;
  }
  const groups = await ask(sought);
  if (sought !== box.value.trim()) return false;
  const page = chosen.page();
  show(groups || [], (groups ? page?.words.nothingFound : page?.words.failed) || "");
  box.dataset.shown = sought;
  return true;
}

/** Open what is chosen, or the first that is found. */
async function open() {
  if (box.dataset.shown !== box.value.trim() || !document.getElementById("found")) await look();
  const found = links();
  const link = found[Math.max(chosenPlace(), 0)];
  if (link) go(link.getAttribute("href") || "/");
}

/** @param {KeyboardEvent} event */
function press(event) {
  if (event.isComposing) return; // Enter ends a word of Chinese first
  if (event.key === "Enter") open();
  if (event.key === "Escape") {
    event.preventDefault();
    if (document.getElementById("found")) shut();
    else box.blur();
  }
  const next = step(event.key, chosenPlace(), links().length);
  if (next === undefined) return;
  event.preventDefault();
  links().forEach((link, place) => link.setAttribute("aria-selected", String(place === next)));
  links()[next].scrollIntoView({ block: "nearest" });
}

export const focusSearch = () => {
  box?.focus();
  box?.select();
};

/** Make the box where the frame has kept its place. */
export function openSearch() {
  const place = one(".search");
  if (!place) return;
  box = made("input", "");
  box.type = "search";
  box.id = "search";
  box.autocomplete = "off";
  box.maxLength = Number(place.dataset.longest);
  box.placeholder = place.dataset.words || "";
  for (const [name, value] of [["label", box.placeholder], ["controls", "found"], ["expanded", "false"], ["autocomplete", "list"]])
    box.setAttribute("aria-" + name, value);
  box.setAttribute("role", "combobox");
  place.append(box);
  box.addEventListener("keydown", press);
  box.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = window.setTimeout(look, PATIENCE_MS);
  });
  place.addEventListener("focusout", ({ relatedTarget }) => {
    if (!(relatedTarget instanceof Node && place.contains(relatedTarget))) setTimeout(shut, PATIENCE_MS);
  });
}
