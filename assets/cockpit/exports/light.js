/* A page that is dark on the screen is light on paper: what was coloured by the server is asked for again in light colours, at
   once, since a browser that prints waits for nothing. */

import { address } from "../board.js";
import * as chosen from "../chosen.js";
import { all, at, one } from "../dom.js";
import { shownPage } from "./ask.js";

const paper = document.documentElement;
/** What stood there before, given back when the paper is printed. @type {(() => void)[]} */
let back = [];

/** The whole board in light colours; nothing where it does not come whole. @returns {any[]} */
function told() {
  const asked = new XMLHttpRequest();
  asked.open("GET", address({ ...shownPage(), theme: "light" }, chosen.query()), false);
  try {
    asked.send();
    const lines = asked.status === 200 ? asked.responseText.split("\n").filter(Boolean).map((line) => JSON.parse(line)) : [];
    return lines.at(-1)?.end ? lines : [];
  } catch {
    return []; // the server is gone
  }
}

/** @param {Graph} graph @param {{ data: any[], layout: object }} figure */
function redraw(graph, figure) {
  const { data, layout } = graph;
  back.push(() => window.Plotly.react(graph, data, layout));
  for (const trace of figure.data) if (typeof trace.geojson === "string") trace.geojson = at(trace.geojson);
  window.Plotly.react(graph, figure.data, figure.layout);
}

/** @param {HTMLElement} body @param {string} html */
function refill(body, html) {
  const nodes = [...body.childNodes];
  back.push(() => body.replaceChildren(...nodes));
  body.innerHTML = html;
}

/** Turn a dark page light; where nobody tells it in light colours it stays as it is, since ink on white would lose its words. */
export function lighten() {
  const lines = paper.dataset.theme === "dark" ? told() : [];
  if (!lines.length) return;
  paper.dataset.theme = "light";
  back.push(() => (paper.dataset.theme = "dark"));
  const boxes = new Map(all("[data-card]").map((box) => [box.dataset.name, box]));
  for (const { card, figure, key } of lines) {
    const box = boxes.get(card), graph = /** @type {Graph | null | undefined} */ (box?.querySelector(".js-plotly-plot"));
    if (figure && graph?._fullLayout) redraw(graph, figure);
    const body = key && box && one(".key-body", box);
    if (body) refill(body, key);
  }
}

export function darken() {
  for (const give of back.splice(0)) give();
}
