"""What a page leaves out in a store that records little: instead of a wall of empty cards one sentence, and where there is more."""

from dataclasses import replace

from dash import html
from dash.development.base_component import Component

from components.charts import KINDS
from components.model.card import Card
from components.model.page import PAGES, Grid, Page, Part, Section, Strip, Tiles
from components.words import phrases
from data_access.domain.systems import SYSTEMS, System
from data_access.domain.text import Text
from data_access.metrics.coverage import unrecorded
from data_access.metrics.indicators import INDICATORS
from data_access.metrics.labels import Labels

#: A page that keeps fewer cards than this has its sentence on top.
_FEW = 3
_MOST_NAMED = 12
_NOT_RECORDED = Text(
    "{}没有下列数据，本页不列空卡：{}。", "{} keeps none of the following, and the page shows no empty cards for it: {}."
)  # fmt: skip
_AND_MORE = Text("等 {} 项", " and others, {} in all")
_ELSEWHERE = Text("有数据的页面：", "Pages with data: ")


def is_lacking(card: Card, known: Labels) -> bool:
    """Whether the store records none of what a card shows."""
    by = () if KINDS[card.chart].of_platform else card.by
    return all(unrecorded(one, by, known.recorded) for one in card.indicators)


def absent(page: Page, known: Labels) -> tuple[Card, ...]:
    """Return the cards that a page leaves out: where most of a section is not recorded, what is not, and systems that nobody runs.

    A single card among others says itself that it has nothing, and so does all of a store that records nothing at all.
    """
    if not any(not is_lacking(card, known) for one in PAGES.values() for card in one.cards):
        return ()
    found: list[Card] = []
    for section in page.sections:
        cards = [card for part in section.parts if isinstance(part, Strip | Grid) for card in part.cards]
        lacking = [card for card in cards if is_lacking(card, known)]
        found += lacking if 2 * len(lacking) > len(cards) else []
        tiles = (tile for part in section.parts if isinstance(part, Tiles) for tile in part.systems)
        found += [card for key, shown in tiles if not is_run(SYSTEMS[key], known) for card in shown]
    return tuple(found)


def is_run(system: System, known: Labels) -> bool:
    """Whether a city runs a system: its store records most of what tells the system's state."""
    recorded = [key for key in system.shown if unrecorded(INDICATORS[key], (), known.recorded) is None]
    return 2 * len(recorded) > len(system.shown)


def names(cards: tuple[Card, ...]) -> str:
    """Return the names of cards as the browser compares them."""
    return ",".join(card.name for card in cards)


def without(section: Section, left_out: tuple[Card, ...]) -> Section:
    """Return a section without these cards; what is then empty goes, and its heading where nothing is left."""
    parts: list[Part] = []
    for part in section.parts:
        if isinstance(part, Strip | Grid):
            cards = tuple(card for card in part.cards if card not in left_out)
            parts += [replace(part, cards=cards)] if cards else []
        elif isinstance(part, Tiles):
            tiles = tuple((key, shown) for key, shown in part.systems if not set(shown) <= set(left_out))
            parts += [replace(part, systems=tiles)] if tiles else []
        else:
            parts.append(part)
    return Section(section.heading if parts else None, tuple(parts))


def note(page: Page, left_out: tuple[Card, ...], known: Labels, lang: str) -> Component:
    """Return the sentence that names what is left out, and links to the pages that show what there is."""
    shown = {card.main for card in page.cards if card not in left_out}
    city, of_tile = known.dataset.city, _systems_of(page)
    said_by = (
        SYSTEMS[of_tile[card]].title(city)(lang) if card in of_tile
        else card.heading(lang) if card.main in shown else card.main.title(lang)
        for card in left_out
    )  # fmt: skip
    titles = list(dict.fromkeys(said_by))
    told = Text("、", ", ")(lang).join(titles[:_MOST_NAMED])
    if len(titles) > _MOST_NAMED:
        told += _AND_MORE(lang).format(len(titles))
    place = phrases.THIS_PROVINCE if known.dataset.is_province else phrases.THIS_CITY
    said = [html.P(_NOT_RECORDED(lang).format(place(lang), told))]
    if links := _links(page, known, lang):
        said.append(html.P([_ELSEWHERE(lang), *links], className="elsewhere"))
    return html.Section(
        said, className="card not-recorded", **{"data-section": "not-recorded", "data-state": "ready"}
    )


def _systems_of(page: Page) -> dict[Card, str]:
    """Return of which system each figure of a tile is."""
    parts = (part for section in page.sections for part in section.parts if isinstance(part, Tiles))
    return {card: key for part in parts for key, shown in part.systems for card in shown}


def _links(page: Page, known: Labels, lang: str) -> list[Component]:
    """Return links to the other pages of the navigation that have something to show."""
    others = sorted(
        (one for one in PAGES.values() if one.link and one.path != page.path), key=lambda one: one.order
    )
    return [
        html.A(one.link(lang), href=one.path, **{"data-link": one.path})
        for one in others
        if one.link and _has_much(one, known)
    ]


def _has_much(page: Page, known: Labels) -> bool:
    lists = any(not unrecorded(one, (), known.recorded) for one in page.lists)
    return lists or sum(not is_lacking(card, known) for card in page.cards) >= _FEW


def is_first(page: Page, left_out: tuple[Card, ...]) -> bool:
    """Whether the sentence is what a reader has to see first."""
    return len(page.cards) - len(left_out) < _FEW


__all__ = ["absent", "is_first", "is_lacking", "is_run", "names", "note", "without"]
