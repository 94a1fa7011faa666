"""Whatever comes in gets a sentence and a status that says whose fault it was: never a failure of the server."""

import json
from typing import Any

import pytest
from dash import Dash
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import create_app
from components.http import dispatching
from components.model import ids
from components.words import phrases
from data_access.domain.settings import Settings
from tests.every_page import EVERY_PAGE, OPEN
from tests.shared import swept
from tests.web.clients import page_of
from tests.web.payloads import NONSENSE, Body, bodies, page_state

CALLBACKS = "/_dash-update-component"
DIGITS = "9" * 5000


@pytest.fixture(scope="module")
def client(served: Dash) -> FlaskClient:
    return page_of(served.server)


def test_what_a_page_says_of_itself_is_taken_back() -> None:
    """The browser sends the state of its page with each control: whatever a page can offer must be known."""
    for path in (page.at(OPEN) for page in EVERY_PAGE.values()):
        state = page_state(path)
        assert dispatching._VALUES[ids.PAGE, "data"](state), (path, state)


def refused(reply: TestResponse, status: int, *words: str) -> None:
    """Check that a request was refused in a sentence."""
    assert reply.status_code == status, reply.text[:500]
    told = reply.get_json()
    assert (told["ok"], told["status"]) == (False, status)
    for word in words:
        assert word in told["error"]


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/api/card.zip?path=/&card=gmvv", 400, "gmv"),
        ("/api/card.xlsx?path=/&card=gmv~~no-chart~~4~300", 400, "no card"),
        ("/api/card.xlsx?path=/&card=gmv~~columns~nothing=1~4~300", 400, "no card"),
        ("/api/card.zip?path=/nowhere&card=gmv", 404, "/nowhere"),
        (f"/api/card.zip?path=/&card=gmv&which={DIGITS}", 400, "which"),
        ("/api/card.zip?path=/&card=gmv&which=-1", 400, "which"),
        ("/api/card.zip?path=/&card=gmv&which=%EF%BC%91", 400, "which"),
        ("/api/card.zip?path=/&card=gmv&card=shops", 400, "once"),
        ("/api/card.zip?path=%00&card=gmv", 400, "no text"),
        ("/api/board/nowhere", 404, "/nowhere"),
        (f"/api/board/?which=gmv:{DIGITS}", 400, "which"),
        ("/api/frozen?path=/%00", 400, "no text"),
        ("/api/%00", 400, "no text"),
        ("/_dash-component-suites/nothing/x.js", 404, "nothing here"),
        ("/_dash-component-suites/dash/../../app.py", 404, "nothing here"),
    ],
)
def test_an_odd_address_is_refused_in_words(
    client: FlaskClient, address: str, status: int, words: str
) -> None:
    refused(client.get(address), status, words)


@swept("what", NONSENSE)
def test_bar_and_rows_come_whatever_the_address_of_their_page_says(
    what: str, served: Dash, client: FlaskClient
) -> None:
    """Dash sends it back with each call, unread."""
    asked = [one for one in bodies(served) if any(id_ in one["output"] for id_ in (ids.BAR, ids.SECTION))]
    assert len(asked) == 2
    for body in asked:
        for one in (*body["inputs"], *body["state"]):
            if one["id"] == ids.SELECTION:
                one["value"] = NONSENSE[what]
        reply = client.post(CALLBACKS, json=body)
        assert reply.status_code == 200, reply.text
        assert len(reply.text) > 1000, reply.text
        assert '"error"' not in reply.text, reply.text


