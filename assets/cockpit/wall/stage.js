/* The stage is this many lines high and as wide as the screen asks; what is laid out in them is enlarged by `transform`.
   The smallest type of a chart, 10, is then 16 on a screen of 1080 lines, and charts need no type of their own. */

const LINES = 675;
const WIDE_LINES = 560;

/** The form that wall.css lays out for a screen.
 * @param {number} aspect width by height */
export function shape(aspect) {
  return aspect >= 2.9 ? "wide" : aspect >= 1.5 ? "standard" : aspect >= 1.15 ? "square" : "tall";
}

/** How much lines are enlarged.
 * @param {number} width @param {number} height */
export function scaleOf(width, height) {
  const form = shape(width / height);
  return form === "tall" ? width / LINES : height / (form === "wide" ? WIDE_LINES : LINES);
}

/** @param {HTMLElement} wall */
export function fit(wall) {
  const scale = scaleOf(innerWidth, innerHeight);
  const [width, height] = [innerWidth, innerHeight].map((size) => `${size / scale}px`);
  Object.assign(wall.style, { width, height, transform: `scale(${scale})`, visibility: "visible" });
  document.documentElement.style.setProperty("--stage", String(scale));
  wall.dataset.shape = shape(innerWidth / innerHeight);
}
