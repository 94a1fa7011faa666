/* How long a job is followed: until it has ended, is known no more, or the server has been silent for a minute. Pure. */

export const SILENT_MS = 60_000;

/** @param {Job} job */
export const isUnderWay = ({ state }) => state === "waiting" || state === "running";

/** What is known of a job after another answer. No answer, or one of a server in trouble, leaves it as it was for a while.
 * @param {Job} job @param {Reply} reply @param {number} silentMs since the last answer
 * @param {{ lost: string, silent: string }} words
 * @returns {Job} */
export function heard(job, { status, told }, silentMs, words) {
  if (status >= 200 && status < 300 && told) return told;
  if (status >= 400 && status < 500) return { ...job, state: "failed", error: told?.error || words.lost };
  return silentMs < SILENT_MS ? job : { ...job, state: "failed", error: words.silent };
}

/** Whether an answer ends the silence.
 * @param {Reply} reply */
export const isAnswer = ({ status }) => status > 0 && status < 500;
