/* Lines of JSON as they arrive: a board tells one thing a line, and what is told first is shown first. */

/**
 * Cut a text that grows into whole lines.
 * @returns {(text: string) => string[]} takes the next piece and returns the lines that are now whole
 */
export function cutter() {
  let rest = "";
  return (text) => {
    const parts = (rest + text).split("\n");
    rest = parts.pop() ?? "";
    return parts.filter(Boolean);
  };
}

/**
 * Yield what each line of a reply holds; a line that was cut off at the end is no line.
 * @param {Response} reply
 * @returns {AsyncGenerator<any>}
 */
export async function* lines(reply) {
  if (!reply.body) return;
  const cut = cutter(), reader = reply.body.getReader(), decoder = new TextDecoder();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    for (const line of cut(decoder.decode(value, { stream: true }))) yield JSON.parse(line);
  }
}
