"""A page's board: everything that stands on it for one reader and one selection, told in the order in which it is looked at."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from math import inf
from pathlib import Path
from typing import Any, Self

from components.board.lines import END, Choice, Line, card_line, said_line
from components.board.parts import PART, TELLS_TASKS, BoardContext, blocks, parts, scene_of, unread_parts
from components.cards import drawing
from components.model.card import Card
from components.model.context import CardContext
from components.model.facts import Facts
from components.model.page import Page, page_at
from components.model.rounds import in_rounds
from components.wall.scenes import PAGE as WALL
from data_access.domain.access import Scope
from data_access.domain.errors import BadValue, CockpitError
from data_access.domain.filters import Selection
from data_access.domain.text import LANGS
from data_access.exports import case_documents
from data_access.metrics.labels import labels
from data_access.state.tasks import TaskBook
from data_access.store.patience import IsGone, Patience
from data_access.store.snapshots import Snapshot
from data_access.store.store import Store

#: More cards than any page has: a request that names more is no reader's.
_MOST_NAMES = 200
#: Keys of a board's address that are not the selection's.
_OWN_KEYS = frozenset({"lang", "theme", "first", "only", "which", "table"})

Task = Callable[[], Line]


@dataclass(frozen=True, slots=True)
class BoardQuery:
    """What a browser asks: the page, what is chosen there, how it is looked at, and which cards are on the screen.

    `first` are told before the others, `only` are told alone.
    """

    path: str
    selection: tuple[tuple[str, str], ...]
    lang: str = "zh"
    theme: str = "light"
    first: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    choices: tuple[tuple[str, Choice], ...] = field(default=())

    @classmethod
    def of(cls, path: str, asked: Mapping[str, str]) -> Self:
        """Read the keys of an address; raises BadValue for one that says something else than it should."""
        tables = frozenset(_names(asked, "table"))
        which = dict(_turned(text) for text in _names(asked, "which"))
        return cls(
            path,
            tuple(sorted((key, value) for key, value in asked.items() if key not in _OWN_KEYS)),
            _one_of("lang", asked.get("lang", "zh"), LANGS),
            _one_of("theme", asked.get("theme", "light"), ("light", "dark")),
            _names(asked, "first"),
            _names(asked, "only"),
            tuple((name, Choice(which.get(name, 0), name in tables)) for name in sorted({*which, *tables})),
        )

    @property
    def identity(self) -> tuple[Any, ...]:
        """What is told, whatever the order: two readers who see other parts of a page are told the same."""
        return self.path, self.selection, self.lang, self.theme, self.only, self.choices


def _names(asked: Mapping[str, str], key: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(filter(None, asked.get(key, "").split(","))))
    if len(names) > _MOST_NAMES:
        raise BadValue(key, f"{len(names)} names", f"at most {_MOST_NAMES}")
    return names


def _turned(text: str) -> tuple[str, int]:
    """Return the card and the index on its switch of `name:1`."""
    name, _, index = text.rpartition(":")
    if not name or not (index.isascii() and index.isdecimal()) or len(index) > 2:
        raise BadValue("which", text[:80], "a card and an index on its switch, as gmv-district-map:1")
    return name, int(index)


def _one_of(key: str, value: str, known: tuple[str, ...]) -> str:
    if value not in known:
        raise BadValue(key, value[:80], " or ".join(known))
    return value


@dataclass(frozen=True, slots=True)
class Boards:
    """The boards of all pages over one store; `seconds` are what one has for all its questions, `templates` is the office's own folder."""

    store: Store
    book: TaskBook
    seconds: float = inf
    templates: Path = case_documents.SHIPPED

    def settled(self) -> Self:
        """Return the boards as the present reader sees them: a board is told when his request is over."""
        return replace(self, book=self.book.settled())

    def stamp(self, asked: BoardQuery) -> tuple[str, str] | None:
        """Return what differs whenever a board would say something else of what is not in the data: tasks, and whose they are.

        It is the same for all readers who see all tasks, and for all boards that say nothing of them; that of a record
        differs with the templates of its documents. None where nothing tells: of tasks that cannot be read, and of a number,
        which is given again from another version of the data as long as that is kept.
        """
        page, _ = page_at(asked.path)
        if "number" in page.blocks:
            return None
        if "record" in page.blocks:
            return "", case_documents.stamp(self.templates)
        if page is not WALL and not TELLS_TASKS.intersection(page.blocks):
            return "", ""
        reader, done = self.book.reader(), self.book.stamp()
        if done is None:
            return None
        return done, "" if self.book.sees_all() else repr((reader.name, reader.office))

    def lines(self, asked: BoardQuery, scope: Scope, is_gone: IsGone = lambda: False) -> Iterator[Line]:
        """Yield the lines of a board, the last of which says that it is whole; raises NoSuchPage and UnknownName at once."""
        page, fixed = page_at(asked.path)
        for name in asked.only:
            if not name.startswith(PART):
                page.card(name)
        return self._told(page, fixed, asked, scope, is_gone)

    def _told(
        self, page: Page, fixed: dict[str, str], asked: BoardQuery, scope: Scope, is_gone: IsGone
    ) -> Iterator[Line]:
        state = {"path": asked.path, "fixed": fixed, "lang": asked.lang, "theme": asked.theme,
                 "filters": page.offered(fixed)}  # fmt: skip
        try:
            patience = Patience(self.seconds, is_gone)
            with self.store.snapshot(patience) as snapshot:
                tasks = _tasks(page, asked, self._seen(snapshot, patience, state, page, asked, scope))
                for line in _in_turn(tasks, asked.first, Facts(snapshot, scope, asked.lang)):
                    if is_gone():
                        return
                    yield line
                yield END | {"version": snapshot.version}
        except CockpitError as error:
            yield from _unread(page, asked, error)
            yield END

    def _seen(
        self,
        snapshot: Snapshot,
        patience: Patience,
        state: dict[str, Any],
        page: Page,
        asked: BoardQuery,
        scope: Scope,
    ) -> BoardContext:
        known = labels(snapshot)
        told = dict(asked.selection)
        listed = {key: told.pop(key) for key in page.listed_by if key in told}
        selection, problems = Selection.from_query(told, known.dataset.horizon, known.known)
        for key, value in state["fixed"].items():  # what the path says holds even where nobody knows it
            selection = selection.narrowed(key, value)
        cards = CardContext(state, known, selection, Facts(snapshot, scope, asked.lang))
        return BoardContext(
            cards, snapshot, scope, self.book, self.store, patience, tuple(problems), listed, self.templates
        )


