"""A province, its cities and their districts: each level has its own numbers, and they add up."""

from datetime import date

import pytest
from sqlalchemy import func, select

from data_access.domain.access import WHOLE_CITY, Scope
from data_access.domain.filters import Selection
from data_access.domain.periods import Period
from data_access.lookups import due, rows
from data_access.lookups.due_times import Asked
from data_access.metrics.indicators import INDICATORS, Indicator
from data_access.metrics.labels import labels
from data_access.metrics.plan import together
from data_access.metrics.query import UNKNOWN, Question, fetch
from data_access.metrics.regions import Regions, regions
from data_access.store.schema import complaint_report, region
from data_access.store.snapshots import Snapshot
from data_access.store.store import Store

HANGZHOU, JINHUA, YUHANG, WUCHENG = "330100", "330700", "330110", "330702"
YEAR = Selection(Period(date(2020, 1, 1), date(2020, 12, 31)))
TREE = Regions("33", {"3301": "33", "3307": "33", "330110": "3301", "330108": "3301", "330702": "3307"})


def by_district(snapshot: Snapshot, one: Indicator, selection: Selection = YEAR) -> dict[str, float]:
    frame = fetch(snapshot, one, ("district",), selection, WHOLE_CITY)
    return dict(zip(frame["district"], frame["value"].fillna(0), strict=True))


def number(
    snapshot: Snapshot, one: Indicator, selection: Selection = YEAR, scope: Scope = WHOLE_CITY
) -> float:
    return float(
        fetch(snapshot, one, (), selection, scope)["value"].fillna(0).iloc[0]
    )  # without rows there is no sum


def additive(snapshot: Snapshot) -> list[Indicator]:
    """The numbers of the province whose parts add up to the whole."""
    found = [
        one for one in INDICATORS.values() if one.additive and "district" in one.splits() & one.filters()
    ]
    return [one for one in found if number(snapshot, one) > 0]


@pytest.mark.parametrize(
    ("chosen", "focus"),
    [
        ((), "33"), (("3301",), "3301"), (("330110",), "3301"), (("330108", "330110"), "3301"), (("330110", "330702"), "33"),
        (("3301", "3307"), "33"), (("3301", "330110"), "3301"), (("44",), "33"), (("330110", "44"), "33"), (("unknown",), "33"),
    ],
)  # fmt: skip
def test_the_parts_are_told_of_the_smallest_region_that_holds_all_that_is_chosen(
    chosen: tuple[str, ...], focus: str
) -> None:
    assert TREE.focus(chosen) == focus


def test_cities_add_up_to_the_province_and_districts_to_their_city(province: Snapshot) -> None:
    counted = additive(province)
    assert len(counted) > 30
    for one in counted:
        cities = by_district(province, one)
        assert sum(cities.values()) == pytest.approx(number(province, one)), one.key
        for city in (HANGZHOU, JINHUA):
            inside = YEAR.narrowed("district", city)
            districts = by_district(province, one, inside)
            assert sum(districts.values()) == pytest.approx(cities.get(city, 0)), (one.key, city)
            assert number(province, one, inside) == pytest.approx(cities.get(city, 0)), (one.key, city)
            assert set(districts) <= {*regions(province).parts(city), city}, (one.key, city)


def test_the_numbers_of_cities_are_those_of_plain_sql(province: Snapshot) -> None:
    item = complaint_report.c
    home = select(region.c.parent, func.count()).join(
        complaint_report, region.c.adcode == item.handling_district
    )
    in_year = (item.registered_at >= date(2020, 1, 1), item.registered_at < date(2021, 1, 1))
    told = dict(
        province.rows(home.where(*in_year, item.kind.in_(["complaint", "report"])).group_by(region.c.parent))
    )
    assert by_district(province, INDICATORS["complaints_and_reports"]) == told
    assert len(told) == 11


def test_all_numbers_of_a_city_are_those_of_its_districts_chosen_one_by_one(province: Snapshot) -> None:
    parts = regions(province).parts(HANGZHOU)
    one, other = YEAR.narrowed("district", HANGZHOU), YEAR.narrowed("district", HANGZHOU, *parts)
    keys = ("complaints_and_reports", "overdue", "gmv", "gmv_hhi", "cases_decided", "platforms")
    asked = [INDICATORS[key] for key in keys]
    for entry in asked:
        frames = together(province, [Question(entry, (), one), Question(entry, (), other)], WHOLE_CITY)
        assert frames[0].equals(frames[1]), entry.key


def test_who_has_a_city_in_hand_sees_its_districts_and_no_others(province: Snapshot) -> None:
    scope = regions(province).seen(Scope(frozenset({JINHUA})))
    one = INDICATORS["complaints_and_reports"]
    assert number(province, one, scope=scope) == by_district(province, one)[JINHUA] > 0
    assert number(province, one, YEAR.narrowed("district", HANGZHOU), scope) == 0
    assert scope.districts is not None
    assert {JINHUA, WUCHENG} <= scope.districts
    assert YUHANG not in scope.districts


def test_the_rows_of_a_city_are_as_many_as_its_number_says(province: Snapshot) -> None:
    inside = YEAR.narrowed("district", JINHUA)
    found = rows.rows(province, "items", inside, WHOLE_CITY, own=rows.behind_number("complaints_and_reports"))
    assert found.total == number(province, INDICATORS["complaints_and_reports"], inside) > 0


def test_what_falls_due_in_a_city_is_counted_and_listed_alike(province: Snapshot) -> None:
    inside = YEAR.narrowed("district", HANGZHOU)
    listed = list(due.listed(province, inside, WHOLE_CITY, Asked(when="overdue")))
    assert len(listed) == due.counts(province, inside, WHOLE_CITY).number("overdue") > 0
    of_city = due.counts(province, YEAR, WHOLE_CITY).number("overdue", district=HANGZHOU)
    assert of_city == len(listed)


def test_the_filter_offers_the_cities_and_a_city_is_one_level(province: Snapshot, small_store: Store) -> None:
    known = labels(province)
    assert [member.code for member in known.offered("district")] == known.regions.parts("330000")
    assert known.regions.path(YUHANG) == ("330000", HANGZHOU, YUHANG)
    with small_store.snapshot() as snapshot:
        city = regions(snapshot)
    assert not city.has_cities
    assert city.all_of(YEAR.narrowed("district", YUHANG)) == YEAR.narrowed("district", YUHANG)
    assert UNKNOWN not in city.above
