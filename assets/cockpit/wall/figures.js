/* Key figures count to their new value, unless the reader wants no movement. */

import { all, one, part } from "../dom.js";
import { between, exact } from "./counting.js";

const COUNT_MS = 1200;
const calm = matchMedia("(prefers-reduced-motion: reduce)");

/** The last value of each figure. @type {Map<string, { value: number, final: string }>} */
const counted = new Map();

/** @param {HTMLElement} wall */
export function count(wall) {
  for (const box of all(".key[data-card]", wall)) {
    const name = box.dataset.name || "";
    const number = one(".number", box);
    const words = number?.firstChild;
    if (!number || !words) continue;
    const before = counted.get(name)?.value, value = exact(number.title);
    if (before === value) continue;
    const run = { value, final: words.nodeValue || "" };
    counted.set(name, run);
    if (before !== undefined && Number.isFinite(before) && value && !calm.matches) climb(name, words, before, run);
  }
}

/** @param {string} id @param {ChildNode} words @param {number} before @param {{ value: number, final: string }} run */
function climb(id, words, before, run) {
  const began = performance.now();
  const draw = (/** @type {number} */ now) => {
    if (!words.isConnected || counted.get(id) !== run) return;
    const share = Math.min(1, (now - began) / COUNT_MS);
    words.nodeValue = between(run.final, before, run.value, share);
    if (share < 1) requestAnimationFrame(draw);
  };
  requestAnimationFrame(draw);
}

/** @param {HTMLElement} wall */
export function countFigures(wall) {
  count(wall);
  const watched = { subtree: true, attributes: true, attributeFilter: ["title"], childList: true };
  new MutationObserver(() => count(wall)).observe(part(".scenes", wall), watched);
}
