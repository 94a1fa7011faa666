/* Hands on the wall: buttons, keys, remote controls, touches. */

import { around } from "../dom.js";

/** @typedef {import("./scenes.js").Scenes} Scenes */
/** @typedef {(scenes: Scenes) => void} Act */

/** @type {Act} */
const next = (scenes) => scenes.step(1);
/** @type {Act} */
const previous = (scenes) => scenes.step(-1);
/** @type {Act} */
function pause(scenes) {
  scenes.rotation.toggle(Date.now());
  scenes.progress();
}
/** @type {Act} */
function full() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen();
}

/** @type {Record<string, Act>} */
const BUTTONS = { previous, next, pause, full };
/** @type {Record<string, Act>} */
const KEYS = {
  ArrowRight: next, PageDown: next, MediaTrackNext: next, ChannelUp: next,
  ArrowLeft: previous, PageUp: previous, MediaTrackPrevious: previous, ChannelDown: previous,
  " ": pause, MediaPlayPause: pause, MediaPlay: pause, MediaPause: pause, f: full,
};
/** What leaves the rotation to itself. @type {(Act | undefined)[]} */
const FREE = [pause, full];

/** @param {Scenes} scenes */
function touch(scenes) {
  scenes.rotation.touch(Date.now());
  scenes.progress();
}

/** @param {Scenes} scenes @param {KeyboardEvent} event */
function strike(scenes, event) {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === " " && around(event, "button, a")) return touch(scenes);
  const act = KEYS[event.key];
  if (!FREE.includes(act)) touch(scenes);
  if (!act) return;
  event.preventDefault();
  act(scenes);
}

/** @param {Scenes} scenes @param {Event} event */
function press(scenes, event) {
  const scene = around(event, "[data-show]")?.dataset.show;
  if (scene) scenes.hold(scene);
  const act = around(event, "[data-wall]")?.dataset.wall;
  if (act) BUTTONS[act](scenes);
}

/** @param {Scenes} scenes */
export function hearHands(scenes) {
  document.addEventListener("keydown", (event) => strike(scenes, event));
  document.addEventListener("click", (event) => press(scenes, event));
  document.addEventListener("pointerdown", (event) => {
    if (!around(event, '[data-wall="pause"], [data-wall="full"]')) touch(scenes);
  });
}
