"""What each role may open and do, what a token may, and to whom tasks and frozen pages are shown."""

import json
import re
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from components.http.access import rules
from components.model import ids
from data_access.state import audit
from data_access.state.people.tokens import Tokens
from data_access.state.tasks import TaskBook, TaskRefused
from tests.access.conftest import ROLES, Browser, House, house_of, peopled
from tests.access.test_scope import done
from tests.data_access.small_city import ROWS, XIHU, YUHANG

#: What is asked, and the right that it takes; None where any account will do.
ASKED: dict[str, tuple[str, str, str | None]] = {
    "overview": ("GET", "/", "read"),
    "page": ("GET", "/governance", "read"),
    "board": ("GET", "/api/board/data", "read"),
    "numbers": ("GET", "/api/indicators/complaints_and_reports.json?period=all", "read"),
    "registry": ("GET", "/api/indicators", "read"),
    "platform": ("GET", "/api/platforms/P1.json", "read"),
    "frozen pages": ("GET", "/api/frozen?path=/", "read"),
    "a number as a file": ("GET", "/api/indicators/complaints_and_reports.csv?period=all", "export"),
    "a workbook": ("GET", "/api/indicators/complaints_and_reports.xlsx?period=all", "export"),
    "rows": ("GET", "/api/rows/items.csv", "export"),
    "rows behind a number": ("GET", "/api/list/overdue.xlsx", "export"),
    "a list": ("GET", "/list/overdue", "read"),
    "a search": ("GET", "/api/search?q=I001", "read"),
    "tasks as a file": ("GET", "/api/tasks.csv", "export"),
    "a card": ("GET", "/api/card.xlsx?path=/governance&card=complaints_and_reports", "export"),
    "persons": ("GET", "/people", "people"),
    "reverse complainants": ("GET", "/claimants", "persons"),
    "reverse complainants by another address": ("GET", "/claimants/", "persons"),
    "their board": ("GET", "/api/board/claimants", "persons"),
    "reviews of them": ("GET", "/api/claimants/reviews.csv", "persons"),
    "the audit": ("GET", "/audit", "audit"),
    "the audit as a file": ("GET", "/api/audit.csv", "audit"),
    "what was loaded": ("GET", "/data", "read"),
    "its version": ("GET", "/api/version", "read"),
    "account": ("GET", "/account", None),
}  # fmt: skip
RIGHTS = {
    "leader": {"read", "export"}, "analyst": {"read", "export"}, "officer": {"read", "export"}, "inspector": {"read", "export", "persons"},
    "auditor": {"audit", "/api/version"}, "security": {"people"}, "system": {"/api/board/data", "/data", "/api/version"},
}  # fmt: skip


@pytest.mark.parametrize("name", ROLES)
def test_a_role_opens_what_its_rights_say_and_nothing_else(house: House, name: str) -> None:
    browser = house.browser(name)
    for what, (method, address, right) in ASKED.items():
        status = browser.client.open(address, method=method).status_code
        if right is None or {right, address} & RIGHTS[name]:
            assert status == 200, what
        elif address == "/":
            assert status == 303, "it leads to a page of his own"
        else:
            assert status == 403, what


@pytest.mark.parametrize(
    ("name", "address"), [("auditor", "/audit"), ("system", "/data"), ("leader", "/governance")]
)
def test_the_navigation_leads_to_no_page_that_its_reader_may_not_open(
    house: House, name: str, address: str
) -> None:
    browser = house.inside(name)
    links = re.findall(r'data-link="([^"]+)"', browser.get(address).text.partition("<main")[0])
    assert links
    refused = [one for one in links if one != "/" and browser.get(one).status_code == 403]
    assert not refused
    assert ("/governance" in links) is (name == "leader")


