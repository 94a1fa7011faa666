"""A page or a card as it stood for one reader at one moment: plain values that every kind of file is made from.

Whoever draws fills these in; the writers know neither charts nor queries, so what they write is what was on the screen.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any, Literal, Self

from data_access.domain.errors import CockpitError
from data_access.domain.text import Text

#: The form in which reports are kept; whoever changes it raises the number and reads the earlier forms. The first had no number.
FORMAT = 5
_CLASSES = Text("色阶由低到高：{}", "Colours from low to high: {}")
DATA, MEANING = Text("数据", "Data"), Text("口径", "Definitions")
NUMBER_IDS = Text("取数编号", "Ids of the numbers")
#: What `chart` says of a part that is no card: a block of its page that holds facts or numbers, under its own name.
BLOCK = "block"
Cell = str | int | float | None
#: How a column is written: `text`, a `day`, a number of a unit (its key), the count `n`; `mixed` numbers have their `unit`
#: beside them and may be `told` in words, a `change` is per cent or percentage points, as the column after it says.
Shape = str
#: What Office makes of a card: a key figure, a chart that it draws itself, a table of two dimensions crossed, or a table as it is.
Native = Literal["key", "line", "column", "bar", "grid", "table"]
#: Columns of words, and those that hold no value of their own.
WORDS = frozenset({"text", "day", "unit", "told"})
_BESIDE = WORDS | {"n", "change"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader wants as a file: a page at a selection, with the choices made on its switches, or one card of it."""

    path: str
    query: Mapping[str, str]
    lang: Literal["zh", "en"] = "zh"
    choices: Mapping[str, int] = field(default_factory=dict)
    card: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Titles, how each column is written, and rows.

    `marks` are the places of the columns that name a row, `previous` that of the column of the comparison, `guides` those of
    lines that numbers are held against: the mean and the limits of a control chart, the same in every row.
    """

    titles: tuple[str, ...]
    shapes: tuple[Shape, ...]
    rows: tuple[tuple[Cell, ...], ...]
    marks: tuple[int, ...] = (0,)
    previous: int | None = None
    guides: tuple[int, ...] = ()

    def numbers(self) -> list[int]:
        """Return the places of the columns that hold values, without guides, the counts behind them and what follows from both."""
        return [
            place
            for place, shape in enumerate(self.shapes)
            if shape not in _BESIDE and place not in self.guides
        ]

    def for_readers(self) -> Self:
        """Return what is read and not computed with: numbers of several units in words alone, and no column without a cell."""
        is_told = "told" in self.shapes
        kept = [
            place
            for place, shape in enumerate(self.shapes)
            if not (is_told and shape in {"mixed", "unit"})
            and any(row[place] is not None for row in self.rows)
        ]
        return replace(
            self,
            titles=tuple(self.titles[place] for place in kept),
            shapes=tuple(self.shapes[place] for place in kept),
            rows=tuple(tuple(row[place] for place in kept) for row in self.rows),
            marks=tuple(kept.index(place) for place in self.marks if place in kept),
            previous=kept.index(self.previous) if self.previous in kept else None,
            guides=tuple(kept.index(place) for place in self.guides if place in kept),
        )


@dataclass(frozen=True, slots=True)
class Part:
    """One card: `key` is the name of its card, `figure` plotly JSON, `message` says why it has no numbers, `native` what Office makes of it.

    `notes` are true of the numbers, `figure_note` of the figure alone (which members it has room for); `change` is that of a key
    figure in words. `means` holds, for each indicator, its title and pairs of a name and words. `classes` are those that colours
    stand for from the lowest, in words, and `limits` the values at which each but the first begins. `origins` are the titles of its numbers, each with the
    id that gives it again.
    """

    key: str
    section: str
    title: str
    chart: str
    table: Table
    meta: str = ""
    said: str = ""
    notes: tuple[str, ...] = ()
    means: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    figure: str = ""
    message: str = ""
    span: int = 4
    height: int = 300
    caption: str = ""
    figure_note: str = ""
    native: Native = "table"
    change: str = ""
    classes: tuple[str, ...] = ()
    limits: tuple[float, ...] = ()
    origins: tuple[tuple[str, str], ...] = ()

    def class_key(self, lang: str) -> str:
        """Return what its colours stand for, from light to dark; nothing where colours stand for no size."""
        return _CLASSES(lang).format(" · ".join(self.classes)) if self.classes else ""


@dataclass(frozen=True, slots=True)
class Report:
    """Parts with what makes them true elsewhere: selection, as-of, data version, notice, who made it when, and its id.

    `query` and `choices` ask the same again: days are written out, so that "this year" stays the year that was meant.
    """

    id: str
    title: str
    path: str
    lang: Literal["zh", "en"]
    who: str
    made_at: str
    selection: str
    query: Mapping[str, str]
    choices: Mapping[str, int]
    city: str
    as_of: str
    version: str
    notice: str
    parts: tuple[Part, ...]

    @property
    def watermark(self) -> str:
        """The words that stand across everything that is handed on: who, when, and under which id."""
        return f"{self.who} · {self.made_at} · {self.id}"

    @property
    def rows(self) -> int:
        """How many rows of numbers it carries."""
        return sum(len(part.table.rows) for part in self.parts)

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What a reader of a file must know of it as a whole."""
        pairs = [
            (Text("页面", "Page"), self.title),
            (Text("选择", "Selection"), self.selection),
            (Text("城市", "City"), self.city),
            (Text("数据截至", "Data as of"), self.as_of),
            (Text("数据版本", "Data version"), self.version),
            (Text("导出编号", "Export"), self.id),
            (Text("导出人", "Exported by"), self.who),
            (Text("导出时间", "Exported at"), self.made_at),
            *([(Text("声明", "Notice"), self.notice)] if self.notice else []),
        ]
        return [(name(self.lang), words) for name, words in pairs]

    def as_json(self) -> dict[str, Any]:
        """Return the whole as plain JSON values."""
        return {"format": FORMAT, **asdict(self)}

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> Self:
        """Return the report that was kept; raises CockpitError where a later form is not ours to read."""
        given = dict(kept)
        if (found := given.pop("format", 1)) > FORMAT:
            raise CockpitError(
                f"This page was kept by a later cockpit (form {found}; this one reads up to {FORMAT}). "
                "Open it there, or bring this cockpit to date."
            )
        return cls(**{**given, "parts": tuple(map(_part, given["parts"]))})


