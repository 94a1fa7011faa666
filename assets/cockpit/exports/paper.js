/* The page as the browser prints it: marked with who and which id, its charts as wide as the paper has room. */

import { page } from "../chosen.js";
import { all } from "../dom.js";
import { ask, wish, words } from "./ask.js";
import { markOf } from "./mark.js";

const paper = document.documentElement;

/** @param {string} mark */
export function printWith(mark) {
  paper.dataset.mark = mark;
  window.print();
}

/* Whoever prints by the browser's keys or menu has an id too; its line follows. */
function ownMark() {
  if (paper.dataset.mark || !page()?.exports) return;
  paper.dataset.mark = markOf(new Date(), crypto.getRandomValues(new Uint8Array(6)), words().letters);
  ask("POST", "/api/exports", wish("print", { id: paper.dataset.mark }));
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

/* A chart does not bend with the paper by itself: each is drawn at the width that it has there, and back afterwards. */
export function printPages() {
  window.addEventListener("beforeprint", () => {
    ownMark();
    paper.classList.add("paper");
    for (const grid of all(".page .grid")) spread(grid);
    for (const graph of graphs()) {
      const { clientWidth: width, clientHeight: height } = /** @type {HTMLElement} */ (graph.parentElement);
      window.Plotly.relayout(graph, { width, height });
    }
  });
  window.addEventListener("afterprint", () => {
    delete paper.dataset.mark;
    paper.classList.remove("paper");
    for (const graph of graphs()) window.Plotly.relayout(graph, { width: null, height: null, autosize: true });
  });
}
