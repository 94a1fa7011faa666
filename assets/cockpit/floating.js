/* What floats: one thing at a time, beside what it belongs to. */

import { made } from "./dom.js";

/** @type {HTMLElement | null} */
let floating = null;

export const isOpen = () => floating !== null;

/** @param {EventTarget | null} target */
export const holds = (target) => target instanceof Node && !!floating?.contains(target);

export function close() {
  floating?.remove();
  floating = null;
}

/** @param {Element} anchor @param {HTMLElement} box */
export function float(anchor, box) {
  close();
  floating = box;
  (document.fullscreenElement || document.body).append(box);
  const at = anchor.getBoundingClientRect();
  const left = Math.min(Math.max(8, at.left + at.width / 2 - box.offsetWidth / 2), innerWidth - box.offsetWidth - 8);
  const isBelow = at.bottom + 6 + box.offsetHeight < innerHeight;
  box.style.left = `${left}px`;
  box.style.top = `${isBelow ? at.bottom + 6 : Math.max(8, at.top - 6 - box.offsetHeight)}px`;
}

/** A sentence that floats.
 * @param {string} [words] */
export function tip(words) {
  const box = made("div", "floating tip", words);
  box.setAttribute("role", "tooltip");
  return box;
}

/* A panel at work is not shut by a pointer that passes a tip. */
const isBusy = () => !!floating?.classList.contains("export-panel");

/** @param {Event} event */
const tipped = ({ target }) => (target instanceof HTMLElement && target.dataset.tip && !isBusy() ? target : null);

export function floatTips() {
  for (const [come, leave] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
    document.addEventListener(come, (event) => {
      const target = tipped(event);
      if (target) float(target, tip(target.dataset.tip));
    });
    document.addEventListener(leave, (event) => tipped(event) && close());
  }
  document.addEventListener("click", ({ target }) => {
    const isTipped = target instanceof HTMLElement && target.dataset.tip;
    if (floating && !holds(target) && !isTipped) close();
  });
}
