"""What every kind of figure has in common: how values are read, said, faded and framed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from components.figures.labels import escape
from components.words.theme import FADED, Style, template

Row = Mapping[str, Any]
"""One row of what a figure shows, by the names of its columns."""

Say = Callable[[float | None], str]
"""Turns a number, or None for "no data", into what the reader sees, unit included."""

OTHER = ""
"""The code of the mark that sums the rest: nothing to click."""

UNKNOWN = "unknown"
"""The code of rows without a member: they have no place among the members, and stand after them in grey."""


def number(value: Any) -> float | None:
    """The value as a float, or None where there is no data."""
    return None if value is None or value != value else float(value)  # noqa: PLR0124  (a number that is none)


def rows(given: Sequence[Row]) -> list[dict[str, Any]]:
    """Copies of the rows, `value` a float or None; those given are not touched."""
    return [{**row, "value": number(row["value"])} if "value" in row else dict(row) for row in given]


def timed(given: Sequence[Row]) -> list[dict[str, Any]]:
    """The same of rows with a `period`, each with its ISO date as `code`."""
    return [row | {"code": f"{row['period']:%Y-%m-%d}"} for row in rows(given)]


def by_value(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows from much to little, then those without data, then what has no member; equal values keep their order."""
    return sorted(
        records,
        key=lambda row: (row.get("code") == UNKNOWN, float("inf") if row["value"] is None else -row["value"]),
    )


def apart(records: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The rows of members, and the row of what has none."""
    nameless = [row for row in records if row["code"] == UNKNOWN]
    return [row for row in records if row["code"] != UNKNOWN], nameless


def tone(code: str, style: Style) -> str:
    """The colour of a mark: grey for the rest and for what has no member."""
    return style.other if code in (OTHER, UNKNOWN) else style.accent


def opacities(codes: Iterable[str], selected: frozenset[str]) -> list[float]:
    """Full for the selected marks and for all when nothing is selected, faded for the others."""
    return [1.0 if not selected or code in selected else FADED for code in codes]


def said(row: Row, say: Say) -> str:
    """The value in words, with the sign that overrides it where there is one."""
    words = say(number(row["value"]))
    return f"{words} · {row['sign']}" if row.get("sign") else words


def hover(row: dict[str, Any], say: Say, *more: str) -> str:
    """The full name, the value in bold, n where there is one, and further lines."""
    n = number(row.get("n"))
    lines = [escape(str(row["label"])), f"<b>{escape(said(row, say))}</b>"]
    if n is not None:
        lines.append(f"n = {n:,.0f}")
    return "<br>".join([*lines, *(escape(line) for line in more if line)])


def layout(style: Style, left: float, right: float, top: float, bottom: float, **more: Any) -> dict[str, Any]:
    """A layout in the given mode with margins in pixels; `meta` says to which grain of time a click narrows."""
    margin = {"l": left, "r": right, "t": top, "b": bottom}
    return {"template": template(style), "margin": margin, **more}


def name_axis(names: list[str], codes: list[str], style: Style) -> dict[str, Any]:
    """A vertical axis of names, first on top, keyed by code so that equal names stay apart."""
    return {
        "type": "category",
        "range": [len(codes) - 0.5, -0.5],
        "tickvals": codes,
        "ticktext": names,
        "tickfont": {"color": style.ink, "size": 12},
        "showgrid": False,
    }


def bare_axis(low: float, high: float) -> dict[str, Any]:
    """A value axis that shows nothing, because every mark is labelled."""
    return {"visible": False, "range": [low, high]}


def note(text: str, x: Any, y: Any, colour: str, **more: Any) -> dict[str, Any]:
    """An annotation without an arrow, small."""
    base = {"text": text, "x": x, "y": y, "showarrow": False, "font": {"color": colour, "size": 11}}
    return base | more


def upright(x: Any, colour: str, **more: Any) -> dict[str, Any]:
    """A thin vertical line over the whole plot."""
    line = {"type": "line", "x0": x, "x1": x, "yref": "paper", "y0": 0, "y1": 1}
    return line | {"line": {"color": colour, "width": 1} | more, "layer": "below"}


def level(y: Any, colour: str, **more: Any) -> dict[str, Any]:
    """A thin horizontal line over the whole plot."""
    line = {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": y, "y1": y}
    return line | {"line": {"color": colour, "width": 1} | more, "layer": "below"}


def column(texts: list[str], colours: list[str], shift: float) -> list[dict[str, Any]]:
    """A column of texts right of the plot, one beside each row, its edge `shift` pixels away.

    Rows are told by their place: plotly takes a code of digits, as districts have, for a place far below.
    """
    return [
        note(
            text,
            1,
            index,
            colour,
            xref="paper",
            xanchor="right",
            xshift=shift,
            font={"color": colour, "size": 12},
        )
        for index, (text, colour) in enumerate(zip(texts, colours, strict=True))
        if text
    ]
