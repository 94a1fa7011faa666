/* The id of what a browser prints by itself, made here since paper waits for no answer: day, time and six letters. Pure. */

/** @param {Date} now @param {Uint8Array} chance six bytes
 * @param {string} letters as many as divide 256, so that a byte tells one as often as another */
export function markOf(now, chance, letters) {
  const here = new Date(now.getTime() - 60_000 * now.getTimezoneOffset()).toISOString().replace(/[-:]/g, "");
  const told = [...chance].map((byte) => letters[byte % letters.length]).join("");
  return `${here.slice(0, 8)}-${here.slice(9, 15)}-${told}`;
}
