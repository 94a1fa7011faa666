"""Pages and cards as reports: the same answers that the screen shows, in the plain values that files are made from."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from components.cards import drawing
from components.cards.behind_cards import number_question
from components.cards.frames import narrowed
from components.cards.rate_notes import bound
from components.cards.table_columns import GUIDES, VALUE, columns_of
from components.charts import KINDS, ChartResult
from components.http.paper import Differences, paper
from components.model.card import KEY, Card, Narrow
from components.model.context import CardContext
from components.model.earlier import same_card
from components.model.facts import Facts
from components.model.page import NoSuchPage, Page, page_at
from components.words import describe, phrases
from components.words.theme import STYLES
from data_access.domain.access import Scope, reader_name
from data_access.domain.filters import FRAME_KEYS, Selection
from data_access.domain.text import Text
from data_access.exports import SYNTHETIC, Asked, Part, Report, Table, in_words, number
from data_access.exports.reports import made_at
from data_access.metrics.indicators import Indicator
from data_access.metrics.indicators.units import RATIO
from data_access.metrics.labels import labels
from data_access.store.snapshots import Snapshot
from data_access.store.store import Store

#: Called with how many cards are done, and of how many; what it raises ends the work.
Progress = Callable[[int, int], None]
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
class ReportBuilder:
    """Where readers' wishes become reports, over one store."""

    store: Store
    #: Colours of native charts: what matters, then the categories.
    accents: tuple[str, ...] = (STYLES["light"].accent, *STYLES["light"].categories[1:])

    def report(
        self, asked: Asked, scope: Scope, who: str, export: str, progress: Progress | None = None
    ) -> Report:
        """Return a page, or one card of it, as it stands now. Raises NoSuchPage, UnknownName of a card, and StoreMissing without data."""
        with self.store.snapshot() as snapshot:
            return self._report(snapshot, asked, scope, who, export, progress)

    def _report(
        self,
        snapshot: Snapshot,
        asked: Asked,
        scope: Scope,
        who: str,
        export: str,
        progress: Progress | None,
    ) -> Report:
        query = {key: value for key, value in asked.query.items() if key not in FRAME_KEYS}
        page, fixed = page_at(asked.path)
        known = labels(snapshot)
        selection, _ = Selection.from_query(query, known.dataset.horizon, known.known)
        for key, value in fixed.items():
            selection = selection.narrowed(key, value)
        state = {"path": asked.path, "fixed": fixed, "lang": asked.lang, "theme": "light"}
        reader = CardContext(state, known, selection, Facts(snapshot, scope, asked.lang))
        choices = {
            card.name: which for text, which in asked.choices.items() if (card := same_card(text, page.cards))
        }
        parts, wanted = [], _wanted(page, asked)
        for done, place in enumerate(wanted):
            if progress:
                progress(done, len(wanted))
            parts.append(_part(place, reader, choices.get(place.spec.name, 0)))
        return Report(
            id=export, title=_titled(page, reader), path=asked.path, lang=asked.lang, who=reader_name(who, asked.lang), made_at=made_at(),
            selection=_selected(selection, reader), query=selection.during(selection.period).to_query() | {"lang": asked.lang},
            choices=choices, city=known.dataset.title(asked.lang), as_of=known.dataset.horizon.as_of.isoformat(), version=snapshot.version,
            notice=SYNTHETIC(asked.lang) if known.dataset.is_synthetic else "", parts=tuple(parts),
        )  # fmt: skip

    def renamed(self, kept: Report) -> Report:
        """Return a report that was kept, with its cards under the names that they have on its page now."""
        page, _ = page_at(kept.path)
        parts = (
            replace(part, key=card.name) if (card := same_card(part.key, page.cards)) else part
            for part in kept.parts
        )
        return replace(kept, parts=tuple(parts))

    def paper(
        self,
        report: Report,
        origin: str = "",
        assets: str = "",
        beside: Differences | None = None,
        top: str = "",
        nonce: str = "",
    ) -> str:
        """Return a report as a page of HTML that asks nobody for anything; see `paper`."""
        return paper(report, self.store.files, origin, assets, beside, top, nonce)


def _wanted(page: Page, asked: Asked) -> list[Place]:
    """Return where the cards stand that a reader asks for: all of the page, or the one that he names. Raises NoSuchPage."""
    if not page.cards:
        raise NoSuchPage(asked.path)
    meant = None if asked.card is None else page.card(asked.card)
    return [
        Place(card, heading(asked.lang) if heading else "", card.heading(asked.lang))
        for heading, card in page.places()
        if meant in (None, card)
    ]


def _titled(page: Page, reader: CardContext) -> str:
    platform, title = (
        reader.page["fixed"].get("platform"),
        page.named(reader.labels.dataset.city)(reader.lang),
    )
    return f"{title} · {reader.labels.name('platform', platform, reader.lang)}" if platform else title


def _selected(selection: Selection, reader: CardContext) -> str:
    words = in_words(selection, reader.labels, reader.lang)
    against = phrases.VS[selection.compare](reader.lang)
    return f"{words}{Text('；', '; ')(reader.lang)}{against}" if against else words


def _part(place: Place, reader: CardContext, which: int) -> Part:
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
        _plain(before),
        _plain(moved),
        of_change,
        int(now.n),
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
        classes=tuple(classes["words"]), limits=tuple(classes["limits"]), origins=_origins(spec, reader),
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
    marks = tuple(
        place for place, one in enumerate(columns) if one.shape in {"text", "day"} and one.name != "said"
    )
    rows = tuple(tuple(_plain(row[one.name]) for one in columns) for row in frame.to_dict("records"))
    previous = next((place for place, one in enumerate(columns) if one.name == "previous"), None)
    guides = tuple(place for place, one in enumerate(columns) if one.name in GUIDES)
    titles, shapes = zip(*((one.title, one.shape) for one in columns), strict=True)
    return Table(titles, shapes, rows, marks, previous, guides)


def _plain(value: Any) -> str | int | float | None:
    """Return a cell that any file can hold: days as ISO text, whole numbers as such, nothing where there is none."""
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    if value is None or value is pd.NaT or isinstance(value, str):
        return value if isinstance(value, str) else None
    if value != value:  # noqa: PLR0124  (a number that is none)
        return None
    return int(value) if float(value).is_integer() and abs(value) < 2**53 else float(value)
