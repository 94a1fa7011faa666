/* A card as a picture, drawn here. It carries what makes it true elsewhere: title, filters, definition, source, as-of; and who
   took it, under which id. */

import { graphOf } from "../card.js";
import { one, part, textsOf } from "../dom.js";
import { askFor, toldOfPage, wish, words } from "./ask.js";
import { lines } from "./lines.js";

/* Layout in pixels, and how many times finer the pixels of a PNG are: 1920×1080, 2246×1588, 3840×2160. */
/** @type {Record<string, [number, number, number]>} */
const SIZES = { slide: [960, 540, 2], a4: [1123, 794, 2], wall: [1280, 720, 3] };

/** @typedef {{ title: string, told: string, below: string[], mark: string }} Inscription */

/** @param {HTMLElement} box @param {string} mark @returns {Inscription} */
function inscription(box, mark) {
  const dot = (/** @type {(string | null | undefined)[]} */ ...parts) => parts.filter(Boolean).join(" · ");
  const title = part("h3", box).textContent;
  const shown = one(".switch .on", box)?.textContent; // which of its numbers; where its title says so already, not again
  const means = (part(".info", box).dataset.means || "").split("\n");
  const numbers = [...box.querySelectorAll("a.origin")].map((link) => decodeURIComponent(link.getAttribute("href")?.split("/number/")[1] || ""));
  const origin = dot(...textsOf('[data-part="as-of"] span:not(.as-of)'), ...textsOf("footer span", box));
  return {
    title: dot(title, shown === title ? "" : shown),
    told: dot(part(".meta", box).textContent, toldOfPage()),
    below: [...means, origin, ...numbers, mark],
    mark,
  };
}

/** @param {string} token */
const colour = (token) => getComputedStyle(document.documentElement).getPropertyValue(token).trim();

/** @param {string} text @param {object} more */
const note = (text, more) => ({ text, showarrow: false, xref: "paper", yref: "paper", ...more });

/** The layout of the chart with room above and below it for what is said.
 * @param {Graph} graph @param {Inscription} said @param {number} width @param {number} high 0 for as high as it takes */
function inscribed(graph, said, width, high) {
  const margin = graph._fullLayout.margin;
  const most = Math.floor(width / 6);
  const below = said.below.flatMap((sentence) => lines(sentence, most));
  const room = below.length * 14 + 18;
  const at = { x: 0, xanchor: "left", align: "left", xshift: 12 - margin.l };
  return {
    ...graph.layout,
    width,
    height: high || graph.offsetHeight + 56 + room,
    margin: { ...graph.layout.margin, l: margin.l, r: margin.r, t: margin.t + 56, b: margin.b + room },
    paper_bgcolor: colour("--surface"),
    annotations: [
      ...(graph.layout.annotations || []),
      note(said.mark, { x: 0.5, y: 0.5, textangle: -20, opacity: 0.1, font: { size: Math.round(width / 32), color: colour("--ink") } }),
      note(`<b>${said.title}</b>`, { ...at, y: 1, yanchor: "bottom", yshift: margin.t + 26, font: { size: 16, color: colour("--ink") } }),
      note(lines(said.told, most).join("<br>"), {
        ...at, y: 1, yanchor: "bottom", yshift: margin.t + 8, font: { size: 11, color: colour("--muted") },
      }),
      note(below.join("<br>"), { ...at, y: 0, yanchor: "top", yshift: -margin.b - 8, font: { size: 10, color: colour("--muted") } }),
    ],
  };
}

/** @param {HTMLElement} box @param {string} format @param {string} [size] @param {string} [kind] what the audit calls it
 * @returns {Promise<{ href: string, name: string }>} */
export async function picture(box, format, size = "", kind = format) {
  const graph = graphOf(box);
  if (!graph?._fullLayout) throw new Error(words().failed);
  const taken = await askFor(wish(kind, { card: box.dataset.name }));
  if (taken.state === "failed") throw new Error(taken.error);
  const said = inscription(box, `${taken.who} · ${taken.id}`);
  const [wide, high, finer] = SIZES[size] || [Math.max(graph.offsetWidth, 480), 0, 2];
  const layout = inscribed(graph, said, wide, high);
  const form = { format, width: wide, height: layout.height, scale: format === "png" ? finer : 1 };
  const href = await window.Plotly.toImage({ data: graph.data, layout }, form);
  return { href, name: `${said.title}-${taken.id}.${format}` };
}
