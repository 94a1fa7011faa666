"""A screen on a wall: it opens the one address that an administrator named, read-only, asks for no password, and can be taken back."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from components.http.access.one_address import fit_page
from data_access.domain.errors import BadValue
from data_access.state.people.tokens import WALL_LASTS, Tokens
from data_access.state.tables import session, token
from tests.access.conftest import Browser, House
from tests.access.test_rights import grid_of
from tests.data_access.small_city import XIHU
from tests.every_page import EVERY_PAGE


@pytest.fixture
def screen(house: House) -> Browser:
    """A screen that shows one district."""
    page = (
        house.browser("security")
        .send("/people", act="wall", title="大厅", opens=f"/wall?district={XIHU}", districts=XIHU)
        .text
    )
    link = re.search(r"/screen/cockpit_wall_[\w-]+", page)[0]  # type: ignore[index]
    browser = house.browser()
    opened = browser.get(link)
    assert (opened.status_code, opened.headers["Location"]) == (303, f"/wall?district={XIHU}")
    return browser


def test_a_screen_opens_its_address_and_nothing_else(house: House, screen: Browser) -> None:
    page = screen.get(f"/wall?district={XIHU}&lang=zh&rotate=10")
    assert page.status_code == 200
    board = re.search(r'"board": "([^"]+)"', page.text)[1].replace("&amp;", "&")  # type: ignore[index]
    assert screen.get(board).status_code == 200
    assert screen.get("/api/version").status_code == 200
    for address in ("/wall", "/wall?district=330110", f"/wall?district={XIHU}&district=330110", "/api/board/wall", "/api/board/wall?district=330110",
                    "/", "/governance", "/tasks", "/account", "/people", "/api/indicators", "/api/rows/items.csv", "/api/board/governance",
                    f"/api/board/governance?district={XIHU}", "/_dash-layout", "/api/tasks.csv", "/api/frozen"):  # fmt: skip
        assert screen.get(address).status_code == 403, address
    assert screen.client.post("/api/exports", json={"kind": "png"}).status_code == 403
    assert screen.client.post("/_dash-update-component", json={}).status_code == 403
    whole = house.browser("leader").get(board).text
    assert screen.get(board).text != whole


def test_a_screen_renews_itself_and_is_dark_once_it_is_taken_back(house: House, screen: Browser) -> None:
    soon = datetime.now() + timedelta(days=1)
    with house.state.begin() as connection:
        connection.execute(update(session).where(session.c.token != "").values(ends_at=soon))
        connection.execute(update(token).where(token.c.kind == "wall").values(ends_at=soon))
    page = screen.get(f"/wall?district={XIHU}")
    assert f"Max-Age={int(WALL_LASTS.total_seconds())}" in page.headers["Set-Cookie"]
    with house.state.begin() as connection:
        found = connection.execute(
            session.select().where(session.c.token != "").order_by(session.c.ends_at.desc())
        ).first()
    assert found is not None
    assert found.ends_at - found.created_at > WALL_LASTS - timedelta(minutes=5)
    security = house.browser("security")
    for one in Tokens(house.state).listed("wall"):
        security.send("/people", act="unwall", id=one.id)
    assert screen.get("/api/version").status_code == 401
    dark = screen.get(f"/wall?district={XIHU}")
    assert dark.status_code == 401
    assert 'type="password"' not in dark.text


@pytest.mark.parametrize(
    "address",
    [
        "/tasks",
        "/audit",
        "/nowhere",
        "/api/version",
        "/people",
        "https://evil.example/wall",
        "//evil.example/wall",
        "/wall#x",
        "/wall\nx",
        "/\\evil.example",
        "wall",
        "/walls",
        "",
    ],
)
def test_a_screen_is_given_a_page_of_the_cockpits_and_none_else(house: House, address: str) -> None:
    page = house.browser("security").send("/people", act="wall", title="x", opens=address)
    assert page.status_code == 400
    assert house.browser().get("/screen/cockpit_wall_x").status_code == 403


def opened_at(house: House, address: str, districts: str = "") -> Browser:
    """Return a screen that shows an address."""
    page = house.browser("security").send(
        "/people", act="wall", title="x", opens=address, districts=districts
    )
    browser = house.browser()
    browser.get(re.search(r"/screen/cockpit_wall_[\w-]+", page.text)[0])  # type: ignore[index]
    return browser


def test_a_screen_may_show_any_page_of_the_cockpits_with_its_rows_and_nothing_beside(house: House) -> None:
    shown = opened_at(house, f"/governance?period=all&district={XIHU}", XIHU)
    page = shown.get(f"/governance?period=all&district={XIHU}&theme=dark&card=complaints_and_reports")
    assert page.status_code == 200
    board = re.search(r'"board": "([^"]+)"', page.text)[1]  # type: ignore[index]
    for address in (board, f"{board}&only=complaints_and_reports&table=complaints_and_reports", "/api/version",
                    "/_dash-layout", "/_dash-dependencies", "/healthz"):  # fmt: skip
        assert shown.get(address).status_code == 200, address
    for address in ("/", "/wall", "/governance", "/governance?period=all", f"/governance?period=2021&district={XIHU}", "/api/board/governance",
                    f"/api/board/data?period=all&district={XIHU}", "/api/rows/items.csv", "/api/indicators", "/api/frozen?path=/governance",
                    "/tasks", "/account", "/people", "/api/tasks.csv"):  # fmt: skip
        astray = shown.get(address)
        assert astray.status_code == 403, address
        assert astray.headers["Refresh"].endswith(f"url=/governance?period=all&district={XIHU}"), address
    assert f'href="/governance?period=all&amp;district={XIHU}"' in shown.get("/").text
    rows = drawn_rows(shown, "items", {"period": "all", "district": XIHU})
    assert rows.status_code == 200
    assert rows.get_json()["response"]


def drawn_rows(browser: Browser, source: str, selection: dict[str, str], **page: str) -> Any:
    body = grid_of(source, **page)
    body["state"][1]["value"] = selection
    return browser.client.post("/_dash-update-component", json=body)


@pytest.mark.parametrize(
    ("source", "selection", "page"),
    [
        ("items", {"period": "all"}, {}),
        ("items", {"period": "2021", "district": XIHU}, {}),
        ("cases", {"period": "all", "district": XIHU}, {}),
        ("items", {"period": "all", "district": XIHU}, {"path": "/systems/red_flag_canal"}),
    ],
)
def test_a_screen_is_given_the_rows_of_its_own_page_under_its_own_filters_alone(
    house: House, source: str, selection: dict[str, str], page: dict[str, str]
) -> None:
    shown = opened_at(house, f"/governance?period=all&district={XIHU}")
    shown.get(f"/governance?period=all&district={XIHU}")
    assert drawn_rows(shown, source, selection, **page).status_code == 403


def test_a_screen_calls_nothing_that_does_something_and_odd_bodies_are_refused(house: House) -> None:
    shown = opened_at(house, "/governance")
    shown.get("/governance")
    odd: list[Any] = [[], {}, {"output": "task-said.children"}, {"output": "sink.data", "inputs": [], "state": []},
           {"output": '{"type":"grid"', "inputs": {"id": 1}}, {"output": '{"index":["MATCH"],"type":"grid"}.x', "inputs": [[]]}]  # fmt: skip
    for body in odd:
        assert shown.client.post("/_dash-update-component", json=body).status_code == 403, body


@pytest.mark.parametrize("path", sorted({page.path for page in EVERY_PAGE.values()}))
def test_every_page_is_for_screens_but_the_desks_of_persons(path: str) -> None:
    address = path.replace("<platform_id>", "P1").replace("<entity_id>", "E1")
    if path in {"/tasks", "/audit", "/claimants"}:
        with pytest.raises(BadValue):
            fit_page(address)
        return
    assert fit_page(f"{address}?district={XIHU}")


def test_a_screen_whose_page_stays_open_for_months_is_given_its_cookie_again(house: House) -> None:
    shown = opened_at(house, "/wall")
    assert "Set-Cookie" not in shown.get("/api/version").headers
    soon = datetime.now() + timedelta(days=80)
    with house.state.begin() as connection:
        connection.execute(update(session).where(session.c.token != "").values(ends_at=soon))
    assert f"Max-Age={int(WALL_LASTS.total_seconds())}" in shown.get("/api/version").headers["Set-Cookie"]


def test_a_link_to_a_page_that_is_gone_says_so(house: House) -> None:
    secret, _ = Tokens(house.state).for_wall("command-line", "x", "/nowhere", None)
    page = house.browser().get(f"/screen/{secret}")
    assert page.status_code == 404
    assert "没有" in page.text or "不存在" in page.text


def test_a_person_on_a_screen_is_himself(screen: Browser) -> None:
    assert screen.login("leader").status_code == 303
    assert screen.get("/governance").status_code == 200