def test_what_no_table_names_asks_for_the_right_to_read(house: House) -> None:
    named = {*rules.EVERYBODY, *rules.HALFWAY, *rules.ANY_PERSON, *rules.DASH, *rules.RIGHTS_OF}
    with house.server.test_request_context("/x"):
        for rule in house.server.url_map.iter_rules():
            if rule.endpoint not in named:
                assert rules.right_for(rule.endpoint, {}, house.people.person("leader").reader) == "read"
    assert {
        one
        for one in named
        if one.startswith(("api.", "access.")) and "provider" not in one and "returned" not in one
    } <= {rule.endpoint for rule in house.server.url_map.iter_rules()}


def test_a_right_that_is_taken_is_gone_at_once_and_its_buttons_with_it(
    small_city: Path, tmp_path: Path
) -> None:
    own = peopled(house_of(small_city, tmp_path, login=True))
    browser = own.browser("analyst")
    assert '"act": "csv"' in browser.get("/governance").text
    own.people.allow("analyst", "export", is_allowed=False)
    for address in ("/api/rows/items.csv", "/api/card.zip?path=/governance&card=complaints_and_reports"):
        assert browser.get(address).status_code == 403
    page = browser.get("/governance").text
    assert '"act": "csv"' not in page
    assert '"kind": "frozen"' in page
    own.people.allow("analyst", "freeze", is_allowed=False)
    for kind in ("frozen", "xlsx", "print", "copy"):
        sent = browser.client.post(
            "/api/exports", json={"kind": kind, "path": "/governance", "query": {}, "lang": "zh"}
        )
        assert sent.status_code == 403, kind
    assert 'id="export-page"' in page
    assert re.search(
        r'<button[^>]*hidden[^>]*id="export-page"|id="export-page"[^>]*hidden',
        browser.get("/governance").text,
    )


def test_refused_rows_are_for_readers_of_the_whole_city(house: House) -> None:
    assert house.browser("leader").get("/api/rejects/20210101T000000Z-a.csv").status_code == 404
    assert house.browser("auditor").get("/api/rejects/20210101T000000Z-a.csv").status_code == 403


# ---- tokens ----


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def test_a_token_asks_as_its_person_the_api_alone_until_it_is_taken_back(house: House) -> None:
    officer = house.browser("officer")
    page = officer.send("/account", act="token", title="nightly", days="7").text
    secret = re.search(r"cockpit_api_[\w-]+", page)[0]  # type: ignore[index]
    assert secret not in officer.get("/account").text, "it is shown once"
    script = house.browser()
    address = "/api/indicators/complaints_and_reports.json?period=all&by=district"
    mine = script.get(address, headers=bearer(secret))
    assert mine.get_json() == officer.get(address).get_json()
    assert script.get("/api/rows/items.csv", headers=bearer(secret)).status_code == 200
    for path in ("/governance", "/account", "/people", "/"):
        assert script.get(path, headers=bearer(secret)).status_code == 403, path
    assert script.client.post("/_dash-update-component", json={}, headers=bearer(secret)).status_code == 403
    for wrong in ("x", "", "cockpit_wall_x", secret[:-1]):
        assert script.get(address, headers=bearer(wrong)).status_code == 401
        assert officer.get(address, headers=bearer(wrong)).status_code == 401, "a wrong token is no session"
    own = re.search(
        r'value="revoke"><input type="hidden" name="id" value="(\w+)"', officer.get("/account").text
    )[1]  # type: ignore[index]
    house.browser("leader").send("/account", act="revoke", id=own)
    assert script.get(address, headers=bearer(secret)).status_code == 200, "it is not hers to take back"
    officer.send("/account", act="revoke", id=own)
    assert script.get(address, headers=bearer(secret)).status_code == 401


def test_days_of_a_token_are_few_and_administrators_have_none(house: House) -> None:
    officer = house.browser("officer")
    for days in ("0", "366", "x", "-1", "9" * 50):
        assert officer.send("/account", act="token", title="x", days=days).status_code == 400
    before = len(Tokens(house.state).listed("api"))
    house.browser("auditor").send("/account", act="token", title="x", days="7")
    assert len(Tokens(house.state).listed("api")) == before


