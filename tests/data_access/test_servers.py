"""Facts on a database server: a list that it stops while it is being sent is told in words, like an answer."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from sqlalchemy import create_engine, func, insert, select

from data_access.domain.errors import QueryTooSlow
from data_access.store.schema import load_batch
from data_access.store.snapshots import Snapshot
from data_access.store.store import Store
from tests.data_access.postgres import ENGINES, server

pytestmark = pytest.mark.skipif("postgresql" not in ENGINES, reason="this machine has no PostgreSQL")


@pytest.fixture(scope="module")
def snapshot() -> Iterator[Snapshot]:
    with server() as url:
        engine = create_engine(url)
        load_batch.create(engine)
        values = {
            column.name: datetime(2021, 1, 1) if "at" in column.name.split("_") else None
            for column in load_batch.c
        }
        with engine.begin() as connection:
            known = {name: value for name, value in values.items() if value}
            needed = {
                one.name: "x" if one.type.python_type is str else 0
                for one in load_batch.c
                if not one.nullable
            }
            connection.execute(insert(load_batch).values({**needed, **known}))
        engine.dispose()
        store = Store(url, query_seconds=0.5)
        with store.snapshot() as opened:
            yield opened
        store.close()


#: The third row takes longer than a statement may.
SLOW = select(func.pg_sleep(func.generate_series(0, 3)).label("slept"))


def test_a_list_that_takes_too_long_is_stopped_with_a_sentence_and_the_next_question_is_answered(
    snapshot: Snapshot,
) -> None:
    with pytest.raises(QueryTooSlow, match=r"stopped after 0\.5 seconds"):
        list(snapshot.frames(SLOW, 1))
    with pytest.raises(QueryTooSlow, match=r"stopped after 0\.5 seconds"):
        snapshot.frame(SLOW)
    assert snapshot.rows(select(func.abs(-1))) == [(1,)]


def test_rows_of_a_list_come_as_they_are_taken(snapshot: Snapshot) -> None:
    frames = snapshot.frames(select(func.generate_series(1, 5).label("i")), 2)
    assert [list(frame["i"]) for frame in frames] == [[1, 2], [3, 4], [5]]
