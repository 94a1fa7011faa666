"""Days as cells, weeks across and weekdays down: one band for each year."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from components.figures import marks
from components.figures.classes import classes, colour_scale
from components.figures.colour_keys import class_key
from components.figures.labels import escape, widest
from components.figures.marks import Row, Say
from components.figures.plain_values import Figure, figure
from components.words.theme import FADED, Style

#: Rows of a year: seven weekdays and one that stays empty above it, where the months are named.
_BAND = 8


def calendar(
    rows: Sequence[Row],
    *,
    style: Style,
    say: Say,
    weekdays: tuple[str, ...],
    months: tuple[str, ...],
    selected: frozenset[str] = frozenset(),
) -> Figure:
    """A cell for each row of period (a day) and value, filled by class (`classes.classes`); days without a value are grey.

    `weekdays` and `months` name the rows (Monday first) and the columns. Codes and `selected` are ISO dates; days that
    are not selected are faded.
    """
    days = marks.rows(rows)
    for row in days:
        row["day"] = date(row["period"].year, row["period"].month, row["period"].day)
    years = sorted({row["day"].year for row in days})
    known = [row for row in days if row["value"] is not None]
    found = classes([row["value"] for row in known], say)
    ramp, shades = found.ramp(style), [found.of(row["value"]) for row in known]
    blank = [row for row in days if row["value"] is None]
    traces = [
        _cells(blank, [0] * len(blank), [style.no_data], years, say),
        _cells(known, shades, ramp, years, say),
    ]
    if selected:
        lit = [place for place, row in enumerate(known) if row["day"].isoformat() in selected]
        strong = _cells([known[i] for i in lit], [shades[i] for i in lit], ramp, years, say)
        traces = [trace | {"opacity": FADED} for trace in traces] + [strong]
    rows_named = [(place, down) for place in range(len(years)) for down in (-1, 0, 2, 4, 6)]
    ticks = [place * _BAND + down for place, down in rows_named]
    names = [weekdays[down] if down >= 0 else str(years[place]) for place, down in rows_named]
    notes = [_note(word, week, band, style) for week, band, word in _heads(years, months)]
    left = widest([*names, "0000"], 11) + 12
    key, below = class_key(found, style, say, left - 4, has_blank=bool(blank))
    layout = marks.layout(
        style, left, 8, 4, below, annotations=[*notes, *key], meta={"grain": "day", "classes": found.as_meta},
        xaxis={"range": [-0.6, 53.6], "visible": False},
        yaxis={"range": [max(len(years), 1) * _BAND - 1.5, -1.6], "tickvals": ticks, "ticktext": names, "showgrid": False,
               "tickfont": {"color": style.muted, "size": 10}},
    )  # fmt: skip
    return figure(traces, layout)


def week_of(day: date) -> int:
    """The column of a day: weeks begin on Monday, the first of January stands in column 0."""
    first = date(day.year, 1, 1)
    return ((day - first).days + first.weekday()) // 7


def _cells(
    rows: list[dict[str, Any]], shades: list[int], ramp: list[str], years: list[int], say: Say
) -> dict[str, Any]:
    """The days as a grid of weeks and weekdays; what the grid has besides is empty."""
    height, width = max(len(years), 1) * _BAND - 1, 54
    z: list[list[int | None]] = [[None] * width for _ in range(height)]
    codes = [[[""] for _ in range(width)] for _ in range(height)]
    texts = [[""] * width for _ in range(height)]
    for row, shade in zip(rows, shades, strict=True):
        down, across = years.index(row["day"].year) * _BAND + row["day"].weekday(), week_of(row["day"])
        z[down][across], codes[down][across] = shade, [row["day"].isoformat()]
        texts[down][across] = marks.hover({"label": row["day"].isoformat(), "value": row["value"]}, say)
    return {
        "type": "heatmap", "z": z, "x": list(range(width)), "y": list(range(height)), "customdata": codes,
        "hovertext": texts, "hoverinfo": "text", "hoverongaps": False, "xgap": 2, "ygap": 2, "showscale": False,
        "zmin": -0.5, "zmax": len(ramp) - 0.5, "colorscale": colour_scale(ramp),
    }  # fmt: skip


def _heads(years: list[int], months: tuple[str, ...]) -> list[tuple[int, int, str]]:
    """Where the name of each month stands: over the first week that lies in it."""
    return [
        (week_of(date(year, number, 1) + timedelta(days=6)), place * _BAND - 1, word)
        for place, year in enumerate(years)
        for number, word in enumerate(months, start=1)
    ]


def _note(word: str, week: int, band: int, style: Style) -> dict[str, Any]:
    font = {"color": style.muted, "size": 10}
    return marks.note(
        escape(word), week - 0.5, band, style.muted, xanchor="left", yanchor="middle", font=font
    )
