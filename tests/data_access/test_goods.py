"""Goods, leads, catering and disputes at their published totals: the province's figures and the city's come out."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from data_access.cli.check import check
from data_access.cli.published import FIGURES
from data_access.demo import goods, hangzhou, zhejiang
from data_access.demo.platforms import platform_rows
from data_access.demo.references import PROVINCIAL, annotation_rows, dataset_rows, figure_rows
from data_access.derive import evidence_chain
from data_access.domain.codes import code_table, region_table
from data_access.store import schema
from data_access.store.schema.rules import RULES
from data_access.store.store import Store

_SYSTEMS = ("goods_quality_centre", "risk_disposal_centre", "fair_online", "takeaway_online", "ip_online")
PLACES = {"330100": (hangzhou.PLACE, goods.HANGZHOU), "330000": (zhejiang.PLACE, goods.ZHEJIANG)}


@pytest.fixture(scope="module", params=PLACES)
def city(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Store]]:
    """A store of one place with the tables of these systems at full size, and what they refer to."""
    code = str(request.param)
    place, totals = PLACES[code]
    store = Store(str(tmp_path_factory.mktemp(code)), threads=1)
    tables = [(schema.dataset, dataset_rows(code)), (schema.code, code_table()), (schema.region, region_table()),
              (schema.annotation, annotation_rows()), (schema.reference_figure, figure_rows(code, PROVINCIAL)),
              (schema.platform, platform_rows(place.platforms(1), code, 1))]  # fmt: skip
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
        broken = store.snapshot().frame(
            select(func.count().label("n")).select_from(rule.table).where(rule.broken)
        )
        assert broken["n"].iloc[0] == 0, rule.key


def test_the_parts_say_about_how_many_rows_they_hold(city: tuple[str, Store]) -> None:
    code, _ = city
    place, totals = PLACES[code]
    for part in goods.parts(place, totals):
        held = sum(chunk.num_rows for _, chunk in part.chunks(1, 1.0))
        assert part.fixed + part.scaled == pytest.approx(held, rel=0.25, abs=400)


def test_the_chain_of_the_demo_holds(city: tuple[str, Store]) -> None:
    _, store = city
    checks = store.snapshot().frame(schema.evidence_check.select())
    assert len(checks) > 5_000
    assert checks["verified_ok"].all()
