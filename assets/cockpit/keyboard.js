/* Keys: Escape takes back, ? tells the keys, / searches a platform. */

import { go } from "./address.js";
import * as chosen from "./chosen.js";
import { one, part } from "./dom.js";
import { close, float, isOpen, tip } from "./floating.js";
import { text } from "./selection.js";

const SEARCH = "search-platforms";
const PATIENCE_MS = 20000;

/** @param {EventTarget | null} target */
function isWriting(target) {
  return target instanceof HTMLElement && (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.isContentEditable);
}

/** An open list or calendar takes the key for itself and says so (`defaultPrevented`), wherever the focus is by then.
 * @param {KeyboardEvent} event */
function escape({ target, defaultPrevented }) {
  if (defaultPrevented) return;
  if (isOpen()) return close();
  const sheet = one("details.more[open]");
  if (sheet) sheet.removeAttribute("open");
  else if (!isWriting(target) && !document.fullscreenElement) chosen.undo();
}

function search() {
  const list = chosen.page()?.paths.platforms;
  if (location.pathname === list) focusSearch();
  else go(list + text(chosen.query()) + "#" + SEARCH);
}

/** The box comes with the list, which Dash draws. */
function focusSearch() {
  const wait = setInterval(() => {
    const box = document.getElementById(SEARCH);
    if (!box) return;
    clearInterval(wait);
    box.focus();
  }, 100);
  setTimeout(() => clearInterval(wait), PATIENCE_MS);
}

export function hearKeys() {
  if (location.hash === `#${SEARCH}`) focusSearch();
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return escape(event);
    if (isWriting(event.target)) return;
    if (event.key === "?") float(part(".brand"), tip(chosen.page()?.keys));
    if (event.key === "/") {
      event.preventDefault();
      search();
    }
  });
  document.addEventListener("input", ({ target }) => {
    if (!(target instanceof HTMLInputElement) || target.id !== SEARCH) return;
    const id = { type: "grid", index: "platforms-list" };
    window.dash_ag_grid?.getApi(id)?.setGridOption("quickFilterText", target.value);
  });
}
