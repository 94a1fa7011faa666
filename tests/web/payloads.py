"""What a browser sends when it has Dash call a callback: the same bodies, made from the callbacks of an app."""

import json
from copy import deepcopy
from functools import cache
from typing import Any

from dash import Dash

from components.frame.layouts import whole
from components.model import ids
from components.model.page import page_at

Body = dict[str, Any]
#: One index of each kind of part, and a value of each property, as the page of a platform and that of tasks have them.
_INDEXES = {ids.SECTION: "platforms", ids.GRID: "items", ids.TASK_DO: "1 closed", ids.TASK_NOTE: "1",
            ids.TASK_LIMIT: "1", ids.TASK_REPLY: "1"}  # fmt: skip
_VALUES: dict[tuple[str, str], Any] = {
    (ids.SELECTION, "data"): {"period": "2021", "district": "330110"},
    (ids.GRID, "getRowsRequest"): {
        "startRow": 0, "endRow": 50, "filterModel": {}, "sortModel": [{"colId": "item_id", "sort": "asc"}],
    },
    (ids.TASK_GIVE, "n_clicks"): 1,
    (ids.TASK_DO, "n_clicks"): 1,
    (ids.TASK_FIELD, "value"): "查处",
    (ids.TASK_FIELD, "date"): "2099-01-01",
    (ids.TASK_NOTE, "value"): "已办",
    (ids.TASK_LIMIT, "date"): "2099-01-01",
    (ids.TASK_TOLD, "data"): {"href": "/governance"},
    (ids.TASK_SHOW, "value"): "all",
    (ids.AUDIT_DAYS, "start_date"): "2021-01-01",
    (ids.AUDIT_DAYS, "end_date"): None,
    (ids.AUDIT_ACT, "value"): "login",
    (ids.AUDIT_WHO, "value"): None,
    ("_pages_location", "pathname"): "/governance",
    ("_pages_location", "search"): "?district=330110",
}  # fmt: skip
#: What makes no sense in the address of a page.
NONSENSE = {
    "an unknown key": {"nonsense": "1"},
    "an unknown member": {"district": "999999"},
    "a date that is none": {"from": "2021-13-45"},
    "dates the wrong way round": {"from": "2021-12-01", "to": "2020-01-01"},
    "an unknown period": {"period": "yesteryear"},
    "a very long value": {"class": "x" * 10_000},
    "a script": {"district": "<script>window.__struck=1</script><img src=x onerror=window.__struck=1>"},
}


def page_state(path: str = "/governance") -> dict[str, Any]:
    """Return what a document tells the browser of its page."""
    return json.loads(_told(path))  # type: ignore[no-any-return]


@cache
def _told(path: str) -> str:
    """Return the same as text: a dozen callbacks take it, each of which has many bodies."""
    page, fixed = page_at(path)
    told, _ = whole(page, path, fixed, {"lang": "zh", "theme": "light"}, [])
    return json.dumps(told)


def bodies(app: Dash) -> list[Body]:
    """Return a body for each callback that the server answers."""
    return [_body(output, of) for output, of in app.callback_map.items() if "callback" in of]


def _body(output: str, of: dict[str, Any]) -> Body:
    inputs = [_asked(one) for one in of["inputs"]]
    first = inputs[0][0] if isinstance(inputs[0], list) else inputs[0]
    names = output.strip(".").split("...")
    outputs = [_output(name) for name in names]
    return deepcopy({
        "output": output,
        "outputs": outputs if output.startswith("..") else outputs[0],
        "inputs": inputs,
        "changedPropIds": [f"{_text(first['id'])}.{first['property']}"],
        "state": [_asked(one) for one in of["state"]],
    })  # fmt: skip


def _output(name: str) -> Any:
    part, _, prop = name.rpartition(".")
    return _named(part, prop)


def _asked(one: dict[str, str]) -> Any:
    found = _named(one["id"], one["property"])
    for item in found if isinstance(found, list) else [found]:
        kind = item["id"]["type"] if isinstance(item["id"], dict) else item["id"]
        is_own = one["property"] == "id"
        item["value"] = (
            item["id"] if is_own else page_state() if kind == ids.PAGE else _VALUES[kind, one["property"]]
        )
    return found


def _named(part: str, prop: str) -> Any:
    if not part.startswith("{"):
        return {"id": part, "property": prop}
    found = json.loads(part)
    if not isinstance(found["index"], list):
        return {"id": found, "property": prop}
    item = {"id": {"index": _INDEXES[found["type"]], "type": found["type"]}, "property": prop}
    return [item] if found["index"] == ["ALL"] else item


def _text(part: Any) -> str:
    return part if isinstance(part, str) else json.dumps(part, sort_keys=True, separators=(",", ":"))
