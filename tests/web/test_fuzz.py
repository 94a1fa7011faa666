"""Requests that no reader makes, of every kind and to every address: each gets an answer, soon, and none tells of this machine.

COCKPIT_FUZZ says how many requests are made; `make fuzz` makes a hundred thousand, with another seed each time. On a machine that
is busy with other things COCKPIT_FUZZ_SECONDS lets an answer wait longer by the clock; it may work no longer for all that.
"""

import json
import os
import sys
import time
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

import pytest
from dash import Dash
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from components.http.access.door import SESSION
from components.http.exports import BROWSER_KINDS, PAGE_KINDS
from components.http.sites import COOKIE
from components.model.paths import CLAIMANTS
from data_access.domain.access import RIGHTS, ROLES
from data_access.domain.filters import FILTERS, PERIOD_KEYS
from data_access.lookups.rows import LISTINGS
from data_access.metrics.indicators import INDICATORS
from data_access.state.people import passwords
from data_access.state.people.sessions import Sessions
from tests.access.conftest import PASSWORD, House, house_of
from tests.every_page import EVERY_PAGE, OPEN
from tests.web.clients import page_of
from tests.web.payloads import Body, bodies

ASKED = int(os.environ.get("COCKPIT_FUZZ", "3000"))
#: Of ten requests so many are of each kind: callbacks cost the least, boards and files the most.
SHARES = {"callbacks": 0.52, "addresses": 0.2, "wishes": 0.2, "forms": 0.08}
PATIENCE_SECONDS = 5.0
BUSY_SECONDS = float(os.environ.get("COCKPIT_FUZZ_SECONDS", PATIENCE_SECONDS))
ROOT = Path(__file__).parents[2]
#: What would tell where the server lies, and how it is made.
OF_THE_MACHINE = tuple(filter(None, (str(ROOT), sys.prefix, "site-packages", "Traceback (most", "/tmp/", os.environ.get("HOME", ""))))  # fmt: skip
PATIENT = settings(
    deadline=None, database=None, derandomize="COCKPIT_FUZZ" not in os.environ, report_multiple_bugs=False,
    phases=(Phase.explicit, Phase.generate, Phase.shrink), suppress_health_check=list(HealthCheck),
)  # fmt: skip

texts = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["", "\ud800", "\0", "../..", "%00", "'", '"', "<script>", "9" * 400, "x" * 3000, "-1", "NaN", "２",
                     "2021", "2021Q2", "2021-02-30", "0000-00-00", "9999-12-31", "330110", "P1", "all", ","]),
)  # fmt: skip
odd = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), texts, st.just(10**400),
                st.lists(texts, max_size=2), st.dictionaries(texts, texts, max_size=2))  # fmt: skip
known_keys = st.sampled_from([*FILTERS, *PERIOD_KEYS, "lang", "theme", "card", "which", "by", "sort", "cohort", "only",
                              "first", "table", "path", "subject", "href", "scene", "rotate"])  # fmt: skip
