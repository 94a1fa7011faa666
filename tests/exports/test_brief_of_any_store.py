"""The bulletin is made of every store that loads, whatever it lacks, and says nothing of what is not recorded."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table

import data_access.brief
from data_access.brief import Brief, brief, brief_bytes, numbers
from data_access.domain.access import WHOLE_CITY
from data_access.domain.filters import Selection
from data_access.domain.periods import Period
from data_access.metrics.coverage import Recorded
from data_access.metrics.labels import labels
from data_access.metrics.query import fetch
from data_access.store.schema import (
    LOADED,
    complaint_report,
    enforcement_case,
    negative_entity,
)
from data_access.store.snapshots import Snapshot
from data_access.store.store import Store
from tests.data_access.conftest import fill
from tests.data_access.small_city import ROWS

YEAR = Period(date(2021, 1, 1), date(2021, 12, 31))
Rows = dict[str, list[dict[str, Any]]]
LISTS = {name: ROWS[name] for name in ("dataset", "code", "region")}


def without(*columns: str) -> Rows:
    items = [row | dict.fromkeys(columns) for row in ROWS["complaint_report"]]
    return LISTS | {"platform": ROWS["platform"], "complaint_report": items}


OPTIONAL = [column.name for column in complaint_report.columns if column.nullable]
STORES: dict[str, Rows] = {
    **{name: without(name) for name in ("platform_id", "handling_district", "problem", "goods")},
    "complaints that know their day alone": without(*OPTIONAL),
    "shops": LISTS | {"shop": ROWS["shop"]},
    "lists": LISTS,
    "no lists": {"dataset": ROWS["dataset"]},
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store(str(tmp_path / "store"), threads=1)
    yield made
    made.close()


def written(snapshot: Snapshot, lang: str = "zh", period: Period = YEAR) -> Brief:
    """Return the bulletin of a snapshot after it went into every form, a PDF as far as the page that is printed.

    A document in Chinese has all that one in English has, which takes as long again to write.
    """
    made = brief(
        snapshot, WHOLE_CITY, Selection(period), lang=lang, export="X-1", who="某人", origin="http://here"
    )
    html = brief_bytes(made, "html")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(data_access.brief, "pdf", lambda page, _: page.encode())
        assert brief_bytes(made, "pdf") == html
    assert lang == "en" or brief_bytes(made, "docx")
    return made


def words(made: Brief) -> str:
    sentences = [said for section in made.sections for paragraph in section.paragraphs for said in paragraph]
    return "".join(piece if isinstance(piece, str) else piece.words for said in sentences for piece in said)


@pytest.mark.parametrize("lacking", STORES)
def test_a_store_that_lacks_something_has_its_bulletin(store: Store, lacking: str) -> None:
    fill(store, STORES[lacking])
    for lang in ("zh", "en"):
        made = written(store.snapshot(), lang)
        assert made.sections
        assert all(section.paragraphs for section in made.sections)
    if "complaint_report" not in STORES[lacking]:
        assert made.rows == 0
        assert "The store holds no records that a bulletin could tell of." in words(made)
    if (
        lacking == "lists"
    ):  # with no chart at all; one with all of them is printed by tests/exports/test_brief.py
        assert brief_bytes(made, "pdf").startswith(b"%PDF")


Forgets = Callable[[Recorded], Recorded]


def forgetting(table: Table) -> dict[str, Forgets]:
    """Return what a store may lack of a table: all of it, or one of its columns."""
    whole = {table, *table.columns}
    optional = {f"{table.name}.{one.name}": frozenset({one}) for one in table.columns if one.nullable}
    return {
        name: (lambda known, gone=gone: known - gone)
        for name, gone in {table.name: whole, **optional}.items()
    }


ONE_LESS = {
    **{table.name: (lambda known, table=table: known - {table, *table.columns}) for table in LOADED},
    **forgetting(complaint_report), **forgetting(enforcement_case), **forgetting(negative_entity),
}  # fmt: skip


def kinds(made: Brief) -> set[tuple[str, str, str]]:
    """Return what is said, but for signals: where one falls away the next takes its place."""
    sections = [section for section in made.sections if section.title != "本期信号"]
    return {(one.indicator, one.by, one.kind) for section in sections for one in section.figures()}


class Watched(frozenset[Any]):
    """What a store records, and which of it a bulletin asked for."""

    asked: set[Any]

    def __contains__(self, one: object) -> bool:
        self.asked.add(one)
        return super().__contains__(one)


def test_whatever_one_thing_a_store_does_not_record_the_bulletin_is_made_without_it(
    small_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(ONE_LESS) > 70
    snapshot = small_store.snapshot()
    known = labels(snapshot)
    # Every bulletin asks the same again: the answers are there, making frames of them is what takes long.
    monkeypatch.setattr(numbers, "fetch", cache(fetch))

    def made(recorded: Recorded) -> Brief:
        monkeypatch.setattr(numbers, "labels", lambda _: replace(known, recorded=recorded))
        return brief(snapshot, WHOLE_CITY, Selection(YEAR), lang="zh", export="X-1", who="某人")

    watched = Watched(known.recorded)
    watched.asked = set()
    every, fewer, tried = kinds(made(watched)), 0, 0
    for forgets in ONE_LESS.values():
        left = forgets(known.recorded)
        if watched.asked.isdisjoint(known.recorded - left):
            continue  # nobody looks whether it is there: the bulletin is the same
        less = made(left)
        assert kinds(less) <= every
        fewer += kinds(less) < every
        tried += 1
        assert brief_bytes(less, "html")
    assert tried >= 20
    assert fewer >= 8


def test_months_that_the_store_does_not_know_are_no_zeros_in_the_trend(store: Store) -> None:
    late = {"starts_on": date(2021, 3, 1), "as_of": date(2021, 5, 31)}
    items = [row for row in ROWS["complaint_report"] if date(2021, 3, 1) <= row["registered_at"].date() <= date(2021, 5, 31)
             and row["registered_at"].month != 4]  # fmt: skip
    fill(store, LISTS | {"dataset": [ROWS["dataset"][0] | late], "complaint_report": items})
    made = written(store.snapshot(), period=Period(date(2021, 5, 1), date(2021, 5, 31)))
    trend = next(part for part in made.sections[0].parts if part.chart == "trend")
    values = {str(row[0])[:7]: row[1] for row in trend.table.rows}
    assert len(values) == 12
    assert {month for month, value in values.items() if value is not None} == {
        "2021-03",
        "2021-04",
        "2021-05",
    }
    assert values["2021-04"] == 0
