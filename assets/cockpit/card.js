/* A card on the page: what its element says of it, and the choice of its switch. */

import * as board from "./board.js";
import * as chosen from "./chosen.js";
import { all, part } from "./dom.js";

/** @param {string} [text] */
const list = (text) => (text || "").split(",").filter(Boolean);

/** @param {HTMLElement} box @returns {CardFacts} */
export const factsOf = ({ dataset }) => ({
  name: dataset.name || "",
  indicators: list(dataset.indicators),
  by: list(dataset.by),
  isTime: "time" in dataset,
  hasGrain: dataset.time === "grain",
});

/** @param {HTMLElement} box */
export const graphOf = (box) => /** @type {Graph | null} */ (box.querySelector(".js-plotly-plot"));

/** How a reader looks at a card: which of its switch, as a table.
 * @param {HTMLElement} box */
export const choiceOf = (box) => board.choiceOf(box.dataset.name || "");

/** @param {HTMLElement} box @param {Partial<Choice>} choice */
function keep(box, choice) {
  const page = chosen.page();
  if (page) board.look(page, chosen.query(), box, choice);
}

/** @param {HTMLElement} box */
export const showTable = (box) => keep(box, { table: !choiceOf(box).table });

/** @param {HTMLElement} box */
export function showFull(box) {
  if (document.fullscreenElement) document.exitFullscreen();
  else box.requestFullscreen();
}

/** The words of a card's switch.
 * @param {HTMLElement} box */
export const switchOf = (box) => all(".switch button", box);

/** Show another indicator of the card's switch.
 * @param {HTMLElement} box @param {number} which */
export function turn(box, which) {
  const words = switchOf(box);
  words.forEach((one, place) => one.classList.toggle("on", place === which));
  const info = part(".info", box);
  const { tip, means } = words[which].dataset;
  Object.assign(info.dataset, { tip, means });
  info.setAttribute("aria-label", tip || "");
  keep(box, { which });
}
