/* The data are asked for their version; what changed, or comes back after it was lost, is drawn anew. The wall hears of each
   answer, and asks more often. */

import { isWall } from "./address.js";
import * as chosen from "./chosen.js";
import { isCut } from "./board.js";
import { at, one } from "./dom.js";

const LOST = "lost";
const PAGE_MS = 10000;
const WALL_MS = 3000;

let known = "";

async function ask() {
  const reply = await fetch(at("/api/version")).catch(() => null);
  if (reply?.status === 401) return location.reload(); // the session is over: the login leads back here
  const told = reply?.ok ? await reply.json().catch(() => null) : null;
  hear(told ? told.version : LOST);
  setTimeout(poll, isWall() ? WALL_MS : PAGE_MS);
}

/** @param {string} version */
function hear(version) {
  const isAlive = version !== LOST;
  const isOther = known !== "" && version !== known;
  known = version;
  if (isAlive && (isOther || isCut() || one('[data-state="stale"]'))) chosen.renew();
  document.dispatchEvent(new CustomEvent("cockpit:version", { detail: { isAlive } }));
}

function poll() {
  if (document.hidden && !isWall()) setTimeout(poll, PAGE_MS);
  else ask();
}

/** Whether the data have answered when they were asked last. */
export const isAnswered = () => known !== "" && known !== LOST;

/** Before anything is drawn: what is drawn later is at least as new. */
export const watchVersion = () => poll();
