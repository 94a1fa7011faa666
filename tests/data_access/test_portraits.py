"""Portraits: who a platform is, what befell it, and where it stands among those of its class."""

from collections import Counter
from datetime import date

import pandas as pd
import pytest

from data_access.domain.access import WHOLE_CITY, Scope
from data_access.domain.errors import UnknownName
from data_access.domain.filters import Selection
from data_access.domain.periods import Period
from data_access.domain.text import Text
from data_access.lookups import portraits
from data_access.lookups.portraits import LISTED, MEASURES, events, identity, platform_list, standing
from data_access.metrics.indicators import INDICATORS
from data_access.store.store import Store
from tests.data_access.small_city import AS_OF, BINJIANG, ROWS, STARTS_ON, YUHANG

ALL = Selection(Period(STARTS_ON, AS_OF))
OF_BINJIANG = Scope(frozenset({BINJIANG}))


def test_an_identity_has_its_codes_in_words(small_store: Store) -> None:
    found = identity(small_store.snapshot(), "P1", WHOLE_CITY)
    assert found is not None
    assert (found.name.zh, found.name.en) == ("漪坪商城", "Yiping Mall")
    assert found.district_name is not None
    assert found.district_name.zh == "余杭区"
    assert found.class_name is not None
    assert found.class_name.en == "Online sales"
    assert (found.launched_on, found.closed_on) == (date(2010, 5, 1), None)
    assert (found.is_odr, found.guarantee_fund) == (True, 50_000_000.0)
    assert found.main_goods == Text("化妆品、手作", "Cosmetics, 手作"), (
        "what no list knows stands as it was written"
    )


def test_what_the_register_does_not_know_is_none(small_store: Store) -> None:
    found = identity(small_store.snapshot(), "P4", WHOLE_CITY)
    assert found is not None
    assert found.name.en == "=砚湖优选"
    assert (found.canal_since, found.guarantee_fund, found.formats) == (None, None, None)
    assert identity(small_store.snapshot(), "P9", WHOLE_CITY) is None


def test_duties_stand_in_the_order_of_the_law_and_say_whether_they_are_met(small_store: Store) -> None:
    found = identity(small_store.snapshot(), "P4", WHOLE_CITY)
    assert found is not None
    assert [duty.key for duty in found.duties if not duty.is_met] == ["licence", "fund"]
    assert [duty.key for duty in found.duties][:3] == ["licence", "verification", "reporting"]
    assert found.duties[0].checked_on == date(2021, 11, 3)


def test_the_register_is_public_and_the_duties_are_not(small_store: Store) -> None:
    found = identity(small_store.snapshot(), "P1", OF_BINJIANG)
    assert found is not None
    assert found.operator is not None
    assert found.duties == ()


def test_events_are_told_in_order_from_the_facts(small_store: Store) -> None:
    found = events(small_store.snapshot(), "P1", WHOLE_CITY, "en")
    assert found["date"].is_monotonic_increasing
    decided = [row for row in ROWS["enforcement_case"] if row["platform_id"] == "P1" and row["decided_at"]]
    days = found[found["kind"] == "case"]["date"].dt.date.tolist()
    assert days == sorted(row["decided_at"].date() for row in decided)
    assert {"launched", "bridge", "canal", "policy", "peak"} <= set(found["kind"])
    months = Counter(
        row["registered_at"].strftime("%Y-%m")
        for row in ROWS["complaint_report"]
        if row["platform_id"] == "P1"
    )
    peak = found[found["kind"] == "peak"].iloc[0]
    assert months[peak["date"].strftime("%Y-%m")] == max(months.values())
    assert peak["label"].endswith(str(max(months.values())))


def test_many_cases_are_told_by_the_year(small_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portraits, "MOST_CASES", 2)
    found = events(small_store.snapshot(), "P2", WHOLE_CITY, "en")
    decided = [row for row in ROWS["enforcement_case"] if row["platform_id"] == "P2" and row["decided_at"]]
    told = found[found["kind"] == "case"]
    years = Counter(row["decided_at"].year for row in decided)
    assert told["date"].dt.date.tolist() == [date(year, 12, 31) for year in sorted(years)]
    for label, (_, number) in zip(told["label"], sorted(years.items()), strict=True):
        assert label.startswith(f"Cases decided in the year: {number}, most of all ")


def test_a_closed_platform_ends_with_its_closure_and_knows_no_later_policy(small_store: Store) -> None:
    assert events(small_store.snapshot(), "P3", WHOLE_CITY, "zh")["kind"].iloc[-1] == "closed"
    later = events(small_store.snapshot(), "P4", WHOLE_CITY, "zh")
    assert "policy" in set(later["kind"])
    assert "canal" not in set(later["kind"])


