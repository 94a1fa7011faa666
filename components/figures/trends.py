"""A number over time: one line or several, with comparison, target, band and events."""

from collections.abc import Sequence
from typing import Any

from components.figures import marks
from components.figures.backgrounds import background
from components.figures.ends import Series, end_labels, full_width
from components.figures.events import Event, event_marks, head_room, narrowest
from components.figures.labels import escape
from components.figures.marks import Row, Say
from components.figures.places import halo
from components.figures.plain_values import Figure, figure
from components.figures.scales import NARROWEST, Grain, Lang, ticks_on, time_axis, value_axis
from components.words.theme import FADED, Style, see_through

MOST_SERIES = 6


# Names at line ends leave their lines the larger part of the card; where none stand there is an edge of so many pixels.
_OF_WIDTH, _EDGE = 0.25, 12


def trend(
    rows: Sequence[Row],
    *,
    style: Style,
    say: Say,
    selected: frozenset[str] = frozenset(),
    grain: Grain = "month",
    lang: Lang = "zh",
    events: Sequence[Event] = (),
    width: int = 320,
    height: int = 216,
    target: tuple[float, str] | None = None,
    unfinished: str = "未满期",
    previous: str = "同期",
    hues: Sequence[str] = (),
) -> Figure:
    """Lines over `period` (bucket start) of `value`; optional series, complete, previous, low and high.

    A bucket not complete is joined by a dashed line and drawn hollow, `unfinished` in the word of its row where it has one. Codes and `selected` are ISO dates. `width` in
    pixels decides which events have room for their word, `height` how far apart labels must stand. `hues` are the colours
    of series that have one by nature.
    """
    groups = _series(rows)
    single = len(groups) == 1
    colours = list(hues) or ([style.accent] if single else list(style.categories))
    traces: list[dict[str, Any]] = []
    if single:
        traces += background(groups[0][1], style, say, previous)
    for (name, points), colour in zip(groups, colours, strict=False):
        traces += _line(name, points, colour, style=style, say=say, selected=selected, unfinished=unfinished)
    every = [point for _, points in groups for point in points]
    yaxis, left = value_axis(*_reach(every, target), say)
    room: dict[str, Any] = {"span": yaxis["range"], "plot": height - 56, "most": width * _OF_WIDTH}
    ends, right = end_labels(groups, colours, style, say, unfinished=unfinished, selected=selected, **room)
    if single and selected:  # it has its number itself
        ends, right = [], _EDGE
    shapes, notes = event_marks(
        events, [p["period"] for p in every], style, narrowest(width, height) - left - right, height
    )
    if target:
        shapes.append(marks.level(target[0], style.watch, dash="dot"))
        notes.append(_target_words(target, style, say))
    periods = [p["period"] for p in every]
    wide = width * NARROWEST - left - right
    xaxis = time_axis(periods, grain, lang, most=ticks_on(wide) if single else ticks_on(wide, 5))
    layout = marks.layout(
        style,
        left,
        right,
        head_room(notes, 10),
        36,
        xaxis=full_width(xaxis, periods),
        yaxis=yaxis,
        hovermode="x unified",
        meta={"grain": grain},
        shapes=shapes,
        annotations=notes + ends,
    )
    return figure(traces, layout)


def _reach(points: Sequence[Row], target: tuple[float, str] | None) -> tuple[float, float]:
    """Return the least and the greatest of all that is drawn; from 0 to 1 where nothing is."""
    drawn = [point.get(key) for point in points for key in ("value", "previous", "high")]
    values = [v for v in map(marks.number, drawn) if v is not None] + ([target[0]] if target else [])
    return min(values, default=0.0), max(values, default=1.0)


def _target_words(target: tuple[float, str], style: Style, say: Say) -> dict[str, Any]:
    """Return what stands on the line of a target."""
    place = {
        "xref": "paper",
        "xanchor": "left",
        "yanchor": "bottom",
        "bgcolor": see_through(style.surface, 0.8),
    }
    return marks.note(escape(f"{target[1]} {say(target[0])}"), 0, target[0], style.watch, **place)


def _series(rows: Sequence[Row]) -> list[Series]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in marks.timed(rows):
        found.setdefault(str(row.get("series", "")), []).append(row)
    return [(name, sorted(own, key=lambda row: row["period"])) for name, own in found.items()][:MOST_SERIES]


def _line(
    name: str,
    points: list[dict[str, Any]],
    colour: str,
    *,
    style: Style,
    say: Say,
    selected: frozenset[str],
    unfinished: str,
) -> list[dict[str, Any]]:
    whole = [p for p in points if p.get("complete", True)]
    open_ = [p for p in points if not p.get("complete", True)]
    opacity = FADED if selected else 1.0

    def drawn(some: list[dict[str, Any]], word: str = "", **more: Any) -> dict[str, Any]:
        texts = [
            escape(" ".join(filter(None, (name, say(p["value"]), word and p.get("unfinished", word)))))
            for p in some
        ]
        place = {"x": [p["period"] for p in some], "y": [p["value"] for p in some]}
        base = {
            "type": "scatter",
            "mode": "lines",
            "hoverinfo": "x+text",
            "hovertext": texts,
            "opacity": opacity,
        }
        return base | place | {"customdata": [[p["code"]] for p in some]} | more

    lone = {"color": colour, "size": 6}
    mode = "lines" if len(whole) > 1 else "markers"
    traces = [drawn(whole, mode=mode, line={"color": colour, "width": 2}, marker=lone)]
    if open_:
        dash = {"color": colour, "width": 2, "dash": "dot"}
        hollow = {"color": style.surface, "size": 7, "line": {"color": colour, "width": 2}}
        traces.append(drawn(whole[-1:] + open_, hoverinfo="skip", line=dash))
        traces.append(drawn(open_, unfinished, mode="markers", marker=hollow))
    elif len(whole) > 1:
        traces.append(drawn(whole[-1:], hoverinfo="skip", mode="markers", marker=lone))
    if picked := [p for p in points if p["code"] in selected]:
        dots = drawn(
            picked, hoverinfo="skip", mode="markers", marker={"color": colour, "size": 9}, opacity=1.0
        )
        traces.append(dots if name else dots | _numbers(picked, points, style, say))
    return traces


def _numbers(
    picked: list[dict[str, Any]], points: list[dict[str, Any]], style: Style, say: Say
) -> dict[str, Any]:
    """Return how points say their numbers: above them, those at an edge inside of it."""
    sides = {0: "right", len(points) - 1: "left"}
    return {
        "mode": "markers+text",
        "text": [escape(say(point["value"])) for point in picked],
        "textposition": [f"top {sides.get(points.index(point), 'center')}" for point in picked],
        "textfont": {"color": style.ink, "size": 12, "shadow": halo(style)},
        "cliponaxis": False,
    }