def _tasks(page: Page, asked: BoardQuery, context: BoardContext) -> dict[str, Task]:
    """Return how each line is made, by the name of what it tells: what stands around the cards, key figures, charts, blocks."""
    choices = dict(asked.choices)

    def of(card: Card) -> Task:
        return lambda: card_line(card, scene_of(card, context.cards), choices.get(card.name, Choice()))

    around = parts(page, context)
    if asked.only:
        return {name: around[name] if name in around else of(page.card(name)) for name in asked.only}
    keys = {card.name: of(card) for card in page.cards if card.is_key}
    charts = {card.name: of(card) for card in page.cards if not card.is_key}
    return {**around, **keys, **charts, **blocks(page, context)}


def _in_turn(tasks: Mapping[str, Task], first: tuple[str, ...], facts: Facts) -> Iterator[Line]:
    """Yield the lines of tasks: those that are named first and what stands around all of them, then the others."""
    ahead = {*first, *(name for name in tasks if name.startswith(PART))} if first else set(tasks)

    for names in ([n for n in tasks if n in ahead], [n for n in tasks if n not in ahead]):
        yield from in_rounds([tasks[name] for name in names], facts.answers)


def _unread(page: Page, asked: BoardQuery, error: CockpitError) -> Iterator[Line]:
    """Yield what is said on a page whose store cannot be asked."""
    words, mood = drawing.without_store(error, asked.lang)
    yield from unread_parts(words)
    named = [name for name in asked.only if not name.startswith(PART)]
    cards = map(page.card, named) if asked.only else page.cards
    for card in cards:
        yield said_line(card, words, mood)
    for name in page.blocks:
        yield {"block": name, "html": "", "state": mood}
