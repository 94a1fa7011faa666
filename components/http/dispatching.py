"""What Dash is asked to do is read strictly before Dash does it: a body that no page of ours sends is refused in a sentence."""

import json
import re
from collections.abc import Callable, Container, Iterable, Mapping
from datetime import date
from typing import Any

import flask
from dash import Dash

from components.cards.sections import SECTIONS
from components.cards.tables import LISTS
from components.http.incoming import told_json
from components.model import ids
from components.model.page import TOLD_BLOCKS, NoSuchPage, page_at
from data_access.domain.dimensions import GRAINS
from data_access.domain.errors import BadValue
from data_access.domain.filters import FILTERS, PER_KEY
from data_access.domain.text import LANGS
from data_access.state.tasks import ACTS

Item = dict[str, Any]
#: Rows that a grid may ask for at once, and the last one that it may ask for.
_MOST_ROWS, _LAST_ROW = 1_000, 2**31
_ALL, _MATCH = ["ALL"], ["MATCH"]


def add_to(server: flask.Flask, app: Dash) -> None:
    """Read each body that calls a callback of an app before it does."""
    address = f"{app.config.routes_pathname_prefix}_dash-update-component"

    @server.before_request
    def read_body() -> None:
        if flask.request.method == "POST" and flask.request.path == address:
            check(told_json(), app.callback_map)


def check(body: Any, callbacks: Mapping[str, Any]) -> None:
    """Raise BadValue unless a body is one with which a page calls one of these callbacks."""
    output = body.get("output") if isinstance(body, dict) else None
    if not isinstance(output, str) or "callback" not in callbacks.get(output, {}):
        raise _odd("body", output)
    of = callbacks[output]
    inputs = _asked("inputs", body.get("inputs"), of["inputs"])
    state = _asked("state", body.get("state", []), of["state"])
    outputs = _outputs(output, body.get("outputs"))
    for items in (inputs, state):
        for item in (one for group in items for one in _each(group)):
            if not _has_its_value(item):
                raise _odd(_text(item["id"]), item.get("value"))
    _check_indexes(inputs, state, outputs)
    known = {f"{_text(item['id'])}.{item['property']}" for group in inputs for item in _each(group)}
    changed = body.get("changedPropIds", [])
    if not isinstance(changed, list) or not all(isinstance(one, str) and one in known for one in changed):
        raise _odd("changedPropIds", changed)


def _odd(key: str, value: Any) -> BadValue:
    return BadValue(key, str(value), "what the page itself sends; load it anew")


def _asked(key: str, found: Any, wanted: Iterable[Mapping[str, str]]) -> list[Any]:
    """Return the items of a body, a list where a callback takes all parts of a kind; raises BadValue."""
    asked = [(one["id"], one["property"]) for one in wanted]
    if not isinstance(found, list) or len(found) != len(asked):
        raise _odd(key, found)
    for group, (part, prop) in zip(found, asked, strict=True):
        if not _is_group(group, part, prop):
            raise _odd(key, group)
    return found


def _outputs(output: str, found: Any) -> list[Any]:
    names = [name.rpartition(".") for name in output.strip(".").split("...")]
    wanted = [{"id": part, "property": prop} for part, _, prop in names]
    return _asked("outputs", found if output.startswith("..") else [found], wanted)


def _is_group(group: Any, part: str, prop: str) -> bool:
    kind = json.loads(part) if part.startswith("{") else part
    is_many = isinstance(kind, dict) and kind["index"] == _ALL
    items = group if is_many else [group]
    return isinstance(items, list) and all(
        isinstance(item, dict) and item.get("property") == prop and _is_id(item.get("id"), kind)
        for item in items
    )


def _is_id(found: Any, kind: Any) -> bool:
    """Return whether an id is the one that is wanted, or one of its kind."""
    if not isinstance(kind, dict) or not isinstance(found, dict):
        return bool(found == kind)
    if found.keys() != kind.keys() or found["type"] != kind["type"] or not isinstance(found["index"], str):
        return False
    if kind["index"] in (_ALL, _MATCH):
        return _INDEXES[kind["type"]](found["index"])
    return bool(found == kind)


def _each(group: Any) -> list[Item]:
    return group if isinstance(group, list) else [group]


