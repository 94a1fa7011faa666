/* Exports are asked for, and followed, at the API; the server gives each its id and keeps its line first. */

import * as chosen from "../chosen.js";
import { at, one, textsOf } from "../dom.js";

/** The page as it stands, and its words. @returns {PageState} */
export const shownPage = () => /** @type {PageState} */ (chosen.page());

export const words = () => shownPage().exports;

/** What the page shows, for what leaves it: its title, whom it is about, what was chosen. */
export function toldOfPage() {
  const told = [shownPage().title, one(".who h1")?.textContent, ...textsOf(".state .told, .state .chip")];
  return told.filter(Boolean).join(" · ");
}

/** What is asked for.
 * @param {string} kind @param {object} [more] */
export function wish(kind, more = {}) {
  const { path, lang } = shownPage();
  return { kind, path, query: chosen.query(), lang, ...more };
}

/** What shows that a page of ours asks: another site cannot read our cookie. */
const token = () => /(?:^|; )_csrf_token=([^;]*)/.exec(document.cookie)?.[1] || "";

/** @param {string} method @param {string} address @param {object} [body] @returns {Promise<Reply>} */
export async function ask(method, address, body) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token() };
  // It is finished even where the page is left meanwhile.
  const options = { method, headers, body: body && JSON.stringify(body), keepalive: true };
  const reply = await fetch(at(address), options).catch(() => null);
  const told = await reply?.json().catch(() => null);
  return { status: reply?.status ?? 0, told };
}

/** Ask for an export once; what goes wrong is told as an export that failed.
 * @param {object} body @returns {Promise<Job>} */
export async function askFor(body) {
  const { status, told } = await ask("POST", "/api/exports", body);
  if (status >= 200 && status < 300 && told) return told;
  return { id: "", state: "failed", error: told?.error || words().lost, instead: told?.instead };
}
