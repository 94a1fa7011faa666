"""A whole app over the small city, with a state and a folder of exports of its own."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from app import create_app
from components.http.reports import ReportBuilder
from data_access.domain.settings import Settings
from data_access.state.database import State
from data_access.store.store import Store
from tests.shared import once
from tests.web.clients import page_of


@dataclass
class Office:
    """Everything that an export meets."""

    store: Store
    state: State
    client: FlaskClient
    desk: ReportBuilder

    def made(self, kind: str, path: str = "/governance", **more: Any) -> tuple[dict[str, Any], bytes]:
        """Ask for a page as a file and return what its job told and the file."""
        asked = self.client.post(
            "/api/exports", json={"kind": kind, "path": path, "query": {}, "lang": "zh"} | more
        )
        assert asked.status_code == 202, asked.text
        told = self.until(asked.get_json()["id"], {"done", "failed", "cancelled"})
        assert told["state"] == "done", told
        return told, self.client.get(f"/api/exports/{told['id']}/file").data

    def until(self, export: str, states: set[str], seconds: float = 60) -> dict[str, Any]:
        """Wait for one of some states of a job."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            told: dict[str, Any] = self.client.get(f"/api/exports/{export}").get_json()
            if told["state"] in states:
                return told
            time.sleep(0.05)
        pytest.fail(f"the job {export} is still {told['state']} after {seconds} seconds")


@contextmanager
def opened(city: Path, folder: Path) -> Iterator[Office]:
    """Lend an office over a store, with what it writes itself in a folder."""
    settings = Settings(
        store=str(city),
        state=f"sqlite:///{folder / 'state.sqlite'}",
        exports=str(folder / "exports"),
        files_per_minute=10**6,
    )
    store, state = Store(settings.store), State(settings.state)
    yield Office(store, state, page_of(create_app(settings).server), ReportBuilder(store))
    store.close()
    state.close()


@pytest.fixture(scope="module")
def city(small_city: Path) -> Path:
    """The store of the office: the one that is only read, whose answers are known once anybody has asked; a module that writes
    into it has a copy."""
    return small_city


@pytest.fixture(scope="module")
def office(city: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with opened(city, tmp_path_factory.mktemp("office")) as made:
        yield made


#: What was told of a printed file, and the file, by the kind that was asked for.
Papers = dict[str, tuple[dict[str, Any], bytes]]
#: What is printed, in Chinese.
PRINTED = {"period": "2021"}


@pytest.fixture(scope="session")
def papers(small_city: Path, tmp_path_factory: pytest.TempPathFactory) -> Papers:
    """The page of complaints and the bulletin of 2021 as PDF.

    Each takes a browser of its own, more than all other kinds together: they are printed once a run.
    """

    def build(folder: Path) -> None:
        folder.mkdir()
        with opened(small_city, tmp_path_factory.mktemp("printer")) as office:
            for kind in ("pdf", "brief-pdf"):
                told, file = office.made(kind, query=PRINTED)
                (folder / f"{kind}.json").write_text(json.dumps(told), encoding="utf-8")
                (folder / kind).write_bytes(file)

    folder = once(tmp_path_factory, "papers", build)
    return {
        one.name: (json.loads(one.with_suffix(".json").read_text("utf-8")), one.read_bytes())
        for one in folder.iterdir()
        if not one.suffix
    }