# ---- accounts ----


def test_the_security_administrator_changes_all_accounts_but_his_own(
    small_city: Path, tmp_path: Path
) -> None:
    own = peopled(house_of(small_city, tmp_path, login=True))
    browser, leader = own.browser("security"), own.browser("leader")
    page = browser.send(
        "/people", act="add", name="new.one", role="officer", districts=XIHU, shown="新", office="西湖所"
    ).text
    password = re.search(r"new\.one 首次登录口令（只显示这一次）：(\S+?)<", page)[1].replace("&amp;", "&")  # type: ignore[index]
    assert own.browser().login("new.one", password).status_code == 303
    assert browser.send("/people", act="add", name="x y", role="officer", districts=XIHU).status_code == 400
    assert browser.send("/people", act="add", name="other", role="king").status_code == 400
    unknown = browser.send("/people", act="add", name="other", role="officer", districts="330109x")
    assert (unknown.status_code, "没有“330109x”" in unknown.text) == (400, True)
    browser.send("/people", act="grant", name="analyst", right="persons")
    assert own.people.person("analyst").reader.scope.sees_persons
    browser.send("/people", act="revoke", name="analyst", right="persons")
    assert not own.people.person("analyst").reader.scope.sees_persons
    browser.send("/people", act="role", name="analyst", role="officer", districts=XIHU)
    assert own.people.person("analyst").role == "officer"
    browser.send("/people", act="disable", name="leader")
    assert leader.get("/api/version").status_code == 401
    for act in ("reset", "disable", "role", "grant"):
        assert (
            browser.send("/people", act=act, name=" Security", role="leader", right="persons").status_code
            == 403
        ), act
    assert (
        own.browser("officer").client.post("/people", data={"act": "enable", "name": "leader"}).status_code
        == 403
    )
    assert browser.client.post("/people", data={"act": "enable", "name": "leader"}).status_code == 403
    assert own.people.person("leader").is_disabled
    lines = audit.lines(own.state).query("who == 'security' and action != 'login'")
    assert list(lines["action"]) == ["user-add", "user-grant", "user-revoke", "user-role", "user-disable"]


def test_districts_are_taken_unchecked_with_a_note_where_no_data_can_be_read(tmp_path: Path) -> None:
    empty = peopled(house_of(tmp_path / "no", tmp_path, login=True))
    said = empty.browser("security").send(
        "/people", act="role", name="analyst", role="officer", districts=XIHU
    )
    assert (said.status_code, "辖区代码未核对" in said.text) == (200, True)


# ---- persons ----


def grid_of(source: str, **page: Any) -> dict[str, Any]:
    """Return what a browser sends for the first rows of a list."""
    part = {"index": source, "type": ids.GRID}
    state = {"path": "/governance", "fixed": {}, "lang": "zh", "theme": "light", "filters": [], **page}
    return {
        "output": '{"index":["MATCH"],"type":"grid"}.getRowsResponse', "outputs": {"id": part, "property": "getRowsResponse"},
        "inputs": [{"id": part, "property": "getRowsRequest", "value": {"startRow": 0, "endRow": 50}}],
        "state": [{"id": part, "property": "id", "value": part}, {"id": ids.SELECTION, "property": "data", "value": {"period": "all"}},
                  {"id": ids.PAGE, "property": "data", "value": state}],
    }  # fmt: skip


ITEMS_OF_XIHU, ITEMS_OF_YUHANG = (
    [row["item_id"] for row in ROWS["complaint_report"] if row["handling_district"] == district]
    for district in (XIHU, YUHANG)
)


