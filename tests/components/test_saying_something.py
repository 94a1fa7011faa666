"""Charts that would say nothing say it otherwise: near-equal bars, a rest that dwarfs all, lines of other charts' events."""

from datetime import date
from typing import Any

import pytest

from components.charts import KINDS, ChartContext
from components.charts.over_time import events_within
from components.figures import FIGURES, Figure
from components.figures.marks import OTHER
from components.figures.remainders import WORDS, named
from components.figures.scales import cut_axis
from components.words.theme import STYLES
from data_access.domain.filters import Selection
from data_access.domain.periods import Period
from data_access.metrics.labels import labels
from data_access.store.store import Store
from tests.components.validated import validated
from tests.every_page import EVERY_PAGE

LIGHT = STYLES["light"]


def percent(value: float | None) -> str:
    return "—" if value is None else f"{value:.1%}"


def count(value: float | None) -> str:
    return "—" if value is None else f"{value:,.0f}"


def rows(*values: float | None, last: str = "") -> list[dict[str, Any]]:
    found = [
        {"code": str(place), "label": f"第{place}", "value": value} for place, value in enumerate(values)
    ]
    return found if not last else [*found[:-1], {**found[-1], "code": last}]


def drawn(kind: str, given: list[dict[str, Any]], **more: Any) -> Figure:
    figure = FIGURES[kind](given, style=LIGHT, say=more.pop("say", count), **more)
    validated(figure)
    return figure


def notes(figure: Figure) -> list[str]:
    return [note["text"] for note in figure["layout"]["annotations"]]


def test_bars_of_near_the_same_length_are_dots_on_an_axis_that_says_where_it_begins() -> None:
    figure = drawn("bars", rows(0.993, 0.952, 0.914, None), say=percent)
    (trace,) = figure["data"]
    assert (trace["type"], trace["mode"]) == ("scatter", "markers+text")
    assert trace["x"] == [0.993, 0.952, 0.914, None]
    assert notes(figure) == ["—", "轴自 80.0% 起"]
    assert figure["layout"]["xaxis"]["range"] == [0.8, 0.993]
    assert figure["layout"]["margin"]["t"] >= 16, "there is room for where the axis begins"


def test_a_name_has_two_lines_only_where_the_words_above_the_axis_leave_its_row_the_room() -> None:
    """Five rows of 28 pixels below nothing, of 25 below where the axis begins."""
    name = "Consolidated Marketplace Holdings of the North"
    long = [row | {"label": name} for row in rows(0.99, 0.98, 0.97, 0.96, 0.95)]
    far = [row | {"value": row["value"] / (place + 1)} for place, row in enumerate(long)]
    for given, lines in ((long, 1), (far, 2)):
        names = drawn("bars", given, say=percent, height=150)["layout"]["yaxis"]["ticktext"]
        assert {shown.count("<br>") + 1 for shown in names} == {lines}


@pytest.mark.parametrize(
    "values", [(1.0, 1.0, 1.0), (0.9, 0.5), (40.0,), (0.0, 0.0), (-3.0, -3.1), (9.0, 10.0, 0.0), (None, None)]
)
def test_bars_that_differ_or_are_all_the_same_stay_bars_from_zero(values: tuple[float | None, ...]) -> None:
    figure = drawn("bars", rows(*values), say=percent)
    assert figure["data"][0]["type"] == "bar"
    low, high = figure["layout"]["xaxis"]["range"]
    assert low <= 0 <= high


@pytest.mark.parametrize(
    ("values", "begins"),
    [([0.939, 0.941], 0.93), ([6.0, 7.0], 5.0), ([9_900.0, 10_400.0], 9_500.0), ([0.9999, 0.9998], 0.99)],
)
def test_a_cut_axis_begins_at_a_round_number_below_all(values: list[float], begins: float) -> None:
    assert cut_axis(values) == (begins, max(values))


@pytest.mark.parametrize("kind", ["bars", "pareto"])
def test_a_rest_of_one_member_is_that_member(kind: str) -> None:
    more = {"say_share": percent, "rest": "其余 {count} 家"} if kind == "pareto" else {"other": "其余"}
    figure = drawn(kind, rows(9, 8, 7, 1), top=3, **more)
    assert figure["data"][0]["y"] == ["0", "1", "2", "3"]
    assert "第3" in figure["layout"]["yaxis"]["ticktext"]
    several = drawn(kind, rows(9, 8, 2, 1), top=2, **more)
    assert several["data"][0]["y"][-1] == ""


@pytest.mark.parametrize("kind", ["bars", "pareto"])
@pytest.mark.parametrize("code", ["", "unknown"])
def test_a_rest_that_dwarfs_all_is_said_in_words_and_not_drawn(kind: str, code: str) -> None:
    more = {"say_share": percent, "rest": "其余 {count} 家"} if kind == "pareto" else {"other": "其余"}
    given = rows(20, 10, 31, last="unknown") if code else rows(20, 10, 9, 9, 9, 9)
    figure = drawn(kind, given, top=2, **more)
    bar = figure["data"][0]
    assert bar["y"][-1] == code
    assert bar["x"][-1] is None, "no bar"
    told = figure["layout"]["yaxis"]["ticktext"][-1].replace("<br>", "")
    assert "首位1." in told, "its name says how much it is"
    assert ("31" if code else "36") in told
    assert max(value for value in bar["x"] if value) == 20, "the members share the width"
    mild = drawn(kind, rows(20, 10, 9, 9), top=2, **more)
    assert mild["data"][0]["x"][-1] == 18


def test_no_chart_over_time_draws_the_line_of_an_event_that_does_not_concern_it(small_store: Store) -> None:
    names = labels(small_store.snapshot())
    whole = Selection(Period(date(2020, 7, 1), date(2021, 12, 31)))
    here = whole.narrowed("district", "330110")
    drawn_on: dict[str, set[str]] = {"Singles' Day": set(), "Districts redrawn": set()}
    for page in EVERY_PAGE.values():
        for card in page.cards:
            if card.chart not in {"trend", "columns", "versus"}:
                continue
            assert KINDS[card.chart].is_time
            for selection in (whole, here):
                look = ChartContext("en", LIGHT, names, selection)
                found = {words for _, words in events_within(card.main, look, "month", card.by)}
                if "Singles' Day" in found:
                    drawn_on["Singles' Day"] |= {one.source.key for one in (card.main, *card.main.parts())}
                assert ("Districts redrawn" in found) <= (selection is here)
                drawn_on["Districts redrawn"] |= {card.name} if "Districts redrawn" in found else set()
    assert drawn_on["Singles' Day"] & {"items", "transactions"} == {"items", "transactions"}
    assert not drawn_on["Singles' Day"] & {"kitchens", "cases", "requests", "credit_scores", "evidence"}
    assert drawn_on["Districts redrawn"]


def test_how_much_a_rest_is_that_has_no_bar_is_never_cut() -> None:
    rows = [
        {"code": "a", "label": "a", "value": 10.0},
        {"code": OTHER, "label": "其余", "value": 196_200.0},
    ]
    wide, narrow = (
        named(rows[1], rows, lambda value: f"{value:,.0f}件", WORDS["zh"], room) for room in (900, 90)
    )
    assert wide == "其余 196,200件（首位19620.0倍）"
    assert narrow == "其余 196,200件"
