/* The foot: one signal after another, as many at once as there is room for. */

import { all } from "../dom.js";

/** @param {HTMLElement} wall */
export function tick(wall) {
  for (const track of all(".ticker .track", wall)) {
    const items = /** @type {HTMLElement[]} */ ([...track.children]);
    if (!items.length) continue;
    const left = (/** @type {number} */ at) => items[at].offsetLeft - items[0].offsetLeft;
    const hidden = track.scrollWidth - /** @type {HTMLElement} */ (track.parentElement).clientWidth;
    const at = Number(track.dataset.first || 0);
    const next = at + 1 < items.length && left(at) < hidden ? at + 1 : 0;
    track.dataset.first = String(next);
    track.style.transform = `translateX(${-left(next)}px)`;
  }
}
