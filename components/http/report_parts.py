"""The cards of a report: what each shows on the screen, in the plain values that files are made from."""

import json
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from components.board.block_parts import block_parts
from components.cards import drawing
from components.cards.behind_cards import number_question
from components.cards.frames import narrowed
from components.cards.rate_notes import bound
from components.cards.table_columns import GUIDES, VALUE, columns_of
from components.charts import KINDS, ChartResult
from components.model.card import KEY, Card, Narrow
from components.model.context import CardContext
from components.model.facts import Facts
from components.words import describe, phrases
from data_access.domain.text import Text
from data_access.exports import Part, Table, number
from data_access.exports.reports import BLOCK
from data_access.metrics.indicators import UNITS, Indicator
from data_access.metrics.indicators.units import RATIO, Unit

_INDICATOR = Text("指标", "Indicator")
_KEY_TITLES = (
    _INDICATOR,
    VALUE,
    phrases.UNIT,
    phrases.EARLIER,
    Text("变化", "Change"),
    Text("变化单位", "Unit of change"),
)
POINTS, MESSAGE = Text("个百分点", "pp"), Text("备注", "Note")


@dataclass(frozen=True, slots=True)
class Place:
    """A card on a page: the heading under which it stands, and its title."""

    spec: Card
    section: str
    title: str


@dataclass(frozen=True, slots=True)
class BlockPlace:
    """A block on a page that files have too: its name, and the heading under which it stands."""

    name: str
    section: str


def block(place: BlockPlace, reader: CardContext, facts: Facts) -> tuple[Part, ...]:
    """Return the parts that a file has of a block; one that cannot be told says so."""
    try:
        return block_parts(place.name, place.section, reader, facts)
    except Exception as error:  # noqa: BLE001  (one block that fails must not take the cards with it)
        words = drawing.failure(error, place.name, reader.lang)
        table = Table((MESSAGE(reader.lang),), ("text",), ((words,),))
        return (Part(place.name, place.section, place.name, BLOCK, table, message=words, span=12),)


def part(place: Place, reader: CardContext, which: int) -> Part:
    """Return a card; one that cannot be drawn says so, as on the screen."""
    place = replace(place, spec=bound(place.spec, reader))
    make = _key if place.spec.is_key else _chart
    try:
        return make(place, reader, which)
    except Exception as error:  # noqa: BLE001  (one card that fails must not take the others with it)
        words = drawing.failure(error, place.spec.name, reader.lang)
        return _empty(place, place.spec, words, reader.lang)


def _origins(spec: Card, reader: CardContext) -> tuple[tuple[str, str], ...]:
    """Return the title of each number of a card with the id that gives it again."""
    asked = [number_question(spec, reader, one) for one in spec.indicators]
    return tuple((one.indicator.title(reader.lang), reader.ask.number_id(one)) for one in asked)


def _key(place: Place, reader: CardContext, _: int) -> Part:
    found, lang = drawing.key_answer(place.spec, reader), reader.lang
    if found.now is None:
        return _empty(place, found.spec, found.words, lang)
    main, now, before = found.spec.main, found.now, found.before
    value = number(now.value, now.n, main)
    few = value is None
    words = phrases.TOO_FEW(lang).format(n=f"{int(now.n):,}") if few else ""
    moved = (
        None if few or reader.selection.compare == "none" else describe.moved_by(now.value, before, main.unit)
    )
    of_change = "" if moved is None else POINTS(lang) if main.unit is RATIO else "%"
    row = (
        place.title,
        value,
        main.unit.title(lang),
        _plain(before, main.unit),
        _plain(moved),
        of_change,
        int(now.n) if main.min_n else None,  # of what is counted, the rows behind it say nothing
        words,
    )
    return Part(
        place.spec.name, place.section, place.title, KEY, Table(*_KEY_HEADS(lang), rows=(row,)),
        said=words or describe.with_unit(now.value, main.unit, lang), notes=found.notes, means=_means((main,), lang, found.spec.narrow),
        change="" if moved is None else describe.change(now.value, before, main.unit, lang), native="key",
        origins=_origins(found.spec, reader),
    )  # fmt: skip


def _KEY_HEADS(lang: str) -> tuple[tuple[str, ...], tuple[str, ...]]:  # noqa: N802  (a constant in two languages)
    titles = (*(title(lang) for title in _KEY_TITLES), "n", MESSAGE(lang))
    return titles, ("text", "mixed", "unit", "mixed", "change", "text", "n", "text")


