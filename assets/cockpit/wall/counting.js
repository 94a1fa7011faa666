/* A key figure on its way to its new value: the words around it stay, its digits run in the unit of the new value. Pure. */

/** The number that the tip of a key figure tells exactly; NaN where it tells none.
 * @param {string} title */
export function exact(title) {
  const found = title.match(/^-?[\d,]+(\.\d+)?/);
  return found ? Number(found[0].replaceAll(",", "")) : NaN;
}

/** What stands at `share` of the way from one value to another, `final` being the text of the latter.
 * @param {string} final @param {number} before @param {number} value @param {number} share from 0 to 1 */
export function between(final, before, value, share) {
  const [, lead, digits, tail] = final.match(/^([^\d]*)([\d,.]+)(.*)$/) || [];
  if (!digits || share >= 1) return final;
  const places = (digits.split(".")[1] || "").length;
  const eased = 1 - (1 - share) ** 3;
  const at = Number(digits.replaceAll(",", "")) * (before / value + (1 - before / value) * eased);
  const form = { minimumFractionDigits: places, maximumFractionDigits: places };
  return lead + Math.abs(at).toLocaleString("en", form) + tail;
}
