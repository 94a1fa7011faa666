/* Where a tour goes next, and who has seen it. Pure: nothing here knows a page. */

/** What a browser keeps: the names of tours that were seen, or that none is to be offered. @typedef {{ seen: string[], isOff: boolean }} Memory */

/** What was kept; anything else than a memory is none. @param {string | null} text @returns {Memory} */
export function remembered(text) {
  try {
    const { seen, isOff } = JSON.parse(text || "{}");
    return { seen: Array.isArray(seen) ? seen.map(String) : [], isOff: isOff === true };
  } catch {
    return { seen: [], isOff: false };
  }
}

/** @param {Memory} memory @param {string} name */
export const isOffered = (memory, name) => !memory.isOff && !memory.seen.includes(name);

/** @param {Memory} memory @param {string} name @returns {Memory} */
export const after = (memory, name) => ({ ...memory, seen: [...new Set([...memory.seen, name])] });

/** The step to which a key leads from the one at a place among so many; -1 ends the tour, undefined is no key of it.
 * @param {string} key @param {number} at @param {number} count */
export function stepOf(key, at, count) {
  if (key === "Escape") return -1;
  if (key === "ArrowRight") return at + 1 < count ? at + 1 : -1;
  if (key === "ArrowLeft") return Math.max(0, at - 1);
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  return undefined;
}

/** Where the box of a step stands: beside the part that it explains, else at the edge of the screen that is farther from where the part begins.
 * @param {{ left: number, top: number, right: number, bottom: number }} part @param {{ width: number, height: number }} box
 * @param {{ width: number, height: number }} screen */
export function placeOf(part, box, screen) {
  const GAP = 12, EDGE = 8;
  const within = (/** @type {number} */ wanted, /** @type {number} */ room) => Math.max(EDGE, Math.min(wanted, room - EDGE));
  const left = within((part.left + part.right - box.width) / 2, screen.width - box.width);
  const top = within(part.top, screen.height - box.height);
  const spots = [
    { left, top: part.bottom + GAP },
    { left, top: part.top - GAP - box.height },
    { left: part.right + GAP, top },
    { left: part.left - GAP - box.width, top },
  ];
  const isOn = (/** @type {{ left: number, top: number }} */ one) =>
    one.left >= EDGE && one.top >= EDGE && one.left + box.width <= screen.width - EDGE && one.top + box.height <= screen.height - EDGE;
  return spots.find(isOn) || { left, top: part.top > screen.height / 2 ? EDGE : screen.height - box.height - EDGE };
}
