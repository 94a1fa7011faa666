"""The demo city: the same seed gives the same city, every row keeps the rules, and the published figures come out."""

from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from sqlalchemy import Date, DateTime, Table

from data_access.demo import entities, expected_rows, generate, register
from data_access.demo.arrays import numbered
from data_access.demo.follow_ups import FOLLOWING
from data_access.demo.identities import credit_codes, texts
from data_access.demo.shares import apportion
from data_access.demo.window import CITY
from data_access.domain.codes import code_table, codes, region_table
from data_access.domain.errors import BadValue, UnknownName
from data_access.domain.working_days import working_days
from data_access.store import schema
from data_access.store.schema.rules import RULES, Rule
from tests.shared import swept

AS_OF = date(2021, 12, 31)
SCALE = 0.005
City = dict[str, pa.Table]
#: What answers the scores is there once they are derived: tests/data_access/test_credit.py. No item of a demo city names
#: several problems.
GENERATED = tuple(table for table in schema.LOADED if table not in (*FOLLOWING, *schema.CHILDREN.values()))
#: What another city has and Hangzhou has not: Qijiang its joint meeting, Xianyang leads from reviews and codes of food.
ELSEWHERE = {
    "500110": ("joint_member", "joint_meeting", "meeting_decision"),
    "610400": ("review_lead", "trace_code"),
}


def built(scale: float, seed: int, code: str = CITY) -> City:
    parts: dict[str, list[pa.Table]] = {}
    for table, chunk in generate(code, scale=scale, seed=seed):
        parts.setdefault(table.name, []).append(chunk)
    return {
        name: pa.concat_tables([c.unify_dictionaries() for c in chunks]) for name, chunks in parts.items()
    }


@pytest.fixture(scope="module")
def city() -> City:
    return built(SCALE, seed=1)


@pytest.fixture(scope="module")
def cities(city: City) -> dict[str, City]:
    """Hangzhou and each city that has what Hangzhou has not, by code."""
    return {CITY: city, **{code: built(SCALE, seed=1, code=code) for code in ELSEWHERE}}


def stored(city: City) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    for name, rows in city.items():
        connection.register(f"arrow_{name}", rows)
        connection.execute(f'CREATE TABLE "{name}" AS SELECT * FROM arrow_{name}')
    return connection


@pytest.fixture(scope="module")
def store(city: City) -> duckdb.DuckDBPyConnection:
    return stored(city)


@pytest.fixture(scope="module")
def stores(store: duckdb.DuckDBPyConnection, cities: dict[str, City]) -> dict[str, duckdb.DuckDBPyConnection]:
    return {code: store if code == CITY else stored(of_city) for code, of_city in cities.items()}


def home_of(table: Table) -> str:
    """Return the code of the city whose rows of a table are looked at: Hangzhou, else the one that alone has them."""
    return next((code for code, names in ELSEWHERE.items() if table.name in names), CITY)


def one(store: duckdb.DuckDBPyConnection, sql: str) -> Any:
    found = store.execute(sql).fetchone()
    assert found is not None
    return found[0]


def frame(city: City, name: str) -> pd.DataFrame:
    rows: pd.DataFrame = city[name].to_pandas(date_as_object=False)
    return rows


def digest(city: City) -> dict[str, str]:
    said = {}
    for name, rows in city.items():
        plain = rows.cast(pa.schema([(f.name, _plain(f.type)) for f in rows.schema])).combine_chunks()
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, plain.schema) as writer:
            writer.write_table(plain)
        said[name] = sha256(sink.getvalue()).hexdigest()
    return said


