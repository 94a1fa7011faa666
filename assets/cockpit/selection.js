/* What a reader has chosen, as the keys of an address, and what each act makes of it. Pure: nothing here knows a page. */

/** @param {Query} query */
const sorted = (query) => Object.fromEntries(Object.entries(query).sort());

/** @param {Query} one @param {Query} other */
export const same = (one, other) => JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));

/** The query as an address has it, with its question mark.
 * @param {Record<string, string | number>} query */
export function text(query) {
  const told = Object.entries(query).map(([key, value]) => [key, String(value)]);
  const search = new URLSearchParams(sorted(Object.fromEntries(told))).toString().replaceAll("%2C", ",");
  return search ? "?" + search : "";
}

/** The selection that an address holds: all its keys but those of `others`.
 * @param {string} search @param {string[]} others @returns {Query} */
export function read(search, others) {
  const found = new URLSearchParams(search);
  const keys = [...found.keys()].filter((key) => !others.includes(key));
  return Object.fromEntries(keys.map((key) => [key, found.get(key) || ""]));
}

/** An address with keys that it has not said itself.
 * @param {string} href @param {Query} more */
export function joined(href, more) {
  const [, path, search, hash] = /** @type {RegExpMatchArray} */ (href.match(/^([^?#]*)([^#]*)(.*)$/));
  const said = new URLSearchParams(search);
  const lacking = Object.entries(more).filter(([key]) => !said.has(key));
  return lacking.length ? path + text({ ...Object.fromEntries(said), ...Object.fromEntries(lacking) }) + hash : href;
}

/** The values that are set for a filter.
 * @param {Query} query @param {string} key */
export const values = (query, key) => (query[key] || "").split(",").filter(Boolean);

/** @param {Query} query @param {string} key @param {string[] | null} chosen */
export function filtered(query, key, chosen) {
  const next = { ...query };
  if (chosen?.length) next[key] = [...chosen].sort().join(",");
  else delete next[key];
  return next;
}

/** The selection after a control of the bar has said `value`: text for a key of the frame, a list for a filter.
 * @param {Query} query @param {string} key @param {any} value @param {Rules} rules */
export function control(query, key, value, rules) {
  if (!rules.frame.includes(key)) return filtered(query, key, value);
  if (value === rules.custom) return query; // the days follow from the calendar
  const next = { ...query };
  delete next[key];
  if (key === "period") {
    delete next.from;
    delete next.to;
  }
  if (value !== rules.defaults[key]) next[key] = value;
  return next;
}

/** What the control of `key` says of a selection: the other way round.
 * @param {Query} query @param {string} key @param {Rules} rules @returns {string | string[]} */
export function said(query, key, rules) {
  if (!rules.frame.includes(key)) return values(query, key);
  if (key === "period" && (query.from || query.to)) return rules.custom;
  return query[key] || rules.defaults[key];
}

/** A selection of other days, told by a grain, or by the one that suits them.
 * @param {Query} query @param {string} from @param {string} to @param {string} [grain] */
export function during({ period, grain: before, ...rest }, from, to, grain) {
  return { ...rest, from, to, ...(grain && { grain }) };
}

/** @param {Query} query @param {Rules} rules */
export const filters = (query, rules) => Object.keys(query).filter((key) => !rules.frame.includes(key));

/** @param {Query} query @param {Rules} rules */
export function cleared(query, rules) {
  return Object.fromEntries(Object.entries(query).filter(([key]) => rules.frame.includes(key)));
}

/** The key that stands for days of one's own: a click on a month sets them, and a chip or Escape takes them back. */
const DAYS = "from";

/** What a reader can take back: filters, and days of one's own.
 * @param {Query} query @param {Rules} rules */
const taken = (query, rules) => [...filters(query, rules), ...(query[DAYS] ? [DAYS] : [])];

/** @param {Query} query @param {string} key */
function without(query, key) {
  const { [key]: gone, ...next } = query;
  if (key === DAYS) {
    delete next.to;
    delete next.grain;
  }
  return next;
}

/** The selection after a chip `key~value` was struck out; `~` is the one that clears all.
 * @param {Query} query @param {string} index @param {Rules} rules */
export function chip(query, index, rules) {
  const [key, value] = index.split("~");
  if (!key) return cleared(query, rules);
  if (key === DAYS) return without(query, key);
  return filtered(query, key, values(query, key).filter((one) => one !== value));
}

/** Filters in the order in which they were set.
 * @param {string[]} trail @param {Query} before @param {Query} after @param {Rules} rules */
export function followed(trail, before, after, rules) {
  const set = taken(after, rules).filter((key) => after[key] !== before[key]);
  return [...trail.filter((key) => key in after && !set.includes(key)), ...set];
}

/** What Escape leaves: the filter that was set last is taken back; an address may have brought others.
 * @param {Query} query @param {string[]} trail @param {Rules} rules */
export function undone(query, trail, rules) {
  const set = taken(query, rules);
  const key = trail.filter((one) => set.includes(one)).pop() || set.pop();
  return key ? without(query, key) : query;
}

/** @type {Record<string, number>} */
const MONTHS = { month: 1, quarter: 3, year: 12 };

/** The last day of the bucket that begins on a day.
 * @param {string} start @param {string} grain */
export function bucketEnd(start, grain) {
  const day = new Date(start + "T00:00:00Z");
  if (grain === "week") day.setUTCDate(day.getUTCDate() + 7);
  else if (grain === "day") day.setUTCDate(day.getUTCDate() + 1);
  else day.setUTCMonth(day.getUTCMonth() + MONTHS[grain]);
  day.setUTCDate(day.getUTCDate() - 1);
  return day.toISOString().slice(0, 10);
}
