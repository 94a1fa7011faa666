"""The first document brings the scripts that its page needs, and workers part from an app in which nothing is open."""

import json
import re
import threading
import zlib
from pathlib import Path

import pytest
from dash import Dash

from app import create_app
from components.board.boards import Boards
from components.http.ahead import ready_to_part
from components.model.page import PAGES
from data_access.domain.settings import Settings

SUITE = re.compile(r"_dash-component-suites/([\w./-]+?)(?:@|\.v|\.min|\.js)")


def suites(served: Dash, path: str) -> set[str]:
    told = served.server.test_client().get(path).text
    return {name.split("/")[0] if name.startswith("dash_") else name for name in SUITE.findall(told)}


@pytest.mark.parametrize("path", ["/", "/governance", "/platforms", "/definitions", "/wall", "/systems"])
def test_a_page_without_rows_brings_no_grid_and_none_brings_what_no_page_has(served: Dash, path: str) -> None:
    found = suites(served, path)
    assert ("dash_ag_grid" in found) == PAGES[path].has_rows
    assert not [name for name in found if "dash_table" in name or "polyfill" in name or "bootstrap" in name]
    assert {"dash/html/dash_html_components", "dash/dcc/dash_core_components"} <= found


def test_some_pages_have_rows_and_some_have_none() -> None:
    assert {page.has_rows for page in PAGES.values()} == {True, False}


@pytest.mark.parametrize("path", ["/", "/governance", "/governance?district=330110", "/wall", "/platforms"])
def test_a_document_names_the_outline_that_its_map_asks_for(served: Dash, path: str) -> None:
    client = served.server.test_client()
    (told,) = re.findall(r'id="facts">(.*?)</script>', client.get(path).text)
    facts = json.loads(told)
    maps = {
        trace["geojson"]
        for line in client.get(facts["board"]).text.splitlines()
        for trace in (json.loads(line).get("figure") or {"data": []})["data"]
        if trace["type"] == "choropleth" and isinstance(trace.get("geojson"), str)
    }
    assert maps == ({facts["outline"]} if facts["outline"] else set())
    assert bool(maps) == (path != "/platforms")


@pytest.mark.parametrize("draws_ahead", [False, True])
def test_nothing_is_open_when_workers_part(small_city: Path, tmp_path: Path, draws_ahead: bool) -> None:
    before = set(threading.enumerate())
    settings = Settings(store=str(small_city), state=f"sqlite:///{tmp_path / 'state.sqlite'}")
    server = create_app(settings).server
    boards = server.extensions["boards"].boards
    boards.book.stamp()
    assert boards.store.version()
    ready_to_part(server, draws_ahead=draws_ahead)
    assert boards.store._shared is None
    assert boards.book.state._opened is None
    left = {one.name for one in set(threading.enumerate()) - before if one.is_alive()}
    assert left <= {"query-watchdog"}, "a thread would be missing in each worker"


def test_the_cockpits_are_told_before_anybody_can_ask(
    small_city: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(store=str(small_city), state=f"sqlite:///{tmp_path / 'state.sqlite'}")
    server = create_app(settings).server
    ready_to_part(server, draws_ahead=True)
    monkeypatch.setattr(Boards, "_told", None)  # whoever draws fails
    for made in ("_compress_data", "_compress_chunks"):
        monkeypatch.setattr(f"flask_compress.flask_compress.{made}", None)  # and whoever compresses a file
    client = server.test_client()
    for path in ("/", "/governance"):
        told = client.get(f"/api/board{path}?lang=zh&theme=light", headers={"Accept-Encoding": "gzip"})
        assert zlib.decompress(told.data, 31).endswith(b"}\n")
    for file in ("00-plotly.min.js", "cockpit.js", "cockpit.css"):  # asked for as the document names them
        sent = client.get(f"/assets/{file}", headers={"Accept-Encoding": "gzip, deflate, br, zstd"})
        assert (sent.status_code, sent.headers["Content-Encoding"]) == (200, "zstd"), file


def test_a_server_begins_though_its_store_is_slow(
    small_city: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("components.http.ahead._MOST_SECONDS", 0.0)
    settings = Settings(store=str(small_city), state=f"sqlite:///{tmp_path / 'state.sqlite'}")
    server = create_app(settings).server
    ready_to_part(server, draws_ahead=True)
    assert not list(server.extensions["boards"].kept.folder.iterdir()), "half a board is none"


def test_a_server_begins_where_there_is_no_store_yet(tmp_path: Path) -> None:
    settings = Settings(store=str(tmp_path / "store"), state=f"sqlite:///{tmp_path / 'state.sqlite'}")
    server = create_app(settings).server
    ready_to_part(server, draws_ahead=True)
    assert server.test_client().get("/healthz").status_code == 503
