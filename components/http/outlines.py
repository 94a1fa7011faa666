"""What stands on a page, read from the page itself: whoever adds a page or a card has nothing more to add for exports."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import dash
from dash.development.base_component import Component

from components.model import ids
from components.model.card import Card
from data_access.domain.errors import CockpitError


class NoSuchPage(CockpitError):
    """A path that no page of cards has."""

    def __init__(self, path: str) -> None:
        super().__init__(f"There is no page of cards at {path!r}.")


@dataclass(frozen=True, slots=True)
class Place:
    """A card on a page: the heading under which it stands, and its title."""

    spec: Card
    section: str
    title: str


@dataclass(frozen=True, slots=True)
class Outline:
    """A page: its state as the browser would hold it, and its cards from the top."""

    page: dict[str, Any]
    places: tuple[Place, ...]


def outline(path: str, query: dict[str, str]) -> Outline:
    """Return the cards of the page at a path; `query` has lang and theme, so that no request is needed. Raises NoSuchPage."""
    every = list(_parts(_layout(path, query)))
    state = next((part.data for part in every if getattr(part, "id", None) == ids.PAGE), None)
    places, section = [], ""
    for part in every:
        if part._type == "H2":  # noqa: SLF001  (the kind of a component has no public name)
            section = str(part.children)
        elif index := getattr(part, "data-index", ""):
            heading = next(one for one in _parts(part) if one._type == "H3")  # noqa: SLF001
            spec = replace(Card.of(index), name=getattr(part, "data-name"))
            places.append(Place(spec, section, str(heading.children)))
    if state is None or not places:
        raise NoSuchPage(path)
    return Outline(state, tuple(places))


def _layout(path: str, query: dict[str, str]) -> Component:
    for page in dash.page_registry.values():
        if page["path_template"]:
            pattern = re.sub(r"<(\w+)>", r"(?P<\1>[^/]+)", page["path_template"])
            found = re.fullmatch(pattern, path)
        else:
            found = re.fullmatch(re.escape(page["path"]), path)
        if found:
            layout = page["layout"]
            return layout(**found.groupdict(), **query) if callable(layout) else layout
    raise NoSuchPage(path)


def _parts(part: Any) -> Iterator[Component]:
    """Yield a component and all within it, from the top."""
    if isinstance(part, list | tuple):
        for one in part:
            yield from _parts(one)
    elif isinstance(part, Component):
        yield part
        yield from _parts(getattr(part, "children", None))
