/* The address mirrors the selection (history.replaceState) and is never listened to. */

import * as chosen from "./chosen.js";
import { text } from "./selection.js";

/** The wall is a document of its own, from its opening to its end. */
export const isWall = () => location.pathname === "/wall";

/* Keys of the address that belong to the page itself and no selection: a page may say which it has. */
function beside() {
  const kept = new URLSearchParams(location.search);
  const own = (chosen.page()?.beside || []).filter((key) => kept.has(key));
  return Object.fromEntries(own.map((key) => [key, kept.get(key) || ""]));
}

/** Go to another page of the app without a new document.
 * @param {string} href */
export function go(href) {
  history.pushState({}, "", href);
  window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
  window.scrollTo(0, 0);
}

export function mirrorSelection() {
  chosen.onChoice((query) => {
    history.replaceState(history.state, "", location.pathname + text({ ...query, ...beside() }) + location.hash);
  });
}
