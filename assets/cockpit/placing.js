/* Where each line of a board goes. */

import { all, made, one } from "./dom.js";
import { draw } from "./plots.js";

/** @param {string} name */
const boxOf = (name) => all("[data-card]").find((box) => box.dataset.name === name);

/** @param {any} line @param {PageState} facts @param {AbortSignal} signal */
export function place(line, facts, signal) {
  if (line.parts) return parts(line.parts);
  if ("absent" in line) return void (line.absent === (facts.absent ?? line.absent) || location.reload()); // the data know more now, or less
  if (line.block) return block(line);
  const box = boxOf(line.card);
  if (!box) return;
  if (facts.keepsLast && line.state === "error" && box.dataset.view) box.dataset.state = "stale";
  else if ("key" in line) key(box, line);
  else if (line.figure) draw({ box, figure: line.figure, done: () => signal.aborted || chart(box, line) });
  else chart(box, line);
}

/** @param {HTMLElement} box @param {any} line */
function key(box, line) {
  fill(box, ".key-body", line.key);
  box.dataset.view = "key";
  box.dataset.state = line.state;
}

/** What stands around a chart changes with it, so that no note is beside another's numbers.
 * @param {HTMLElement} box @param {any} line */
function chart(box, line) {
  fill(box, ".aside", line.aside);
  fill(box, ".meta", line.meta);
  fill(box, "footer", line.foot);
  fill(box, ".path", line.path || "");
  box.setAttribute("aria-label", line.alt);
  box.dataset.view = line.view;
  box.dataset.state = line.state;
}

/** @param {ParentNode} box @param {string} selector @param {string} html */
function fill(box, selector, html) {
  const found = one(selector, box);
  if (found && found.innerHTML !== html) found.innerHTML = html;
}

/** The sentence of the page, its chips and notes, the as-of day. @param {Record<string, string>} told */
function parts(told) {
  for (const [name, html] of Object.entries(told))
    for (const found of all(`[data-part="${name}"]`)) if (found.innerHTML !== html) found.innerHTML = html;
}

/** @param {{ block: string, html: string, state: string }} line */
function block({ block: name, html, state }) {
  for (const found of all(`[data-block="${name}"]`)) {
    found.innerHTML = html;
    found.dataset.state = state;
  }
}

/** Have a card or a block say a sentence where nothing could be told. @param {HTMLElement} box @param {string} words */
export function say(box, words) {
  const frame = made("div", "message");
  frame.setAttribute("role", "status");
  frame.append(made("p", "", words));
  (one(".key-body, .aside", box) || box).replaceChildren(frame);
  box.dataset.view = "message";
  box.dataset.state = "error";
}
