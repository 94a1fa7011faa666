"""The cockpit below a path of a host that it shares: whatever a document names lies below it too."""

import json
import re
from pathlib import Path

import pytest
from dash import Dash

from app import create_app
from data_access.domain.settings import Settings
from tests.web.clients import page_of
from tests.web.payloads import Body, bodies

BASE = "/market/cockpit"
ADDRESSED = re.compile(r'<(?:script|link)\b[^>]*\b(?:src|href)="(/[^"]*)"')


@pytest.fixture(scope="module")
def mounted(small_city: Path, tmp_path_factory: pytest.TempPathFactory) -> Dash:
    folder = tmp_path_factory.mktemp("mounted")
    settings = Settings(
        store=str(small_city), state=f"sqlite:///{folder}/s.sqlite", exports=str(folder / "e"),
        public_url=f"https://shared.example{BASE}/",
    )  # fmt: skip
    return create_app(settings)


@pytest.mark.parametrize("path", ["/", "/governance", "/wall", "/nowhere", ""])
def test_all_that_a_document_names_lies_below_its_path(mounted: Dash, path: str) -> None:
    client = page_of(mounted.server)
    page = client.get(f"{BASE}{path}")
    assert page.status_code == (404 if path == "/nowhere" else 200)
    named = ADDRESSED.findall(page.text)
    assert len(named) > 10
    assert [one for one in named if not one.startswith(f"{BASE}/")] == []
    assert client.get(named[-1]).status_code == 200
    assert re.search(rf'<script[^>]*type="module"[^>]* src="{BASE}/assets/cockpit\.js\?', page.text)
    assert f'data-base="{BASE}"' in page.text
    if path != "/nowhere":
        (facts,) = re.findall(r'id="facts">(.*?)</script>', page.text)
        assert json.loads(facts)["board"].startswith(f"{BASE}/api/board/")
        assert json.loads(facts)["paths"]["wall"] == f"{BASE}/wall"


def test_a_proxy_may_cut_the_path_off(mounted: Dash) -> None:
    client = page_of(mounted.server)
    assert ADDRESSED.findall(client.get("/governance").text) == ADDRESSED.findall(
        client.get(f"{BASE}/governance").text
    )
    assert client.get("/market/cockpitx").status_code == 404
    assert client.get("/healthz").status_code == client.get(f"{BASE}/healthz").status_code == 200


def router(mounted: Dash, path: str) -> Body:
    (body,) = (one for one in bodies(mounted) if "_pages_content" in one["output"])
    body["inputs"][0]["value"] = path
    return body


def test_dash_finds_pages_below_the_path_and_none_beside_it(mounted: Dash) -> None:
    client = page_of(mounted.server)
    ask = f"{BASE}/_dash-update-component"
    assert client.post(ask, json=router(mounted, f"{BASE}/governance")).status_code == 200
    assert client.post(ask, json=router(mounted, "/elsewhere")).status_code == 404