queries = st.dictionaries(st.one_of(known_keys, texts), texts, max_size=3)
#: A page whose board is quick stands for all of them; the pages themselves are all asked.
pages = st.sampled_from(
    [page.at(OPEN | {"platform_id": "P1", "record_id": "I001"}) for page in EVERY_PAGE.values()]
)
paths = st.one_of(
    pages,
    st.builds("/{}".format, texts),
    st.builds("/platform/{}".format, texts),
    st.builds("/systems/entity_360/{}".format, texts),
    st.builds("/api/indicators/{}.{}".format, st.one_of(st.sampled_from(sorted(INDICATORS)), texts), st.sampled_from(["json", "csv", "xml"])),
    st.builds("/api/{}/{}.{}".format, st.sampled_from(["rows", "list"]), st.one_of(st.sampled_from(sorted(LISTINGS)), texts), st.sampled_from(["csv", "xlsx"])),
    st.builds("/record/{}/{}".format, st.one_of(st.sampled_from(sorted(LISTINGS)), texts), texts),
    st.builds("/list/{}".format, st.one_of(st.sampled_from(sorted(INDICATORS)), texts)),
    st.builds("/api/search?q={}".format, texts),
    st.builds("/api/board/{}".format, st.one_of(st.just("definitions"), texts)),
    st.builds("/api/platforms/{}.json".format, st.one_of(st.just("P1"), texts)),
    st.builds("/api/{}".format, st.one_of(st.sampled_from(["card.zip", "card.xlsx", "tasks.csv", "frozen", "indicators", "version"]), texts)),
    st.builds("/api/{}/{}.csv".format, st.sampled_from(["rejects", "held"]), texts),
    st.builds("/api/exports/{}".format, texts),
    st.builds("/api/exports/{}/file".format, texts),
    st.builds("/frozen/{}".format, texts),
    st.builds("/assets/{}".format, texts),
    st.builds("/_dash-component-suites/dash/{}".format, texts),
    st.sampled_from(["/_dash-layout", "/_dash-dependencies", "/_favicon.ico", "/healthz", "/_reload-hash"]),
)  # fmt: skip
methods = st.sampled_from(["GET"] * 12 + ["POST", "DELETE", "PUT", "HEAD", "OPTIONS"])
wishes = st.one_of(
    st.fixed_dictionaries(
        {"kind": st.one_of(st.sampled_from(BROWSER_KINDS), odd)},
        optional={"path": st.one_of(pages, odd), "query": st.one_of(queries, odd), "lang": st.one_of(st.just("en"), odd),
                  "choices": odd, "card": odd, "rows": odd, "id": odd},
    ),
    st.fixed_dictionaries({"kind": st.sampled_from(PAGE_KINDS), "path": st.one_of(st.just("/nowhere"), odd)}),
    odd,
)  # fmt: skip


@pytest.fixture(scope="module")
def client(served: Dash) -> FlaskClient:
    return page_of(served.server)


def asked(client: FlaskClient, method: str, address: str, body: Any = None) -> None:
    """Make a request and check what is true of its answer."""
    began = now()
    sent = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
    reply = client.open(address, method=method, **sent)
    is_of_a_right = CLAIMANTS in address  # this reader has not the right of persons, and that is said
    assert is_of_a_right or reply.status_code not in {403, 429}, "refused before anything read it"
    checked(reply, began, has_text=method != "HEAD")


class Moment(NamedTuple):
    """By the clock, and by the work of this process; both in seconds."""

    clock: float
    work: float


def now() -> Moment:
    return Moment(time.monotonic(), time.process_time())


def checked(reply: TestResponse, began: Moment, *, has_text: bool = True) -> None:
    """Check what is true of every answer."""
    text = reply.get_data().decode(errors="replace")
    ended = now()
    assert ended.work - began.work < PATIENCE_SECONDS
    assert ended.clock - began.clock < BUSY_SECONDS
    assert reply.status_code < 500, text[:400]  # nor 503: store and state are there
    if reply.status_code >= 400 and has_text:
        assert text, "a refusal says why"
    for told in OF_THE_MACHINE:
        assert told not in text


def share(kind: str) -> int:
    return round(ASKED * SHARES[kind])


@given(method=methods, path=paths, query=queries)
@settings(PATIENT, max_examples=share("addresses"))
def test_no_address_makes_the_server_fail(
    client: FlaskClient, method: str, path: str, query: dict[str, str]
) -> None:
    told = urlencode(query, errors="surrogatepass")
    asked(client, method, f"{quote(path, errors='surrogatepass')}?{told}")


@given(told=wishes)
@settings(PATIENT, max_examples=share("wishes"))
def test_no_wish_for_an_export_makes_the_server_fail(client: FlaskClient, told: Any) -> None:
    asked(client, "POST", "/api/exports", told)


