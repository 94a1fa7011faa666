"""Stages in their order: how many arrive, and what share of the first and of the previous stage."""

from collections.abc import Sequence

from components.figures import marks
from components.figures.headings import two_lines
from components.figures.labels import escape, fitted, widest
from components.figures.marks import Row, Say
from components.figures.plain_values import Figure, figure
from components.words.theme import Style

NAME_ROOM = 96


def funnel(
    rows: Sequence[Row],
    *,
    style: Style,
    say: Say,
    say_share: Say,
    selected: frozenset[str] = frozenset(),
    of_first: str = "占首环节",
    of_previous: str = "占上环节",
) -> Figure:
    """One row for each stage (code, label, value, optional n) as given, its shares in columns beside it."""
    stages = marks.rows(rows)
    codes = [row["code"] for row in stages]
    values = [row["value"] for row in stages]
    first = [_share(value, values[0]) for value in values]
    previous = [_share(value, before) for value, before in zip(values, [None, *values], strict=False)]
    names = [fitted(str(row["label"]), NAME_ROOM) for row in stages]
    value_texts = [escape(say(value)) for value in values]
    bar = {
        "type": "bar",
        "orientation": "h",
        "x": [0 if value is None else value for value in values],
        "y": codes,
        "customdata": [[code] for code in codes],
        "text": value_texts,
        "textposition": "outside",
        "textfont": {"color": [style.muted if value is None else style.ink for value in values]},
        "cliponaxis": False,
        "hovertext": [
            marks.hover(row, say, f"{of_first} {say_share(one)}", f"{of_previous} {say_share(two)}")
            for row, one, two in zip(stages, first, previous, strict=True)
        ],
        "hoverinfo": "text",
        "marker": {"color": style.accent, "opacity": marks.opacities(codes, selected), "cornerradius": 3},
    }
    heads = [two_lines(head) for head in (of_first, of_previous)]
    pitch = widest(heads, 11) + 10
    right = widest(value_texts) + 10
    notes = []
    for heading, shares, edge in ((heads[0], first, right + pitch), (heads[1], previous, right + 2 * pitch)):
        head = {"xref": "paper", "yref": "paper", "xanchor": "right", "yanchor": "bottom", "xshift": edge - 2}
        notes.append(marks.note(heading, 1, 1, style.muted, **head))
        texts = [
            "",
            *(escape(say_share(share)) for share in shares[1:]),
        ]  # the first stage has none before it
        notes += marks.column(texts, [style.ink] * len(texts), edge - 2)
    layout = marks.layout(
        style,
        widest(names) + 14,
        right + 2 * pitch,
        34 if any("<br>" in head for head in heads) else 20,
        4,
        xaxis=marks.bare_axis(0, max((v for v in values if v is not None), default=1.0) or 1.0),
        yaxis=marks.name_axis(names, codes, style),
        bargap=0.3,
        annotations=notes,
    )
    return figure([bar], layout)


def _share(value: float | None, whole: float | None) -> float | None:
    return None if value is None or not whole else value / whole
