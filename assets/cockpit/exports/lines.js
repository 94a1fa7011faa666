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
