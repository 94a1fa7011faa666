"""What happened to one subject, in lanes by kind."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from components.figures import marks
from components.figures.labels import escape, shorten, widest
from components.figures.labels import width as text_width
from components.figures.marks import Row, Say
from components.figures.plain_values import Figure, figure
from components.figures.scales import Lang, time_axis
from components.words.theme import Style

TONES = ("good", "watch", "bad")
LEAST_ROOM = 34.0


def timeline(
    rows: Sequence[Row],
    *,
    style: Style,
    say: Say,
    selected: frozenset[str] = frozenset(),
    lang: Lang = "zh",
    width: int = 330,
) -> Figure:
    """Events of date, kind, label; optional code (else the ISO date), tone ("good", "watch", "bad"), value.

    A label stands beside its dot where the next event of the lane leaves room on a plot of `width` pixels,
    cut when it must be; the hover always has all of it.
    """
    events = sorted(marks.rows(rows), key=lambda row: row["date"])
    for row in events:
        row["code"] = str(row.get("code") or row["date"].date().isoformat())
    kinds = list(dict.fromkeys(str(row["kind"]) for row in rows))
    names = [escape(shorten(kind, 84)) for kind in kinds]
    left = widest(names) + 16
    codes = [row["code"] for row in events]
    when = [row["date"] for row in events]
    span = max((when[-1] - when[0]).days, 1) if events else 1
    texts, places = _labels(events, (width - left) / (span * 1.08))
    dots = {
        "type": "scatter",
        "mode": "markers+text",
        "x": when,
        "y": [str(row["kind"]) for row in events],
        "customdata": [[code] for code in codes],
        "text": [escape(text) for text in texts],
        "textposition": places,
        "textfont": {"size": 11, "color": style.ink},
        "hovertext": [_hover(row, say) for row in events],
        "hoverinfo": "text",
        "cliponaxis": False,
        "marker": {
            "size": 10,
            "color": [_colour(row.get("tone"), style) for row in events],
            "opacity": marks.opacities(codes, selected),
            "line": {"color": style.surface, "width": 1.5},
        },
    }
    axis = time_axis(when, "day" if span < 90 else "month", lang)
    if events:
        pad = timedelta(days=span * 0.04)
        axis["range"] = [when[0] - pad, when[-1] + pad]
    layout = marks.layout(
        style,
        left,
        8,
        6,
        36,
        xaxis=axis | {"nticks": 8},
        yaxis=marks.name_axis(names, kinds, style),
        shapes=[marks.level(kind, style.line) for kind in kinds],
    )
    return figure([dots], layout)


def _labels(events: list[dict[str, Any]], per_day: float) -> tuple[list[str], list[str]]:
    """What is written beside each dot and on which side, given the pixels of a day."""
    last = max((row["date"] for row in events), default=None)
    texts, sides = [], []
    free: dict[str, float] = {}
    for place, row in enumerate(events):
        later = [other["date"] for other in events[place + 1 :] if other["kind"] == row["kind"]]
        here = (row["date"] - events[0]["date"]).days * per_day
        end = (min([*later, last]) - events[0]["date"]).days * per_day
        label = str(row["label"])
        before = here - free.get(str(row["kind"]), 0.0) - 12
        if not later and text_width(label, 11) > end - here - 14 and before >= LEAST_ROOM:
            text, side = shorten(label, before, 11), "middle left"
        else:
            text, side = (
                (shorten(label, end - here - 14, 11), "middle right")
                if end - here - 14 >= LEAST_ROOM
                else ("", "middle right")
            )
            free[str(row["kind"])] = here + text_width(text, 11) + 14
        texts.append(text)
        sides.append(side)
    return texts, sides


def _hover(row: dict[str, Any], say: Say) -> str:
    day = row["date"].date().isoformat()
    lines = [day, f"<b>{escape(str(row['label']))}</b>", escape(str(row["kind"]))]
    return "<br>".join(lines + ([escape(say(row["value"]))] if row.get("value") is not None else []))


def _colour(tone: Any, style: Style) -> str:
    return str(getattr(style, tone)) if tone in TONES else style.accent
