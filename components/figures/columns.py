"""Vertical columns over time, alone, grouped, or diverging from zero with a net line."""

from collections.abc import Sequence
from typing import Any

from components.figures import marks
from components.figures.colour_keys import key
from components.figures.events import Event, event_marks, head_room, narrowest
from components.figures.labels import escape
from components.figures.marks import Row, Say
from components.figures.nets import net_line, stacked
from components.figures.plain_values import Figure, figure
from components.figures.scales import NARROWEST, Grain, Lang, ticks_on, time_axis, value_axis
from components.words.theme import Style


def columns(
    rows: Sequence[Row],
    *,
    style: Style,
    say: Say,
    selected: frozenset[str] = frozenset(),
    grain: Grain = "month",
    lang: Lang = "zh",
    events: Sequence[Event] = (),
    width: int = 320,
    height: int = 270,
    unfinished: str = "未满期",
    net: str | None = None,
) -> Figure:
    """Columns over `period` (bucket start) of `value`; optional `series` and `complete`; codes are ISO dates.

    With series, columns of one bucket stand side by side. With the word `net` they are stacked from zero,
    negative values downwards, and a line shows their sum. Buckets not complete are hatched, and
    `unfinished` in the word of their row where it has one. `width` and `height` in pixels
    decide which events have room for their word.
    """
    points = marks.timed(rows)
    names = list(dict.fromkeys(str(row.get("series", "")) for row in points))
    hues = [style.accent, style.other, *style.categories]
    traces = []
    for name, colour in zip(names, hues, strict=False):
        own = [row for row in points if str(row.get("series", "")) == name]
        traces.append(_columns(name, own, colour, say=say, selected=selected, unfinished=unfinished))
    values = [row["value"] for row in points if row["value"] is not None]
    if net is not None:
        traces.append(net_line(net, points, style, say, selected))
        values += stacked(points)
    yaxis, left = value_axis(min(values, default=0.0), max(values, default=1.0), say)
    periods = [row["period"] for row in points]
    shapes, notes = event_marks(events, periods, style, narrowest(width, height) - left - 8, height)
    keyed = len(names) > 1 or net is not None
    shapes.append(marks.level(0, style.other))
    layout = marks.layout(
        style,
        left,
        8,
        head_room(notes, 8) + (22 if keyed else 0),
        36,
        xaxis=time_axis(periods, grain, lang, most=ticks_on(width * NARROWEST - left - 8)),
        yaxis=yaxis,
        barmode="group" if net is None else "relative",
        bargap=0.22,
        bargroupgap=0.06,
        hovermode="x unified",
        meta={"grain": grain},
        shapes=shapes,
        annotations=notes,
        showlegend=keyed,
        legend=key(style) | {"yref": "container", "yanchor": "top"},
    )
    return figure(traces, layout)


def _columns(
    name: str,
    own: list[dict[str, Any]],
    colour: str,
    *,
    say: Say,
    selected: frozenset[str],
    unfinished: str,
) -> dict[str, Any]:
    codes = [row["code"] for row in own]
    whole = [bool(row.get("complete", True)) for row in own]
    words = ["" if done else row.get("unfinished", unfinished) for row, done in zip(own, whole, strict=True)]
    value_texts = [
        " ".join(filter(None, (name, say(r["value"]), word))) for r, word in zip(own, words, strict=True)
    ]
    hatch = {
        "shape": ["" if done else "/" for done in whole],
        "size": 5,
        "fillmode": "replace",
        "fgcolor": colour,
    }
    return {
        "type": "bar",
        "name": escape(name),
        "x": [row["period"] for row in own],
        "y": [row["value"] for row in own],
        "customdata": [[code] for code in codes],
        "marker": {
            "color": colour,
            "opacity": marks.opacities(codes, selected),
            "pattern": hatch,
            "cornerradius": 2,
        },
        "hovertext": [escape(text) for text in value_texts],
        "hoverinfo": "x+text",
    }
