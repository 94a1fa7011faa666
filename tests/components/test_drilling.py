"""A map leads from a province into a city, and each step of the way back stands beside it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from components.cards.crumbs import above, path
from components.charts import ChartContext, ChartResult
from components.charts.areas import choropleth
from components.charts.points import points
from components.frame.controls import chips, filter_bar
from components.model.card import Card
from components.model.facts import Facts
from components.words import phrases
from components.words.theme import STYLES
from data_access.domain.access import WHOLE_CITY
from data_access.domain.filters import Selection
from data_access.domain.periods import Period
from data_access.lookups.geo import AreaMap, UnknownBoundaries
from data_access.metrics.indicators import INDICATORS
from data_access.metrics.labels import labels
from data_access.store.snapshots import Snapshot

HANGZHOU, YUHANG = "330100", "330110"
YEAR = Selection(Period(date(2020, 1, 1), date(2020, 12, 31)))
MAP = Card((INDICATORS["complaints_and_reports"],), ("district",), "map")


class WithoutOutlines(Facts):
    """A road to the numbers of a place of which nobody has an outline."""

    def area_map(self, area: str) -> AreaMap:
        """Know no map."""
        raise UnknownBoundaries(area)


def drawn(snapshot: Snapshot, *chosen: str, road: type[Facts] = Facts) -> ChartResult:
    look = ChartContext("zh", STYLES["light"], labels(snapshot), YEAR.narrowed("district", *chosen))
    found = choropleth(MAP, look, road(snapshot, WHOLE_CITY, "zh"))
    assert found is not None
    return found


def places(found: ChartResult) -> set[str]:
    return {
        code for trace in found.figure["data"] if trace["type"] == "choropleth" for code in trace["locations"]
    }


def words(parts: list[Any]) -> list[str]:
    found = [part for one in parts for part in (one.children if isinstance(one.children, list) else [one])]
    return [part.children for part in found if isinstance(part.children, str)]


def test_the_province_shows_its_cities_and_a_city_its_districts(province: Snapshot) -> None:
    tree = labels(province).regions
    assert places(drawn(province)) == set(tree.parts("330000"))
    assert len(tree.parts("330000")) == 11
    in_force = {
        code for code in tree.parts(HANGZHOU) if not labels(province).members("district")[code].is_retired
    }
    assert places(drawn(province, HANGZHOU)) == in_force
    assert len(in_force) == 13


def test_a_district_that_is_chosen_stands_among_those_of_its_city(province: Snapshot) -> None:
    city, district = drawn(province, HANGZHOU), drawn(province, YUHANG)
    assert places(district) == places(city)
    assert [row["value"] for row in district.rows] == [row["value"] for row in city.rows]


def test_two_cities_that_are_chosen_are_shown_in_the_province(province: Snapshot) -> None:
    assert places(drawn(province, HANGZHOU, "330700")) == places(drawn(province))


def test_points_stand_on_the_map_of_the_city_that_is_chosen(province: Snapshot) -> None:
    card = Card((INDICATORS["credit_score_mean"],), ("platform",), "points")

    def shown(*chosen: str) -> tuple[set[str], float]:
        look = ChartContext("zh", STYLES["light"], labels(province), YEAR.narrowed("district", *chosen))
        found = points(card, look, Facts(province, WHOLE_CITY, "zh"))
        assert found is not None
        west, east = found.figure["layout"]["geo"]["lonaxis"]["range"]
        return places(found), east - west

    (cities, wide), (districts, near) = shown(), shown(HANGZHOU)
    assert cities == set(labels(province).regions.parts("330000"))
    assert districts == places(drawn(province, HANGZHOU))
    assert near < wide


def test_where_there_is_no_outline_there_are_bars_and_the_reason(province: Snapshot) -> None:
    found = drawn(province, HANGZHOU, road=WithoutOutlines)
    assert {trace["type"] for trace in found.figure["data"]} == {"bar"}
    assert found.notes == (phrases.NO_BOUNDARIES("zh"),)
    assert len(found.rows) == 13


def test_a_map_on_which_no_row_has_a_place_gives_way_to_bars(province: Snapshot) -> None:
    class Elsewhere(Facts):
        """A road to numbers whose map is another city's."""

        def area_map(self, area: str) -> AreaMap:  # noqa: ARG002
            """Answer the map of Changsha."""
            return super().area_map("430100")

    rate = replace(MAP, indicators=(INDICATORS["closure_rate"],))
    look = ChartContext("zh", STYLES["light"], labels(province), YEAR)
    found = choropleth(rate, look, Elsewhere(province, WHOLE_CITY, "zh"))
    assert found is not None
    assert found.notes == (phrases.NOT_ON_MAP("zh"),)


@pytest.mark.parametrize(
    ("chosen", "way"),
    [
        ((), []),
        ((HANGZHOU,), ["浙江省", "›", "杭州市"]),
        ((YUHANG,), ["浙江省", "›", "杭州市", "›", "余杭区"]),
        ((YUHANG, "330106"), ["浙江省", "›", "杭州市", "›", "西湖区、余杭区"]),
        (("440000",), []),
    ],
)
def test_the_way_to_what_is_chosen_stands_on_a_map(
    province: Snapshot, chosen: tuple[str, ...], way: list[str]
) -> None:
    assert words(path(YEAR.narrowed("district", *chosen), labels(province), "zh")) == way


def test_each_step_of_the_way_leads_back_and_the_chip_is_its_end(province: Snapshot) -> None:
    selection, known = YEAR.narrowed("district", YUHANG), labels(province)
    steps = [
        getattr(one, "data-region") for one in above(selection, known, "en") if hasattr(one, "data-region")
    ]
    assert steps == ["", HANGZHOU]
    _, way, chip, _ = chips(selection.narrowed("class", "10"), known, {"class": "10"}, "zh")
    assert words([way]) == ["浙江省", "›", "杭州市", "›"]
    assert getattr(chip, "data-chip") == f"district~{YUHANG}"


def test_the_filter_of_a_city_offers_its_districts_before_the_cities(province: Snapshot) -> None:
    def offered(selection: Selection) -> list[str]:
        (control,) = [
            one
            for one in filter_bar(selection, labels(province), ["district"], "zh")
            if "district" in one.className
        ]
        return [option["value"] for option in control.children[1].options]

    assert offered(YEAR)[:11] == labels(province).regions.parts("330000")
    assert offered(YEAR.narrowed("district", HANGZHOU))[0] == "330102"
