"""What the colours of a figure stand for, read back from it: for tests that go through figures of any kind."""

from collections.abc import Container, Iterator
from dataclasses import replace
from functools import reduce
from html import unescape
from typing import Any

from components.charts import KINDS, ChartContext
from components.figures import OTHER, Figure
from components.model.facts import Facts
from components.words.theme import AA, STYLES, Style, contrast
from data_access.domain.access import WHOLE_CITY
from data_access.domain.filters import Selection
from data_access.metrics.coverage import unrecorded
from data_access.metrics.labels import labels
from data_access.metrics.query import UNKNOWN
from data_access.store.store import Store
from tests.every_page import EVERY_PAGE


def key_of(figure: Figure) -> dict[str, dict[str, Any]]:
    """Return the boxes of the key of a figure by their colour, those of the classes from the lowest."""
    return {note["bgcolor"]: note for note in figure["layout"].get("annotations", []) if "borderpad" in note}


def shown(figure: Figure) -> Iterator[str]:
    """Yield the colour of each mark whose colour stands for a size."""
    for trace in figure["data"]:
        if trace["type"] == "treemap":
            yield from trace["marker"]["colors"]
        elif trace["type"] in {"choropleth", "heatmap"}:
            z = trace["z"] if trace["type"] == "choropleth" else [cell for row in trace["z"] for cell in row]
            yield from (trace["colorscale"][2 * cell][1] for cell in z if cell is not None)


def words_of(figure: Figure) -> Iterator[str]:
    """Yield what is written on marks, grids included."""
    for trace in figure["data"]:
        for row in trace.get("text") or []:
            yield from (text for text in ([row] if isinstance(row, str) else row) if text)


def assert_decoded(figure: Figure, style: Style) -> None:
    """Fail where a colour is neither in the key nor told by numbers on the marks, or where type on a colour is not read."""
    words, key = figure["layout"]["meta"]["classes"]["words"], key_of(figure)
    used = set(shown(figure)) - {style.no_data, style.other}
    if key:
        assert used <= set(key) or any(colour.startswith("rgba") for colour in used), (
            "every colour has its box"
        )
        assert [unescape(note["text"]) for note in key.values()][: len(words)] == words
    else:
        assert len(list(words_of(figure))) >= len(words), "where there is no key, values are written"
    for fill, note in key.items():
        assert contrast(note["font"]["color"], fill) >= AA
    for trace in figure["data"]:
        if trace["type"] == "heatmap" and trace.get("text") and "opacity" not in trace:
            fills = {
                trace["colorscale"][2 * cell][1] for row in trace["z"] for cell in row if cell is not None
            }
            assert all(contrast(trace["textfont"]["color"], fill) >= AA for fill in fills)
        if trace["type"] == "treemap":
            on = zip(trace["marker"]["colors"], trace["insidetextfont"]["color"], strict=True)
            assert all(contrast(ink, fill) >= AA for fill, ink in on if fill.startswith("#"))


def assert_says_something(figure: Figure) -> None:
    """Fail where bars are near the same length and differ, or where one that is no member dwarfs all that are."""
    for trace in figure["data"]:
        if (
            trace["type"] != "bar"
            or trace.get("orientation") != "h"
            or trace.get("xaxis") == "x2"
            or "base" in trace
        ):
            continue
        drawn = [
            (code, value)
            for (code, *_), value in zip(trace["customdata"], trace["x"], strict=True)
            if value is not None
        ]
        members = [value for code, value in drawn if code not in {OTHER, UNKNOWN}]
        rest = [value for code, value in drawn if code in {OTHER, UNKNOWN}]
        if members and max(members) > 0:
            assert all(value <= 1.5 * max(members) for value in rest)
        told = {text.split(" · n=")[0] for text in trace.get("text", []) if text}
        if len(drawn) > 1 and len(told) > 1 and "xaxis2" not in figure["layout"]:
            assert min(value for _, value in drawn) < 0.8 * max(value for _, value in drawn)


def sweep(store: Store, selection: Selection, lang: str, theme: str, charts: Container[str]) -> set[str]:
    """Draw every card of every page of these kinds over a store, look at each, and return the kinds that were drawn."""
    names, ask, seen = labels(store.snapshot()), Facts(store.snapshot(), WHOLE_CITY, lang), set()
    for card in {card: None for page in EVERY_PAGE.values() for card in page.cards if card.chart in charts}:
        narrowed = reduce(lambda one, pair: one.narrowed(*pair), card.narrow, selection)
        wanted = card.indicators if KINDS[card.chart].is_switched else card.indicators[:1]
        for one in wanted:
            if unrecorded(one, card.by, names.recorded):
                continue
            alone = replace(card, indicators=(one,))
            found = KINDS[card.chart].draw(alone, ChartContext(lang, STYLES[theme], names, narrowed), ask)
            if found is None:
                continue
            seen.add(card.chart)
            assert_says_something(found.figure)
            if "classes" in found.figure["layout"].get("meta", {}):
                assert_decoded(found.figure, STYLES[theme])
    return seen
