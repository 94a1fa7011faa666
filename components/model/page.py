"""A page as a value: what stands on it from the top. Its layout, filters, links, files and tests follow from that."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from components.model.card import Card, Narrow
from components.model.earlier import card_of
from data_access.domain.errors import CockpitError, UnknownName
from data_access.domain.filters import FILTERS, PER_KEY
from data_access.domain.systems import SYSTEMS
from data_access.domain.text import Text
from data_access.metrics.indicators import INDICATORS, Indicator
from data_access.metrics.indicators.complaint_rates import RATES


class NoSuchPage(CockpitError):
    """A path that no page of cards has."""

    def __init__(self, path: str) -> None:
        super().__init__(f"There is no page of cards at {path!r}.")


class NameTaken(CockpitError):
    """Two cards of one page have one name."""

    def __init__(self, path: str, name: str) -> None:
        super().__init__(
            f"Two cards of the page {path!r} are named {name!r}; give one of them a name of its own."
        )


#: Blocks that follow a selection and hold no control of Dash.
TOLD_BLOCKS = frozenset(
    {
        "identity",
        "data",
        "credit",
        "credit_rules",
        "objections",
        "entity",
        "record",
        "warnings",
        "due",
        "items_due",
        "attention",
        "rates",
        "report_board",
        "claimants",
        "number",
    }
)


@dataclass(frozen=True, slots=True)
class Strip:
    """Key figures in a row."""

    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """Charts in rows of 12 columns."""

    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Tiles:
    """A tile for each system, by its key, with the figures that tell its state."""

    systems: tuple[tuple[str, tuple[Card, ...]], ...]

    @property
    def cards(self) -> tuple[Card, ...]:
        """Every figure of every tile."""
        return tuple(card for _, cards in self.systems for card in cards)


@dataclass(frozen=True, slots=True)
class Block:
    """What is no card, by the name of who draws it: rows, a platform's identity, links; a tall one keeps more room."""

    name: str
    is_tall: bool = False

    @property
    def is_told(self) -> bool:
        """Whether it stands on the board, told with the cards; others are Dash's, or say the same whatever is chosen."""
        return self.name in TOLD_BLOCKS

    @property
    def is_of_dash(self) -> bool:
        """Whether Dash draws it: grids of rows, and what is filled in."""
        return self.name in {"platforms", "tasks", "audit"} or self.name.startswith("rows-")

    @property
    def cards(self) -> tuple[Card, ...]:
        """None: a block is drawn whole."""
        return ()


Part = Strip | Grid | Tiles | Block


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading; the first section of a page has none."""

    heading: Text | None
    parts: tuple[Part, ...]

    @property
    def cards(self) -> tuple[Card, ...]:
        """Its cards from the top."""
        return tuple(card for part in self.parts for card in part.cards)


def section(heading: Text | None, *parts: Part) -> Section:
    """Return a section of these parts."""
    return Section(heading, parts)


@dataclass(frozen=True, slots=True)
class Page:
    """A page: where it is, what it is called, and its sections from the top.

    A `<platform_id>` in the path says which platform all of it is about; `narrow` are filters that always hold. `system` is
    the key of the supervision system whose heading it has. `lists` are indicators whose filters narrow what its blocks list.
    `offers` are filters that its blocks honour. `beside` are the keys of its address that are no selection, `listed_by` those
    among them by which its blocks choose what they list. A page that has a `link` stands in the navigation, at `order`.
    """

    path: str
    title: Text
    sections: tuple[Section, ...]
    link: Text | None = None
    order: int = 99
    system: str = ""
    narrow: Narrow = ()
    lists: tuple[Indicator, ...] = ()
    offers: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    listed_by: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse two cards of one name; raises NameTaken."""
        seen: set[str] = set()
        for card in self.cards:
            if card.name in seen:
                raise NameTaken(self.path, card.name)
            seen.add(card.name)

    @property
    def cards(self) -> tuple[Card, ...]:
        """Every card from the top."""
        return tuple(card for part in self.sections for card in part.cards)

    @property
    def has_rows(self) -> bool:
        """Whether something stands on it that Dash draws: grids of rows, and what is filled in."""
        return any(
            isinstance(part, Block) and part.is_of_dash for section in self.sections for part in section.parts
        )

    @property
    def blocks(self) -> tuple[str, ...]:
        """The names of its blocks that wait for a selection and are told with its cards."""
        every = (part for one in self.sections for part in one.parts)
        return tuple(part.name for part in every if isinstance(part, Block) and part.is_told)

    def places(self) -> Iterator[tuple[Text | None, Card]]:
        """Yield every card from the top with the heading under which it stands."""
        for part in self.sections:
            for card in part.cards:
                yield part.heading, card

    def card(self, text: str) -> Card:
        """Return the card that a text names: its name, its earlier text or an indicator; raises UnknownName."""
        found = card_of(text, self.cards)
        if found is None:
            raise UnknownName("card", text, (card.name for card in self.cards))
        return found

    def named(self, city: str) -> Text:
        """Return its title as a city (adcode) reads it: a system has a name of its own only in the city whose it is."""
        return SYSTEMS[self.system].title(city) if self.system else self.title

    @property
    def counts(self) -> bool:
        """Whether it shows numbers, which a selection narrows."""
        return bool(self.cards or self.lists or self.offers or "indicator" in self.keys)

    @property
    def keys(self) -> tuple[str, ...]:
        """The names of what its path leaves open, as `platform_id`."""
        return tuple(re.findall(r"<(\w+)>", self.path))

    def at(self, found: dict[str, str]) -> str:
        """Return its path for these values of what the path leaves open."""
        return re.sub(r"<(\w+)>", lambda key: found[key[1]], self.path)

    def fixed(self, found: dict[str, str]) -> dict[str, str]:
        """Return the filters that hold for all of it: those of every reader, and those that the path says."""
        return dict(self.narrow) | {key.removesuffix("_id"): found[key] for key in self.keys}

    def offered(self, fixed: dict[str, str]) -> list[str]:
        """Return the filters that some of its numbers can honour and that the path does not settle, first what counts are told by."""
        listed = INDICATORS.get(fixed.get("indicator", ""))
        shown = (
            *(one for card in self.cards for one in card.indicators),
            *self.lists,
            *([listed] if listed else []),
        )
        honoured = {key for indicator in shown for key in indicator.filters()} | set(self.offers)
        settled = {*fixed, *(_OF_ONE_PLATFORM if "platform" in fixed else ())}
        told_by = [PER_KEY] if any(one.key in RATES for card in self.cards for one in card.indicators) else []
        return [*told_by, *(key for key in FILTERS if key in honoured and key not in settled)]


def system_page(key: str, *sections: Section) -> Page:
    """Return the page of a supervision system."""
    system = SYSTEMS[key]
    return Page(system.path, system.function, sections, system=key, narrow=system.narrow)


#: What a single platform has one of: no filter on its portrait.
_OF_ONE_PLATFORM = ("class", "mode", "grade")

#: What a reader sees at an address that is no page.
NO_PAGE = Page("", Text("没有这个页面", "No such page"), (section(None, Block("no-page")),))
#: Every page by its path, in the order in which they were registered.
PAGES: dict[str, Page] = {}


def page_at(path: str) -> tuple[Page, dict[str, str]]:
    """Return the page at a path of an address and the filters that hold for all of it; raises NoSuchPage."""
    for page in PAGES.values():
        found = re.fullmatch(re.sub(r"<(\w+)>", r"(?P<\1>[^/]+)", re.escape(page.path)), path)
        if found:
            return page, page.fixed(found.groupdict())
    raise NoSuchPage(path)
