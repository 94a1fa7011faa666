"""What is doubtful in a row is left out of it, counted and listed; what a row cannot do without rejects it."""

import csv
import re
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, select

from data_access.__main__ import main
from data_access.domain.access import WHOLE_CITY
from data_access.domain.errors import BadMapping
from data_access.domain.filters import Selection
from data_access.domain.periods import Period
from data_access.intake.load import load_file
from data_access.intake.mapping import read_mapping
from data_access.intake.report import LEFT_OUT, BatchReport, printed
from data_access.metrics.indicators import INDICATORS
from data_access.metrics.query import fetch
from data_access.store.schema import (
    complaint_problem,
    complaint_report,
    dataset,
    load_batch,
    metadata,
    platform,
    region,
)
from data_access.store.schema.rules import RULES, Rule
from data_access.store.store import Store
from tests.shared import swept

ROOT = Path(__file__).parents[2]
ITEM = complaint_report.c
HEAD = """
table = "complaint_report"
provider = "测试局"
[dataset]
city = "330100"
name_zh = "杭州市"
name_en = "Hangzhou"
is_synthetic = false
"""
DAYS = 'formats = ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d", "%Y/%m/%d"]'
COLUMNS = f"""
[columns]
item_id = "编号"
kind = {{ constant = "complaint" }}
handling_district = {{ column = "区县", unknown = "create" }}
registered_at = {{ column = "登记", {DAYS} }}
closed_at = {{ column = "办结", {DAYS} }}
result = {{ column = "结果", unknown = "create" }}
amount_disputed = "金额"
platform_id = {{ column = "平台", unknown = "create" }}
"""
HEADER = "编号,区县,登记,办结,结果,金额,平台"

Load = Callable[..., BatchReport]


@pytest.fixture
def load(store: Store, tmp_path: Path) -> Load:
    """Load rows under HEADER and return the report of the items."""

    def run(
        *rows: str, head: str = HEAD, columns: str = COLUMNS, header: str = HEADER, **options: Any
    ) -> BatchReport:
        (tmp_path / "m.toml").write_text(
            head.replace("[dataset]", options.pop("top", "") + "\n[dataset]") + columns
        )
        (tmp_path / "f.csv").write_text("\n".join([header, *rows]))
        with store.draft(from_current=True) as draft:
            reports = load_file(draft, tmp_path / "f.csv", read_mapping(tmp_path / "m.toml"), **options)
        for report in reports:
            assert report.read == report.loaded + report.rejected + report.duplicate
        return reports[-1]

    return run


def counted(report: BatchReport) -> tuple[int, int, int, int]:
    return report.read, report.loaded, report.rejected, report.doubtful


def reasons(report: BatchReport) -> dict[int, str]:
    assert report.rejects is not None
    with report.rejects.open(encoding="utf-8-sig", newline="") as file:
        return {int(row["row"]): row["reason"] for row in csv.DictReader(file)}


def values(store: Store, *columns: Column[Any]) -> list[Any]:
    with store.connect() as connection:
        rows = connection.execute(select(*columns).order_by(ITEM.item_id)).all()
    return [row[0] if len(columns) == 1 else tuple(row) for row in rows]


def test_closing_details_never_cost_a_complaint_and_the_last_event_says_the_day(
    load: Load, store: Store
) -> None:
    report = load(
        "1,,2024-01-03,2024-01-05,Refunded,,Acme", "2,,2024-01-04,2024-01-06,,,Acme",
        "3,,2024-01-05,2024-01-04,Refunded,,Unknown", "4,,2024-01-06,,,,", "5,,2024-01-06,2024-01-09,Refunded,,Beta",
    )  # fmt: skip
    assert counted(report) == (5, 5, 0, 2)
    assert dict(report.doubts) == {"closed_with_result": 1, "closed_last": 1}
    told = reasons(report)
    assert set(told) == {3, 4}
    assert all(reason.startswith(LEFT_OUT) for reason in told.values())
    assert "closed before an earlier step" in told[4]
    assert [day is not None for day in values(store, ITEM.closed_at)] == [True, False, False, False, True]
    assert values(store, ITEM.platform_id)[2:4] == [None, None]
    printout = printed([report])
    assert "complaint_report: of these, 2 loaded with a value left out" in printout
    assert (
        "as of 2024-01-09, the last day in closed_at (column '办结'); --as-of DAY says otherwise" in printout
    )
    with store.connect() as connection:
        assert str(connection.execute(select(dataset.c.as_of)).scalar_one()) == "2024-01-09"
        own = select(load_batch.c.as_of).where(load_batch.c.table_name == "complaint_report")
        assert str(connection.execute(own).scalar_one()) == "2024-01-09"


