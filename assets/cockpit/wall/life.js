/* Clock and life: what time it is, and whether the data answer. */

import { one, part } from "../dom.js";
import { clock, told } from "./ages.js";

/** @param {HTMLElement} element @param {string} text */
function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

export class LifeSign {
  /** @param {HTMLElement} wall @param {Record<string, string>} words */
  constructor(wall, words) {
    this.wall = wall;
    this.words = words;
    this.life = { isAlive: true, since: /** @type {number | null} */ (null) };
  }

  /** The data have answered, or not. @param {boolean} isAlive */
  hear(isAlive) {
    this.life.isAlive = isAlive && !one('[data-state="stale"]', this.wall);
    if (this.life.isAlive) this.life.since = Date.now();
    this.tell();
  }

  beat() {
    write(part(".clock", this.wall), clock(new Date()));
    if (!this.life.isAlive) this.tell();
  }

  tell() {
    const { age, title, suffix } = told(this.life, Date.now(), this.words);
    this.wall.classList.toggle("aged", !this.life.isAlive);
    write(part(".age", this.wall), age);
    part(".alive", this.wall).title = title;
    this.wall.style.setProperty("--age", JSON.stringify(suffix));
  }
}