def _part(kept: Mapping[str, Any]) -> Part:
    table = kept["table"]
    earlier = (
        "key" if kept["chart"] == "key" else "table"
    )  # pages that were kept before Office's part was said
    named = {"figure_note" if name == "room" else name: told for name, told in kept.items()}  # until form 3
    return Part(
        **{
            "native": earlier,
            **named,
            "table": Table(
                tuple(table["titles"]),
                tuple(table["shapes"]),
                tuple(map(tuple, table["rows"])),
                tuple(table["marks"]),
                table.get("previous"),
                tuple(table.get("guides", ())),
            ),
            "notes": tuple(kept["notes"]),
            "classes": tuple(kept.get("classes", ())),
            "limits": tuple(kept.get("limits", ())),
            "origins": tuple(map(tuple, kept.get("origins", ()))),  # until form 4
            "means": tuple((title, tuple(map(tuple, pairs))) for title, pairs in kept["means"]),
        }
    )


def number_ids(report: Report) -> list[tuple[str, str]]:
    """Return each number of a report, by its card and its name, with the id that gives it again."""
    return [
        (part.title if part.title.endswith(title) else f"{part.title} · {title}", number_id)
        for part in report.parts
        for title, number_id in part.origins
    ]


def meanings(report: Report) -> Iterator[tuple[str, ...]]:
    """Yield the lines of the 口径 sheet: what the file is, each indicator once, and how each number is given again."""
    yield from report.facts
    seen: set[str] = set()
    for part in report.parts:
        for title, pairs in part.means:
            if title not in seen:
                seen.add(title)
                yield ("", "")
                yield from pairs
    for part in report.parts:
        if told := list(filter(None, (*part.notes, part.class_key(report.lang)))):
            yield ("", "")
            yield (part.title, "；".join(told) if report.lang == "zh" else "; ".join(told))
    if ids := number_ids(report):
        yield ("", "")
        yield (NUMBER_IDS(report.lang), "")
        yield from ids


def cell_in_words(cell: Cell, shape: Shape) -> str:
    """Return a cell as tables on paper and slides have it; a dash where there is nothing."""
    if cell is None or isinstance(cell, str):
        return cell or "—"
    if shape == "ratio":
        return f"{cell:.1%}"
    return (
        f"{cell:,}" if isinstance(cell, int) else f"{cell:,.1f}" if not 0 < abs(cell) < 1 else f"{cell:.3f}"
    )


def mark_width(words: str) -> int:
    """Return how many pixels a watermark of 13 pixels takes with the gap to the next; Chinese letters are wider than Latin."""
    return 60 + sum(14 if ord(sign) > 255 else 8 for sign in words)


def made_at(now: datetime | None = None) -> str:
    """Return the moment as files state it."""
    return (now or datetime.now()).strftime("%Y-%m-%d %H:%M:%S")