def _chart(place: Place, reader: CardContext, which: int) -> Part:
    found, lang = drawing.answered(place.spec, reader, which), reader.lang
    if found.drawn is None:
        return _empty(place, found.spec, found.words, lang)
    spec, drawn, kind = found.spec, found.drawn, KINDS[found.spec.chart]
    title = place.title
    if kind.is_switched and len(place.spec.indicators) > 1 and spec.main.title(lang) != title:
        title = f"{title} · {spec.main.title(lang)}"
    caption = reader.ask.area_map(reader.labels.dataset.city).caption(lang) if _has_map(drawn) else ""
    classes = drawn.figure["layout"].get("meta", {}).get("classes", {"words": [], "limits": []})
    return Part(
        place.spec.name, place.section, title, spec.chart, _table(spec, drawn, lang), meta=drawn.meta, said=drawn.alt,
        notes=found.notes, means=_means(spec.indicators, lang, spec.narrow), figure=json.dumps(drawn.figure, ensure_ascii=False, allow_nan=False), span=spec.span,
        height=spec.height, caption=caption, figure_note=found.truncation_note, native=kind.native,
        classes=tuple(classes["words"]), limits=tuple(map(spec.main.unit.counted, classes["limits"])), origins=_origins(spec, reader),
    )  # fmt: skip


def _has_map(drawn: ChartResult) -> bool:
    return any(trace["type"] == "choropleth" for trace in drawn.figure["data"])


def _empty(place: Place, spec: Card, words: str, lang: str) -> Part:
    heads = _KEY_HEADS(lang)
    rows: tuple[Any, ...] = ((place.title, None, spec.main.unit.title(lang), None, None, "", None, words),)
    table = Table(*heads, rows=rows) if spec.is_key else Table((MESSAGE(lang),), ("text",), ((words,),))
    return Part(place.spec.name, place.section, place.title, spec.chart, table, message=words,
                means=_means(spec.indicators, lang, spec.narrow), span=spec.span, height=spec.height,
                native=KINDS[spec.chart].native)  # fmt: skip


def _means(
    indicators: tuple[Indicator, ...], lang: str, narrow: Narrow
) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    only = [(phrases.ONLY(lang), narrowed(key, value)(lang)) for key, value in narrow]
    return tuple((one.title(lang), (*only, *_meaning(one, lang))) for one in indicators)


def _meaning(one: Indicator, lang: str) -> list[tuple[str, str]]:
    basis = [(phrases.BASIS, one.basis(lang))] if one.basis else []
    pairs = [
        (_INDICATOR, f"{one.title(lang)} ({one.key})"), (phrases.DEFINITION, one.definition(lang)),
        (phrases.FORMULA, one.formula(lang)), *basis, (phrases.UNIT, one.unit.title(lang)),
        (phrases.SOURCE, one.source.title(lang)), (phrases.VERSION, str(one.version)),
    ]  # fmt: skip
    return [(name(lang), words) for name, words in pairs]


def _table(spec: Card, drawn: ChartResult, lang: str) -> Table:
    """Return the numbers of a chart, whole, as the screen tells them in its table."""
    frame, columns = columns_of(spec, drawn, lang)
    marks = tuple(place for place, one in enumerate(columns) if one.shape in {"text", "day"})
    units = [UNITS.get(one.shape) for one in columns]
    named = [(one.name, unit) for one, unit in zip(columns, units, strict=True)]
    rows = tuple(tuple(_plain(row[name], unit) for name, unit in named) for row in frame.to_dict("records"))
    previous = next((place for place, one in enumerate(columns) if one.name == "previous"), None)
    guides = tuple(place for place, one in enumerate(columns) if one.name in GUIDES)
    titles, shapes = zip(*((one.title, one.shape) for one in columns), strict=True)
    return Table(titles, shapes, rows, marks, previous, guides)


def _plain(value: Any, unit: Unit | None = None) -> str | int | float | None:
    """Return a cell that any file can hold: a number in its unit, days as ISO text, whole numbers as such, nothing where there is none."""
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    if value is None or value is pd.NaT or isinstance(value, str):
        return value if isinstance(value, str) else None
    if value != value:  # noqa: PLR0124  (a number that is none)
        return None
    told = unit.counted(value) if unit else value
    return int(told) if float(told).is_integer() and abs(told) < 2**53 else float(told)
