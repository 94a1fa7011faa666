/* Keys: Escape takes back, ? tells the keys, / leads to the search. */

import * as chosen from "./chosen.js";
import { one, part } from "./dom.js";
import { close, float, isOpen, tip } from "./floating.js";
import { focusSearch } from "./search.js";

/** The box above the list of platforms, which narrows that list. */
const SEARCH = "search-platforms";

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

export function hearKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return escape(event);
    if (isWriting(event.target)) return;
    if (event.key === "?") float(part(".brand"), tip(chosen.page()?.keys));
    if (event.key === "/") {
      event.preventDefault();
      focusSearch();
    }
  });
  document.addEventListener("input", ({ target }) => {
    if (!(target instanceof HTMLInputElement) || target.id !== SEARCH) return;
    const id = { type: "grid", index: "platforms-list" };
    window.dash_ag_grid?.getApi(id)?.setGridOption("quickFilterText", target.value);
  });
}