def test_whoever_is_shown_persons_leaves_a_line_each_time_and_others_none(house: House) -> None:
    seen = len(audit.lines(house.state))
    shown: dict[str, int] = {}
    for name in ("inspector", "leader"):
        browser = house.browser(name)
        for source in ("items", "platforms"):  # the second has no person in it
            answer = browser.client.post("/_dash-update-component", json=grid_of(source))
            shown[f"{name} {source}"] = len(
                answer.get_json()["response"][f'{{"index":"{source}","type":"grid"}}']["getRowsResponse"][
                    "rowData"
                ]
            )
        for _ in range(2):  # the second time the board is kept already
            assert browser.get("/api/board/systems/entity_360/E2").status_code == 200
            assert browser.get("/api/board/systems/entity_360/E1").status_code == 200
        for item in ITEMS_OF_XIHU[:1], ITEMS_OF_YUHANG[:1]:
            assert browser.get(f"/api/board/record/items/{item[0]}").status_code == 200
    lines = audit.lines(house.state).iloc[seen:].query("action == 'persons'")
    assert shown["inspector items"]
    assert shown["leader items"]
    told = list(lines[["who", "object", "rows"]].itertuples(index=False, name=None))
    assert told[0] == ("inspector", "rows items", shown["inspector items"])
    assert told[1:-1] == [("inspector", "entity E2", 1)] * 2, (
        "an entity of his district each time, one of another never"
    )
    assert told[-1] == ("inspector", f"record items {ITEMS_OF_XIHU[0]}", 1), "so of a record"


# ---- tasks ----

DUE = date.today() + timedelta(days=5)


def book_of(house: House, name: str) -> TaskBook:
    reader = house.people.person(name).reader
    return TaskBook(house.state, lambda: reader.name, lambda: reader)


def test_a_task_goes_to_a_named_office_or_person_who_sees_it(house: House) -> None:
    leader, officer, inspector, analyst = (
        book_of(house, name) for name in ("leader", "officer", "inspector", "analyst")
    )
    with pytest.raises(TaskRefused) as refused:
        leader.give("超期", "/", "某局", DUE)
    assert refused.value.field == "assigned_to"
    to_office, to_person = (
        leader.give("超期", "/", "officer所", DUE),
        leader.give("突增", "/", "inspector", DUE),
    )
    assert (to_office.assignee, to_person.assigned_to) == ("officer所", "inspector")
    assert {one.id for one in officer.tasks()} >= {to_office.id}
    assert to_person.id not in {one.id for one in officer.tasks()}
    assert {to_office.id, to_person.id} <= {one.id for one in analyst.tasks()}, "he sees the whole city"
    assert to_office.is_of(officer.reader())
    assert not to_office.is_of(inspector.reader())
    with pytest.raises(TaskRefused, match="may not"):
        analyst.give("x", "/", "inspector", DUE)
    with pytest.raises(Exception, match="no task"):
        inspector.act(to_office.id, "fed_back", "x")
    with pytest.raises(TaskRefused, match="Whoever"):
        officer.act(to_office.id, "withdrawn", "x")
    assert officer.act(to_office.id, "fed_back", "已办").acts[-1].who == "officer"
    assert officer.may(officer.task(to_office.id)) == ()
    assert leader.act(to_office.id, "closed", "属实").standing == "closed"


def test_tasks_of_others_stand_on_no_page_and_in_no_file(house: House) -> None:
    book = book_of(house, "leader")
    book.give("只给检查组的事", "/governance", "inspector", date.today() + timedelta(days=1))
    for name, is_his in (("officer", False), ("inspector", True), ("leader", True), ("analyst", True)):
        browser = house.browser(name)
        assert ("只给检查组的事" in browser.get("/api/tasks.csv").data.decode()) is is_his, name
        lines = browser.get("/api/board/wall?lang=zh").text.splitlines()
        board = json.dumps([json.loads(line) for line in lines], ensure_ascii=False)
        assert ("只给检查组的事" in board) is is_his, name


