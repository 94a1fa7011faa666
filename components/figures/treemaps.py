"""Parts of a whole as areas, when there are too many for bars."""

from collections.abc import Sequence
from typing import Any

from components.figures import marks
from components.figures.classes import classes
from components.figures.colour_keys import class_key
from components.figures.labels import escape, halves, shorten, width
from components.figures.marks import Row, Say
from components.figures.plain_values import Figure, figure
from components.words.theme import CLEAR, Style, faded, readable_on

# Shares of the whole from which a tile on the smallest card has room for value and share, and for the share.
ROOM_FOR_ALL, ROOM_FOR_SHARE = 0.06, 0.025
# A longer name stands on two lines.
NAME_ROOM = 92


def treemap(
    rows: Sequence[Row],
    *,
    style: Style,
    say: Say,
    say_share: Say,
    selected: frozenset[str] = frozenset(),
) -> Figure:
    """A tile for each row of code, label and value above zero; deeper is more; a key says what tiles too small for text stand for."""
    shown = [row for row in marks.by_value(marks.rows(rows)) if (row["value"] or 0) > 0]
    values = [row["value"] for row in shown]
    total = sum(values)
    codes = [row["code"] for row in shown]
    shares = [say_share(value / total) for value in values]
    found = classes([row["value"] for row in marks.apart(shown)[0]], say)
    ramp = found.ramp(style)
    fills = [
        style.other if code == marks.UNKNOWN else ramp[found.of(value)]
        for code, value in zip(codes, values, strict=True)
    ]
    lit = [not selected or code in selected for code in codes]
    tile = {
        "type": "treemap",
        "ids": codes,
        "labels": [escape(str(row["label"])) for row in shown],
        "parents": [""] * len(shown),
        "values": values,
        "customdata": [[code] for code in codes],
        "text": [
            _words(row, row["value"] / total, say, share) for row, share in zip(shown, shares, strict=True)
        ],
        "texttemplate": "%{text}",
        "hovertext": [marks.hover(row, say, share) for row, share in zip(shown, shares, strict=True)],
        "hoverinfo": "text",
        "marker": {
            "colors": [fill if on else faded(fill) for fill, on in zip(fills, lit, strict=True)],
            "line": {"color": style.surface, "width": 2},
            "cornerradius": 3,
            "pad": {"t": 0, "l": 0, "r": 0, "b": 0},
        },
        "insidetextfont": {
            "color": [
                readable_on(fill, style) if on else style.ink for fill, on in zip(fills, lit, strict=True)
            ],
            "size": 12,
        },
        "textposition": "middle center",
        "root": {"color": CLEAR},
        "tiling": {"pad": 0, "squarifyratio": 1.3},
        "pathbar": {"visible": False},
        "sort": False,
    }
    is_told = all(part >= ROOM_FOR_ALL * total for part in values)
    key, below = ([], 0) if is_told else class_key(found, style, say, 0)
    layout = marks.layout(style, 0, 0, 0, below, uniformtext={"minsize": 11, "mode": "hide"}, annotations=key,
                          meta={"classes": found.as_meta})  # fmt: skip
    return figure([tile], layout)


def _words(row: dict[str, Any], part: float, say: Say, share: str) -> str:
    name = str(row["label"])
    lines = halves(name, 11) if width(name, 11) > NAME_ROOM else (name,)
    name = "<br>".join(escape(shorten(line, NAME_ROOM, 11)) for line in lines if line)
    if part >= ROOM_FOR_ALL:
        return f"{name}<br>{escape(say(row['value']))}<br>{escape(share)}"
    return f"{name}<br>{escape(share)}" if part >= ROOM_FOR_SHARE else name