def test_a_column_that_is_lost_almost_whole_points_to_the_mapping(load: Load) -> None:
    rows = ("1,,2024-01-03,05.01.2024,撤回,,", "2,,2024-01-03,06.01.2024,撤回,,", "3,,2024-01-03,,,x,")
    printout = printed([load(*rows)])
    assert "2 × closed_at:type; look at the mapping" in printout
    assert "1 × amount_disputed:type\n" in printout


def test_a_day_without_hours_is_not_before_its_own_hours(load: Load, store: Store) -> None:
    report = load(
        "1,西湖区,2021-03-05 10:00:00,2021-03-05,调解成功,1,甲", "2,西湖区,2021-03-05 10:00:00,2021-03-04 09:00:00,调解成功,1,甲",
        "3,西湖区,2021-03-05 10:00:00,2021-03-06,调解成功,1,甲", "4,Unspecified,2021-03-05 10:00:00,,,1,甲",
    )  # fmt: skip
    assert counted(report) == (4, 4, 0, 1)
    assert values(store, ITEM.closed_at) == [datetime(2021, 3, 5), None, datetime(2021, 3, 6), None]
    assert values(store, ITEM.handling_district) == ["330106", "330106", "330106", None]


def test_implausible_days_are_refused_by_row_column_and_value_with_a_hint(load: Load, store: Store) -> None:
    report = load(
        "1,西湖区,110/03/05,,,5,甲", "2,西湖区　,21/3/5,,,6,甲", '3,西湖区,2021/3/5,,,"1,234.50",甲',
        '4,西湖区 ,2021-03-06,,,"12,34",甲', "5,西湖区\u200b,2021-03-06,,,7,甲", "6,西湖区\u00a0,1989-12-31,,,7,甲",
    )  # fmt: skip
    assert counted(report) == (6, 3, 3, 1)
    told = reasons(report)
    words = {2: ("registered_at (column '登记')", "110-03-05", "民国"), 3: ("registered_at (column '登记')", "21-03-05", "%y"),
             5: (LEFT_OUT, "amount_disputed (column '金额'): '12,34'"), 7: ("1989-12-31", "before 1990-01-01", "earliest")}  # fmt: skip
    assert set(told) == set(words)
    for row, said in words.items():
        assert all(word in told[row] for word in said), told[row]
    assert values(store, ITEM.handling_district) == ["330106"] * 3
    with store.connect() as connection:
        alike = select(region.c.adcode).where(region.c.name.like("西湖%"))
        assert connection.execute(alike).scalars().all() == ["330106"]


def test_a_mapping_says_itself_which_days_are_too_early(load: Load) -> None:
    assert load("1,,1985-03-05,,,,", top="earliest = 1980-01-01").loaded == 1
    with pytest.raises(BadMapping, match="earliest must be a day"):
        load("1,,1985-03-05,,,,", top='earliest = "long ago"')


def test_years_of_two_digits_are_read_where_the_mapping_says_so(load: Load, store: Store) -> None:
    assert load("1,,21/3/5,,,,", columns=COLUMNS.replace('"%Y/%m/%d"', '"%Y/%m/%d", "%y/%m/%d"')).loaded == 0
    first = COLUMNS.replace('"%Y-%m-%d %H:%M:%S"', '"%y/%m/%d", "%Y-%m-%d %H:%M:%S"')
    assert load("1,,21/3/5,,,,", "2,,2021/3/6,,,,", columns=first).loaded == 2
    assert values(store, ITEM.registered_at) == [datetime(2021, 3, 5), datetime(2021, 3, 6)]


