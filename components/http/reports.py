"""Pages and cards as reports: the same answers that the screen shows, in the plain values that files are made from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from components.board.block_parts import TOLD
from components.http.paper import Differences, paper
from components.http.report_parts import BlockPlace, Place, block, part
from components.model.context import CardContext
from components.model.earlier import same_card
from components.model.facts import Facts
from components.model.page import Block, NoSuchPage, Page, Tiles, page_at
from components.model.rounds import in_rounds
from components.words import phrases
from components.words.theme import STYLES
from data_access.domain.access import Scope, reader_name
from data_access.domain.filters import FRAME_KEYS, Selection
from data_access.domain.systems import SYSTEMS
from data_access.domain.text import Text
from data_access.exports import SYNTHETIC, Asked, Part, Report, in_words
from data_access.exports.reports import made_at
from data_access.metrics.labels import labels
from data_access.store.snapshots import Snapshot
from data_access.store.store import Store

#: Called with how many cards are done, and of how many; what it raises ends the work.
Progress = Callable[[int, int], None]
#: What was drawn of a place on the page, with its number: one part of a card, some of a block.
Drawn = tuple[int, tuple[Part, ...]]


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
        facts = Facts(snapshot, scope, asked.lang)
        reader = CardContext(state, known, selection, facts)
        choices = {
            card.name: which for text, which in asked.choices.items() if (card := same_card(text, page.cards))
        }

        def of(at: int, place: Place | BlockPlace) -> Callable[[], Drawn]:
            if isinstance(place, BlockPlace):
                return lambda: (at, block(place, reader, facts))
            return lambda: (at, (part(place, reader, choices.get(place.spec.name, 0)),))

        wanted = _wanted(page, asked, known.dataset.city)
        parts = _in_order([of(*one) for one in enumerate(wanted)], facts, progress)
        return Report(
            id=export, title=_titled(page, reader), path=asked.path, lang=asked.lang, who=reader_name(who, asked.lang), made_at=made_at(),
            selection=_selected(selection, reader), query=selection.during(selection.period).to_query() | {"lang": asked.lang},
            choices=choices, city=known.dataset.title(asked.lang), as_of=known.dataset.horizon.as_of.isoformat(), version=snapshot.version,
            notice=SYNTHETIC(asked.lang) if known.dataset.is_synthetic else "", parts=parts,
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


def _wanted(page: Page, asked: Asked, city: str) -> list[Place | BlockPlace]:
    """Return where what a reader asks for stands: all of the page, or the one card that he names. Raises NoSuchPage."""
    if not page.cards:
        raise NoSuchPage(asked.path)
    meant = None if asked.card is None else page.card(asked.card)
    found: list[Place | BlockPlace] = []
    for section in page.sections:
        heading = section.heading(asked.lang) if section.heading else ""
        for one in section.parts:
            if isinstance(one, Block) and one.name in TOLD and meant is None:
                found.append(BlockPlace(one.name, heading))
            of_systems = one.systems if isinstance(one, Tiles) else (("", one.cards),)
            for system, cards in of_systems:
                own = f"{SYSTEMS[system].title(city)(asked.lang)} · " if system else ""
                found += [
                    Place(card, heading, own + card.heading(asked.lang))
                    for card in cards
                    if meant in (None, card)
                ]
    return found


def _in_order(
    tasks: Sequence[Callable[[], Drawn]], facts: Facts, progress: Progress | None
) -> tuple[Part, ...]:
    """Return parts by their places; they are drawn together as those of a board are, so that what they ask is planned together."""
    drawn: dict[int, tuple[Part, ...]] = {}

    def tell() -> None:
        if progress:
            progress(len(drawn), len(tasks))

    tell()
    for at, made in in_rounds(tasks, facts.answers):
        drawn[at] = made
        tell()
    return tuple(one for at in range(len(tasks)) for one in drawn[at])


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
