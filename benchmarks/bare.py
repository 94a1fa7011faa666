"""The bare page: the very figures of a cockpit on elements of the same size, drawn by plotly alone, from the same bundle.

It is what a page could cost at the least, and the baseline of `benchmarks.page` in the same run.
"""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from statistics import median
from typing import Any
from urllib.request import urlopen

from playwright.sync_api import Browser, Route, ViewportSize

_BUNDLE = "/assets/00-plotly.min.js"
_HEAD = """<!DOCTYPE html><meta charset="utf-8"><style>body { margin: 150px 24px; font-family: "Noto Sans CJK SC", sans-serif; }
.grid { display: grid; grid-template-columns: repeat(12, minmax(0, 1fr)); gap: 16px; } .plot { contain: strict; width: 100%; }
.card { padding: 50px 17px 30px; }</style>"""
#: Draws every figure, and says in seconds when those on the screen stood and when all did.
_DRAW = """async (count) => { const begin = performance.now(); let first = 0;
  const plots = [...document.querySelectorAll(".plot")], figures = JSON.parse(document.getElementById("figures").textContent);
  for (const [at, plot] of plots.entries()) {
    await Plotly.react(plot, figures[at].data, figures[at].layout, { displayModeBar: false });
    if (at === count - 1) first = performance.now() - begin; }
  return [first / 1000, (performance.now() - begin) / 1000]; }"""
_SEEN = """() => [...document.querySelectorAll(".plot")].filter((plot) => plot.getBoundingClientRect().top < innerHeight).length"""


@dataclass(frozen=True, slots=True)
class Bare:
    """Seconds of a bare page: first screen and all, loaded and drawn again."""

    load: tuple[float, float]
    redraw: tuple[float, float]


def bare(
    browser_of: Callable[[], AbstractContextManager[Browser]],
    url: str,
    path: str,
    screen: ViewportSize,
    rounds: int,
) -> Bare:
    """Return the medians of a bare page with the figures of the cockpit at a path, each time in a browser of its own."""
    document = _document(_lines(url, path))
    loads, redraws = [], []

    def answer(route: Route) -> None:
        route.fulfill(body=document, content_type="text/html")

    for _ in range(rounds):
        with browser_of() as browser:
            page = browser.new_context(viewport=screen).new_page()
            page.route(f"{url}/bare", answer)
            page.goto(f"{url}/bare")
            count = int(page.evaluate(_SEEN))
            begun = float(page.evaluate("performance.now() / 1000"))
            first, whole = page.evaluate(_DRAW, count)
            loads.append((begun + first, begun + whole))
            redraws.append(tuple(page.evaluate(_DRAW, count)))
    return Bare(_medians(loads), _medians(redraws))


def _medians(times: list[tuple[float, float]]) -> tuple[float, float]:
    return median(first for first, _ in times), median(whole for _, whole in times)


def _lines(url: str, path: str) -> list[dict[str, Any]]:
    with urlopen(f"{url}/api/board{path}?lang=zh&theme=light") as reply:
        return [json.loads(line) for line in reply]


def _document(lines: list[dict[str, Any]]) -> str:
    figures = [line["figure"] for line in lines if line.get("figure")]
    cells = "".join(
        f'<div class="card" style="grid-column: span {6 if len(one["data"]) else 12}">'
        f'<div class="plot" style="height: {one["layout"].get("height") or 300}px"></div></div>'
        for one in figures
    )
    told = json.dumps(figures, ensure_ascii=False).replace("<", "\\u003c")
    return (
        f'{_HEAD}<div class="grid">{cells}</div><script type="application/json" id="figures">{told}</script>'
        f'<script src="{_BUNDLE}"></script>'
    )
