"""Goods, leads, catering and disputes at their published totals: the province's figures and the city's come out."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from sqlalchemy import func, select

from data_access import schema
from data_access.check import check
from data_access.codes import code_table, region_table
from data_access.demo import goods
from data_access.demo.arrays import rows
from data_access.demo.cases import DISTRICTS
from data_access.demo.parts import Place
from data_access.demo.platforms import platform_rows, platforms
from data_access.demo.references import PROVINCIAL, annotation_rows, dataset_rows
from data_access.derive import evidence_chain
from data_access.published import FIGURES
from data_access.schema.rules import RULES
from data_access.store import Store

_CITIES = {"330100": 41, "330200": 15, "330300": 11, "330400": 7, "330500": 4, "330600": 6, "330700": 9, "330800": 1.5,
           "330900": 1, "331000": 3.5, "331100": 1}  # fmt: skip
_SYSTEMS = ("goods_quality_centre", "risk_disposal_centre", "fair_online", "takeaway_online", "ip_online")
PLACES = {
    "330100": (Place("330100", DISTRICTS, platforms), goods.HANGZHOU),
    "330000": (Place("330000", _CITIES, platforms), goods.ZHEJIANG),
}


def references(city: str) -> pa.Table:
    whole = [{"key": key, "region": city, "from_day": pd.Timestamp(year, 1, 1).date(), "to_day": pd.Timestamp(year, 12, 31).date(),
              "value": value, "unit": unit, "source": source} for key, year, value, unit, source in PROVINCIAL]  # fmt: skip
    columns = {c.name: pa.array([row[c.name] for row in whole]) for c in schema.reference_figure.columns}
    return rows(schema.reference_figure, columns)


@pytest.fixture(scope="module", params=PLACES)
def city(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Store]]:
    """A store of one place with the tables of these systems at full size, and what they refer to."""
    code = str(request.param)
    place, totals = PLACES[code]
    store = Store(str(tmp_path_factory.mktemp(code)), threads=1)
    dataset = dataset_rows()
    dataset = dataset.set_column(dataset.column_names.index("city"), "city", pa.array([code]))
    tables = [(schema.dataset, dataset), (schema.code, code_table()), (schema.region, region_table()),
              (schema.annotation, annotation_rows()), (schema.reference_figure, references(code)),
              (schema.platform, platform_rows(1))]  # fmt: skip
    tables += [chunk for part in goods.parts(place, totals) for chunk in part.chunks(1, 1.0)]
    with store.draft(from_current=False) as draft:
        for table, incoming in tables:
            draft.append(table, incoming)
        evidence_chain.derive(draft)
    yield code, store
    store.close()


def test_every_published_figure_of_the_place_comes_out(
    city: tuple[str, Store], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, store = city
    head, *lines = FIGURES.read_text(encoding="utf-8").splitlines()
    own = [line for line in lines if line.split(",")[1] in _SYSTEMS and line.split(",")[2] == code]
    assert len(own) == {"330100": 4, "330000": 18}[code]
    path = tmp_path / "own.csv"
    path.write_text("\n".join([head, *own]), encoding="utf-8")
    assert check(store, path) == 0, capsys.readouterr().out


def test_full_size_rows_keep_every_rule(city: tuple[str, Store]) -> None:
    _, store = city
    for rule in RULES:
        broken = store.frame(select(func.count().label("n")).select_from(rule.table).where(rule.broken))
        assert broken["n"].iloc[0] == 0, rule.key


def test_the_parts_say_about_how_many_rows_they_hold(city: tuple[str, Store]) -> None:
    code, _ = city
    place, totals = PLACES[code]
    for part in goods.parts(place, totals):
        held = sum(chunk.num_rows for _, chunk in part.chunks(1, 1.0))
        assert part.fixed + part.scaled == pytest.approx(held, rel=0.25, abs=400)


def test_the_chain_of_the_demo_holds(city: tuple[str, Store]) -> None:
    _, store = city
    checks = store.frame(schema.evidence_check.select())
    assert len(checks) > 5_000
    assert checks["verified_ok"].all()
