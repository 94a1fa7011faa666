/* Charts: one after the other, those on the screen first, and none holds up a hand on the mouse. */

/** @typedef {{ box: HTMLElement, figure: any, done: () => void }} Job */

import { at } from "./dom.js";

const CONFIG = { displayModeBar: false, displaylogo: false, doubleClick: false };

/** @type {Map<HTMLElement, Job>} */
const waiting = new Map();
/** @type {Set<Element>} */
const near = new Set();
let isRunning = false;

/** How far below and above the window a card counts as near: a reader who scrolls finds it drawn. */
const MARGIN = "60% 0px";
const watcher = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) isIntersecting ? near.add(target) : near.delete(target);
}, { rootMargin: MARGIN });

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

/** Know of a card, so that it is drawn in time. @param {Element} box */
export function watch(box) {
  watcher.observe(box);
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

function next() {
  for (const job of waiting.values()) if (near.has(job.box)) return job;
  return waiting.values().next().value;
}

async function turn() {
  for (let job = next(); job; job = next()) {
    waiting.delete(job.box);
    await drawn(job);
    if (waiting.size) await breath();
  }
  isRunning = false;
}

/** Let the browser answer what came meanwhile. */
const breath = () => new Promise((go) => setTimeout(go));

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
