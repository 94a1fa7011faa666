/* The page as the browser prints it: marked with who and which id, its charts as wide as the paper has room. */

import { page } from "../chosen.js";
import { all, part } from "../dom.js";
import { ask, shownPage, toldOfPage, wish, words } from "./ask.js";
import { darken, lighten } from "./light.js";
import { wipeLists, writeLists } from "./listed.js";
import { markOf } from "./mark.js";

const paper = document.documentElement;
/** Width and height of what an A4 sheet shows on its side, in CSS pixels: see `@page` in cockpit.css. */
const SHEET = [1046, 708];
/** How much of its height a wall keeps. */
const LEAST = 0.85;

/** @param {string} mark */
export function printWith(mark) {
  paper.dataset.mark = mark;
  window.print();
}

/* Whoever prints by the browser's keys or menu has an id too; its line follows. */
function ownMark() {
  if (paper.dataset.mark) return;
  const id = markOf(new Date(), crypto.getRandomValues(new Uint8Array(6)), words().letters);
  paper.dataset.mark = `${shownPage().signed} · ${id}`;
  ask("POST", "/api/exports", wish("print", { id }));
}

/* Words for the margin of each sheet, where browsers know of one; others write them over the foot of the page. */
function writeFoot() {
  for (const [name, words] of [["--told", toldOfPage()], ["--mark", paper.dataset.mark]]) {
    paper.style.setProperty(name || "", JSON.stringify(words));
  }
  paper.classList.toggle("unmargined", !("CSSMarginRule" in window));
}

/** Two narrow cards share a row of paper; one that has no neighbour takes the row.
 * @param {HTMLElement} grid */
function spread(grid) {
  const cards = /** @type {HTMLElement[]} */ ([...grid.children]).filter((card) => card.offsetHeight);
  const isWide = (/** @type {HTMLElement | undefined} */ card) => !card || card.offsetWidth > grid.offsetWidth * 0.6;
  for (const card of cards) card.classList.remove("alone");
  for (let place = 0; place < cards.length; place += 1) {
    if (isWide(cards[place])) continue;
    if (isWide(cards[place + 1])) cards[place].classList.add("alone");
    else place += 1;
  }
}

const graphs = () => /** @type {Graph[]} */ (all(".card .js-plotly-plot")).filter((graph) => graph._fullLayout);

/** Key figures fill rows of four or five, whichever leaves less of the last one empty.
 * @param {HTMLElement} strip */
function fill(strip) {
  const figures = [...strip.children].filter((figure) => /** @type {HTMLElement} */ (figure).offsetHeight).length;
  const empty = (/** @type {number} */ across) => (across - (figures % across)) % across;
  strip.style.setProperty("--across", empty(5) < empty(4) ? "5" : "4");
}

/** The stage of a wall is as large as its screen: it is made as small as the sheet, and a little lower for all of its foot.
 * @param {HTMLElement} wall */
function shrink(wall) {
  const [wide, high] = [wall.style.width, wall.style.height].map(parseFloat);
  const foot = part(".wall-foot", wall).offsetHeight;
  const scale = Math.min(SHEET[0] / wide, SHEET[1] / (LEAST * high + foot));
  wall.style.setProperty("--sheet", String(scale));
  wall.style.setProperty("--high", `${Math.min(high, SHEET[1] / scale - foot)}px`);
}

/** Whether names beside an axis meet, as they do where a chart is too low for them.
 * @param {Graph} graph */
function isTooLow(graph) {
  const names = all(".ytick text", graph).map((name) => name.getBoundingClientRect()).sort((one, other) => one.top - other.top);
  return names.some(({ bottom, left, right }, place) => {
    const next = names[place + 1];
    return next && bottom - next.top > 1 && left < next.right && next.left < right;
  });
}

/** A chart does not bend with the paper by itself: it is drawn as large as its place there.
 * @param {Graph} graph */
function refit(graph) {
  const { clientWidth: width, clientHeight: height } = /** @type {HTMLElement} */ (graph.parentElement);
  window.Plotly.relayout(graph, { width, height });
}

export function printPages() {
  window.addEventListener("beforeprint", () => {
    if (!page()) return;
    ownMark();
    writeFoot();
    lighten();
    paper.classList.add("paper");
    writeLists();
    for (const wall of all(".wall")) shrink(wall);
    for (const strip of all(".page .strip")) fill(strip);
    for (const grid of all(".page .grid")) spread(grid);
    for (const graph of graphs()) refit(graph);
    const low = graphs().filter(isTooLow);
    for (const graph of low) graph.closest(".card")?.classList.add("high"); // as high as on the screen
    for (const graph of low) refit(graph);
  });
  window.addEventListener("afterprint", () => {
    delete paper.dataset.mark;
    paper.classList.remove("paper");
    for (const card of all(".card.high")) card.classList.remove("high");
    wipeLists();
    darken();
    for (const graph of graphs()) window.Plotly.relayout(graph, { width: null, height: null, autosize: true });
  });
}
