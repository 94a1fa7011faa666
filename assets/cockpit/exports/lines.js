/* Sentences broken into lines of a picture, whose words do not wrap by themselves. Pure. */

/** @param {string} sign */
const width = (sign) => (sign.charCodeAt(0) > 255 ? 2 : 1);

/** @param {string} sentence @param {number} most of Latin letters, of which a Chinese sign takes two */
export function lines(sentence, most) {
  const found = [""];
  let taken = 0;
  for (const sign of sentence) {
    taken += width(sign);
    if (taken > most) {
      found.push("");
      taken = width(sign);
    }
    found[found.length - 1] += sign;
  }
  return found;
}

/** Which of all these are, in words as short as can be: 1–100, 301–400.
 * @param {number[]} places from small to large */
export function ranges(places) {
  /** @type {[number, number][]} */
  const runs = [];
  for (const place of places) {
    const last = runs.at(-1);
    if (last && last[1] === place - 1) last[1] = place;
    else runs.push([place, place]);
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(", ");
}
