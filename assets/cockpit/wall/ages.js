/* How old the data on the wall are, in the words that the server gave. Pure. */

/** @typedef {{ isAlive: boolean, since: number | null }} Life when it was last heard to be alive */
/** @typedef {Record<string, string>} Words */

/** @param {number} ms @param {Words} words */
export function span(ms, words) {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return words.seconds.replace("{}", String(seconds));
  if (seconds < 3600) return words.minutes.replace("{}", String(Math.floor(seconds / 60)));
  return words.hours.replace("{}", String(Math.floor(seconds / 3600)));
}

/** What is told of a life: beside the clock, on resting there, and after each figure.
 * @param {Life} life @param {number} now @param {Words} words */
export function told({ isAlive, since }, now, words) {
  if (isAlive) return { age: "", title: words.alive, suffix: "" };
  if (since === null) return { age: words.never, title: words.never, suffix: "" };
  const old = span(now - since, words);
  const age = words.aged.replace("{}", old);
  return { age, title: age, suffix: " · " + words.ago.replace("{}", old) };
}

/** @param {Date} now */
export const clock = (now) => [now.getHours(), now.getMinutes()].map((part) => String(part).padStart(2, "0")).join(":");
