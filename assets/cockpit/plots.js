/* Charts: one after the other, those on the screen first, and none holds up a hand on the mouse. */

/** @typedef {{ box: HTMLElement, figure: any, done: () => void }} Job */

import { at } from "./dom.js";

const CONFIG = { displayModeBar: false, displaylogo: false, doubleClick: false };

/** @type {Map<HTMLElement, Job>} */
const waiting = new Map();
/** @type {Set<Element>} */
const seen = new Set();
/** @type {Set<Element>} */
const near = new Set();
/** The script of plotly is the longest: words and numbers take their places while it comes, charts wait for it. */
const plotly = new Promise((go) => document.readyState === "complete" ? go(null) : document.addEventListener("DOMContentLoaded", go));
/** How long charts are drawn before whatever came meanwhile is answered: each answer lays out the page and paints it. */
const TURN_MS = 50;
let isRunning = false;
/** @type {(() => void)[]} */
let later = [];

/** How far below and above the window a card counts as near, as a part of its height: a reader who scrolls finds it drawn. */
const MARGIN = 0.6;

/** Keep the cards that are inside the window, or not farther from it than a margin. @param {Set<Element>} inside @param {number} margin */
const keeper = (inside, margin) => ({
  inside,
  margin,
  observer: new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) isIntersecting ? inside.add(target) : inside.delete(target);
  }, { rootMargin: `${100 * margin}% 0px` }),
});
const keepers = [keeper(seen, 0), keeper(near, MARGIN)];

const sizes = new ResizeObserver((entries) => {
  for (const { target, contentRect } of entries) {
    const plot = /** @type {any} */ (target), { width, height } = contentRect;
    const layout = plot._fullLayout;
    if (!layout || !width || !height || (layout.width === Math.round(width) && layout.height === Math.round(height))) continue;
    requestAnimationFrame(() => plot.isConnected && plot._fullLayout && window.Plotly.Plots.resize(plot));
  }
});

/** The element in which a card's chart is drawn. @param {Element} box */
export const plotOf = (box) => /** @type {any} */ (box.querySelector(".plot"));

/** Know of a card, so that it is drawn in time. Where it stands is read here once: an observer tells it a frame later, when what
 * came first is drawn already, be it at the end of the page. @param {Element} box */
export function watch(box) {
  const { top, bottom } = box.getBoundingClientRect(), height = window.innerHeight;
  for (const { inside, margin, observer } of keepers) {
    if (bottom > -margin * height && top < (1 + margin) * height) inside.add(box);
    observer.observe(box);
  }
  const plot = plotOf(box);
  if (plot) sizes.observe(plot);
}

/** @param {Element} box */
export const isNear = (box) => near.has(box);

/** Have a figure drawn when its turn comes; of two for one card the later. @param {Job} job */
export function draw(job) {
  waiting.set(job.box, job);
  if (!isRunning) {
    isRunning = true;
    turn();
  }
}

/** Draw nothing more of what waits. */
export function forget() {
  waiting.clear();
}

/** The first that waits inside these, if any. @param {Set<Element>} inside */
const firstOf = (inside) => [...waiting.values()].find((job) => inside.has(job.box));

const next = () => firstOf(seen) || firstOf(near) || waiting.values().next().value;

/** Do a thing once no chart waits that a reader sees or soon will. @param {() => void} then */
export function afterNear(then) {
  later.push(then);
  if (!isRunning) goOn();
}

/** Do what waited for the charts near the window, if none waits any more. */
function goOn() {
  if (firstOf(near)) return;
  for (const then of later.splice(0)) then();
}

async function turn() {
  await plotly;
  let since = performance.now();
  await breath(); // the first that comes is seldom the first that is looked at
  for (let job = next(); job; job = next()) {
    waiting.delete(job.box);
    await drawn(job);
    goOn();
    if (!waiting.size) break;
    const isScreen = seen.has(job.box) && !firstOf(seen);
    if (!isScreen && !isTelling() && performance.now() - since < TURN_MS) continue;
    await (isScreen ? look() : breath());
    since = isScreen ? 0 : performance.now(); // who reaches for the mouse once the screen stands waits for one chart
  }
  isRunning = false;
}

/** Whether more of the page is on its way, some of it perhaps for the window. */
const isTelling = () => document.documentElement.dataset.board === "loading";

/** Let the browser answer what came meanwhile. */
const breath = () => new Promise((go) => setTimeout(go));

/** Let the browser show what stands: the last chart of the screen is on it before one below is drawn. A tab that nobody sees has no frames. */
const look = () => document.hidden ? breath() : new Promise((go) => requestAnimationFrame(() => setTimeout(go)));

/** @param {Job} job */
async function drawn({ box, figure, done }) {
  const plot = plotOf(box);
  if (!plot?.isConnected) return;
  for (const trace of figure.data) if (typeof trace.geojson === "string") trace.geojson = at(trace.geojson);
  try {
    await window.Plotly.react(plot, figure.data, figure.layout, CONFIG);
  } catch (error) {
    console.error(`${box.dataset.name} could not be drawn`, error);
  }
  done();
}
