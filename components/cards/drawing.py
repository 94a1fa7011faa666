"""What a card shows for one reader at one selection: the answer of a chart or a key figure, in every state."""

import logging
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from dash import html
from dash.development.base_component import Component

from components.cards.behind_cards import origin_links, row_links, rows_href
from components.cards.crumbs import path
from components.cards.grains import coarser
from components.cards.key_figures import key_figure
from components.cards.nothing import not_recorded, nothing
from components.cards.rate_notes import bound, rate_notes, refused
from components.cards.states import foot, message, table
from components.charts import KINDS, ChartResult
from components.charts.base import overridden_notes, trusted
from components.model import paths
from components.model.card import Card
from components.model.context import CardContext
from components.words import ages, describe, phrases
from components.words.unnarrowed import not_narrowed
from data_access.domain.errors import Abandoned, CockpitError, QueryTooSlow, StoreEmpty, StoreMissing
from data_access.domain.periods import bucket
from data_access.metrics.coverage import unrecorded
from data_access.metrics.indicators import INDICATORS, Indicator
from data_access.metrics.maturity import compared, immature_from, parted, seen_at
from data_access.metrics.pooling import Number
from data_access.metrics.query import Question, whole

log = logging.getLogger(__name__)


class ChartAnswer(NamedTuple):
    """The parts of a chart card: its figure, or what stands in its place, and what stands around it."""

    figure: dict[str, Any] | None
    aside: Any
    meta: str
    foot: list[Component]
    state: str
    view: str
    alt: str
    path: Any = ()


def sentence_answer(words: str, icon: str, state: str) -> ChartAnswer:
    """Return a chart card that says a sentence instead of a picture."""
    return ChartAnswer(None, message(words, icon), "", [], state, "message", words)


@dataclass(frozen=True, slots=True, eq=False)
class CardResult:
    """A card with the indicators that it shows, what it draws, and what a reader must know or why there is nothing.

    `truncation_note` is true of the picture alone, `notes` of its numbers wherever they stand.
    """

    spec: Card
    drawn: ChartResult | None
    notes: tuple[str, ...] = ()
    words: str = ""
    icon: str = ""
    truncation_note: str = ""


def answered(spec: Card, reader: CardContext, which: int) -> CardResult:
    """Return what a chart card holds for this reader, for the screen and for files alike; may raise anything."""
    spec, words = _answerable(spec, which, reader)
    if words:
        return CardResult(spec, None, words=words, icon="bi-database-slash")
    kind = KINDS[spec.chart]
    look = kind.looked(spec, reader)
    drawn = kind.draw(spec, look, reader.ask)
    if drawn is None:
        return CardResult(spec, None, words=nothing(spec, reader), icon="bi-inbox")
    asked = tuple(INDICATORS[key] for key in kind.asks_for) or spec.indicators
    by = () if reader.page["path"] == paths.WALL else spec.by  # from afar the faded marks say it
    told = coarser(spec.indicators, look.selection.grain) if kind.has_grain else ""
    kept = [phrases.KEPT_BY(reader.lang).format(phrases.GRAINS[told](reader.lang).lower())] if told else []
    notes = (*drawn.notes, *overridden_notes(asked, look, reader.ask), *kept, *_notes(asked, reader, by))
    return CardResult(spec, drawn, notes, truncation_note=drawn.truncation_note)


def chart(spec: Card, reader: CardContext, which: int = 0, *, is_table: bool = False) -> ChartAnswer:
    """Return a chart card as it stands, whatever happens: a reader never sees a traceback, the log has it."""
    lang = reader.lang
    try:
        found = answered(spec, reader, which)
    except Exception as error:  # noqa: BLE001  (one card that fails must not take the others with it)
        return sentence_answer(failure(error, spec.name, lang), "bi-exclamation-triangle", "error")
    drawn = found.drawn
    way = path(reader.selection, reader.labels, lang) if KINDS[spec.chart].is_drilled else ()
    if drawn is None:
        return sentence_answer(found.words, found.icon, "empty")._replace(path=way)
    notes = [*([found.truncation_note] if found.truncation_note and not is_table else []), *found.notes]
    feet = foot(found.spec.main, reader.labels.dataset, notes, lang, origin_links(found.spec, reader))
    if is_table:
        shown = table(found.spec, drawn, lang, row_links(found.spec, reader))
        return ChartAnswer(None, shown, drawn.meta, feet, "ready", "table", drawn.alt, way)
    return ChartAnswer(drawn.figure, [], drawn.meta, feet, "ready", "chart", drawn.alt, way)


@dataclass(frozen=True, slots=True, eq=False)
class KeyAnswer:
    """A key figure: the answer, the value to compare with, and what a reader must know or why there is nothing."""

    spec: Card
    now: Number | None
    before: float | None = None
    notes: tuple[str, ...] = ()
    words: str = ""


