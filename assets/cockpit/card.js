/* A card on the page: what its element says of it, and the choice of its switch. */

import { partOf, setProps } from "./dash.js";
import { all, part } from "./dom.js";

/** @type {WeakMap<HTMLElement, Choice>} */
const choices = new WeakMap();

/** @param {string} [text] */
const list = (text) => (text || "").split(",").filter(Boolean);

/** @param {HTMLElement} box @returns {CardFacts} */
export const factsOf = ({ dataset }) => ({
  name: dataset.name || "",
  indicators: list(dataset.indicators),
  by: list(dataset.by),
  isTime: "time" in dataset,
});

/** @param {HTMLElement} box */
export const graphOf = (box) => /** @type {Graph | null} */ (box.querySelector(".js-plotly-plot"));

/** @param {HTMLElement} box @returns {Choice} */
export const choiceOf = (box) => ({ which: 0, table: false, ...choices.get(box) });

/** @param {HTMLElement} box @param {Partial<Choice>} choice */
function keep(box, choice) {
  const now = { ...choiceOf(box), ...choice };
  choices.set(box, now);
  setProps(partOf(box, "choice"), { data: now });
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