def places(body: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the way to each thing in a body."""
    inside = body.items() if isinstance(body, dict) else enumerate(body) if isinstance(body, list) else ()
    return [at, *(way for key, one in inside for way in places(one, (*at, key)))]


def changed(body: Body, way: tuple[Any, ...], value: Any, *, is_gone: bool) -> Any:
    """Return a body in which one thing is another, or gone."""
    if not way:
        return value
    found = deepcopy(body)
    at: Any = found
    for key in way[:-1]:
        at = at[key]
    if is_gone:
        del at[way[-1]]
    else:
        at[way[-1]] = value
    return found


def test_no_call_of_a_callback_makes_the_server_fail(served: Dash, client: FlaskClient) -> None:
    # What a page says of itself is long and read by nobody but the browser: most changes would change nothing.
    sound = [without_words(body) for body in bodies(served)]
    ways = [(body, way) for body in sound for way in places(body)]

    @given(one=st.sampled_from(ways), value=odd, is_gone=st.booleans())
    @settings(PATIENT, max_examples=share("callbacks"))
    def call(one: tuple[Body, tuple[Any, ...]], value: Any, is_gone: bool) -> None:
        asked(client, "POST", "/_dash-update-component", changed(*one, value, is_gone=is_gone))

    call()


def without_words(body: Body) -> Body:
    for item in (*body["inputs"], *body["state"]):
        if isinstance(item, dict) and item["id"] == "page":
            item["value"] = {key: item["value"][key] for key in ("path", "lang", "fixed", "filters", "theme")}
    return body


#: Where the forms around logins are sent, and what may stand in them.
FORMS = (
    "/login",
    "/login/code",
    "/logout",
    "/account",
    "/account/password",
    "/account/codes",
    "/people",
    "/objections",
    "/claimants/review",
    "/evidence/verify",
)
ACTS = (
    "add",
    "role",
    "grant",
    "revoke",
    "disable",
    "enable",
    "end",
    "reset",
    "wall",
    "unwall",
    "token",
    "file",
    "settle",
    "choose",
)
fields = st.fixed_dictionaries(
    {"act": st.one_of(st.sampled_from(ACTS), texts), "name": st.one_of(st.sampled_from(["of.forms", "leader", "security"]), texts)},
    optional={
        "role": st.one_of(st.sampled_from(sorted(ROLES)), texts), "districts": texts, "shown": texts, "office": texts,
        "right": st.one_of(st.sampled_from(sorted(RIGHTS)), texts), "title": texts, "opens": st.one_of(st.sampled_from(["/wall", "/governance", "/tasks"]), texts), "id": texts,
        "days": st.one_of(st.just("30"), texts), "account": st.one_of(st.just("of.forms"), texts), "password": texts, "code": texts,
        "platform": st.one_of(st.just("P4"), texts), "deduction": st.one_of(st.just("licence|E23"), texts), "grounds": texts,
        "objection": st.one_of(st.just("1"), texts), "outcome": st.one_of(st.just("upheld"), texts), "note": texts,
        "sha256": st.one_of(st.just("0" * 64), texts),
        "old": st.one_of(st.just(PASSWORD), texts), "new": texts, "again": texts,
    },
)  # fmt: skip


@pytest.fixture(scope="module")
def forms(small_city: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house in which a reader and a security administrator have accounts that no form of the test names."""
    made = house_of(small_city, tmp_path_factory.mktemp("forms"), login=True)
    for name, role in (("a.reader", "leader"), ("an.admin", "security")):
        made.people.add(name, role, password=f"{PASSWORD}-first")
        made.people.set_password(name, PASSWORD)
    made.people.add("of.forms", "analyst")
    with pytest.MonkeyPatch.context() as patch:  # strangers cost as little as the others of a test
        kept = passwords._hasher.hash(PASSWORD)
        patch.setattr(passwords, "_nobody", lambda: kept)
        yield made


@given(
    name=st.sampled_from(["", "a.reader", "an.admin", "an.admin"]),
    path=st.sampled_from(FORMS),
    told=fields,
    query=queries,
)
@settings(PATIENT, max_examples=share("forms"))
def test_no_form_around_logins_makes_the_server_fail(
    forms: House, name: str, path: str, told: dict[str, str], query: dict[str, str]
) -> None:
    client = page_of(forms.server)
    if name:
        begun = Sessions.of_settings(forms.state, forms.settings).begin(name, is_whole=True)
        client.set_cookie(SESSION, begun)
    body = urlencode({COOKIE: "of this page", **told}, errors="surrogatepass")
    began = now()
    kind = "application/x-www-form-urlencoded"
    reply = client.post(f"{path}?{urlencode(query, errors='surrogatepass')}", data=body, content_type=kind)
    checked(reply, began)
    if reply.status_code == 303:
        assert reply.headers["Location"].startswith("/"), "it leads out of the cockpit"
        assert not reply.headers["Location"].startswith("//"), "it leads out of the cockpit"
    if path == "/people" and name != "an.admin":
        assert reply.status_code in {303, 400, 403}, "nobody else does anything there"
