"""What a screen shows as boxes: which words leave their card or its cell, what stands on or close to each other, and which figures on one line."""

from playwright.sync_api import Page

from tests.browser.chromium import LOOK_MS

#: Pages that are looked at on every screen.
COCKPITS = ("/", "/governance", "/credit", "/platform/P001")
#: Screens on which a wall stands, and what it shows on each.
WALLS = ((1920, 1080), (3840, 2160), (5760, 1080), (6656, 1792), (1024, 768))
SCENES = ("overview", "governance", "portrait", "credit", "attention")

#: Words and things to press, other than in a closed sheet, that stand beyond the right edge, where nothing scrolls them into sight.
CUT_OFF = """() => [...document.querySelectorAll("a, button, h2, h3, .number")].filter((one) => {
  const box = one.getBoundingClientRect();
  if (!box.width || !one.checkVisibility() || box.right <= innerWidth + 1 || one.closest(".ag-root-wrapper")) return false;
  for (let outer = one.parentElement; outer; outer = outer.parentElement)
    if (/auto|scroll/.test(getComputedStyle(outer).overflowX)) return false;
  return true;
}).map((one) => `${one.textContent.trim()} at ${Math.round(one.getBoundingClientRect().right)}`)"""
#: Texts of charts, and words of cards, as [card, place, text, box]; what is not drawn, or scrolls inside its card, is left out.
_FAULTS = """() => {
  const out = [];
  const cut = (text) => text.trim().slice(0, 24);
  const stands = (one) => one.getBoundingClientRect().width > 0 && getComputedStyle(one).visibility !== "hidden" && getComputedStyle(one).opacity !== "0";
  const box = (one) => one.getBoundingClientRect();
  const ink = (one) => {
    const range = document.createRange(), outer = box(one);
    range.selectNodeContents(one);
    const inner = range.getBoundingClientRect();
    return inner.width ? { left: Math.max(inner.left, outer.left), right: Math.min(inner.right, outer.right), top: inner.top, bottom: inner.bottom } : outer;
  };
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
    const foot = card.querySelector("footer");
    for (const one of wall || !foot ? [] : foot.querySelectorAll(".note"))
      if (stands(one) && (one.scrollWidth > one.clientWidth + 1 || box(one).right > box(foot).right + 1)) out.push(`${name}: "${cut(one.textContent)}" of its foot is cut`);
    for (const one of card.querySelectorAll("h3"))
      if (stands(one) && box(one).width < 60 && one.scrollHeight > one.clientHeight + 4) out.push(`${name}: "${cut(one.textContent)}" is squeezed`);
    const head = [...card.querySelectorAll("h3, header .info, header .meta, header .switch button, header .menu, .unit, .n")].filter(stands);
    head.forEach((one, place) => head.slice(place + 1).forEach((other) => {
      if (!one.contains(other) && meet(ink(one), ink(other), 2 * scale)) out.push(`${name}: "${cut(one.textContent)}" and "${cut(other.textContent) || other.className}" of its head`);
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
  const blocks = wall ? [] : [...document.querySelectorAll(".page > :not(.place), .page > .place > *")].filter(stands);
  blocks.slice(1).forEach((one, place) => {
    const above = blocks[place];
    if (box(one).top - box(above).bottom < 8) out.push(`"${one.className}" stands close below "${above.className}"`);
  });
  if (document.documentElement.scrollWidth > innerWidth) out.push(`the page is ${document.documentElement.scrollWidth} wide`);
  return [...new Set(out)];
}"""


#: Whether every chart is as wide as its place, at some looks in a row.
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
    page.wait_for_function(_SETTLED, polling=LOOK_MS)


def faults(page: Page) -> list[str]:
    """Return what is wrong with the boxes of what stands on the screen, each once, in words."""
    found: list[str] = page.evaluate(_FAULTS)
    return found


