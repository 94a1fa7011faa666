/* The guided tour of a page: a box beside one part after the other. It is offered once, and starts again from the help. */

import * as chosen from "../chosen.js";
import { all, around, button, made, one, part } from "../dom.js";
import { close as closeFloating, float, walk } from "../floating.js";
import { after, isOffered, placeOf, remembered, stepOf } from "./steps.js";

const KEPT = "cockpit.tours", OFFERED_AFTER_MS = 1500;

/** The tour that is under way: its box, the parts of the page that its steps explain, the step, and where the focus came from.
 * @type {{ box: HTMLElement, steps: TourStep[], at: number, from: Element | null } | null} */
let running = null;

function memory() {
  try {
    return remembered(localStorage.getItem(KEPT));
  } catch {
    return { seen: [], isOff: true }; // a browser that keeps nothing would be offered it on every page
  }
}

/** @param {import("./steps.js").Memory} next */
function keep(next) {
  try {
    localStorage.setItem(KEPT, JSON.stringify(next));
  } catch {
    // then it is not offered anyway
  }
}

/** The part of the page that a step explains: the first that is shown. @param {TourStep} step */
const partOf = (step) => all(step.at).find((found) => found.getClientRects().length > 0);

/** @param {string} words @param {...(string | number)} values */
const filled = (words, ...values) => values.reduce((/** @type {string} */ said, value) => said.replace("{}", String(value)), words);

/** @param {string} words @param {string} className @param {() => void} act */
function pressed(words, className, act) {
  const made_ = button(className, words);
  made_.addEventListener("click", act);
  return made_;
}

function start() {
  const facts = chosen.page()?.tour;
  const steps = facts?.steps.filter(partOf) || [];
  if (!facts || !steps.length) return;
  withdraw();
  end();
  keep(after(memory(), facts.name));
  const box = made("section", "tour");
  box.setAttribute("role", "dialog");
  box.setAttribute("aria-labelledby", "tour-title");
  box.setAttribute("aria-describedby", "tour-words");
  document.body.append(box);
  running = { box, steps, at: 0, from: document.activeElement };
  show(0);
}

/** @param {number} at */
function show(at) {
  const words = chosen.page()?.tour;
  if (!running || !words) return;
  if (at < 0) return end();
  running.at = at;
  const { box, steps } = running, step = steps[at], isLast = at === steps.length - 1;
  const title = made("h2", "", step.title), said = made("p", "", step.words);
  title.id = "tour-title";
  said.id = "tour-words";
  const place = made("span", "place-of-step", filled(words.place, at + 1, steps.length));
  place.setAttribute("aria-live", "polite");
  const shut = pressed("", "bi bi-x-lg shut", end);
  shut.setAttribute("aria-label", words.close);
  const back = pressed(words.back, "back", () => show(at - 1)), next = pressed(isLast ? words.done : words.next, "next", () => show(isLast ? -1 : at + 1));
  back.disabled = at === 0;
  const feet = made("footer", "");
  feet.append(place, back, next);
  box.replaceChildren(title, shut, said, feet);
  for (const marked of all(".is-toured")) marked.classList.remove("is-toured");
  const target = partOf(step);
  target?.classList.add("is-toured");
  target?.scrollIntoView({ block: "center", behavior: "instant" });
  put();
  next.focus({ preventScroll: true });
}

/** Set the box beside its part, wherever that is by now. */
function put() {
  if (!running) return;
  const target = partOf(running.steps[running.at]) || document.body;
  const size = { width: running.box.offsetWidth, height: running.box.offsetHeight };
  const { left, top } = placeOf(target.getBoundingClientRect(), size, { width: document.documentElement.clientWidth, height: innerHeight });
  Object.assign(running.box.style, { left: `${left}px`, top: `${top}px` });
}

function end() {
  if (!running) return;
  const { box, from } = running;
  running = null;
  box.remove();
  for (const marked of all(".is-toured")) marked.classList.remove("is-toured");
  const back = from instanceof HTMLElement && from.isConnected && from !== document.body ? from : one("#help");
  back?.focus({ preventScroll: true });
}

/** The keys of a tour are its own for as long as it lasts; Tab stays in its box. @param {KeyboardEvent} event */
function strike(event) {
  if (!running) return;
  const to = stepOf(event.key, running.at, running.steps.length);
  if (event.key === "Tab") return circle(event);
  if (to === undefined || (event.key !== "Escape" && !running.box.contains(document.activeElement))) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  show(to);
}

/** @param {KeyboardEvent} event */
function circle(event) {
  const stops = all("button:not(:disabled)", running?.box);
  const at = stops.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const next = at < 0 ? 0 : (at + (event.shiftKey ? stops.length - 1 : 1)) % stops.length;
  event.preventDefault();
  stops[next].focus();
}

/** What the help of the header has: the tour of this page, where there is one, and the keys. */
function help() {
  const facts = chosen.page()?.tour;
  if (!facts) return;
  const box = made("div", "floating menu-list help");
  if (facts.steps.some(partOf)) box.append(pressed(facts.start, "", () => {
    closeFloating();
    part("#help").focus();
    start();
  }));
  box.append(made("p", "", facts.keys));
  walk(box);
  float(part("#help"), box);
  one("button", box)?.focus();
}

/** Offer the tour to a reader who has not seen it, in a corner and without taking the focus. */
function offer() {
  const facts = chosen.page()?.tour;
  if (!facts || running || !facts.steps.some(partOf) || !isOffered(memory(), facts.name)) return;
  const box = made("aside", "tour-offer");
  box.setAttribute("aria-label", facts.help);
  const never = () => {
    keep({ ...memory(), isOff: true });
    withdraw();
  };
  box.append(made("span", "", facts.offer), pressed(facts.begin, "next", start), pressed(facts.never, "never", never));
  document.body.append(box);
}

const withdraw = () => one(".tour-offer")?.remove();

export function openTours() {
  document.addEventListener("keydown", strike, true);
  document.addEventListener("click", (event) => around(event, "#help") && help());
  addEventListener("resize", put);
  addEventListener("scroll", put, { passive: true, capture: true });
  setTimeout(offer, OFFERED_AFTER_MS);
}
