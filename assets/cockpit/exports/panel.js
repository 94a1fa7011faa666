/* The page as a file that the server makes, while a panel shows how far it is. */

import { choiceOf } from "../card.js";
import { all, around, at, button, made, part } from "../dom.js";
import { close, float, walk } from "../floating.js";
import { text } from "../selection.js";
import { ask, askFor, shownPage, wish, words } from "./ask.js";
import { heard, isAnswer, isUnderWay } from "./job.js";
import { printWith } from "./paper.js";

const EVERY_MS = 400;

/** The panel that stands, or stood last, and the job of this document that it shows. */
const shown = { box: made("div", ""), job: /** @type {Job | null} */ (null), timer: 0, answeredAt: 0 };

/** @returns {Record<string, number>} */
function choices() {
  const turned = all("[data-card]").filter((card) => choiceOf(card).which);
  return Object.fromEntries(turned.map((card) => [card.dataset.name, choiceOf(card).which]));
}

/** @param {HTMLElement} opener */
function open(opener) {
  const box = made("div", "floating export-panel");
  box.setAttribute("role", "dialog");
  box.setAttribute("aria-label", opener.title);
  box.append(made("h3", "", opener.title));
  for (const { kind, words: said } of words().kinds) {
    const entry = button("", said);
    entry.dataset.kind = kind;
    entry.addEventListener("click", () => start(kind));
    box.append(entry);
  }
  const job = made("div", "job");
  job.setAttribute("role", "status");
  box.append(job, made("div", "kept"));
  shown.box = box;
  walk(box);
  float(opener, box);
  part("button", box).focus();
  listFrozen();
  if (shown.job) show(shown.job); // a panel that was shut finds its job again
}

async function listFrozen() {
  const list = part(".kept", shown.box);
  const { told } = await ask("GET", `/api/frozen${text({ path: shownPage().path })}`);
  if (!told?.frozen?.length) return;
  list.replaceChildren(made("h4", "", words().frozen));
  for (const { id, created_at: day } of told.frozen) {
    list.append(Object.assign(made("a", "", `${day} · ${id.slice(-6)}`), { href: at(`/frozen/${id}`), target: "_blank" }));
  }
}

/** @param {string} kind */
async function start(kind) {
  if (kind !== "print") return follow(await askFor(wish(kind, { choices: choices() })));
  const told = await askFor(wish(kind));
  if (told.state === "failed") return show(told);
  close();
  printWith(`${told.who} · ${told.id}`);
}

/** @param {Job} job */
function follow(job) {
  shown.job = job;
  shown.answeredAt = Date.now();
  show(job);
  clearTimeout(shown.timer);
  if (isUnderWay(job)) shown.timer = setTimeout(look, EVERY_MS, job);
  else handOver(job);
}

/** A file that was asked for comes by itself; a page that is kept waits for its reader to open it.
 * @param {Job} job */
function handOver({ kind, state, href, name }) {
  if (state !== "done" || !href) return;
  if (kind === "frozen") listFrozen();
  else Object.assign(document.createElement("a"), { href: at(href), download: name || "" }).click();
}

/** @param {Job} job */
async function look(job) {
  const reply = await ask("GET", `/api/exports/${job.id}`);
  if (shown.job?.id !== job.id) return; // another was started meanwhile
  if (isAnswer(reply)) shown.answeredAt = Date.now();
  const now = heard(job, reply, Date.now() - shown.answeredAt, /** @type {any} */ (words()));
  shown.job = now;
  show(now);
  if (isUnderWay(now)) shown.timer = setTimeout(look, EVERY_MS, now);
  else handOver(now);
}

/** @param {Job} told */
function show(told) {
  const job = part(".job", shown.box);
  job.dataset.state = told.state;
  job.replaceChildren(made("p", "", told.error || words()[told.state]));
  if (isUnderWay(told)) job.append(...underWay(told));
  if (told.instead) job.append(insteadOf(told.instead));
  if (told.href) {
    const isFrozen = told.kind === "frozen";
    const way = isFrozen ? { target: "_blank" } : { download: told.name || "" };
    job.append(Object.assign(made("a", "ready", words()[isFrozen ? "open" : "download"]), { href: at(told.href), ...way }));
  }
}

/** @param {Job} job */
function underWay({ id, total, done }) {
  const bar = document.createElement("progress");
  if (total) Object.assign(bar, { max: total, value: done });
  const stop = button("cancel", words().cancel);
  stop.addEventListener("click", () => ask("DELETE", `/api/exports/${id}`));
  return [bar, stop];
}

/** @param {string} kind */
function insteadOf(kind) {
  const entry = button("instead", words().kinds.find((one) => one.kind === kind)?.words || kind);
  entry.addEventListener("click", () => start(kind));
  return entry;
}

export function openPanels() {
  document.addEventListener("click", (event) => {
    const opener = around(event, "#export-page");
    if (opener) open(opener);
  });
}