def _plain(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def test_the_same_seed_gives_the_same_bytes_and_another_seed_gives_others(city: City) -> None:
    first, second, other = digest(city), digest(built(SCALE, seed=1)), digest(built(SCALE, seed=2))
    assert first == second
    drawn = {
        "shop",
        "transaction_month",
        "complaint_report",
        "enforcement_case",
        "case_stage",
        "negative_entity",
    }
    assert drawn <= {name for name in first if first[name] != other[name]}


@pytest.mark.parametrize(("code", "scale"), [(CITY, 0.001), *((code, SCALE) for code in ELSEWHERE)])
def test_tables_come_whole_in_the_order_of_references_with_the_columns_of_the_schema(
    code: str, scale: float
) -> None:
    order: list[str] = []
    for table, chunk in generate(code, scale=scale):
        if not order or order[-1] != table.name:
            order.append(table.name)
        assert chunk.column_names == [column.name for column in table.columns]
        assert 0 < chunk.num_rows <= 500_000
    assert order == [table.name for table in schema.LOADED if table.name in order]
    assert not {table.name for table in GENERATED if home_of(table) == code} - set(order)


def test_what_only_another_city_has_is_not_drawn_for_hangzhou(city: City) -> None:
    assert not {name for names in ELSEWHERE.values() for name in names} & set(city)


def test_dates_and_times_have_the_types_of_the_schema(cities: dict[str, City]) -> None:
    for table in GENERATED:
        for column in table.columns:
            found = cities[home_of(table)][table.name].schema.field(column.name).type
            if isinstance(column.type, DateTime):
                assert found == pa.timestamp("us"), f"{table.name}.{column.name}"
            elif isinstance(column.type, Date):
                assert found == pa.date32(), f"{table.name}.{column.name}"


def test_no_word_stands_twice_in_the_dictionary_of_a_column() -> None:
    for table, chunk in generate(scale=0.001):
        for name, column in zip(chunk.column_names, chunk.columns, strict=True):
            if pa.types.is_dictionary(column.type):
                words = column.chunk(0).dictionary
                assert len(words) == len(words.unique()), f"{table.name}.{name}"


def test_the_progress_bar_is_told_about_the_right_number_of_rows(city: City) -> None:
    rows = sum(table.num_rows for table in city.values())
    assert expected_rows("330100", SCALE) == pytest.approx(rows, rel=0.03)


def test_an_unknown_city_and_an_impossible_scale_are_refused_at_once() -> None:
    with pytest.raises(UnknownName, match="330100"):
        generate("330101")
    for scale in (0, -1, 0.0001, 5, float("nan")):
        with pytest.raises(BadValue, match="scale"):
            generate(scale=scale)


@swept("rule", [rule for rule in RULES if rule.table in GENERATED])
def test_no_row_breaks_a_rule(stores: dict[str, duckdb.DuckDBPyConnection], rule: Rule) -> None:
    store = stores[home_of(rule.table)]
    broken = rule.broken.compile(compile_kwargs={"literal_binds": True})
    assert one(store, f'SELECT count(*) FROM "{rule.table.name}" WHERE {broken}') == 0


@swept("table", GENERATED)
def test_keys_are_unique_and_required_values_present(
    stores: dict[str, duckdb.DuckDBPyConnection], table: Table
) -> None:
    store = stores[home_of(table)]
    keys = ", ".join(f'"{column.name}"' for column in table.primary_key.columns)
    rows = one(store, f'SELECT count(*) FROM "{table.name}"')
    assert rows == one(store, f'SELECT count(*) FROM (SELECT DISTINCT {keys} FROM "{table.name}")')
    for column in table.columns:
        if not column.nullable:
            assert one(store, f'SELECT count(*) FROM "{table.name}" WHERE "{column.name}" IS NULL') == 0, (
                column
            )


@swept("table", GENERATED)
def test_every_code_and_reference_exists_and_limits_hold(
    stores: dict[str, duckdb.DuckDBPyConnection], table: Table
) -> None:
    store = stores[home_of(table)]
    for column in table.columns:
        if listed := column.info["codes"]:
            known = {
                "platform": "SELECT platform_id FROM platform",
                "region": "SELECT adcode FROM region",
            }.get(listed, f"SELECT code FROM code WHERE list_key = '{listed}'")
            strays = f'SELECT count(*) FROM "{table.name}" WHERE "{column.name}"::VARCHAR NOT IN ({known})'
            assert one(store, strays) == 0, f"{table.name}.{column.name}"
        for limit, sign in ((column.info["low"], "<"), (column.info["high"], ">")):
            if limit is not None:
                beyond = f'SELECT count(*) FROM "{table.name}" WHERE "{column.name}" {sign} {limit}'
                assert one(store, beyond) == 0, f"{table.name}.{column.name}"


def test_nothing_but_a_deadline_lies_after_the_as_of_day(city: City) -> None:
    facts = ("platform", "platform_duty", "shop", "transaction_month", "complaint_report")
    for name in (*facts, "enforcement_case", "case_stage", "negative_entity"):
        for column in city[name].schema:
            if pa.types.is_temporal(column.type) and not column.name.endswith("_due"):
                latest = pa.compute.max(city[name][column.name]).as_py()
                latest = latest.date() if isinstance(latest, datetime) else latest
                assert latest is None or latest <= AS_OF, f"{name}.{column.name}"


def test_no_code_list_has_a_word_missing_or_twice() -> None:
    rows = code_table().to_pandas()
    assert rows[["zh", "en"]].notna().all(axis=None)
    assert not rows.duplicated(["list_key", "zh"]).any()
    for _, listed in rows.groupby("list_key"):
        assert listed["position"].tolist() == list(range(1, len(listed) + 1))
    used = {column.info["codes"] for table in schema.metadata.tables.values() for column in table.columns}
    assert used - {None, "platform", "region"} <= set(rows["list_key"])


def test_an_unknown_code_list_is_named() -> None:
    with pytest.raises(UnknownName, match="problem"):
        codes("problems")


def test_regions_know_the_change_of_districts_in_april_2021() -> None:
    rows = region_table().to_pandas().set_index("adcode")
    assert rows.loc[["330103", "330104"], "successor"].tolist() == ["330105", "330102"]
    assert (rows.loc[["330103", "330104"], "valid_to"] == date(2021, 4, 8)).all()
    assert (rows.loc[["330113", "330114"], "valid_from"] == date(2021, 4, 9)).all()
    now = rows[(rows["parent"] == "330100") & rows["valid_to"].isna()]
    assert len(now) == 13
    assert set(rows["parent"].dropna()) <= set(rows.index)


def credit_code_is_valid(code: str) -> bool:
    """Check GB 32100-2015 and GB 11714-1997 the plain way, by powers of three and a table of weights."""
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    if len(code) != 18 or any(letter not in alphabet for letter in code):
        return False
    total = sum(alphabet.index(letter) * pow(3, place, 31) for place, letter in enumerate(code[:17]))
    body = code[8:16]
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    rest = 11 - sum(int(letter, 36) * weight for letter, weight in zip(body, weights, strict=True)) % 11
    organisation = {10: "X", 11: "0"}.get(rest, str(rest))
    return code[16] == organisation and alphabet[(31 - total % 31) % 31] == code[17]


def test_the_check_of_credit_codes_accepts_the_worked_example_and_rejects_a_slip() -> None:
    assert credit_code_is_valid("91330110XX0000019T")
    assert not credit_code_is_valid("91330110XX0000018T")
    assert not credit_code_is_valid("91330110XX0000019U")


def test_every_credit_code_is_valid_and_belongs_to_nobody(city: City) -> None:
    firms = [code for code in city["negative_entity"]["entity_id"].to_pylist() if not code.startswith("N")]
    found = set(firms) | set(city["platform"]["uscc"].to_pylist())
    assert len(found) > 500
    assert all(code[8:10] == "XX" and credit_code_is_valid(code) for code in found)


def test_people_cannot_be_called_and_firms_are_marked_as_invented(city: City) -> None:
    telephones = city["complaint_report"]["complainant_phone"].drop_null().to_pylist()
    assert all(len(number) == 11 and number.startswith("100") and number.isdigit() for number in telephones)
    platforms = frame(city, "platform")
    # Operators of platforms are as invented as their platforms.
    firms = set(city["enforcement_case"]["respondent_name"].to_pylist()) - set(platforms["operator_name"])
    assert all(name.endswith("（虚构）") for name in {*firms, *city["shop"]["name"].to_pylist()})
    assert platforms["website"].str.endswith(".example").all()
    assert platforms["icp_no"].str.contains("虚构").all()


def test_an_anonymous_report_has_no_name_and_a_complaint_always_has_one(city: City) -> None:
    items = frame(city, "complaint_report")
    assert (items["complainant_name"].notna() == items["is_named"]).all()
    assert (items["complainant_phone"].notna() == items["is_named"]).all()
    assert items.loc[items["kind"] == "complaint", "is_named"].all()


@pytest.mark.parametrize("day", ["2021-06-30", "2021-12-31"])
def test_a_hundred_and_ten_platforms_are_in_operation(store: duckdb.DuckDBPyConnection, day: str) -> None:
    running = f"launched_on <= '{day}' AND (closed_on IS NULL OR closed_on > '{day}')"
    assert one(store, f"SELECT count(*) FROM platform WHERE {running}") == 110
    in_yuhang = f"SELECT count(*) FROM platform WHERE {running} AND district = '330110'"
    assert one(store, in_yuhang) == 27
    on_canal = f"SELECT count(*) FROM platform WHERE {running} AND canal_since <= '2021-06-30'"
    assert one(store, on_canal) == 15


def test_the_canal_carries_only_complaints_of_its_platforms_after_they_joined(
    store: duckdb.DuckDBPyConnection,
) -> None:
    strays = """
        SELECT count(*) FROM complaint_report AS item LEFT JOIN platform USING (platform_id)
        WHERE route = 'red_flag_canal' AND (canal_since IS NULL OR registered_at < canal_since OR kind <> 'complaint')
    """
    assert one(store, strays) == 0
    others = "SELECT count(*) FROM complaint_report WHERE route <> 'red_flag_canal' AND platform_received_at IS NOT NULL"
    assert one(store, others) == 0
    assert (
        one(store, "SELECT count(DISTINCT platform_id) FROM complaint_report WHERE route = 'red_flag_canal'")
        == 15
    )


@pytest.mark.parametrize(
    ("table", "at"),
    [
        ("shop", "opened_on"),
        ("transaction_month", "month + INTERVAL 1 MONTH"),
        ("complaint_report", "registered_at"),
        ("enforcement_case", "source_at"),
        ("negative_entity", "listed_at"),
    ],
)
def test_nothing_happens_on_a_platform_before_its_launch(
    store: duckdb.DuckDBPyConnection, table: str, at: str
) -> None:
    early = f'SELECT count(*) FROM "{table}" JOIN platform USING (platform_id) WHERE {at} < launched_on'
    assert one(store, early) == 0


def test_a_closed_platform_has_no_open_shop(store: duckdb.DuckDBPyConnection) -> None:
    left = """
        SELECT count(*) FROM shop JOIN platform USING (platform_id)
        WHERE platform.closed_on IS NOT NULL AND (shop.closed_on IS NULL OR shop.closed_on > platform.closed_on)
    """
    assert one(store, left) == 0


def test_a_shop_shows_its_licence_and_is_verified_only_while_it_is_open(city: City) -> None:
    shops = frame(city, "shop")
    end = shops["closed_on"].fillna(pd.Timestamp(AS_OF) + pd.Timedelta(days=1))
    for start in ("licence_shown_from", "verified_from"):
        begun = shops[start].notna()
        assert (shops.loc[begun, start] >= shops.loc[begun, "opened_on"]).all()
        assert (shops.loc[begun, start] <= end[begun]).all()
    lapsed = shops["verified_to"].notna()
    assert (shops.loc[lapsed, "verified_to"] > shops.loc[lapsed, "verified_from"]).all()


def test_shops_come_ordered_by_platform_category_region_and_type(city: City) -> None:
    shops = frame(city, "shop")[["platform_id", "category", "operator_region", "operator_type"]].astype(str)
    runs = (shops != shops.shift()).any(axis=1).sum()
    assert runs == len(shops.drop_duplicates())
    assert shops["platform_id"].is_monotonic_increasing


def test_volumes_are_those_published_at_every_scale(store: duckdb.DuckDBPyConnection) -> None:
    by_year = "SELECT sum(gmv) FROM transaction_month WHERE year(month) = {}"
    assert float(one(store, by_year.format(2015))) == pytest.approx(3.0e12, rel=0.01)
    assert 8.0e12 < float(one(store, by_year.format(2020))) <= 8.32e12
    ticket = one(store, "SELECT sum(gmv) / sum(orders) FROM transaction_month")
    assert 60 < float(ticket) < 250


def test_published_counts_come_out_scaled(store: duckdb.DuckDBPyConnection) -> None:
    items = "SELECT count(*) FROM complaint_report WHERE year(registered_at) = 2020"
    assert one(store, items) == round(387_026 * SCALE)
    assert one(store, f"{items} AND route = 'red_flag_canal'") == round(59_014 * SCALE)
    standing = """
        SELECT count(DISTINCT entity_id) FROM negative_entity
        WHERE listed_at < '2021-07-01' AND (delisted_at IS NULL OR delisted_at >= '2021-07-01')
        AND entity_id NOT IN (SELECT uscc FROM platform)
    """
    assert one(store, standing) == round(141_080 * SCALE)
    shops = "opened_on <= '2021-06-30' AND (closed_on IS NULL OR closed_on > '2021-06-30')"
    assert one(store, f"SELECT count(*) FROM shop WHERE {shops}") == pytest.approx(
        9_000_000 * SCALE, rel=0.02
    )


def test_fines_add_up_to_the_published_sum(store: duckdb.DuckDBPyConnection) -> None:
    fines = """
        SELECT sum(fine + confiscated) FROM enforcement_case
        WHERE decided_at >= '2016-01-01' AND decided_at < '2021-07-01'
    """
    assert one(store, fines) == Decimal("3856600.00") * Decimal(str(SCALE))


def test_platforms_in_the_canal_became_twice_as_fast(city: City) -> None:
    items = frame(city, "complaint_report")
    finished = items["settled_at"].fillna(items["returned_at"])
    days = (finished - items["platform_received_at"]).dt.total_seconds() / 86_400
    mean = days.groupby(items["registered_at"].dt.year).mean()
    assert mean[2016] == pytest.approx(15, rel=0.05)
    assert mean[2020] == pytest.approx(7, rel=0.05)
    assert mean.loc[2016:2020].is_monotonic_decreasing


def test_deadlines_follow_from_the_law(city: City) -> None:
    items = frame(city, "complaint_report")
    complaints = items[items["kind"] == "complaint"]
    calendar = working_days()
    handed = complaints["registered_at"].where(
        complaints["platform_received_at"].isna(), complaints["returned_at"]
    )
    handed = handed.where(complaints["route"] != "red_flag_canal", complaints["returned_at"])
    for start, due, n in ((handed, "accept_due", 7), (complaints["accepted_at"], "close_due", 45)):
        known = start.notna()
        assert (complaints[due].notna() == known).all()
        wanted = [calendar.add(day.date(), n) for day in start[known].head(300)]
        assert [day.date() for day in complaints.loc[known, due].head(300)] == wanted
    cases = frame(city, "enforcement_case")
    filed = cases["filed_at"].notna()
    ninety = (cases["decision_due"] - cases["filed_at"].dt.normalize()).dt.days
    assert (ninety[filed] == 90).all()


def test_most_is_done_in_time_and_some_is_overdue(city: City) -> None:
    items = frame(city, "complaint_report")
    complaints = items[(items["kind"] == "complaint") & (items["accept_due"] <= pd.Timestamp(AS_OF))]
    answered = complaints["accepted_at"].fillna(complaints["refused_at"]).dt.normalize()
    assert 0.98 < (answered <= complaints["accept_due"]).mean() < 0.999
    due = complaints[complaints["close_due"] <= pd.Timestamp(AS_OF)]
    assert 0.955 < (due["closed_at"].dt.normalize() <= due["close_due"]).mean() < 0.99
    assert (due["closed_at"].isna() & (due["close_due"] < pd.Timestamp(AS_OF))).any()
    closed = items[(items["kind"] == "complaint") & items["closed_at"].notna()]
    assert 0.58 < closed["result"].isin(["mediated", "settled"]).mean() < 0.68


def test_whether_an_answer_was_timely_agrees_with_its_dates(city: City) -> None:
    items = frame(city, "complaint_report")
    answered = items["accepted_at"].fillna(items["refused_at"]).dt.normalize()
    known = answered.notna()
    assert (items.loc[known, "is_timely"].astype(bool) == (answered <= items["accept_due"])[known]).all()
    waiting = items[~known]
    overdue = waiting["accept_due"] < pd.Timestamp(AS_OF)
    assert (waiting["is_timely"].notna() == overdue).all()


def test_a_case_tells_the_same_story_in_its_stages(city: City) -> None:
    cases, stages = frame(city, "enforcement_case"), frame(city, "case_stage")
    last = stages.groupby("case_id")["stage"].last()
    assert (cases.set_index("case_id")["stage"].astype(str) == last.astype(str)).all()
    assert (stages.groupby("case_id")["entered_at"].diff().dropna() >= pd.Timedelta(0)).all()
    entered = stages.pivot_table(
        index="case_id", columns="stage", values="entered_at", aggfunc="first", observed=True
    )
    story = cases.set_index("case_id").join(entered)
    for stage, at in (
        ("SRC", "source_at"),
        ("FILE", "filed_at"),
        ("PUB", "published_at"),
        ("CLOSE", "closed_at"),
    ):
        both = story[[stage, at]].dropna(how="all")
        assert (both[stage] == both[at]).all(), stage
    open_ones = stages[stages["left_at"].isna()]
    assert set(open_ones["case_id"]) == set(cases.loc[cases["closed_at"].isna(), "case_id"])


def test_only_what_is_closed_has_a_result_and_only_what_succeeded_recovers_money(city: City) -> None:
    items = frame(city, "complaint_report")
    assert (items["closed_at"].notna() == items["result"].notna()).all()
    succeeded = items["result"].isin(["settled", "mediated"])
    assert (items["amount_recovered"].notna() == succeeded).all()
    assert (items["violation"].notna() == (items["kind"] == "report")).all()
    parents = {row["code"]: row["parent"] for row in code_table().to_pylist() if row["list_key"] == "problem"}
    assert (items["problem"].astype(str).map(parents) == items["kind"].astype(str)).all()


def test_demand_dips_at_spring_festival_and_rises_after_the_promotions(city: City) -> None:
    days = frame(city, "complaint_report")["registered_at"].dt.normalize().value_counts()

    def daily(first: str, last: str) -> float:
        return float(days.reindex(pd.date_range(first, last), fill_value=0).mean())

    usual = daily("2019-03-15", "2019-05-31")
    assert daily("2019-02-04", "2019-02-10") < 0.6 * usual
    assert daily("2019-11-14", "2019-11-28") > 1.4 * usual
    sales = frame(city, "transaction_month").assign(gmv=lambda rows: rows["gmv"].astype(float))
    months = sales.groupby("month")["gmv"].sum().loc["2019"]
    assert months.idxmax() == pd.Timestamp(2019, 11, 1)
    assert months.idxmin() == pd.Timestamp(2019, 2, 1)


def test_yuhang_and_binjiang_handle_most_items_and_a_few_platforms_draw_most(city: City) -> None:
    items = frame(city, "complaint_report")
    by_district = items["handling_district"].value_counts(normalize=True)
    assert list(by_district.index[:2]) == ["330110", "330108"]
    assert by_district.iloc[:2].sum() > 0.6
    assert items["platform_id"].value_counts(normalize=True).iloc[:4].sum() > 0.4


def test_platforms_differ_in_what_is_complained_about(city: City) -> None:
    items = frame(city, "complaint_report")
    items = items[items["kind"] == "complaint"]
    big = items[items["platform_id"].isin(items["platform_id"].value_counts().index[:6])]
    quality = big["problem"].eq("quality").groupby(big["platform_id"].astype(str)).mean()
    assert quality.max() - quality.min() > 0.08


def test_shares_are_split_to_the_last_unit() -> None:
    assert apportion(10, [1, 1, 1]).tolist() == [4, 3, 3]
    assert int(apportion(1_001, np.arange(1, 48)).sum()) == 1_001


def test_every_platform_has_an_address_on_the_map(city: City) -> None:
    known = frame(city, "platform")
    assert known["longitude"].between(118.3, 120.8).all()
    assert known["latitude"].between(29.1, 30.7).all()
    assert not known.duplicated(["longitude", "latitude"]).any()


def test_numbers_beyond_their_digits_keep_a_code_of_their_own() -> None:
    serials = np.array(
        [0, 99_999, 100_000, 999_999, 1_000_000, 1_000_031, 5_400_000, 29_629_150, 600_000_000]
    )
    codes = texts(credit_codes("91", np.full(len(serials), 330110), serials)).to_pylist()
    assert len(set(codes)) == len(serials)
    assert all(len(code) == 18 and credit_code_is_valid(code) for code in codes)
    assert numbered("M", np.array([7, 12_345]), 3).to_pylist() == ["M00007", "M12345"]
    assert numbered("M", np.array([], np.int64), 3).to_pylist() == []


def test_firms_of_the_negative_list_and_of_the_register_never_share_a_code_at_any_scale() -> None:
    many = np.arange(2_000_000)
    listed = np.where(many < entities._NEAR_SERIALS, entities._FIRST_SERIAL, entities._FAR_SERIAL) + many
    registered = register._FIRST_SERIAL + many
    assert not np.isin(listed, registered).any()
