"""A file whose rows are stopped on the way, by the time limit or for want of memory, is refused in a sentence."""

import shutil
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace

import duckdb
import flask
import pandas as pd
import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from components.http import api
from data_access.domain.access import WHOLE_CITY
from data_access.domain.errors import QueryTooSlow
from data_access.lookups import rows
from data_access.store import connections
from data_access.store.patience import Patience
from data_access.store.schema import complaint_report
from data_access.store.servers import Server, ServerConnection
from data_access.store.store import Store


@pytest.mark.parametrize("reason", [duckdb.InterruptException, duckdb.OutOfMemoryException])
def test_a_file_that_is_stopped_after_its_first_rows_says_so(
    small_city: Path, tmp_path: Path, reason: type[duckdb.Error], monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(str(shutil.copytree(small_city, tmp_path / "store")), threads=1)
    server = flask.Flask(__name__)
    api.register(server, store, lambda: WHOLE_CITY)
    taken, whole = [], connections._with_texts

    def stopped(frame: pd.DataFrame) -> pd.DataFrame:
        if "registered_at" in frame:
            if taken:
                raise reason("stopped")
            taken.append(frame)
        return whole(frame)

    monkeypatch.setattr(connections, "_with_texts", stopped)
    monkeypatch.setattr(rows, "CHUNK_ROWS", 1)
    reply = server.test_client().get("/api/rows/items.csv")
    assert reply.status_code == 422, reply.text
    assert "narrow the period" in reply.get_json()["error"]
    assert len(taken[0]) > 0, "it had begun"
    store.close()


class Cancelled(Exception):
    """How PostgreSQL's driver tells of `statement_timeout`."""

    sqlstate = "57014"


def test_rows_of_a_server_that_are_stopped_on_the_way_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def parts() -> Iterator[list[tuple[int]]]:
        yield [(1,)]
        raise OperationalError("SELECT", {}, Cancelled())

    left = parts()
    result = SimpleNamespace(keys=lambda: ["item_id"], fetchmany=lambda _: next(left))
    lent = SimpleNamespace(execute=lambda _: result)
    lent.execution_options = lambda **_: lent
    server = Server("postgresql://nobody@127.0.0.1:1/none", 60)
    monkeypatch.setattr(server, "_begun", lambda _: nullcontext(lent))
    frames = ServerConnection(server, "x").frames(select(text("1")), complaint_report, 1, Patience())
    assert len(next(frames)) == 1
    with pytest.raises(QueryTooSlow, match="narrow the period"):
        next(frames)
    server.close()
