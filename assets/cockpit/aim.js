/* A link to a card brings its reader there, with the card's switch as it stood; the server says which card is meant. */

import { switchOf, turn } from "./card.js";
import * as chosen from "./chosen.js";
import { all } from "./dom.js";

const EVERY_MS = 100;
const TRIES = 100;

/** @param {PageState} page */
function aim({ card: wanted }) {
  if (!wanted) return;
  const which = Number(new URLSearchParams(location.search).get("which") || 0);
  let tries = 0;
  const wait = setInterval(() => {
    const box = all("[data-card]").find((one) => one.dataset.name === wanted);
    box?.scrollIntoView({ block: "center" });
    const isDrawn = box && box.dataset.state !== "loading";
    if (++tries > TRIES || isDrawn) clearInterval(wait);
    if (!isDrawn) return;
    box.classList.add("aimed");
    if (which && switchOf(box)[which]) turn(box, which);
  }, EVERY_MS);
}

export function aimLinks() {
  chosen.onPage(aim);
}