def _text(part: Any) -> str:
    """Return an id as browsers write it."""
    if isinstance(part, str):
        return part
    return json.dumps(part, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _check_indexes(inputs: list[Any], state: list[Any], outputs: list[Any]) -> None:
    """Raise BadValue unless all items are of one part, and lists of parts name the same ones in the same order."""
    groups = [*inputs, *state, *outputs]
    of_one = {_text(one["id"]["index"]) for one in groups if isinstance(one, dict) and _is_matched(one["id"])}
    if len(of_one) > 1:
        raise _odd("index", sorted(of_one))
    lists = {
        tuple(item["id"]["index"] for item in one) for one in (*state, *outputs) if isinstance(one, list)
    }
    if len(lists) > 1:
        raise _odd("index", sorted(lists))
    listed = {index for indexes in lists for index in indexes}
    deeds = (item["id"]["index"] for one in inputs if isinstance(one, list) for item in one)
    if strange := [deed for deed in deeds if deed.partition(" ")[0] not in listed]:
        raise _odd("index", strange)


def _is_matched(part: Any) -> bool:
    return isinstance(part, dict) and part["type"] in {ids.SECTION, ids.GRID}


def _has_its_value(item: Item) -> bool:
    part, prop, value = item["id"], item["property"], item.get("value")
    if prop == "id":
        return bool(value == part)
    return _VALUES[part["type"] if isinstance(part, dict) else part, prop](value)


def _is_page(value: Any) -> bool:
    """Whether it is the state of a page: what its path says holds, whatever else the browser may tell."""
    if not isinstance(value, dict) or not isinstance(path := value.get("path"), str):
        return False
    try:
        fixed = page_at(path)[1] if path else {}  # a page that there is not has no path
    except NoSuchPage:
        return False
    filters = value.get("filters")
    return (
        value.get("lang") in LANGS
        and value.get("fixed") == fixed
        and isinstance(filters, list)
        and all(
            isinstance(key, str) and (key in FILTERS or key == PER_KEY or key in GRAINS) for key in filters
        )
    )


def _is_query(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(text, str) for text in value.values())


def _is_told(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("href"), str)


def _is_text(value: Any) -> bool:
    return value is None or isinstance(value, str)


def _is_address(value: Any) -> bool:
    return isinstance(value, str) and value.startswith("/")


def _is_count(value: Any) -> bool:
    return value is None or (isinstance(value, int) and not isinstance(value, bool))


def _is_day(value: Any) -> bool:
    if not value:
        return value is None or value == ""
    try:
        return isinstance(value, str) and bool(date.fromisoformat(value[:10]))
    except ValueError:
        return False


def _is_rows_request(value: Any) -> bool:
    if value is None:
        return True
    if not isinstance(value, dict):
        return False
    start, end = value.get("startRow"), value.get("endRow")
    if not isinstance(start, int) or not isinstance(end, int):
        return False
    sorts, filters = value.get("sortModel") or [], value.get("filterModel") or {}
    return (
        0 <= start < end <= min(start + _MOST_ROWS, _LAST_ROW)
        and isinstance(sorts, list)
        and all(isinstance(one, dict) and isinstance(one.get("colId"), str) and one.get("sort") in ("asc", "desc") for one in sorts)
        and isinstance(filters, dict)
        and all(isinstance(one, dict) for one in filters.values())
    )  # fmt: skip


def _one_of(known: Container[str]) -> Callable[[str], bool]:
    return lambda index: index in known


def _is_number(index: str) -> bool:
    return re.fullmatch(r"[0-9]{1,9}", index) is not None


def _is_deed(index: str) -> bool:
    number, _, act = index.partition(" ")
    return _is_number(number) and act in ACTS


#: What may stand as the index of a part, by its kind.
_INDEXES: Mapping[str, Callable[[str], bool]] = {
    ids.SECTION: _one_of(SECTIONS.keys() - TOLD_BLOCKS), ids.GRID: _one_of(LISTS), ids.TASK_DO: _is_deed,
    ids.TASK_NOTE: _is_number, ids.TASK_LIMIT: _is_number, ids.TASK_REPLY: _is_number,
}  # fmt: skip
#: What a page may send as the value of a property, by the kind of the part.
_VALUES: Mapping[tuple[str, str], Callable[[Any], bool]] = {
    (ids.PAGE, "data"): _is_page,
    (ids.SELECTION, "data"): _is_query,
    (ids.GRID, "getRowsRequest"): _is_rows_request,
    (ids.TASK_TOLD, "data"): _is_told,
    (ids.TASK_SHOW, "value"): _is_text,
    (ids.TASK_FIELD, "value"): _is_text,
    (ids.TASK_FIELD, "date"): _is_day,
    (ids.TASK_NOTE, "value"): _is_text,
    (ids.TASK_LIMIT, "date"): _is_day,
    (ids.TASK_GIVE, "n_clicks"): _is_count,
    (ids.TASK_DO, "n_clicks"): _is_count,
    (ids.AUDIT_DAYS, "start_date"): _is_day,
    (ids.AUDIT_DAYS, "end_date"): _is_day,
    (ids.AUDIT_ACT, "value"): _is_text,
    (ids.AUDIT_WHO, "value"): _is_text,
    ("_pages_location", "pathname"): _is_address,
    ("_pages_location", "search"): _is_text,
}