def test_events_keep_to_what_the_reader_may_see(small_store: Store) -> None:
    def cases(scope: Scope) -> int:
        return int((events(small_store.snapshot(), "P2", scope, "zh")["kind"] == "case").sum())

    own = [
        row for row in ROWS["enforcement_case"]
        if row["platform_id"] == "P2" and row["decided_at"] and row["district"] == BINJIANG
    ]  # fmt: skip
    assert cases(OF_BINJIANG) == len(own)
    assert cases(WHOLE_CITY) > cases(OF_BINJIANG)


def test_an_unknown_platform_is_named(small_store: Store) -> None:
    with pytest.raises(UnknownName, match="P9"):
        events(small_store.snapshot(), "P9", WHOLE_CITY, "zh")
    with pytest.raises(UnknownName, match="P9"):
        standing(small_store.snapshot(), "P9", ALL, WHOLE_CITY)


def test_a_standing_is_the_share_of_peers_with_a_smaller_value(small_store: Store) -> None:
    sold: Counter[str] = Counter()
    for row in ROWS["transaction_month"]:
        sold[row["platform_id"]] += row["gmv"]
    peers = {row["platform_id"] for row in ROWS["platform"] if row["class_l1"] == "10"}  # none of them closed
    for own in peers:
        found = standing(small_store.snapshot(), own, ALL, WHOLE_CITY).set_index("code").loc["gmv"]
        others = [sold[peer] for peer in peers - {own}]
        assert found["value"] == pytest.approx(sold[own])
        assert found["percentile"] == sum(value < sold[own] for value in others) / len(others)
        assert found["peers"] == len(others)


def test_a_platform_without_rows_counts_as_none_and_a_rate_on_too_few_as_nothing(small_store: Store) -> None:
    found = standing(small_store.snapshot(), "P4", ALL, WHOLE_CITY).set_index("code")
    assert found.loc["shops", "value"] == 0
    assert found.loc["cases_filed", "percentile"] == 0
    assert pd.isna(found.loc["settlement_rate", "value"])
    assert pd.isna(found.loc["settlement_rate", "percentile"])
    assert list(found.index) == list(MEASURES)
    assert found.loc["shops", "good"] is None


def test_a_platform_alone_in_its_class_stands_nowhere(small_store: Store) -> None:
    found = standing(small_store.snapshot(), "P3", ALL, WHOLE_CITY)
    assert found["percentile"].isna().all()
    assert (found["peers"] == 0).all()


def test_filters_of_platforms_do_not_thin_the_peers(small_store: Store) -> None:
    narrowed = ALL.narrowed("platform", "P1").narrowed("grade", "super").narrowed("mode", "c2c")
    pd.testing.assert_frame_equal(
        standing(small_store.snapshot(), "P1", narrowed, WHOLE_CITY),
        standing(small_store.snapshot(), "P1", ALL, WHOLE_CITY),
    )


def test_the_list_has_every_platform_in_operation_with_its_numbers(small_store: Store) -> None:
    found = platform_list(small_store.snapshot(), ALL, WHOLE_CITY, "zh")
    assert found["id"].tolist() == ["P1", "P2", "P4"]
    first = found.iloc[0]
    complaints = [
        row for row in ROWS["complaint_report"] if row["platform_id"] == "P1" and row["kind"] == "complaint"
    ]
    assert first["complaints"] == first["complaints_per_10k_shops_n"] == len(complaints)
    assert first["district"] == "余杭区"
    assert set(LISTED) <= set(found.columns)
    closed = sum(row["gmv"] for row in ROWS["transaction_month"] if row["platform_id"] == "P3")
    assert found["share"].sum() == pytest.approx(
        1 - closed / sum(row["gmv"] for row in ROWS["transaction_month"])
    )
    withheld = found["settlement_rate_n"] < INDICATORS["settlement_rate"].min_n
    assert found.loc[withheld, "settlement_rate"].isna().all()


def test_the_list_keeps_to_the_filters_and_to_what_the_reader_may_see(small_store: Store) -> None:
    assert platform_list(small_store.snapshot(), ALL.narrowed("district", YUHANG), WHOLE_CITY, "en")[
        "id"
    ].tolist() == ["P1"]
    assert platform_list(small_store.snapshot(), ALL, OF_BINJIANG, "en")["id"].tolist() == ["P2"]
    nobody = platform_list(
        small_store.snapshot(), ALL.narrowed("grade", "large").narrowed("district", YUHANG), WHOLE_CITY, "en"
    )
    assert nobody.empty
