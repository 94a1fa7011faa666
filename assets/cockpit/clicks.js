/* Clicks on marks of charts. */

import { go, isWall, of } from "./address.js";
import { factsOf } from "./card.js";
import * as chosen from "./chosen.js";
import { all, around } from "./dom.js";
import { codesOf, narrows, struck } from "./marks.js";
import { filtered, text } from "./selection.js";

/** @type {WeakSet<Graph>} */
const heard = new WeakSet();

/** The region around what is chosen, as the way to it says. */
const regionAbove = () => all('[data-part="state"] [data-region]').pop()?.dataset.region;

/** @param {Graph} graph @param {any} click */
function strike(graph, click) {
  const box = /** @type {HTMLElement | null} */ (graph.closest("[data-card]"));
  const page = chosen.page();
  if (!box || !page) return;
  const { query, platform } = struck(chosen.query(), codesOf(click), factsOf(box), { ...page, grain: graph.layout?.meta?.grain, above: regionAbove() });
  if (!platform) return chosen.choose(query);
  if (isWall()) {
    chosen.choose(filtered(query, "platform", [platform]));
    return document.dispatchEvent(new CustomEvent("cockpit:platform")); // the scene belongs to the new entry of history
  }
  go(of("platform", platform) + text(filtered(query, "platform", [])));
}

/** How far, in pixels, a hand may move between press and release and still mean what it pressed. */
const STILL = 10;
/** The chart that is pressed, and where: what lets it go is told of whatever covers it then. @type {{ graph: Graph, x: number, y: number } | null} */
let pressed = null;
/** The chart that was let go where it was pressed: its mark was clicked. @type {Graph | null} */
let meant = null;

/* Plotly tells a graph of clicks on its marks; it is asked to as late as the press that precedes the click. */
export function hearMarks() {
  document.addEventListener("pointerdown", press, true);
  document.addEventListener("pointerup", letGo, true);
  document.addEventListener("pointerover", point, true);
}

/** The pointer says on which charts a click chooses something. @param {PointerEvent} event */
function point(event) {
  const box = /** @type {HTMLElement | null} */ (around(event, ".js-plotly-plot")?.closest("[data-card]"));
  const page = chosen.page();
  if (box && page) box.toggleAttribute("data-narrows", narrows(factsOf(box), page.filters));
}

/** @param {PointerEvent} event */
function press(event) {
  const graph = /** @type {Graph | null} */ (around(event, ".js-plotly-plot"));
  pressed = graph && !event.button ? { graph, x: event.clientX, y: event.clientY } : null;
  meant = null;
  if (!graph || heard.has(graph)) return;
  heard.add(graph);
  graph.on("plotly_click", (click) => {
    if (graph !== meant) return;
    meant = null; // a touch is told a second time, as the mouse that it stands for
    strike(graph, click);
  });
}

/**
 * Have the chart that is let go look anew what the mouse is on. Plotly does so at most once in 50 ms and tells a click of what it saw last:
 * on a map that may be the district passed before, on a chart with axes, which sees nothing while it is pressed, no mark at all.
 * A hand that has drawn away takes its press back.
 * @param {PointerEvent} event
 */
function letGo(event) {
  if (!pressed?.graph._fullLayout) return;
  const { graph, x, y } = pressed;
  pressed = null;
  if (Math.hypot(event.clientX - x, event.clientY - y) > STILL) return;
  meant = graph;
  window.Plotly.Fx.unhover(graph, event); // the next look is at once
  if (!graph._dragging) event.target?.dispatchEvent(new MouseEvent("mousemove", event)); // a chart with axes looks itself before it tells the click
}
