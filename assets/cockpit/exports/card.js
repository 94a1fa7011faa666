/* What leaves with one card: a picture (drawn here), data (made by the server), a link, a task. */

import { go } from "../address.js";
import { choiceOf } from "../card.js";
import * as chosen from "../chosen.js";
import { at, bare, made, part, textsOf } from "../dom.js";
import { close, float, tip } from "../floating.js";
import { text } from "../selection.js";
import { shownPage, words } from "./ask.js";
import { picture } from "./picture.js";

/** After the click that it answers, which closes whatever floats.
 * @param {string} sentence @param {HTMLElement} anchor */
function say(sentence, anchor) {
  const box = tip(sentence);
  setTimeout(() => float(anchor, box));
  setTimeout(() => box.isConnected && close(), 4000);
}

/** What the browser does not copy, the reader can: it stands there selected.
 * @param {string} sentence @param {string} value @param {HTMLElement} anchor */
function offer(sentence, value, anchor) {
  const box = tip(sentence);
  const field = Object.assign(made("input", ""), { value, readOnly: true });
  field.setAttribute("aria-label", sentence);
  box.append(field);
  setTimeout(() => {
    float(anchor, box);
    field.select();
  });
}

/** @param {HTMLElement} box @param {string} what an entry of the menu @param {string} [size] */
export function take(box, what, size) {
  const anchor = part("button.menu", box);
  if (what === "csv" || what === "xlsx") takeData(box, what);
  else if (what === "link") copyLink(box, anchor);
  else if (what === "task") giveTask(box);
  else if (what === "copy") copyPicture(box, anchor);
  else picture(box, what, size).then(keep, (error) => say(error.message, anchor));
}

/** @param {{ href: string, name: string }} drawn */
function keep({ href, name }) {
  Object.assign(document.createElement("a"), { href, download: name }).click();
}

/** @param {HTMLElement} box @param {string} what */
function takeData(box, what) {
  const { path, lang } = shownPage();
  const query = { ...chosen.query(), path, card: box.dataset.name || "", which: choiceOf(box).which, lang };
  location.assign(at(`/api/card.${what === "csv" ? "zip" : what}${text(query)}`));
}

/** What reopens exactly this card.
 * @param {HTMLElement} box */
function linkTo(box) {
  const { which } = choiceOf(box);
  return location.pathname + text({ ...chosen.query(), card: box.dataset.name || "", ...(which ? { which } : {}) });
}

/** A task says what it is about in the words of the card: its title, its number, and what was chosen.
 * @param {HTMLElement} box */
function giveTask(box) {
  const about = [shownPage().title, ...textsOf("h3", box), ...textsOf(".meta, .value", box)];
  const subject = [...about, ...textsOf(".bar .state .told, .bar .state .chip")].filter(Boolean).join(" · ");
  go(shownPage().paths.tasks + text({ subject, href: bare(linkTo(box)) }));
}

/** @param {HTMLElement} box @param {HTMLElement} anchor */
function copyLink(box, anchor) {
  const link = `${location.origin}${linkTo(box)}&lang=${shownPage().lang}`;
  const done = navigator.clipboard ? navigator.clipboard.writeText(link) : Promise.reject();
  done.then(() => say(words().copied, anchor), () => offer(words().denied, link, anchor));
}

/** The clipboard is asked within the click, and waits for the picture.
 * @param {HTMLElement} box @param {HTMLElement} anchor */
function copyPicture(box, anchor) {
  if (!("ClipboardItem" in window) || !navigator.clipboard) return say(words().undrawn, anchor);
  const blob = picture(box, "png", "slide", "copy").then(({ href }) => fetch(href)).then((reply) => reply.blob());
  navigator.clipboard
    .write([new ClipboardItem({ "image/png": blob })])
    .then(() => say(words().copied, anchor), () => say(words().undrawn, anchor));
}
