/* The few words in which the scripts speak of elements. */

/** @param {string} selector @param {ParentNode} [root] @returns {HTMLElement[]} */
export const all = (selector, root = document) => [...root.querySelectorAll(selector)].map((one) => /** @type {HTMLElement} */ (one));

/** @param {string} selector @param {ParentNode} [root] @returns {HTMLElement | null} */
export const one = (selector, root = document) => root.querySelector(selector);

/** What stands on every page, or in every card.
 * @param {string} selector @param {ParentNode} [root] @returns {HTMLElement} */
export function part(selector, root = document) {
  const found = one(selector, root);
  if (!found) throw new Error(`There is no ${selector} here.`);
  return found;
}

/** The element around the one an event met.
 * @param {Event} event @param {string} selector @returns {HTMLElement | null} */
export const around = (event, selector) => (event.target instanceof Element ? event.target.closest(selector) : null);

/** @param {string} selector @param {ParentNode} [root] */
export const textsOf = (selector, root = document) => all(selector, root).map((found) => (found.textContent || "").trim());

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag @param {string} className @param {string} [words]
 * @returns {HTMLElementTagNameMap[T]} */
export function made(tag, className, words) {
  const element = document.createElement(tag);
  element.className = className;
  if (words) element.textContent = words;
  return element;
}

/** @param {string} className @param {string} words */
export function button(className, words) {
  const element = made("button", className, words);
  element.type = "button";
  return element;
}

/** The path under which the cockpit stands at its host, empty where it has the host for itself. */
const base = () => document.documentElement.dataset.base || "";

/** An address of the cockpit as the browser asks for it, wherever the cockpit stands; one that is so already stays.
 * @param {string} href */
export const at = (href) => (href.startsWith("/") && !(href + "/").startsWith(base() + "/") ? base() + href : href);

/** The same as the cockpit itself spells it.
 * @param {string} href */
export const bare = (href) => (href.startsWith(base() + "/") ? href.slice(base().length) : href);

/** What the document says of its page, null where there is none. @returns {PageState | null} */
export const factsOfPage = () => JSON.parse(part("#facts").textContent || "null");