@pytest.mark.parametrize("method", ["get", "post", "delete", "put", "patch", "options"])
@pytest.mark.parametrize("address", ["/api/exports", "/api/indicators", CALLBACKS, "/", "/nowhere"])
def test_no_method_makes_the_server_fail(client: FlaskClient, method: str, address: str) -> None:
    assert getattr(client, method)(address).status_code < 500


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"kind": "png", "rows": "many"}, "rows"),
        ({"kind": "png", "rows": -1}, "rows"),
        ({"kind": "png", "rows": True}, "rows"),
        ({"kind": "png", "rows": 1.5}, "rows"),
        ({"kind": "png", "rows": 10**30}, "rows"),
        ({"kind": "png", "rows": [1]}, "rows"),
        ({"kind": ["png"]}, "kind"),
        ({"kind": "png", "card": "nothing"}, "card"),
        ({"kind": "png", "card": 1}, "card"),
        ({"kind": "png", "query": {"district": 1}}, "query"),
        ({"kind": "xlsx", "choices": {"gmv": True}}, "choices"),
        ({"kind": "xlsx", "choices": {"gmv": -1}}, "choices"),
        ({"kind": "xlsx", "choices": {"gmv": 10**400}}, "choices"),
        ({"kind": "png", "lang": {}}, "lang"),
        ({"kind": "print", "id": [1]}, "id"),
        ({"kind": "png", "path": "/\ud800"}, "no text"),
        ({"kind": "png", "query": {"\udfff": "x"}}, "no text"),
        ({"kind": "png", "query": {"district": "\x00"}}, "no text"),
        ([], "object"),
        ("png", "object"),
    ],
)
def test_an_odd_wish_for_an_export_is_refused_in_words(client: FlaskClient, told: Any, words: str) -> None:
    refused(client.post("/api/exports", json=told), 400, words)


@pytest.mark.parametrize("path", ["/nowhere", "/" + "x" * 5000])
@pytest.mark.parametrize("kind", ["png", "xlsx", "frozen"])
def test_nothing_is_made_or_noted_of_a_page_that_there_is_not(
    client: FlaskClient, kind: str, path: str
) -> None:
    refused(client.post("/api/exports", json={"kind": kind, "path": path}), 404, "no page")


ODD_JSON = [
    b"",
    b"{",
    b"\xff",
    b"[" * 100_000,
    b'{"kind": NaN}',
    b"1e999",
    b"1" * 6000,
    b'{"a":' * 3000 + b"1",
]


@pytest.mark.parametrize("address", ["/api/exports", CALLBACKS])
@pytest.mark.parametrize("body", ODD_JSON)
def test_what_is_no_json_is_refused_in_words(client: FlaskClient, address: str, body: bytes) -> None:
    refused(client.post(address, data=body, content_type="application/json"), 400, "body")


@pytest.mark.parametrize(
    "path", ["/nowhere", "/systems/nowhere", "/%00x", "/%ED%A0%80", "/governance/x", "/_mcp"]
)
def test_a_page_that_there_is_not_says_so_under_404(client: FlaskClient, path: str) -> None:
    for lang in ("zh", "en"):
        reply = client.get(f"{path}?lang={lang}")
        assert reply.status_code == 404 or b"no text" in reply.data
        if reply.status_code == 404:
            assert phrases.NO_SUCH_PAGE(lang) in reply.text


@pytest.mark.parametrize("path", ["/platform/NOBODY", "/systems/entity_360/NOBODY"])
def test_a_platform_or_entity_that_nobody_knows_is_told_under_404(client: FlaskClient, path: str) -> None:
    reply = client.get(path)
    assert reply.status_code == 404
    assert "data-place" in reply.text  # its page stands there, and each card says that there is none


def test_what_is_known_is_told_under_200(client: FlaskClient) -> None:
    for path in ("/", "/governance", "/platform/P1", "/tasks", "/wall", "/systems/entity_360"):
        assert client.get(path).status_code == 200, path


def test_every_value_that_a_callback_takes_has_a_rule_by_which_it_is_read(served: Dash) -> None:
    taken = [
        one
        for of in served.callback_map.values()
        if "callback" in of
        for one in (*of["inputs"], *of["state"])
    ]
    assert len(taken) > 20
    for one in taken:
        part = json.loads(one["id"]) if one["id"].startswith("{") else one["id"]
        kind = part["type"] if isinstance(part, dict) else part
        assert one["property"] == "id" or (kind, one["property"]) in dispatching._VALUES, one
        assert not isinstance(part, dict) or isinstance(part["index"], str) or kind in dispatching._INDEXES, (
            one
        )


