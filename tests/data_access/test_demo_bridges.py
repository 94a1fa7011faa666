"""Bridges and co-investigation of the demo: totals as published, one story in all tables, and cities of their own."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from data_access.demo import connectors, networks
from data_access.demo.co_investigations import co_investigation_tables
from data_access.demo.exchanges import exchange_tables
from data_access.demo.hangzhou import PLACE
from data_access.demo.parts import Place

SCALE = 0.02
XIANYANG = Place("610400", {"610402": 3.0, "610404": 2.0}, PLACE.platforms)


def built(place: Place, traffic: connectors.Traffic, network: networks.Network) -> dict[str, pd.DataFrame]:
    made = [
        *exchange_tables(place, traffic, 1, SCALE),
        *co_investigation_tables(place, network, 1, SCALE),
    ]
    return {table.name: rows.to_pandas(date_as_object=False) for table, rows in made}


@pytest.fixture(scope="module")
def hangzhou() -> dict[str, pd.DataFrame]:
    return built(PLACE, connectors.HANGZHOU, networks.HANGZHOU)


@pytest.fixture(scope="module")
def xianyang() -> dict[str, pd.DataFrame]:
    return built(XIANYANG, connectors.XIANYANG, networks.XIANYANG)


def within(moments: "pd.Series[pd.Timestamp]", start: str, end: str) -> "pd.Series[bool]":
    return (moments >= start) & (moments < end)


def test_records_and_requests_of_each_period_are_those_published_times_the_scale(
    hangzhou: dict[str, pd.DataFrame],
) -> None:
    for start, end, records in connectors.HANGZHOU.periods:
        rows = hangzhou["data_exchange"]
        assert rows.loc[within(rows["day"], start, end), "records"].sum() == round(records * SCALE)
    for start, end, requests in networks.HANGZHOU.periods:
        assert within(hangzhou["co_investigation"]["sent_at"], start, end).sum() == round(requests * SCALE)


def test_rapid_disposals_of_2020_are_those_published_times_the_scale(
    hangzhou: dict[str, pd.DataFrame],
) -> None:
    rows = hangzhou["co_investigation"]
    answered = within(rows["feedback_at"], "2020-01-01", "2021-01-01")
    assert (rows["is_rapid"] & answered).sum() == round(2_137 * SCALE)


def test_agreements_regions_and_accounts_are_whole_at_every_scale(hangzhou: dict[str, pd.DataFrame]) -> None:
    rows = hangzhou["partner_region"]
    assert rows.loc[rows["signed_on"] < "2021-01-01", "region"].nunique() == 217
    by_mid_2021 = rows[rows["signed_on"] < "2021-07-01"]
    assert (len(by_mid_2021), by_mid_2021["accounts"].sum()) == (240, 520)
    assert by_mid_2021["province"].nunique() >= 20
    assert "330000" not in set(rows["province"])


def test_identity_checks_are_the_sums_of_what_was_exchanged(hangzhou: dict[str, pd.DataFrame]) -> None:
    rows = hangzhou["data_exchange"].query("data_type == 'identity'")
    month = rows["day"].dt.to_period("M").dt.to_timestamp()
    sums = rows.groupby([month, rows["platform_id"].astype(str)])["records"].sum()
    checks = hangzhou["identity_check"]
    found = checks.set_index(["month", checks["platform_id"].astype(str)])["submitted"]
    assert found.sort_index().tolist() == sums[sums > 0].sort_index().tolist()
    assert found.sum() == rows["records"].sum()


def test_each_mismatch_and_each_notice_is_a_row(hangzhou: dict[str, pd.DataFrame]) -> None:
    checks, rows = hangzhou["identity_check"], hangzhou["identity_mismatch"]
    is_known = rows["kind"] != "not_found"
    assert is_known.sum() == checks["mismatched"].sum()
    assert (~is_known).sum() == checks["not_found"].sum()
    month = rows["found_at"].dt.to_period("M").dt.to_timestamp()
    found = rows.groupby([month, rows["platform_id"].astype(str)]).size()
    expected = checks.assign(platform_id=checks["platform_id"].astype(str)).set_index(
        ["month", "platform_id"]
    )
    expected = expected["mismatched"] + expected["not_found"]
    assert found.to_dict() == expected[expected > 0].to_dict()
    exchange = hangzhou["data_exchange"].query("data_type == 'violation'")
    assert len(hangzhou["violation_notice"]) == exchange["records"].sum()


def test_nothing_went_over_a_bridge_before_there_was_one(hangzhou: dict[str, pd.DataFrame]) -> None:
    rows = hangzhou["co_investigation"]
    assert rows.loc[rows["sent_at"] < "2015-12-01", "bridge"].isna().all()
    assert rows.loc[within(rows["sent_at"], "2020-01-01", "2021-01-01"), "bridge"].notna().all()
    assert hangzhou["data_exchange"]["day"].min() == pd.Timestamp("2015-12-01")


def test_a_cycle_of_months_became_one_of_days(hangzhou: dict[str, pd.DataFrame]) -> None:
    rows = hangzhou["co_investigation"]
    days = (rows["feedback_at"] - rows["sent_at"]) / np.timedelta64(1, "D")
    assert 90 <= days[rows["sent_at"] < "2015-01-01"].mean() <= 150
    assert 2 <= days[within(rows["feedback_at"], "2020-01-01", "2021-07-01")].mean() <= 3


def test_another_city_has_its_own_bridges_partners_and_totals(xianyang: dict[str, pd.DataFrame]) -> None:
    exchange, requests = xianyang["data_exchange"], xianyang["co_investigation"]
    assert set(exchange["bridge"]) == {"red_shield", "jingtong", "tianyan", "tianwang"}
    assert set(exchange.loc[exchange["bridge"] == "tianyan", "data_type"]) <= {"review", "review_lead"}
    assert exchange.loc[exchange["data_type"] == "review_lead", "records"].sum() > 0
    assert set(requests["district"]) <= set(XIANYANG.districts)
    assert "610000" not in set(requests["province"])
    assert len(requests) == sum(round(count * SCALE) for *_, count in networks.XIANYANG.periods)


def test_a_city_without_platforms_on_a_bridge_exchanges_nothing() -> None:
    def unconnected(seed: int) -> object:
        known = PLACE.platforms(seed)
        return replace(known, entries=tuple(entry | {"bridge_since": ""} for entry in known.entries))

    lonely = Place("610400", {"610402": 1.0}, unconnected)  # type: ignore[arg-type]
    assert not list(exchange_tables(lonely, connectors.XIANYANG, 1, SCALE))
