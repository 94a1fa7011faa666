"""One whole, or a few, split into parts: a bar of 100 % for each."""

from collections.abc import Mapping, Sequence
from typing import Any

from components.figures import marks
from components.figures.colour_keys import key
from components.figures.labels import escape, fitted, shorten, widest
from components.figures.marks import Row, Say
from components.figures.plain_values import Figure, figure
from components.words.theme import Style, readable_on

#: Pixels of the name of a part below its bar, on the narrowest card; a longer one takes two lines.
_NAME_ROOM = 150


def shares(
    rows: Sequence[Row],
    *,
    style: Style,
    say: Say,
    say_share: Say,
    selected: frozenset[str] = frozenset(),
    tones: Mapping[str, str] | None = None,
    members: Sequence[str] = (),
) -> Figure:
    """Parts of code, label, value in the given order; optional row_code and row_label make several bars.

    `tones` gives a part its colour by the name of a token of `Style`, as grades and credit colours have one; `members` are all codes
    that there may be, present or not: a part keeps its colour whichever others a reader leaves out.
    One bar lists its parts below itself; several bars share one key on top. With rows, customdata is [row
    code, part code].
    """
    parts = [row for row in marks.rows(rows) if row["value"]]
    several = any("row_code" in row for row in rows)
    totals: dict[str, float] = {}
    for row in parts:
        row["row_code"] = str(row.get("row_code", ""))
        totals[row["row_code"]] = totals.get(row["row_code"], 0.0) + row["value"]
    codes = list(dict.fromkeys(row["code"] for row in parts))
    is_short = len(members) <= len(style.categories)
    fills = _fills([*dict.fromkeys((*(members if is_short else ()), *codes))], tones or {}, style)
    traces = []
    for code in codes:
        own = [row for row in parts if row["code"] == code]
        traces.append(
            _part(
                own,
                fills[code],
                totals,
                several=several,
                style=style,
                say=say,
                say_share=say_share,
                selected=selected,
            )
        )
    lines = list(totals)
    heading = {row["row_code"]: str(row.get("row_label", "")) for row in parts}
    names = [escape(shorten(heading[line], 96)) for line in lines]
    listed = [] if several else _listed(parts, fills, totals, style, say=say, say_share=say_share)
    layout = marks.layout(
        style,
        widest(names) + 14 if several else 4,
        4,
        26 if several else 4,
        4,
        barmode="stack",
        bargap=0.35 if several else 0.0,
        xaxis=marks.bare_axis(0, 1),
        yaxis=marks.name_axis(names, lines, style) | {"domain": [0, 1] if several else [0.8, 1]},
        showlegend=several,
        legend=key(style) | {"traceorder": "normal"},
        uniformtext={"minsize": 11, "mode": "hide"},
        annotations=listed,
    )
    return figure(traces, layout)


def _fills(codes: list[str], tones: Mapping[str, str], style: Style) -> dict[str, str]:
    spare = iter(style.categories)
    return {
        code: getattr(style, tones[code])
        if code in tones
        else style.other
        if code == marks.UNKNOWN
        else next(spare, style.other)
        for code in codes
    }


def _part(
    own: list[dict[str, Any]],
    fill: str,
    totals: dict[str, float],
    *,
    several: bool,
    style: Style,
    say: Say,
    say_share: Say,
    selected: frozenset[str],
) -> dict[str, Any]:
    parts = [row["value"] / totals[row["row_code"]] for row in own]
    codes = [row["code"] for row in own]
    rows = [row["row_code"] for row in own]
    # A row that is selected keeps all of its parts; a part that is selected is kept in all rows.
    lit = [
        1.0 if r in selected else one for r, one in zip(rows, marks.opacities(codes, selected), strict=True)
    ]
    return {
        "type": "bar",
        "orientation": "h",
        "name": escape(str(own[0]["label"])),
        "x": parts,
        "y": rows,
        "customdata": [[r, c] if several else [c] for r, c in zip(rows, codes, strict=True)],
        "text": [escape(say_share(part)) for part in parts],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "textfont": {
            "color": [readable_on(fill, style) if full == 1 else style.ink for full in lit],
            "size": 12,
        },
        "hovertext": [marks.hover(row, say, say_share(part)) for row, part in zip(own, parts, strict=True)],
        "hoverinfo": "text",
        "marker": {"color": fill, "opacity": lit, "line": {"color": style.surface, "width": 1.5}},
    }


def _listed(
    parts: list[dict[str, Any]],
    fills: dict[str, str],
    totals: dict[str, float],
    style: Style,
    *,
    say: Say,
    say_share: Say,
) -> list[dict[str, Any]]:
    """The parts as lines below the bar: colour, name, value, share."""
    notes = []
    pitch = 0.76 / max(len(parts), 4)
    for place, row in enumerate(parts):
        y = 0.76 - (place + 0.5) * pitch
        at: dict[str, Any] = {"xref": "paper", "yref": "paper", "yanchor": "middle"}
        name = f'<span style="color:{fills[row["code"]]}">■</span> {fitted(str(row["label"]), _NAME_ROOM)}'
        share = say_share(row["value"] / totals[row["row_code"]])
        font = {"color": style.ink, "size": 12}
        notes.append(marks.note(name, 0, y, style.ink, xanchor="left", align="left", font=font, **at))
        notes.append(marks.note(escape(say(row["value"])), 0.72, y, style.muted, xanchor="right", **at))
        notes.append(marks.note(f"<b>{escape(share)}</b>", 1, y, style.ink, xanchor="right", font=font, **at))
    return notes
