"""What a screen shows as boxes: which words leave their card or its cell, which stand on each other, and which figures on one line."""

from playwright.sync_api import Page

#: Texts of charts, and words of cards, as [card, place, text, box]; what is not drawn, or scrolls inside its card, is left out.
_FAULTS = """() => {
  const out = [];
  const cut = (text) => text.trim().slice(0, 24);
  const stands = (one) => one.getBoundingClientRect().width > 0 && getComputedStyle(one).visibility !== "hidden" && getComputedStyle(one).opacity !== "0";
  const box = (one) => one.getBoundingClientRect();
  const wall = document.querySelector(".wall");
  const scale = wall ? new DOMMatrix(getComputedStyle(wall).transform).a : 1;
  const meet = (a, b, by) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > by && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > by;
  const cards = [...document.querySelectorAll(wall ? ".scene.on .card" : "[data-card]")].filter(stands);
  for (const card of cards) {
    const name = card.dataset.name, edge = box(card);
    const scrolls = [...card.querySelectorAll(".body")].some((one) => /auto|scroll/.test(getComputedStyle(one).overflowX));
    const words = [...card.querySelectorAll("text.annotation-text, .annotation-text-g text, .xtick text, .ytick text, .textpoint text, text.textpoint, .bartext, .slicetext, .number, .unit, h3, .change")]
      .filter((one) => stands(one) && one.textContent.trim() && !one.closest(".hoverlayer"));
    for (const one of words) {
      const at = box(one);
      if (!scrolls && (at.left < edge.left - 2 || at.right > edge.right + 2 || at.bottom > edge.bottom + 2)) out.push(`${name}: "${cut(one.textContent)}" leaves its card`);
    }
    const ticks = [...card.querySelectorAll(".ytick text")].filter(stands);
    ticks.forEach((one, place) => ticks.slice(place + 1).forEach((other) => {
      if (meet(box(one), box(other), 1.5 * scale)) out.push(`${name}: "${cut(one.textContent)}" stands on "${cut(other.textContent)}"`);
    }));
    const across = [...card.querySelectorAll(".xtick text")].filter((one) => stands(one) && !/rotate\\((?!0[,)])/.test(one.getAttribute("transform") || ""));
    across.forEach((one, place) => across.slice(place + 1).forEach((other) => {
      if (meet(box(one), box(other), 1.5 * scale)) out.push(`${name}: "${cut(one.textContent)}" stands on "${cut(other.textContent)}" across`);
    }));
    for (const cell of card.querySelectorAll(".treemaplayer .slice")) {
      const text = cell.querySelector(".slicetext"), path = cell.querySelector("path.surface");
      if (!text || !path || !stands(text) || !text.textContent.trim()) continue;
      const inner = box(text), outer = box(path);
      if (inner.left < outer.left - 2 || inner.right > outer.right + 2 || inner.top < outer.top - 2 || inner.bottom > outer.bottom + 2)
        out.push(`${name}: "${cut(text.textContent)}" leaves its cell`);
    }
    const head = [...card.querySelectorAll("h3, header .info, header .meta, header .switch button, header .menu")].filter(stands);
    head.forEach((one, place) => head.slice(place + 1).forEach((other) => {
      if (!one.contains(other) && meet(box(one), box(other), 2 * scale)) out.push(`${name}: "${cut(one.textContent)}" and "${cut(other.textContent) || other.className}" of its head`);
    }));
  }
  const rows = new Map();
  for (const one of document.querySelectorAll(wall ? ".scene.on .key .number" : ".strip .key .number")) {
    if (!stands(one)) continue;
    const card = one.closest(".card"), place = `${card.parentElement.className} ${Math.round(box(card).top)}`;
    rows.set(place, [...(rows.get(place) || []), one]);
  }
  for (const [, numbers] of rows) {
    const feet = numbers.map((one) => box(one).bottom);
    if (Math.max(...feet) - Math.min(...feet) > 1.5 * scale) out.push(`key figures on several heights: ${numbers.map((one) => `${cut(one.textContent)} ${Math.round(box(one).bottom)}`).join(", ")}`);
  }
  if (document.documentElement.scrollWidth > innerWidth) out.push(`the page is ${document.documentElement.scrollWidth} wide`);
  return [...new Set(out)];
}"""


#: Whether every chart is as wide as its place, for some frames in a row.
_SETTLED = """() => {
  const graphs = [...document.querySelectorAll(".js-plotly-plot")].filter((one) => one._fullLayout && one.clientWidth);
  const isFit = (one) => Math.abs(one._fullLayout.width - one.clientWidth) < 2 && Math.abs(one._fullLayout.height - one.clientHeight) < 2;
  window.__fit = graphs.every(isFit) ? (window.__fit || 0) + 1 : 0;
  return window.__fit > 3;
}"""


def resize(page: Page, width: int, height: int) -> None:
    """Make the window this large, in pixels, and wait until the charts have followed."""
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate("window.__fit = 0")
    page.wait_for_function(_SETTLED)


def faults(page: Page) -> list[str]:
    """Return what is wrong with the boxes of what stands on the screen, each once, in words."""
    found: list[str] = page.evaluate(_FAULTS)
    return found