def key_answer(spec: Card, reader: CardContext, ahead: Sequence[Question] = ()) -> KeyAnswer:
    """Return what a key figure holds for this reader, for the screen and for files alike; may raise anything.

    `ahead` is what is asked of the same card afterwards.
    """
    spec, words = _answerable(spec, 0, reader)
    if words:
        return KeyAnswer(spec, None, words=words)
    look, horizon = reader.look(spec), reader.labels.dataset.horizon
    earlier = compared(spec.main, look.selection, reader.labels)
    wanted = [(spec.main, look.selection), *([earlier] if earlier else [])]
    reader.ask.ahead([*(reader.telling(*one) for one in wanted), *ahead])
    now = reader.number(spec.main, look.selection)
    if describe.is_missing(now.value):
        return KeyAnswer(spec, None, words=nothing(spec, reader))
    notes = [*overridden_notes((spec.main,), look, reader.ask), *_notes((spec.main,), reader)]
    notes += [
        phrases.NOT_ALIKE(reader.lang).format(day, words(reader.lang))
        for day, words in parted(spec.main, look.selection, reader.labels)
    ]
    row = reader.number(*earlier) if earlier else None
    if earlier is None or row is None or row.n < spec.main.least_compared:
        return KeyAnswer(spec, now, None, tuple(notes))
    if earlier[0] is not spec.main:
        day = seen_at(look.selection.period, earlier[1].period, horizon.as_of)
        notes.append(ages.EQUAL_AGE(reader.lang).format(day))
    return KeyAnswer(spec, now, float(row.value), tuple(notes))


def key(spec: Card, reader: CardContext) -> tuple[Any, str]:
    """Return the content of a key figure and its state."""
    try:
        spec = bound(spec, reader)
        look, (grain, time) = reader.look(spec), reader.line(spec.main)
        months = Question(spec.main, (grain,), look.selection.during(time))
        found = key_answer(spec, reader, [months])
        if found.now is None:
            return message(found.words, ""), "empty"
        line = trusted(spec.main, reader.ask.rows(*months))
        since = immature_from(spec.main, reader.labels.dataset.horizon.as_of)
        young = sum(since is not None and bucket(row[grain].date(), grain).end >= since for row in line)
        content = key_figure(
            spec.main,
            found.now,
            found.before,
            line,
            look.style,
            reader.lang,
            reader.selection.compare,
            young=young,
            href=rows_href(found.spec, reader, look.selection),
            origin=next((href for _, href in origin_links(found.spec, reader)), ""),
        )
        return [*content, *(html.Small(note, className="note") for note in found.notes)], "ready"
    except Exception as error:  # noqa: BLE001  (as above)
        return message(failure(error, spec.name, reader.lang), ""), "error"


def without_store(error: CockpitError, lang: str) -> tuple[str, str]:
    """Return the sentence and the state of everything on a page whose store cannot be asked."""
    if isinstance(error, StoreEmpty):
        return phrases.EMPTY_STORE(lang), "empty"
    return failure(error, "the store", lang), "error"


def failure(error: Exception, what: str, lang: str) -> str:
    """Return the sentence for the reader and leave the reason, with a number, for the operator."""
    if isinstance(error, Abandoned):  # no failure: nobody waits, and nobody reads this
        return ""
    number = uuid.uuid4().hex[:6]
    log.error("%s failed (%s)", what, number, exc_info=error)
    if isinstance(error, StoreMissing):
        return phrases.NO_STORE(lang)
    return phrases.SLOW(lang) if isinstance(error, QueryTooSlow) else phrases.FAILED(lang).format(number)


def _answerable(spec: Card, which: int, reader: CardContext) -> tuple[Card, str]:
    """Return the card with the indicators that the store can answer, and the sentence to say where it can none."""
    platform = reader.page["fixed"].get("platform")
    if platform and platform not in reader.labels.members("platform"):
        return spec, phrases.NO_SUCH_PLATFORM(reader.lang)
    spec = bound(spec, reader)
    wanted = spec.indicators
    if KINDS[spec.chart].is_switched:  # which shows one at a time
        wanted = (wanted[which % len(wanted)],)
    by = () if KINDS[spec.chart].of_platform else spec.by
    if words := next(
        filter(None, (refused(one, by, reader.look(spec).selection, reader) for one in wanted)), ""
    ):
        return spec, words
    lacking = {one.key: unrecorded(one, by, reader.labels.recorded) for one in wanted}
    answered = tuple(one for one in wanted if lacking[one.key] is None)
    if answered:
        return replace(spec, indicators=answered), ""
    missing = lacking[wanted[0].key] or wanted[0].source.title
    return spec, not_recorded(missing, reader.labels, reader.lang)


def _notes(asked: tuple[Indicator, ...], reader: CardContext, by: tuple[str, ...] = ()) -> list[str]:
    """Return what a reader must know of these indicators: filters that do not narrow them, periods made whole.

    A chart split `by` what a filter chose shows the others beside it, so that filter does not narrow it either.
    """
    lang = reader.lang
    notes = [one.out_of(lang) for one in asked if one.out_of]
    notes += rate_notes(asked, reader)
    shown = [key for key in by if reader.labels.regions.picked(key, reader.selection)]
    fixed = reader.page["fixed"]
    if unused := not_narrowed(asked, reader.selection, reader.labels, lang, fixed=fixed, beside=shown):
        notes.append(unused)
    periods = {whole(one, reader.selection.period) for one in asked} - {reader.selection.period}
    notes += [phrases.WHOLE_MONTHS(lang).format(period.start, period.end) for period in sorted(periods)]
    return notes