def test_the_page_of_tasks_names_offices_and_persons_and_has_a_list_of_ones_own(house: House) -> None:
    book = book_of(house, "leader")
    given = book.give("西湖所核查", "/", "officer所", DUE)
    told = listed(house.browser("officer"), "mine")
    assert f'"data-task":"{given.id}"' in told
    assert "officer所" in told
    assert "inspector" in told
    assert f'"data-task":"{given.id}"' not in listed(house.browser("leader"), "mine")


def listed(browser: Browser, show: str) -> str:
    """Return what Dash is told for the list of tasks."""
    outputs = ("tasks.children", "tasks.data-state", "task-show.options", "task-addressees.children")
    page = {"path": "/tasks", "fixed": {}, "lang": "zh", "theme": "light", "filters": []}
    answer = browser.client.post("/_dash-update-component", json={
        "output": f"..{'...'.join(outputs)}..", "changedPropIds": ["task-show.value"],
        "outputs": [dict(zip(("id", "property"), one.split("."), strict=True)) for one in outputs],
        "inputs": [{"id": "task-told", "property": "data", "value": {"href": "/"}}, {"id": "task-show", "property": "value", "value": show}],
        "state": [{"id": "page", "property": "data", "value": page}],
    })  # fmt: skip
    assert answer.status_code == 200, answer.text
    return json.dumps(answer.get_json(), ensure_ascii=False, separators=(",", ":"))


# ---- frozen pages and exports ----


def frozen_by(house: House, name: str) -> str:
    browser = house.browser(name)
    sent = browser.client.post(
        "/api/exports", json={"kind": "frozen", "path": "/governance", "query": {}, "lang": "zh"}
    )
    assert sent.status_code == 202, sent.text
    told = until_done(browser, sent.get_json()["id"])
    return str(told["href"])


def until_done(browser: Browser, export: str) -> dict[str, Any]:
    for _ in range(600):
        told: dict[str, Any] = browser.get(f"/api/exports/{export}").get_json()
        if told["state"] in {"done", "failed"}:
            return told
        time.sleep(0.1)
    pytest.fail(f"{export} was not made")


def test_a_frozen_page_is_shown_to_those_who_may_see_all_of_it(house: House) -> None:
    house.people.allow("officer", "freeze", is_allowed=True)
    whole, part = frozen_by(house, "leader"), frozen_by(house, "officer")
    seen = {
        name: [house.browser(name).get(one).status_code for one in (whole, part)]
        for name in ("leader", "analyst", "officer", "inspector")
    }
    assert seen == {
        "leader": [200, 200],
        "analyst": [200, 200],
        "officer": [404, 200],
        "inspector": [404, 404],
    }
    counts = {
        name: len(house.browser(name).get("/api/frozen?path=/governance").get_json()["frozen"])
        for name in seen
    }
    assert counts == {"leader": 2, "analyst": 2, "officer": 1, "inspector": 0}
    assert "officer · officer所" in house.browser("leader").get(part).text


def test_files_and_their_lines_carry_the_person_and_are_his_alone(house: House) -> None:
    browser = house.browser("leader")
    rows = browser.get("/api/rows/cases.csv?period=all").data.decode("utf-8-sig")
    assert "leader · leader所 · 2" in rows
    sent = browser.client.post(
        "/api/exports", json={"kind": "xlsx", "path": "/governance", "query": {}, "lang": "zh"}
    ).get_json()
    assert done(browser, sent["id"])
    other = house.browser("analyst")
    assert other.get(f"/api/exports/{sent['id']}").status_code == 404
    assert other.get(f"/api/exports/{sent['id']}/file").status_code == 404
    assert other.client.delete(f"/api/exports/{sent['id']}").status_code == 404
    lines = audit.lines(house.state).query("action in ('csv', 'xlsx') and who == 'leader'")
    assert {"rows cases", "/governance"} <= set(lines["object"])
    assert audit.verify(house.state)
