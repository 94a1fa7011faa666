"""Where one subject stands in its class: a dot between lowest and highest for each measure."""

from collections.abc import Sequence
from typing import Any

from components.figures import marks
from components.figures.headings import two_lines
from components.figures.labels import escape, fitted, widest
from components.figures.marks import Row, Say
from components.figures.plain_values import Figure, figure
from components.words.theme import Style

NAME_ROOM = 104
LOW, HIGH = 25.0, 75.0


def percentile_dots(
    rows: Sequence[Row],
    *,
    style: Style,
    say: Say,
    selected: frozenset[str] = frozenset(),
    ends: tuple[str, str] = ("同类最低", "同类最高"),
    middle: str = "中位",
    rank: str = "高于同类的 {percentile:.0f}%",
) -> Figure:
    """One row for each measure: code, label, value, percentile (0-100), good ("up", "down", None).

    An optional column `said` holds the value as text where the measures differ in unit; else `say` says it.
    The band is the middle half of the class. The best quarter is drawn good, the worst bad, the rest neutral.
    """
    measures = marks.rows(rows)
    codes = [row["code"] for row in measures]
    places = [marks.number(row["percentile"]) for row in measures]
    names = [fitted(str(row["label"]), NAME_ROOM) for row in measures]
    value_texts = [escape(str(row["said"]) if "said" in row else say(row["value"])) for row in measures]
    dot = {
        "type": "scatter",
        "mode": "markers",
        "x": places,
        "y": codes,
        "customdata": [[code] for code in codes],
        "cliponaxis": False,
        "hovertext": [
            _hover(row, text, place, rank)
            for row, text, place in zip(measures, value_texts, places, strict=True)
        ],
        "hoverinfo": "text",
        "marker": {
            "size": 12,
            "color": [
                _colour(place, row.get("good"), style) for row, place in zip(measures, places, strict=True)
            ],
            "opacity": marks.opacities(codes, selected),
            "line": {"color": style.surface, "width": 2},
        },
    }
    right = widest(value_texts) + 16
    notes = _heads((ends[0], middle, ends[1]), style)
    inks = [style.muted if place is None else style.ink for place in places]
    notes += marks.column(value_texts, inks, right)
    unknown = [code for code, place in enumerate(places) if place is None]
    notes += [marks.note(escape(say(None)), 50, code, style.muted, bgcolor=style.surface) for code in unknown]
    layout = marks.layout(
        style,
        widest(names) + 18,
        right + 4,
        34 if any("<br>" in note["text"] for note in notes) else 20,
        4,
        xaxis=marks.bare_axis(-2, 102),
        yaxis=marks.name_axis(names, codes, style),
        shapes=_ground(codes, style),
        annotations=notes,
    )
    return figure([dot], layout)


def _colour(place: float | None, good: Any, style: Style) -> str:
    if place is None or good not in ("up", "down"):
        return style.accent
    goodness = place if good == "up" else 100 - place
    if goodness >= HIGH:
        return style.good
    return style.bad if goodness <= LOW else style.accent


def _hover(row: dict[str, Any], value_text: str, place: float | None, rank: str) -> str:
    more = [] if place is None else [rank.format(percentile=place)]
    return marks.hover(row, lambda _: value_text, *more)


def _ground(codes: list[str], style: Style) -> list[dict[str, Any]]:
    """The quartile band, the median and a rail for each row."""
    band = {"type": "rect", "x0": LOW, "x1": HIGH, "yref": "paper", "y0": 0, "y1": 1, "layer": "below"}
    rail = {"type": "line", "x0": 0, "x1": 100, "layer": "below", "line": {"color": style.line, "width": 2}}
    return [
        band | {"fillcolor": style.line, "opacity": 0.55, "line": {"width": 0}},
        *(rail | {"y0": code, "y1": code} for code in codes),
        marks.upright(50, style.other, dash="dot"),
    ]


def _heads(words: tuple[str, str, str], style: Style) -> list[dict[str, Any]]:
    places = zip(words, (0, 50, 100), ("left", "center", "right"), strict=True)
    return [
        marks.note(
            two_lines(word), x, 1, style.muted, xanchor=side, yref="paper", yanchor="bottom", align=side
        )
        for word, x, side in places
    ]
