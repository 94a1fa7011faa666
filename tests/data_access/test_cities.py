"""The other demo cities: each keeps every rule and gives back its own published figures, asked as a reader asks."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from data_access.__main__ import main
from data_access.cli.published import FIGURES, figures
from data_access.demo import (
    changsha,
    city_of,
    expected_rows,
    generate,
    jinhua,
    qijiang,
    xianyang,
    zhejiang,
)
from data_access.demo.arrays import money
from data_access.demo.parts import Place
from data_access.demo.recovery import recovering
from data_access.demo.rosters import written_entries
from data_access.demo.volumes import Recovered
from data_access.domain.codes import region_by_code, region_table
from data_access.domain.errors import UnknownName
from data_access.domain.filters import Selection
from data_access.domain.periods import Period
from data_access.lookups.geo import labels
from data_access.store.store import Store
from tests.components.colours import sweep
from tests.shared import SMALL_CITIES, part_of_the_province, small_demo_city

#: The small cities are built whole; the province at a scale, and Hangzhou has tests of its own.
SMALL = SMALL_CITIES
PLACES = {module.CITY: module.PLACE for module in (jinhua, changsha, qijiang, xianyang, zhejiang)}


@pytest.fixture(scope="module", params=SMALL)
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The folder of a small city's store."""
    return str(small_demo_city(tmp_path_factory, request.param))


@pytest.mark.long
def test_a_small_city_gives_back_its_published_figures(
    store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--published", "--store", store]) == 0, capsys.readouterr().out
    printed = capsys.readouterr().out.splitlines()
    own = [figure for figure in figures(FIGURES) if figure.city[:4] == Path(store).name[:4]]
    assert sum(line.startswith("ok") for line in printed) == len(own) > 3


def test_a_small_city_keeps_every_rule_code_list_and_sum(
    store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--store", store]) == 0, capsys.readouterr().out


def test_no_card_of_a_small_city_leaves_a_colour_unexplained_or_says_nothing(store: str) -> None:
    city = Store(store, threads=1)
    charts = {"bars", "steps", "pareto", "map", "map-large", "heat", "treemap", "calendar", "flows"}
    drawn = sweep(city, Selection(Period(date(2021, 1, 1), date(2021, 12, 31))), "zh", "dark", charts)
    city.close()
    assert drawn >= {"bars", "pareto", "heat", "treemap"}


def test_the_province_keeps_its_rules_and_its_numbers_at_a_scale(
    tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    province = str(part_of_the_province(tmp_path_factory))
    assert main(["check", "--store", province]) == 0, capsys.readouterr().out
    capsys.readouterr()
    main(["check", "--published", "--store", province])
    printed = capsys.readouterr().out
    assert "published eq 165,000, ours 825 items" in printed


@pytest.mark.parametrize("city", [*SMALL, "330000"])
def test_every_district_of_a_city_is_known_and_on_its_map(city: str) -> None:
    place, drawn = PLACES[city], set(labels(city)["code"])
    in_force = [row for row in region_table().to_pylist() if not row["valid_to"]]
    parts = {row["adcode"] for row in in_force if row["parent"] == city}
    assert parts <= drawn
    if inside := [row for row in in_force if row["parent"] in parts]:  # a province, whose parts are cities
        for part in parts:
            assert set(labels(part)["code"]) == {row["adcode"] for row in inside if row["parent"] == part}
        parts = {row["adcode"] for row in inside}
    assert set(place.districts) == (parts or {city})
    assert parts or city in drawn
    assert set(place.platforms(1).words("district")) <= set(place.districts)
    assert set(place.districts) <= set(place.operators)


def _running(place: Place, day: str) -> int:
    known = place.platforms(1)
    ended = ~np.isnat(known.closed) & (known.closed <= np.datetime64(day))
    return int(((known.launched <= np.datetime64(day)) & ~ended).sum())


def test_as_many_platforms_operate_as_is_published() -> None:
    assert _running(qijiang.PLACE, "2021-06-30") == 293
    assert _running(zhejiang.PLACE, "2021-12-31") == 415


@pytest.mark.parametrize("city", PLACES)
def test_no_two_platforms_of_a_city_share_a_name_and_some_operated_before_the_window(city: str) -> None:
    known = PLACES[city].platforms(1)
    for column in ("platform_id", "name", "name_en"):
        assert len(set(known.words(column))) == len(known)
    assert (known.launched < np.datetime64("2013-01-01")).sum() >= 3
    assert (np.isnat(known.closed) | (known.closed > known.launched)).all()


def test_the_province_has_the_platforms_of_its_cities_under_their_names() -> None:
    names = set(zhejiang.PLACE.platforms(1).words("name"))
    assert {entry["name"] for entry in (*written_entries(), *jinhua.roster())} <= names


@pytest.mark.parametrize("city", PLACES)  # Hangzhou's is in test_demo
def test_the_progress_bar_is_told_about_the_right_number_of_rows(city: str) -> None:
    scale = 0.05 if city in SMALL else 0.005
    rows = sum(chunk.num_rows for _, chunk in generate(city, scale))
    assert expected_rows(city, scale) == pytest.approx(rows, rel=0.05)


def test_two_cities_of_one_seed_are_not_twins() -> None:
    def first(city: str) -> list[object]:
        chunk = next(rows for table, rows in generate(city, 0.005) if table.name == "complaint_report")
        return chunk["registered_at"].to_pylist()[:50]

    assert first("330700") == first("330700")
    assert first("330700") != first("430100")


def test_a_store_named_after_a_city_is_built_as_that_city() -> None:
    assert city_of("data/cities/330700") == "330700"
    assert city_of("data/store") == "330100"


def test_an_unknown_region_is_named() -> None:
    with pytest.raises(UnknownName, match="330701"):
        region_by_code("330701")


def _closed(days: list[str], disputed: list[int], recovered: list[int]) -> pa.Table:
    return pa.table(
        {
            "closed_at": pa.array(np.array(days, "datetime64[us]")),
            "amount_disputed": money(np.array(disputed), 14),
            "amount_recovered": money(np.array(recovered), 14, np.array(recovered) == 0),
        }
    )


def test_recovered_sums_come_to_the_published_one_and_never_above_four_times_the_dispute() -> None:
    parts = [
        _closed(["2020-12-31", "2021-01-01"], [10_000, 20_000], [10_000, 80_000]),
        _closed(["2021-06-30", "2021-07-01", "2021-03-01"], [3_333, 50_000, 100], [1_111, 50_000, 0]),
    ]
    half_year = Recovered(np.datetime64("2021-01-01"), np.datetime64("2021-07-01"), 1_000)

    def told(column: str) -> Iterator[float | None]:
        for part in recovering(parts, half_year, 1.0):
            yield from (None if value is None else float(value) for value in part[column].to_pylist())

    before, first, last, after, nothing = told("amount_recovered")
    # The days around the published ones keep their proportion to them: 1,000 yuan of 811.11.
    assert (before, after, nothing) == (123.28, 616.43, None)
    assert first is not None
    assert last is not None
    assert first + last == 1_000
    assert first / last == pytest.approx(80_000 / 1_111, rel=1e-3)
    of_first, of_last = list(told("amount_disputed"))[1:3]
    assert of_first is not None
    assert first <= 4 * of_first
    assert of_last == pytest.approx(3 * last, rel=1e-2)
