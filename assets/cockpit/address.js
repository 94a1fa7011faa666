/* The address mirrors the selection and is never listened to: what the browser shows follows from the selection. */

import * as chosen from "./chosen.js";
import { all } from "./dom.js";
import { same, text } from "./selection.js";

/** The wall is a document of its own, from its opening to its end. */
export const isWall = () => location.pathname === chosen.page()?.paths.wall;

/* Keys of the address that belong to the page itself and no selection: a page may say which it has. */
function beside() {
  const kept = new URLSearchParams(location.search);
  const own = (chosen.page()?.beside || []).filter((key) => kept.has(key));
  return Object.fromEntries(own.map((key) => [key, kept.get(key) || ""]));
}

/** The address of a thing of this kind: a platform, an entity.
 * @param {"platform" | "entities"} kind @param {string} id */
export const of = (kind, id) => chosen.page()?.paths[kind] + "/" + encodeURIComponent(id);

/** Go to another page, which is a document of its own.
 * @param {string} href */
export const go = (href) => location.assign(href);

/** Links of the frame carry the selection along. */
export function carry() {
  const carried = text(chosen.query());
  for (const link of all("a[data-link]")) link.setAttribute("href", link.dataset.link + carried);
}

export function mirrorSelection() {
  chosen.onChoice((query, before) => {
    if (same(query, before)) return; // the data are new, not the choice
    history.replaceState(history.state, "", location.pathname + text({ ...query, ...beside() }) + location.hash);
    carry();
  });
}

