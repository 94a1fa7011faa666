/* What floats: one thing at a time, beside what it belongs to. */

import { all, made, one } from "./dom.js";

/** @typedef {{ left: number, top: number, right: number, bottom: number }} Area */
/** @typedef {{ width: number, height: number }} Size */

const EDGE = 8, GAP = 6;

/** @param {Area} one @param {Area} other */
const meet = (one, other) => one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;

/** Where a box floats: below what it belongs to or above it, or beside what it must not cover, if there is such a place.
 * @param {Area} at what it belongs to @param {Size} size @param {Size} screen @param {Area | null} [free] what is to stay free
 * @returns {{ left: number, top: number }} */
export function spot(at, size, screen, free = null) {
  const held = (/** @type {number} */ place, /** @type {number} */ room) => Math.max(EDGE, Math.min(place, room - EDGE));
  const left = held((at.left + at.right - size.width) / 2, screen.width - size.width);
  const top = held(at.top, screen.height - size.height);
  const below = { left, top: at.bottom + GAP }, above = { left, top: at.top - GAP - size.height };
  const beside = free ? [{ left: free.right + GAP, top }, { left: free.left - GAP - size.width, top }] : [];
  const area = (/** @type {{ left: number, top: number }} */ one) => ({ ...one, right: one.left + size.width, bottom: one.top + size.height });
  const isOn = (/** @type {Area} */ one) => one.left >= 0 && one.top >= 0 && one.right <= screen.width && one.bottom <= screen.height;
  const fit = [below, above, ...beside].filter((one) => isOn(area(one)));
  return fit.find((one) => !free || !meet(area(one), free)) || fit[0] || { left, top: held(above.top, screen.height - size.height) };
}

/** @type {HTMLElement | null} */
let floating = null;

export const isOpen = () => floating !== null;

/** @param {EventTarget | null} target */
export const holds = (target) => target instanceof Node && !!floating?.contains(target);

export function close() {
  floating?.remove();
  floating = null;
}

/** @param {Element} anchor @param {HTMLElement} box @param {Element | null} [free] what is to stay free */
export function float(anchor, box, free) {
  close();
  floating = box;
  (document.fullscreenElement || document.body).append(box);
  const size = { width: box.offsetWidth, height: box.offsetHeight }, screen = { width: innerWidth, height: innerHeight };
  const { left, top } = spot(anchor.getBoundingClientRect(), size, screen, free?.getBoundingClientRect());
  Object.assign(box.style, { left: `${left}px`, top: `${top}px` });
}

/** A sentence that floats.
 * @param {string} [words] */
export function tip(words) {
  const box = made("div", "floating tip", words);
  box.setAttribute("role", "tooltip");
  return box;
}

/** What a reader of a tip looks at. @param {Element} target */
function bodyOf(target) {
  const card = target.closest(".card");
  return card && one(".body, .plot", card);
}

/** @type {Record<string, (at: number, count: number) => number>} */
const STEPS = {
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowRight: (at, count) => (at + 1) % count,
  ArrowUp: (at, count) => (at - 1 + count) % count,
  ArrowLeft: (at, count) => (at - 1 + count) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};

/** The entry to which a key leads from the one at a place among so many; undefined for a key that leads nowhere.
 * @param {string} key @param {number} at @param {number} count */
export const stepTo = (key, at, count) => STEPS[key]?.(at, count);

/** Arrow keys lead through all entries of a box, in their order, and round its ends.
 * @param {HTMLElement} box */
export function walk(box) {
  box.addEventListener("keydown", (event) => {
    const entries = all("button", box);
    const next = stepTo(event.key, entries.indexOf(/** @type {HTMLElement} */ (document.activeElement)), entries.length);
    if (next === undefined) return;
    event.preventDefault();
    entries[next].focus();
  });
}

/* A panel at work is not shut by a pointer that passes a tip. */
const isBusy = () => !!floating?.classList.contains("export-panel");

/** @param {Event} event */
const tipped = ({ target }) => (target instanceof HTMLElement && target.dataset.tip && !isBusy() ? target : null);

export function floatTips() {
  for (const [come, leave] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
    document.addEventListener(come, (event) => {
      const target = tipped(event);
      if (target) float(target, tip(target.dataset.tip), bodyOf(target)); // nobody reads a chart through its definition
    });
    document.addEventListener(leave, (event) => tipped(event) && close());
  }
  document.addEventListener("click", ({ target }) => {
    const isTipped = target instanceof HTMLElement && target.dataset.tip;
    if (floating && !holds(target) && !isTipped) close();
  });
}
