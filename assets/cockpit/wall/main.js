/* The browser half of the wall: the stage fits the screen, scenes take turns, figures count, the foot tells one thing after
   another, and the data say whether they are alive. Nothing here asks for numbers; the server and the page's scripts do. */

import { lookAgain } from "../board.js";
import * as chosen from "../chosen.js";
import { part } from "../dom.js";
import { isAnswered } from "../version.js";
import { countFigures } from "./figures.js";
import { hearHands } from "./hands.js";
import { LifeSign } from "./life.js";
import { Rotation } from "./rotation.js";
import { Scenes } from "./scenes.js";
import { tick } from "./signals.js";
import { fit } from "./stage.js";

const SIGNAL_MS = 7000;

/** @param {HTMLElement} wall */
function begin(wall) {
  const words = JSON.parse(wall.dataset.words || "{}");
  const isChosen = new URLSearchParams(location.search).has("scene");
  const scenes = new Scenes(wall, new Rotation(Number(wall.dataset.rotate), isChosen), words);
  const life = new LifeSign(wall, words);
  fit(wall);
  if (isAnswered()) life.hear(true); // before this was here to hear it
  life.beat();
  countFigures(wall);
  scenes.progress();
  hearHands(scenes);
  addEventListener("resize", () => fit(wall));
  document.addEventListener("cockpit:version", (event) => life.hear(/** @type {CustomEvent} */ (event).detail.isAlive));
  document.addEventListener("cockpit:platform", () => scenes.show("portrait"));
  document.addEventListener("cockpit:returned", () => scenes.show(scenes.addressed));
  setInterval(() => {
    life.beat();
    scenes.beat();
    scenes.tellLack();
  }, 1000);
  setInterval(() => tick(wall), SIGNAL_MS);
  const facts = /** @type {PageState} */ (chosen.page());
  setInterval(() => lookAgain(facts, chosen.query(), ["part:ticker"]), facts.beat * 1000); // tasks move without the data
}

begin(part(".wall"));
