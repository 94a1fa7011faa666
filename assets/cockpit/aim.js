/* A link to a card brings its reader there, with the card's switch as it stood; the server says which card is meant. */

import { switchOf, turn } from "./card.js";
import * as chosen from "./chosen.js";
import { all } from "./dom.js";

/** Bring the reader to the card that the address names, and turn its switch as it says. */
export function aim() {
  const wanted = chosen.page()?.card;
  const box = wanted && all("[data-card]").find((one) => one.dataset.name === wanted);
  if (!box) return;
  box.classList.add("aimed");
  box.scrollIntoView({ block: "center" });
  const which = Number(new URLSearchParams(location.search).get("which") || 0);
  if (which && switchOf(box)[which]) turn(box, which);
}
