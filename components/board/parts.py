"""What stands on a board beside its cards: its sentence, chips and notes, the as-of day, blocks, and the lines of the wall."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from dash import html

from components.board.lines import Line, parts_line
from components.board.markup import html_of, unbroken
from components.cards import drawing, lacking
from components.cards.attention import attention_block
from components.cards.case_file import Paper, case_file_block
from components.cards.claimant_desk import claimant_desk
from components.cards.headlines import has_headline, headline
from components.cards.number_origins import number_block
from components.cards.rates import rates_block
from components.cards.records import record_block, sentence
from components.cards.report_board import report_board
from components.cards.sections import SECTIONS
from components.cards.states import as_of_badge, frame_notes, message
from components.due.desk import due_desk, worklist
from components.due.shown import desk
from components.frame.controls import chips
from components.model import paths
from components.model.card import Card
from components.model.context import CardContext
from components.model.page import Page
from components.tasks.in_hand import in_hand
from components.tasks.pages import GIVE, task_href
from components.tasks.tickers import since_yesterday, ticker
from components.tasks.warnings import warning_list
from components.wall.scenes import PAGE as WALL
from components.wall.scenes import SCENES, before_scene, scene_with
from components.words import describe, phrases
from data_access.domain.access import Scope
from data_access.domain.errors import CockpitError, NotAllowed, UnknownName
from data_access.domain.text import Text
from data_access.exports import case_documents
from data_access.lookups.case_files import CaseFile, case_file
from data_access.lookups.claimants import STATUSES, claimants
from data_access.lookups.provenance import provenance
from data_access.lookups.records import NoSuchRecord, record
from data_access.lookups.replays import replay
from data_access.metrics.number_ids import BadNumberId
from data_access.state.claimant_reviews import ClaimantBook, review_words
from data_access.state.tasks import TaskBook
from data_access.store.patience import Patience
from data_access.store.snapshots import Snapshot
from data_access.store.store import Store

_NO_SUCH_LIST = Text(
    "没有名为「{}」的记录表，请从治理或各系统的明细点开。",
    "There is no list of records named “{}”; open one from governance or a system.",
)
Task = Callable[[], Line]
#: How the tasks of parts are named among those of cards.
PART = "part:"
#: Blocks that ask for numbers as cards do.
_OF_NUMBERS = {"attention": attention_block, "rates": rates_block, "report_board": report_board}
#: The blocks that tell of tasks, which differ from reader to reader.
TELLS_TASKS = frozenset({"warnings", "due"})


@dataclass(frozen=True, slots=True, eq=False)
class BoardContext:
    """Who looks at a board: their cards, the snapshot and scope for what is looked up, the tasks, what the address got wrong.

    `listed` is what the address says of what the blocks list, `store` that of the snapshot, in which earlier ones are kept,
    `templates` the office's own folder of templates.
    """

    cards: CardContext
    snapshot: Snapshot
    scope: Scope
    book: TaskBook
    store: Store
    patience: Patience
    problems: tuple[CockpitError, ...] = ()
    listed: Mapping[str, str] = field(default_factory=dict)
    templates: Path = case_documents.SHIPPED


def parts(page: Page, context: BoardContext) -> dict[str, Task]:
    """Return how each part of the frame is told, by name; a part that fails leaves its place empty, and the log has why."""
    draw: dict[str, Callable[[], Any]] = {
        "state": lambda: _state(context),
        "as-of": lambda: _as_of(context),
    }
    if page is WALL:
        draw |= {f"title-{key}": _title(key, context.cards) for key in SCENES}
        draw["since"] = lambda: since_yesterday(_everyone(context.cards))
        draw["ticker"] = lambda: ticker(_everyone(context.cards), in_hand(context.book), date.today())
    elif has_headline(page.path):
        draw["headline"] = lambda: unbroken(headline(page.path, context.cards))
    told = {f"{PART}{name}": _careful(name, one, context) for name, one in draw.items()}
    if page is not WALL:
        told[f"{PART}absent"] = lambda: {"absent": lacking.names(lacking.absent(page, context.cards.labels))}
    return told


def _careful(name: str, draw: Callable[[], Any], context: BoardContext) -> Task:
    def told() -> Line:
        try:
            return parts_line({name: draw()})
        except Exception as error:  # noqa: BLE001  (a page without its sentence is still a page)
            drawing.failure(error, f"the part {name}", context.cards.lang)
            return {"parts": {}}

    return told


def _title(key: str, cards: CardContext) -> Callable[[], list[Any]]:
    scene = SCENES[key]
    return lambda: unbroken(scene.write(before_scene(cards, scene)))


def _everyone(cards: CardContext) -> CardContext:
    """Return the reader as they stand before the first scene, which is of all platforms."""
    return before_scene(cards, next(iter(SCENES.values())))


def _state(context: BoardContext) -> list[Any]:
    """Return the chips of a selection, and what a reader must know of the whole page."""
    cards = context.cards
    lang, page = cards.lang, cards.page
    told = chips(cards.selection, cards.labels, page["fixed"], lang) if page["filters"] else []
    notes = (
        [phrases.IGNORED(lang) + describe.troubles(list(context.problems), lang)] if context.problems else []
    )
    if unmet := provenance(context.snapshot).unreconciled():
        names = phrases.AND(lang).join(title(lang) for title in unmet)
        notes.append(phrases.UNRECONCILED(lang).format(names))
    return [*told, frame_notes(notes)]


def _as_of(context: BoardContext) -> list[Any]:
    held, known = context.cards.labels.dataset, provenance(context.snapshot)
    return as_of_badge(held, known.late(held.today()), context.cards.lang, has_rhythm=bool(known.rhythms))


def unread_parts(words: str) -> Iterator[Line]:
    """Yield what is told of the frame where the store cannot be asked."""
    yield parts_line({"state": frame_notes([words]), "headline": ""})


def blocks(page: Page, context: BoardContext) -> dict[str, Task]:
    """Return how each block is told that the board draws, by name."""
    cards = context.cards

    def section(name: str) -> Any:
        if name in _OWN:
            return _OWN[name](context)
        if name in _OF_NUMBERS:
            return _OF_NUMBERS[name](cards)
        return SECTIONS[name](
            context.snapshot, context.scope, cards.labels, cards.selection, cards.lang, cards.page["fixed"]
        )

    def of(name: str) -> Task:
        def told() -> Line:
            try:
                return {"block": name, "html": html_of(section(name)), "state": "ready"}
            except Exception as error:  # noqa: BLE001  (a reader never sees a traceback; the log has it)
                words = drawing.failure(error, name, cards.lang)
                return {
                    "block": name,
                    "html": html_of(message(words, "bi-exclamation-triangle")),
                    "state": "error",
                }

        return told

    return {f"block:{name}": of(name) for name in page.blocks}


def _record(context: BoardContext) -> list[Any]:
    """Return the page of a record with the way to a task about it, or the sentence that there is none."""
    lang, fixed = context.cards.lang, context.cards.page["fixed"]
    listing, key = fixed["listing"], paths.record_key(fixed["record"])
    try:
        found = record(context.snapshot, listing, key, context.scope, lang)
    except NoSuchRecord as error:
        return [html.P(error.words(lang))]
    except UnknownName:
        return [html.P(_NO_SUCH_LIST(lang).format(listing))]
    address = paths.record(listing, key)
    task = html.A(GIVE(lang), href=task_href(sentence(found, lang), address), className="give")
    if listing != "cases":
        return record_block(found, task, lang)
    file = case_file(context.snapshot, key, context.scope, lang)
    block = case_file_block(file, _papers(file, context), context.cards.labels.dataset.currency, lang)
    return record_block(found, task, lang, block, has_stages=bool(file.visits))


def _papers(file: CaseFile, context: BoardContext) -> list[Paper]:
    """Return the documents of the stages that a case came to."""
    lang = context.cards.lang
    found = []
    for one in case_documents.offered(file.reached):
        refusal = case_documents.refusal(one.key, context.templates)
        href = paths.case_document(file.key, one.key)
        found.append(Paper(one.title(lang), href, one.law(lang), refusal(lang) if refusal else ""))
    return found


def _number(context: BoardContext) -> list[Any]:
    """Return the page of a number as it was seen then, or the sentence why this reader is not given it."""
    lang, text = context.cards.lang, context.cards.page["fixed"]["number"]
    try:
        return number_block(replay(context.store, text, context.scope, context.patience), lang)
    except (BadNumberId, NotAllowed) as error:
        return [html.P(error.words(lang), className="message")]


def _due(context: BoardContext, among: str = "") -> Any:
    """Return what falls due, or what one desk has of it, for who looks at it."""
    listed = {"due": among} if among else context.listed
    shown = desk(context.cards, context.snapshot, context.scope, context.book, listed, date.today(), among)
    draw = worklist if among else due_desk
    return draw(shown, is_of_districts=context.scope.districts is not None)


def _claimants(context: BoardContext) -> Any:
    """Return the register of reverse complainants of one standing, or the sentence that a reader may not see persons."""
    lang, asked = context.cards.lang, context.listed.get("status", "")
    status = asked if asked in STATUSES else STATUSES[0]
    try:
        found = claimants(context.snapshot, status, context.scope, lang)
        book = ClaimantBook(context.book.state, lambda: replace(context.book.reader(), scope=context.scope))
        reviews = book.reviews()
        entered = {person: [review_words(one, lang) for one in done] for person, done in reviews.items()}
        return claimant_desk(found, entered, lang)
    except NotAllowed as error:
        return [html.P(error.words(lang), className="message")]


#: Blocks that need more of who looks at a board than a selection.
_OWN: dict[str, Callable[[BoardContext], Any]] = {
    "warnings": lambda context: warning_list(context.cards, in_hand(context.book)),
    "due": _due, "items_due": lambda context: _due(context, "items"), "record": _record, "claimants": _claimants, "number": _number,
}  # fmt: skip


def scene_of(card: Card, cards: CardContext) -> CardContext:
    """Return the reader as they stand before the scene of a card of the wall; before any other card as they are."""
    scene = scene_with(card)
    return before_scene(cards, scene) if scene else cards
