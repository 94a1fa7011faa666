"""A bucket of time that is chosen stands among the others on charts over time, as any mark that was clicked does, and is told alone."""

from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from components.cards.behind_cards import number_question, row_links
from components.cards.drawing import answered
from components.charts import KINDS
from components.model.card import Card
from components.model.context import CardContext
from components.model.facts import Facts
from components.words import describe
from components.words.theme import FADED, style
from data_access.domain.access import WHOLE_CITY
from data_access.domain.filters import Selection
from data_access.domain.periods import Period, bucket
from data_access.metrics.labels import labels
from data_access.metrics.query import adds_months, fetch, grain_of
from data_access.store.store import Store
from tests.components.validated import validated
from tests.every_page import EVERY_PAGE, OPEN

MARCH = Selection(Period(date(2021, 3, 1), date(2021, 3, 31)), grain="month")
STOCKS = {"as_of", "open", "overdue"}


def told(store: Store, selection: Selection, charts: set[str]) -> list[tuple[Card, CardContext]]:
    """Return every card of these charts with a reader of its page who chose these days."""
    found, snapshot = [], store.snapshot()
    for path, page in EVERY_PAGE.items():
        fixed = page.fixed(OPEN)
        own = selection
        for key, value in fixed.items():
            own = own.narrowed(key, value)
        state = {"path": path, "fixed": fixed, "lang": "zh", "theme": "light", "filters": []}
        reader = CardContext(state, labels(snapshot), own, Facts(snapshot, WHOLE_CITY, "zh"))
        found += [(card, reader) for card in page.cards if card.chart in charts]
    return found


def is_grey(trace: Any) -> bool:
    """Return whether a line is that of the period before, which is never picked out."""
    return trace.type == "scatter" and trace.line.color == style("light").other


def test_a_chosen_month_stands_among_those_of_its_year_and_is_told_alone(small_store: Store) -> None:
    kinds = {kind.name for kind in KINDS.values() if kind.has_grain}
    drawn = sums = 0
    for card, reader in told(small_store, MARCH, kinds):
        result = answered(card, reader, 0).drawn
        grain = grain_of(card.main, "month")
        if result is None or grain != "month":
            continue
        drawn += 1
        months = {row["code"] for row in result.rows}
        assert months == {f"2021-{month:02}-01" for month in range(1, 13)}, card.name
        data = validated(result.figure).data
        marks = [one for one in data if one.customdata is not None and not is_grey(one)]
        full = {
            codes[0]
            for trace in marks
            for place, codes in enumerate(trace.customdata)
            if (trace.opacity if trace.marker.opacity is None else trace.marker.opacity[place]) != FADED
        }
        assert full <= {"2021-03-01"}, card.name
        look = reader.look(card)
        if "series" not in result.rows[0] and card.main.additive and card.main.cohort not in STOCKS:
            (value,) = fetch(small_store.snapshot(), card.main, (), look.selection, WHOLE_CITY)["value"]
            assert result.meta.startswith(describe.with_unit(value, card.main.unit, "zh")), card.name
            sums += 1
        asked = number_question(card, reader, card.main)
        assert asked.selection.period == Period(date(2021, 1, 1), date(2021, 12, 31)), card.name
        for row in result.rows:
            if way := row_links(card, reader)(row):
                days = parse_qs(urlsplit(way).query)
                month = bucket(row["period"].date(), "month")
                assert (days["from"], days["to"]) == ([str(month.start)], [str(month.end)]), card.name
    assert drawn > 40
    assert sums > 10


def test_beside_a_chosen_year_stand_the_later_ones_too(small_store: Store) -> None:
    drawn = 0
    for card, reader in told(small_store, Selection(Period(date(2020, 1, 1), date(2020, 12, 31))), {"years"}):
        result = answered(card, reader, 0).drawn
        if result is None:
            continue
        drawn += 1
        (bars,) = validated(result.figure).data
        assert [str(day)[:4] for day in bars.x][-2:] == ["2020", "2021"]
        assert bars.marker.opacity[-2:] == (1.0, FADED)
    assert drawn > 2


@pytest.mark.parametrize("preset", ["year", None])
def test_the_last_year_stands_among_those_before_without_being_picked_out(
    small_store: Store, preset: str | None
) -> None:
    year = Selection(Period(date(2021, 1, 1), date(2021, 12, 31)), preset)
    for card, reader in told(small_store, year, {"years", "trend", "columns"}):
        result = answered(card, reader, 0).drawn
        if result is None or grain_of(card.main, "month") == "year":
            continue
        for trace in validated(result.figure).data:
            assert trace.opacity != FADED, card.name
            assert trace.type != "bar" or set(trace.marker.opacity or {1.0}) == {1.0}, card.name


@pytest.mark.parametrize("year", [2020, 2021])
def test_months_before_somebody_wrote_numbers_down_are_not_zero(small_store: Store, year: int) -> None:
    def written(card: Card, selection: Selection) -> set[Any]:
        asked = fetch(small_store.snapshot(), card.main, ("month",), selection, WHOLE_CITY)
        return set(asked["month"])

    found, gaps = set(), set()
    days, before = (Period(date(one, 1, 1), date(one, 12, 31)) for one in (year, year - 1))
    for card, reader in told(small_store, Selection(days), {"trend", "columns"}):
        result = answered(card, reader, 0).drawn if adds_months(card.main) else None
        if result is None:
            continue
        selection = reader.look(card).selection
        months = written(card, selection)
        for row in result.rows:
            assert (row["value"] is None) == (row["period"] < min(months)), (card.name, row["period"])
            gaps |= {card.name} if row["value"] is None else set()
        if card.chart == "trend" and len(card.indicators) == 1:
            has_grey = bool(written(card, selection.during(before)))
            assert ("灰线" in result.meta) == has_grey, card.name
            found.add((card.name, has_grey))
    assert ("rider_violations-trend", year == 2021) in found
    assert year == 2021 or "kitchens-trend" in gaps