def test_a_mapping_can_say_otherwise(load: Load, store: Store) -> None:
    row = "1,,2024-01-04,2024-01-06,,,"
    strict = COLUMNS.replace('办结",', '办结", on_violation = "reject",')
    assert counted(load(row, columns=strict)) == (1, 0, 1, 0)
    given = COLUMNS.replace('结果",', '结果", default = "撤回",')
    assert counted(load(row, columns=given)) == (1, 1, 0, 0)
    of_empty = COLUMNS.replace('结果",', '结果", values = { "" = "撤回" },')
    assert counted(load(row.replace("1,", "2,", 1), columns=of_empty)) == (1, 1, 0, 0)
    assert values(store, ITEM.result) == ["withdrawn", "withdrawn"]
    unknown = COLUMNS.replace('结果", unknown = "create"', '结果"')
    assert counted(load("3,,2024-01-04,,胡说,,", columns=unknown)) == (1, 1, 0, 1)
    refusing = COLUMNS.replace('结果", unknown = "create"', '结果", unknown = "reject"')
    assert counted(load("4,,2024-01-04,,胡说,,", columns=refusing)) == (1, 0, 1, 0)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (('item_id = "编号"', 'item_id = { column = "编号", on_violation = "drop" }'), "table needs a value"),
        (('结果",', '结果", default = "撤回", values = { "" = "立案" },'), "give one of them"),
        (('结果",', '结果", on_violation = "keep",'), "give reject, drop"),
        (('amount_disputed = "金额"', "amount_disputed = { row_number = true }"), "is no text"),
        (('item_id = "编号"', "item_id = { row_number = false }"), "exactly one of"),
    ],
)  # fmt: skip
def test_a_mapping_that_cannot_be_meant_is_refused(load: Load, change: tuple[str, str], says: str) -> None:
    with pytest.raises(BadMapping, match=says):
        load("1,,2024-01-04,,,,", columns=COLUMNS.replace(*change))


def test_words_for_the_unknown_are_one_unknown_and_a_mapping_adds_its_own(load: Load, store: Store) -> None:
    words = ["Unknown", "UNSPECIFIED", "N/A", "不详", "", "没填", " - ", "Un\u200bknown"]
    rows = [f"{number},{word},2024-01-04,{word},{word},{word},{word}" for number, word in enumerate(words)]
    report = load(*rows, top='unknown_words = ["没填"]')
    assert counted(report) == (8, 8, 0, 0)
    found = values(
        store, ITEM.handling_district, ITEM.closed_at, ITEM.result, ITEM.amount_disputed, ITEM.platform_id
    )
    assert set(found) == {(None,) * 5}
    with store.connect() as connection:
        assert connection.execute(select(platform.c.platform_id)).all() == []


def test_a_word_for_the_unknown_that_the_mapping_translates_is_a_word(load: Load, store: Store) -> None:
    columns = COLUMNS.replace('结果",', '结果", values = { "Unknown" = "撤回" },')
    load("1,,2024-01-04,2024-01-05,Unknown,,", columns=columns)
    assert values(store, ITEM.result) == ["withdrawn"]


def test_signs_that_nobody_sees_make_no_second_name(load: Load, store: Store) -> None:
    signs = ["甲", "\ufeff甲", "甲\u200b", "\u00a0甲 ", "甲\u3000", "甲\x07", "\u202e甲", "甲\x00"]
    load(*[f"{number},,2024-01-04,,,,{word}" for number, word in enumerate([*signs, "甲\u00a0 \x01乙"])])
    with store.connect() as connection:
        assert sorted(connection.execute(select(platform.c.name)).scalars()) == ["甲", "甲 乙"]


def test_numbers_and_days_among_signs_that_nobody_sees_are_read(load: Load, store: Store) -> None:
    plain = COLUMNS.replace(f", {DAYS}", "")
    report = load("1,,2024-01-04\u200b,,,\u00a0\u200b5,", columns=plain)
    assert counted(report) == (1, 1, 0, 0)
    assert [float(amount) for amount in values(store, ITEM.amount_disputed)] == [5]


def test_a_retired_district_counts_in_its_one_successor_and_is_told(load: Load, store: Store) -> None:
    report = load("1,江干区,2021-01-04,,,,", "2,330104,2021-01-05,,,,", "3,滨江区,2021-01-05,,,,")
    assert values(store, ITEM.handling_district) == ["330102", "330102", "330108"]
    assert (
        "handling_district: '江干区' (330104) is no longer in force and counts in its successor 330102"
        in report.notes
    )


