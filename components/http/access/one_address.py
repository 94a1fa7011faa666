"""What belongs to the one address that a screen opens: its page, its board, what Dash draws of it, and nothing beside."""

import json
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import SplitResult, parse_qsl, urlsplit

import flask

from components.http.incoming import told_json
from components.model import ids
from components.model.page import Block, NoSuchPage, Page, page_at
from components.model.paths import WALL
from data_access.domain.errors import BadValue
from data_access.state.people.tokens import Token, fit_address

#: Routes of Dash: what every page of it asks for once, which holds no data, and what draws its parts.
_OF_DASH, _CALL = frozenset({"/_dash-layout", "/_dash-dependencies"}), "/_dash-update-component"
#: Keys of an address by which a screen looks at its page, and that are no selection.
_LOOKS = frozenset({"lang", "theme", "scene", "rotate", "first", "only", "which", "table", "card"})
#: Whether the data are new, and outlines of a map.
_BESIDE = frozenset({"api.version", "api.loaded"})
#: The desks of persons, which a screen is not.
_DESKS = frozenset({"tasks", "audit", "claimants"})
_LOCATION, _PAGES = "_pages_location", ("_pages_content", "_pages_store")

Pairs = Iterable[tuple[str, str]]


def fit_page(address: str) -> str:
    """Return an address at which there is a page for screens; raises BadValue for any other."""
    opened = fit_address(address)
    if _page_of(urlsplit(opened)) is None:
        raise BadValue(
            "address", address[:80], "a page of the cockpits, as /wall?district=330106 or /governance"
        )
    return opened


def is_of_screen(token: Token, endpoint: str, *, is_page: bool) -> bool:
    """Return whether a request is part of the one address that a screen may open, with the filters that stand there.

    `is_page` says whether it asks for a document.
    """
    opened, request = urlsplit(token.opens), flask.request
    page = _page_of(opened)
    if page is None:
        return False
    if endpoint == _CALL:
        return request.method == "POST" and page.path != WALL and _is_call(told_json(), opened, page)
    if request.method not in {"GET", "HEAD"}:
        return False
    if endpoint in _BESIDE or (endpoint in _OF_DASH and page.path != WALL):  # a wall is drawn without Dash
        return True
    path = request.path.removeprefix("/api/board") if endpoint == "api.board" else request.path
    is_there = path == opened.path and (is_page or endpoint == "api.board")
    return is_there and _filters(request.args.items(multi=True)) == _chosen(opened)


def _page_of(opened: SplitResult) -> Page | None:
    """Return the page at an address, None where there is none for screens."""
    try:
        page, _ = page_at(opened.path)
    except NoSuchPage:
        return None
    return None if _blocks(page) & _DESKS else page


def _blocks(page: Page) -> set[str]:
    return {part.name for one in page.sections for part in one.parts if isinstance(part, Block)}


def _filters(pairs: Pairs) -> list[tuple[str, str]]:
    return sorted((key, value) for key, value in pairs if key not in _LOOKS)


def _chosen(opened: SplitResult) -> list[tuple[str, str]]:
    return _filters(parse_qsl(opened.query))


def _is_call(told: Any, opened: SplitResult, page: Page) -> bool:
    """Return whether a body has Dash draw the page or a part of it, under the filters of the address.

    What else is wrong with a body is found where all bodies are read.
    """
    if not isinstance(told, dict) or not _is_drawn(str(told.get("output"))):
        return False
    items = list(_items(told))
    lists = {name.removeprefix("rows-") for name in _blocks(page)} | _blocks(page)
    parts = [item["id"].get("index") for item in items if isinstance(item["id"], dict)]
    if not all(isinstance(one, str) and one in lists for one in parts):
        return False
    known = {f"{item['id']}.{item.get('property')}": item.get("value") for item in items}
    state, where = known.get(f"{ids.PAGE}.data"), known.get(f"{_LOCATION}.pathname")
    if isinstance(state, dict) and where is None:
        chosen = known.get(f"{ids.SELECTION}.data")
        pairs = chosen.items() if isinstance(chosen, dict) else ()
        return state.get("path") == opened.path and _filters(pairs) == _chosen(opened)
    search = str(known.get(f"{_LOCATION}.search") or "").removeprefix("?")
    is_here = state is None and where == f"{flask.request.script_root}{opened.path}"
    return is_here and _filters(parse_qsl(search)) == _chosen(opened)


def _items(told: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield what a body says of each part; of many parts of a kind, each."""
    for group in (told.get("inputs"), told.get("state"), told.get("outputs")):
        for one in group if isinstance(group, list) else [group]:
            for item in one if isinstance(one, list) else [one]:
                if isinstance(item, dict) and isinstance(item.get("id"), str | dict):
                    yield item


def _is_drawn(output: str) -> bool:
    """Return whether a callback draws the page, its bar, a section or rows, and does nothing else."""
    return all(_is_picture(name.rpartition(".")[0]) for name in output.strip(".").split("..."))


def _is_picture(part: str) -> bool:
    if not part.startswith("{"):
        return part in {*_PAGES, ids.BAR}
    try:
        return json.loads(part).get("type") in {ids.SECTION, ids.GRID}
    except ValueError:
        return False
