"""Where the marks of a chart are on the screen, so that a mouse can be moved there as a reader's hand would."""

from playwright.sync_api import Locator, Page

#: A point of the mark whose customdata are these codes, in pixels of the window.
_POINT = """(card, codes) => {
  const graph = card.querySelector(".js-plotly-plot");
  const box = graph.getBoundingClientRect();
  const is = (data) => JSON.stringify([].concat(data).map(String)) === JSON.stringify(codes.map(String));
  const inside = (path) => {
    const edge = path.getBBox();
    for (const step of [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8]) for (const across of [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8]) {
      const point = new DOMPoint(edge.x + edge.width * across, edge.y + edge.height * step);
      if (path.isPointInFill(point)) return point.matrixTransform(path.getScreenCTM());
    }
  };
  for (const [place, trace] of graph._fullData.entries()) {
    if (trace.type === "choropleth") {
      const paths = [...card.querySelectorAll("path.choroplethlocation")];
      const path = paths.find((one) => is(one.__data__.loc));
      if (path) return inside(path);
      continue;
    }
    const [xaxis, yaxis] = [graph._fullLayout.xaxis, graph._fullLayout.yaxis];
    const at = (x, y) => ({ x: box.left + xaxis._offset + x, y: box.top + yaxis._offset + y });
    if (trace.type === "heatmap") {
      for (const [row, line] of trace.customdata.entries()) {
        const column = line.findIndex(is);
        const place = (axis, member) => axis.c2p(axis._categories.indexOf(String(member)));
        if (column >= 0) return at(place(xaxis, trace.x[column]), place(yaxis, trace.y[row]));
      }
    } else if (trace.type === "bar") {
      const index = [...trace.customdata].findIndex(is);
      if (index < 0) continue;
      const bar = [...card.querySelectorAll(".barlayer .point")].find((point) =>
        point.__data__.i === index && point.closest(".trace").__data__[0].trace.index === place);
      const edge = bar.querySelector("path").getBoundingClientRect();
      return { x: edge.x + edge.width / 2, y: edge.y + edge.height / 2 };
    }
  }
  return null;
}"""


#: A hand that passes over one point, presses on another at once and lets go after so many milliseconds: faster than a mouse that is driven.
_IN_PASSING = """async ([passed, meant, held]) => {
  const tell = (name, { x, y }) => {
    const under = document.elementFromPoint(x, y), kind = name.startsWith("pointer") ? PointerEvent : MouseEvent;
    under.dispatchEvent(new kind(name, { clientX: x, clientY: y, bubbles: true, cancelable: true, view: window }));
    return under;
  };
  tell("mousemove", passed);
  tell("mousemove", meant);
  tell("pointerdown", meant);
  const pressed = tell("mousedown", meant);
  if (held) await new Promise((done) => setTimeout(done, held));
  tell("pointerup", meant);
  if (tell("mouseup", meant) === pressed) tell("click", meant);
}"""


def point_at(page: Page, card: Locator, codes: tuple[str, ...]) -> tuple[float, float]:
    """Rest the mouse on the mark with these codes until the chart tells it; return where."""
    card.scroll_into_view_if_needed()
    point = _point(card, codes)
    page.mouse.move(point["x"] - 3, point["y"] - 3)
    page.mouse.move(point["x"], point["y"], steps=3)
    card.locator(".hoverlayer > g").first.wait_for()
    return point["x"], point["y"]


def click(page: Page, card: Locator, codes: tuple[str, ...]) -> None:
    """Click the mark with these codes; raises AssertionError where the chart has none."""
    page.mouse.click(*point_at(page, card, codes))  # a chart takes a click only once it has noticed the mouse


def click_in_passing(
    page: Page, card: Locator, passed: tuple[str, ...], meant: tuple[str, ...], held_ms: int
) -> None:
    """Click one mark in the moment in which the mouse comes to it from another."""
    point_at(page, card, passed)
    page.wait_for_timeout(60)  # until Plotly, which looks at most once in 50 ms, looks at once
    page.evaluate(_IN_PASSING, [_point(card, passed), _point(card, meant), held_ms])


def _point(card: Locator, codes: tuple[str, ...]) -> dict[str, float]:
    point: dict[str, float] | None = card.evaluate(f"(card, codes) => ({_POINT})(card, codes)", list(codes))
    assert point, f"the chart has no mark {codes}"
    return point
