/* The scenes of the wall on the stage: one is shown, the bar tells whose turn is next, what has no data steps aside. */

import { all, one, part, textsOf } from "../dom.js";
import { span } from "./ages.js";
import { following, isBare, stepped } from "./rotation.js";

/** @typedef {import("./rotation.js").Rotation} Rotation */

/** @param {HTMLElement} scene */
const modules = (scene) => all(".card", scene);
/** @param {HTMLElement} scene */
const states = (scene) => modules(scene).map((card) => card.dataset.state);

export class Scenes {
  /** @param {HTMLElement} wall @param {Rotation} rotation @param {Record<string, string>} words */
  constructor(wall, rotation, words) {
    this.wall = wall;
    this.rotation = rotation;
    this.words = words;
  }

  get all() {
    return all(".scene", this.wall);
  }

  get order() {
    return this.all.map((scene) => scene.dataset.scene || "");
  }

  get shown() {
    return this.wall.dataset.scene || "";
  }

  /** The scene that the address names, else the first. */
  get addressed() {
    const named = new URLSearchParams(location.search).get("scene") || "";
    return this.order.includes(named) ? named : this.order[0];
  }

  /** @param {string} name */
  isBare(name) {
    return this.all.some((scene) => scene.dataset.scene === name && isBare(states(scene)));
  }

  /** @param {string} name */
  show(name) {
    this.rotation.restart();
    this.rewind();
    this.progress();
    if (name === this.shown) return;
    this.wall.dataset.scene = name;
    for (const scene of this.all) scene.classList.toggle("on", scene.dataset.scene === name);
    for (const button of all("[data-show]", this.wall)) button.classList.toggle("on", button.dataset.show === name);
    const query = new URLSearchParams(location.search);
    query.set("scene", name);
    history.replaceState(history.state, "", location.pathname + "?" + query.toString().replaceAll("%2C", ","));
  }

  /** A hand chose a scene. @param {string} name */
  choose(name) {
    this.rotation.isChosen = true;
    this.show(name);
  }

  /** A hand chose a scene by its name, to look at it for as long as it likes. @param {string} name */
  hold(name) {
    this.rotation.hold();
    this.choose(name);
  }

  /** @param {number} by */
  step(by) {
    this.choose(stepped(this.order, this.shown, by));
  }

  turnOn() {
    this.show(following(this.order, this.shown, (name) => this.isBare(name)));
  }

  beat() {
    if (this.rotation.beat(Date.now())) this.turnOn();
    else this.progress();
  }

  rewind() {
    const bar = part(".turn i", this.wall);
    bar.style.transition = "none";
    bar.style.transform = "scaleX(0)";
    bar.offsetWidth; // what stands now is where the next movement begins
    bar.style.transition = "";
  }

  /** The bar is on its way to where it will be at the next beat, so that it is full when the scene turns. */
  progress() {
    const now = Date.now(), scenes = this.order.length;
    const isPaused = this.rotation.isPaused(now), turns = this.rotation.turns(scenes);
    part(".turn i", this.wall).style.transform = `scaleX(${this.rotation.share(now, scenes)})`;
    this.wall.classList.toggle("paused", turns && isPaused);
    const button = part('[data-wall="pause"]', this.wall);
    button.classList.toggle("bi-pause-fill", !isPaused);
    button.classList.toggle("bi-play-fill", isPaused);
    button.hidden = !turns;
    this.say(button, isPaused ? this.rotation.quietMs(now) : -1);
  }

  /** The button says whether the scenes turn, and if they do not, whether they will by themselves.
   * @param {HTMLElement} button @param {number} quietMs less than 0 where they turn */
  say(button, quietMs) {
    const { pause, held, quiet } = this.words;
    const words = quietMs < 0 ? pause : quietMs ? quiet.replace("{}", span(quietMs, this.words)) : held;
    if (button.title === words) return;
    button.title = words;
    button.setAttribute("aria-label", words);
  }

  /** What has no data leaves its room to its neighbours (wall.css); how many do is said, and on resting there which. */
  tellLack() {
    for (const scene of this.all) {
      const empty = modules(scene).filter((card) => card.dataset.state === "empty");
      const told = part(".lacking", scene);
      const text = empty.length ? this.words.lacking.replace("{}", String(empty.length)) : "";
      if (told.textContent !== text) told.textContent = text;
      told.title = empty.map((card) => `${textsOf("h3", card)[0]}: ${one(".message", card)?.textContent || ""}`).join("\n");
      part(`[data-show="${scene.dataset.scene}"]`, this.wall).classList.toggle("bare", isBare(states(scene)));
    }
    if (!this.rotation.isChosen && !this.rotation.isPaused(Date.now()) && this.isBare(this.shown) && this.hasFull) this.turnOn();
  }

  get hasFull() {
    return this.all.some((scene) => !isBare(states(scene)) && !states(scene).includes("loading"));
  }
}