#: Of every text of the scene that stands: its size in pixels of the screen, and how unevenly it is enlarged.
_TYPE = """() => {
  const wall = document.querySelector(".wall");
  const { a, d } = new DOMMatrix(getComputedStyle(wall).transform);
  const texts = [...wall.querySelectorAll(".wall-top, .scene.on, .wall-foot")].flatMap((part) => [...part.querySelectorAll("*")])
    .filter((one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()) && one.getClientRects().length);
  return { a, d, sizes: texts.map((one) => [parseFloat(getComputedStyle(one).fontSize) * a, one.textContent.trim().slice(0, 40)]) };
}"""
#: Words and modules of the scene that stands which are cut by an edge: of the screen, or of their module.
_CUT = """() => {
  const out = [];
  const inside = (inner, outer) => inner.left >= outer.left - 1 && inner.right <= outer.right + 1
    && inner.top >= outer.top - 1 && inner.bottom <= outer.bottom + 1;
  const screen = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
  for (const one of document.querySelectorAll(".wall-top > *, .scene.on .card, .scene.on h1, .hands button")) {
    if (!one.getClientRects().length) continue;
    if (!inside(one.getBoundingClientRect(), screen)) out.push(`off the screen: ${one.textContent.slice(0, 40)}`);
  }
  for (const card of document.querySelectorAll(".scene.on .card")) {
    const edge = card.getBoundingClientRect();
    for (const one of card.querySelectorAll(".number, .unit, .n, .change, header span, .annotation-text, .ytick text, .textpoint, .bartext"))
      if (one.getClientRects().length && !inside(one.getBoundingClientRect(), edge))
        out.push(`${card.dataset.name}: ${one.textContent.slice(0, 40)}`);
  }
  return out;
}"""
#: Names and numbers of the map that its frame cuts.
_OFF_THE_MAP = """() => {
  const frame = document.querySelector(".scene.on .middle .js-plotly-plot")?.getBoundingClientRect();
  return [...document.querySelectorAll(".scene.on .middle .geo .textpoint text, .scene.on .middle .geo text.textpoint")]
    .filter((one) => { const box = one.getBoundingClientRect(); return box.width && (box.left < frame.left - 1 || box.right > frame.right + 1); })
    .map((one) => one.textContent);
}"""
#: Pairs of modules that cover each other.
_OVERLAPS = """() => {
  const cards = [...document.querySelectorAll(".scene.on .card, .scene.on h1")].map((one) => [one.dataset.name || "title", one.getBoundingClientRect()]);
  return cards.flatMap(([name, a], place) => cards.slice(place + 1)
    .filter(([, b]) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1)
    .map(([other]) => `${name} | ${other}`));
}"""
#: How many things of the wall would move when they change.
MOVING = """() => [...document.querySelectorAll(".wall, .wall *")].filter((one) =>
             parseFloat(getComputedStyle(one).transitionDuration) > 0.001 || getComputedStyle(one).animationName !== "none").length"""


def wall_faults(page: Page, height: int) -> list[str]:
    """Return what is wrong with the scene that stands on a screen this high: type that is too small, what is cut, what covers another."""
    found = page.evaluate(_TYPE)
    least = height / 1080 - 0.001
    numbers = page.locator(".scene.on .key .number").evaluate_all(
        "(all) => all.map((one) => parseFloat(getComputedStyle(one).fontSize))"
    )
    wrong = [f"{words} is {size:.1f} px" for size, words in found["sizes"] if size < 16 * least]
    wrong += [
        f"a key figure is {size * found['a']:.1f} px" for size in numbers if size * found["a"] < 56 * least
    ]
    if abs(found["a"] - found["d"]) > 1e-6:
        wrong.append(f"the stage is enlarged {found['a']} across and {found['d']} down")
    if len(found["sizes"]) <= 60 or not numbers:
        wrong.append(f"it has {len(found['sizes'])} texts and {len(numbers)} key figures")
    if (modules := page.locator(".scene.on [data-card]").count()) > 9:
        wrong.append(f"it has {modules} modules")
    return [*wrong, *(one for script in (_CUT, _OVERLAPS, _OFF_THE_MAP) for one in page.evaluate(script))]
