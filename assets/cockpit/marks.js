/* What a click on a mark means: its codes narrow the page, its bucket is the period, its platform has a portrait. Pure. */

import { bucketEnd, during, filtered } from "./selection.js";

const PLATFORM = "platform";

/** The codes that plotly's click carries: one for each dimension of the card, or the first day of a bucket.
 * @param {any} click @returns {string[]} */
export function codesOf(click) {
  const data = click?.points?.[0]?.customdata;
  if (data === undefined || data === null) return [];
  return (Array.isArray(data) ? data : [data]).map((code) => String(code ?? ""));
}

/** Whether a click on a mark of a card chooses anything: its days, the portrait of its platform, or all its members.
 * @param {CardFacts} card @param {string[]} filters */
export const narrows = (card, filters) => card.isTime || card.by.includes(PLATFORM) || isWhole(card, filters);

/** Whether all that a mark stands for can be filtered by: half of a cell would be more than what was clicked.
 * @param {CardFacts} card @param {string[]} filters */
const isWhole = ({ by }, filters) => by.length > 0 && by.every((key) => key === PLATFORM || filters.includes(key));

/** The selection that a mark leads to, and the platform that it stands for, if any.
 * @param {Query} query
 * @param {string[]} codes
 * @param {CardFacts} card
 * @param {{ grain?: string, above?: string, filters: string[], rules: Rules }} page `grain` is that of the chart's buckets, `above` the region around what is chosen, if that is not all
 * @returns {{ query: Query, platform?: string }} */
export function struck(query, codes, card, { grain, above, filters, rules }) {
  if (!codes.length) return { query };
  if (card.isTime && !grain) return { query };
  if (card.isTime) return { query: during(query, codes[0], bucketEnd(codes[0], grain || ""), card.hasGrain ? grain : "") };
  let next = query;
  for (const [place, key] of isWhole(card, filters) ? card.by.entries() : []) {
    const code = codes[place];
    if (!code || key === PLATFORM) continue;
    const isUndone = query[key] === code && card.by.length === 1;
    next = filtered(next, key, !isUndone ? [code] : above && key === "district" ? [above] : []);
  }
  const platform = codes[card.by.indexOf(PLATFORM)];
  return platform && platform !== rules.unknown ? { query: next, platform } : { query: next };
}