@pytest.mark.parametrize("successor", ["", "990001;990002", "999999"])
def test_a_retired_district_without_one_successor_stays_and_is_told(
    load: Load, store: Store, successor: str
) -> None:
    load("0,,2021-01-04,,,,")
    regions = 'adcode = "编号"\nname = "区县"\nname_en = "区县"\nlevel = { constant = "district" }\n'
    regions += (
        'parent = { constant = "330100" }\nvalid_from = "登记"\nvalid_to = "办结"\nsuccessor = "结果"\n'
    )
    head = HEAD.replace("complaint_report", "region")
    load("990001,甲区,1980-01-01,,,,", "990002,乙区,1980-01-01,,,,", f"990003,丙区,1980-01-01,2020-01-01,{successor},,",
         head=head, columns="[columns]\n" + regions)  # fmt: skip
    report = load("1,丙区,2021-01-04,,,,")
    assert "990003" in values(store, ITEM.handling_district)
    assert any("丙区" in note and "has no single successor" in note for note in report.notes)


def test_rows_without_an_id_have_a_key_of_their_number_or_of_a_digest(load: Load, store: Store) -> None:
    numbered = COLUMNS.replace('item_id = "编号"', "item_id = { row_number = true }")
    assert load("x,,2024-01-04,,,,", "x,,2024-01-05,,,,", columns=numbered).loaded == 2
    assert values(store, ITEM.item_id) == ["f.csv:1", "f.csv:2"]
    again = load("x,,2024-01-04,,,,", "x,,2024-01-05,,,,", "x,,2024-01-06,,,,", columns=numbered)
    assert (again.loaded, again.duplicate) == (1, 2)
    hashed = COLUMNS.replace('item_id = "编号"', 'item_id = { hash = ["登记", "平台"] }')
    report = load(
        ",,2024-01-04,,,,甲", ",,2024-01-04,,,,乙", ",西湖区,2024-01-04,,,,甲", columns=hashed, mode="replace"
    )
    assert (report.loaded, report.duplicate) == (2, 1)
    assert all(re.fullmatch(r"[0-9a-f]{32}", key) for key in values(store, ITEM.item_id))


def test_a_load_of_which_nothing_came_in_publishes_nothing_and_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "m.toml").write_text(HEAD + COLUMNS)
    (tmp_path / "f.csv").write_text(f"{HEADER}\n1,,soon,,,,\n2,,,,,,\n")
    command = [
        "load",
        str(tmp_path / "f.csv"),
        "--mapping",
        str(tmp_path / "m.toml"),
        "--store",
        str(tmp_path / "store"),
    ]
    for options in ([], ["--dry-run"]):
        assert main([*command, *options]) == 1
        assert (
            "Nothing was loaded and the data in use is as it was: of 2 rows 2 are rejected"
            in capsys.readouterr().err
        )
    assert not (tmp_path / "store" / "CURRENT").exists()
    (tmp_path / "f.csv").write_text(f"{HEADER}\n1,,2024-01-04,,,,\n")
    assert main(command) == 0
    before = (tmp_path / "store" / "CURRENT").read_text()
    assert main(command) == 1
    assert "1 are duplicates; load with --mode upsert" in capsys.readouterr().err
    (tmp_path / "f.csv").write_text(f"{HEADER}\n")
    assert main([*command, "--mode", "replace"]) == 1
    assert "the source has no rows" in capsys.readouterr().err
    assert (tmp_path / "store" / "CURRENT").read_text() == before


def test_the_table_of_rules_in_the_documentation_is_that_of_the_code() -> None:
    text = (ROOT / "docs" / "mapping.md").read_text(encoding="utf-8")
    documented = [line.split(" | ") for line in text.splitlines() if re.match(r"\| `\w+` \| `\w+` \| ", line)]
    told = {(table.strip("| `"), key.strip("`")): left.strip(" |") for table, key, _, left in documented}
    ours = {(rule.table.name, rule.key): _left(rule) for rule in RULES}
    assert told == ours


