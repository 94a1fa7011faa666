"""Sorted horizontal bars with direct labels, for names, buckets and stages; dots where bars would all look the same."""

from collections.abc import Sequence
from typing import Any, Literal

from components.figures import marks
from components.figures.labels import TWO_LINES, escape, fitted, widest
from components.figures.marks import Row, Say
from components.figures.plain_values import Figure, figure
from components.figures.remainders import WORDS, Words, head_and_rest, is_dwarfing, named
from components.figures.scales import cut_axis
from components.words.theme import Style

NAME_ROOM = 148
#: One bar or two are as thick as if there were so many, and stand on top: alone they would fill the card.
_LEAST = 4
#: Bars of which the shortest is so much of the longest say nothing by their length.
_NEAR = 0.8


def bars(
    rows: Sequence[Row],
    *,
    style: Style,
    say: Say,
    selected: frozenset[str] = frozenset(),
    top: int = 10,
    other: str | None = "其他",
    order: Literal["value", "given"] = "value",
    height: int = 0,
    words: Words = WORDS["zh"],
) -> Figure:
    """One bar for each row (code, label, value, optional n), on a plot of this height in pixels.

    The first `top` members, and any selected one, have their own bar; the rest is summed under the word `other`,
    or left out when it is None, as it must be for ratios. What has no member stands last. `order="given"` keeps every row where it stands.
    A rest that dwarfs all is said in words, and bars of near the same length are dots on an axis that says where it begins.
    """
    shown = marks.rows(rows)
    if order == "value":
        shown = head_and_rest(marks.by_value(shown), selected, top, other)
    drawn = [None if is_dwarfing(row, shown) else row["value"] for row in shown]
    codes = [row["code"] for row in shown]
    texts = [
        say(None) if value is None else marks.said(row, say) for row, value in zip(shown, drawn, strict=True)
    ]
    is_dotted = _is_near(drawn, texts)
    above = 20 if is_dotted else 4
    pitch = (height - above - 4) / max(len(shown), _LEAST) if height else TWO_LINES
    room = NAME_ROOM if pitch < TWO_LINES else 2 * NAME_ROOM
    names = [fitted(named(row, shown, say, words, room), NAME_ROOM, pitch) for row in shown]
    colour = {
        "color": [marks.tone(code, style) for code in codes],
        "opacity": marks.opacities(codes, selected),
    }
    notes = [
        marks.note(escape(say(None)), 0, index, style.muted, xanchor="left", xshift=4, xref="paper")
        for index, row in enumerate(shown)
        if row["value"] is None
    ]
    left, right = widest(names) + 14, widest(texts) + 10
    low, high = cut_axis([value for value in drawn if value is not None]) if is_dotted else _span(drawn)
    if is_dotted:
        notes.append(_stated(low, right, say, words.axis, style))
    layout = marks.layout(
        style,
        left,
        right + 8 if is_dotted else right,
        above,
        4,
        xaxis=marks.bare_axis(low, high),
        yaxis=marks.name_axis(names, codes, style) | {"range": [max(len(codes), _LEAST) - 0.5, -0.5]},
        bargap=0.32,
        annotations=notes,
        shapes=[marks.level(index, style.line) for index in range(len(codes))] if is_dotted else [],
    )
    common = _common(shown, drawn, texts, style, say)
    return figure([common | (_dots(colour) if is_dotted else _bars(colour))], layout)


def _common(
    shown: Sequence[dict[str, Any]],
    drawn: Sequence[float | None],
    texts: Sequence[str],
    style: Style,
    say: Say,
) -> dict[str, Any]:
    """Return what bars and dots have in common: places, codes, and words beside them and under the mouse."""
    codes = [row["code"] for row in shown]
    return {
        "y": codes,
        "x": drawn,
        "customdata": [[code] for code in codes],
        "text": [escape(text) if value is not None else "" for text, value in zip(texts, drawn, strict=True)],
        "textfont": {"color": style.ink},
        "cliponaxis": False,
        "hovertext": [marks.hover(row, say) for row in shown],
        "hoverinfo": "text",
    }


def _is_near(drawn: Sequence[float | None], texts: Sequence[str]) -> bool:
    """Whether bars would be near the same length and yet say different numbers."""
    known = [value for value in drawn if value is not None]
    return len(set(texts)) > 1 and len(known) > 1 and min(known) > 0 and min(known) >= _NEAR * max(known)


def _span(drawn: Sequence[float | None]) -> tuple[float, float]:
    """Where an axis of bars begins and ends: with zero, and with room for the labels of bars to the left of it."""
    known = [value for value in drawn if value is not None]
    low, high = min([*known, 0.0]), max([*known, 0.0])
    if low < 0:  # the label of a bar to the left of zero stands left of it, clear of the names
        low -= 0.25 * (high - low)
    elif high == 0:
        high = 1.0
    return low, high


def _bars(colour: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "textposition": "outside",
        "marker": colour | {"cornerradius": 3},
    }


def _dots(colour: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers+text",
        "textposition": "middle right",
        "marker": colour | {"size": 11},
    }


def _stated(begin: float, right: float, say: Say, words: str, style: Style) -> dict[str, Any]:
    """Where the axis begins, above it: the length up to there is cut off."""
    place = {"xref": "paper", "yref": "paper", "xanchor": "right", "xshift": right, "yanchor": "bottom"}
    return marks.note(escape(words.format(say(begin))), 1, 1, style.muted, **place)