def test_what_the_browser_sends_is_answered(served: Dash, client: FlaskClient) -> None:
    for body in bodies(served):
        reply = client.post(CALLBACKS, json=body)
        assert reply.status_code in {200, 204}, (body["output"], reply.text)


def changed(body: Body, *steps: Any, to: Any) -> Body:
    """Return a body in which one thing is another."""
    found: Body = json.loads(json.dumps(body))
    at: Any = found
    for step in steps[:-1]:
        at = at[step]
    at[steps[-1]] = to
    return found


def test_every_part_of_a_body_is_read_before_dash_reads_it(served: Dash, client: FlaskClient) -> None:
    odd: tuple[Any, ...] = (None, 7, "x", [], {}, [[]], [None], {"a": 1}, True, -1, "\ud800")
    tried = 0
    for body in bodies(served):
        places = [("output",), ("outputs",), ("inputs",), ("state",), ("changedPropIds",)]
        for key in ("inputs", "state"):
            for place, item in enumerate(body[key]):
                places += [(key, place)]
                if isinstance(item, dict):
                    places += [(key, place, name) for name in item]
        for steps in places:
            for value in odd:
                reply = client.post(CALLBACKS, json=changed(body, *steps, to=value))
                tried += 1
                assert reply.status_code in {200, 204, 400}, (steps, value, reply.text[:300])
    assert tried > 500


GRID_BODY = '{"index":["MATCH"],"type":"grid"}.getRowsResponse'


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        ({"startRow": 0, "endRow": 50}, 200),
        ({"startRow": 0, "endRow": 0}, 400),
        ({"startRow": -50, "endRow": 0}, 400),
        ({"startRow": 0, "endRow": 10**9}, 400),
        ({"startRow": 10**30, "endRow": 10**30 + 50}, 400),
        ({"startRow": 0, "endRow": 50, "sortModel": [{"colId": "nothing", "sort": "asc"}]}, 400),
        ({"startRow": 0, "endRow": 50, "sortModel": [{}]}, 400),
        ({"startRow": 0, "endRow": 50, "filterModel": {"item_id": []}}, 400),
    ],
)
def test_rows_of_a_grid_are_asked_for_in_order(
    served: Dash, client: FlaskClient, request_: dict[str, Any], status: int
) -> None:
    (body,) = (one for one in bodies(served) if one["output"] == GRID_BODY)
    reply = client.post(CALLBACKS, json=changed(body, "inputs", 0, "value", to=request_))
    assert reply.status_code == status, reply.text[:300]


def test_what_a_path_says_cannot_be_talked_away(served: Dash, client: FlaskClient) -> None:
    (body,) = (one for one in bodies(served) if one["output"] == GRID_BODY)
    place = next(i for i, one in enumerate(body["state"]) if one["id"] == "page")
    page = page_state("/platform/P1")
    assert client.post(CALLBACKS, json=changed(body, "state", place, "value", to=page)).status_code == 200
    freed = changed(body, "state", place, "value", to=page | {"fixed": {}})
    refused(client.post(CALLBACKS, json=freed), 400, "page")


def test_a_store_that_is_not_there_is_told_without_its_place(tmp_path: Any) -> None:
    settings = Settings(
        store=str(tmp_path / "no"), state=f"sqlite:///{tmp_path}/s.sqlite", exports=str(tmp_path / "e")
    )
    app = create_app(settings)
    client = page_of(app.server)
    for address in (
        "/healthz",
        "/api/version",
        "/api/indicators/gmv.json",
        "/api/card.zip?card=gmv",
        "/api/rows/items.csv",
    ):
        reply = client.get(address)
        refused(reply, 503)
        assert str(tmp_path) not in reply.text
    for body in bodies(app):
        reply = client.post(CALLBACKS, json=body)
        assert reply.status_code in {200, 204, 503}
        assert str(tmp_path) not in reply.text