def _left(rule: Rule) -> str:
    return ", ".join(f"`{name}`" for name in rule.drops) or "the row"


@swept("rule", [rule for rule in RULES if rule.drops])
def test_a_rule_leaves_out_only_what_its_table_can_do_without(rule: Rule) -> None:
    assert all(metadata.tables[rule.table.name].c[name].nullable for name in rule.drops)


def test_as_of_that_is_stated_stands_over_the_last_event(load: Load, store: Store) -> None:
    report = load("1,,2024-01-03,2024-01-05,撤回,,", as_of=date(2024, 1, 31))
    assert "as of 2024-01-31, as --as-of says" in report.notes
    with store.connect() as connection:
        assert str(connection.execute(select(dataset.c.as_of)).scalar_one()) == "2024-01-31"


SEVERAL = (
    COLUMNS
    + 'problem = { column = "问题", unknown = "create" }\n[split]\ncolumn = "问题"\nseparator = ","\ninto = "problem"\n'
)
WITH_PROBLEMS = f"{HEADER},问题"


def named(store: Store) -> list[tuple[str, str]]:
    with store.connect() as connection:
        rows = connection.execute(select(complaint_problem.c.item_id, complaint_problem.c.problem)).all()
    return sorted(tuple(row) for row in rows)


def test_an_item_that_names_several_problems_counts_once_in_all_and_once_under_each(
    load: Load, store: Store
) -> None:
    report = load(
        '1,,2021-03-04,,,,,"A12,B22,"', "2,,2021-03-05,,,,,A12", "3,,2021-03-06,,,,,", '4,,soon,,,,,"A12,B22"', "5,,2021-03-06,,,,,不详",
        columns=SEVERAL, header=WITH_PROBLEMS,
    )  # fmt: skip
    assert counted(report) == (5, 4, 1, 0)
    assert named(store) == [("1", "A12"), ("1", "B22"), ("2", "A12")]
    assert values(store, ITEM.problem) == [None] * 4
    entry, days = INDICATORS["items_by_problem"], Selection(Period(date(2021, 3, 1), date(2021, 3, 31)))
    total = fetch(store.snapshot(), entry, (), days, WHOLE_CITY)
    parts = fetch(store.snapshot(), entry, ("problem",), days, WHOLE_CITY)
    assert total["value"].tolist() == [2]
    assert dict(zip(parts["problem"], parts["value"], strict=True)) == {"A12": 2, "B22": 1}
    load("1,,2021-03-04,,,,,B22", columns=SEVERAL, header=WITH_PROBLEMS, mode="upsert")
    assert named(store) == [("1", "B22"), ("2", "A12")]
    load("2,,2021-03-05,,,,,", columns=SEVERAL, header=WITH_PROBLEMS, mode="upsert")
    assert named(store) == [("1", "B22")]


def test_problems_may_stand_one_a_row_of_items_that_have_no_id(load: Load, store: Store) -> None:
    grouped = SEVERAL + '[group]\nby = ["编号"]\n'
    rows = ("1,,2021-03-04,,,,,A12", "1,,2021-03-04,,,,,B22", "2,,2021-03-05,,,,,A12")
    assert counted(load(*rows, columns=grouped, header=WITH_PROBLEMS)) == (2, 2, 0, 0)
    assert named(store) == [("1", "A12"), ("1", "B22"), ("2", "A12")]
    numbered = SEVERAL.replace('item_id = "编号"', "item_id = { row_number = true }")
    load('x,,2021-03-04,,,,,"A12,B22"', columns=numbered, header=WITH_PROBLEMS, mode="replace")
    assert named(store) == [("f.csv:1", "A12"), ("f.csv:1", "B22")]


@pytest.mark.parametrize(
    ("change", "says"),
    [(('into = "problem"', 'into = "result"'), "give problem"), (('column = "问题"\nsep', 'column = "结果"\nsep'), "give columns.problem")],
)  # fmt: skip
def test_several_values_that_have_no_place_are_refused(
    load: Load, change: tuple[str, str], says: str
) -> None:
    with pytest.raises(BadMapping, match=says):
        load("1,,2021-03-04,,,,,A12", columns=SEVERAL.replace(*change), header=WITH_PROBLEMS)
