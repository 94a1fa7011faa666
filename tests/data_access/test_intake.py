"""Files into the store: everything is let in or named, and nothing is counted twice."""

import csv
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from sqlalchemy import Column, extract, func, select

from data_access.domain.errors import BadFile, BadMapping, TooManyRejects
from data_access.intake.load import load_chunks, load_file
from data_access.intake.mapping import read_mapping
from data_access.intake.names import slug
from data_access.intake.report import LEFT_OUT, BatchReport
from data_access.store.schema import (
    annotation,
    code,
    complaint_report,
    dataset,
    load_batch,
    platform,
    region,
)
from data_access.store.store import Store

CFPB = Path(__file__).parent / "cfpb_2023"
ITEM = complaint_report.c

MAPPING = """
table = "complaint_report"
provider = "测试局"
[dataset]
city = "330100"
name_zh = "杭州"
name_en = "Hangzhou"
is_synthetic = false
[columns]
item_id = "编号"
kind = "类型"
registered_at = { column = "日期", formats = ["%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y"] }
closed_at = "办结"
result = "结果"
satisfaction = "满意度"
platform_id = { column = "平台", unknown = "create" }
"""
HEADER = "编号,类型,日期,办结,结果,满意度,平台"
GOOD = "1,投诉,2021-03-01,,,5,淘淘网"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(str(tmp_path / "store"), threads=1)


Load = Callable[..., BatchReport]


@pytest.fixture
def load(store: Store, tmp_path: Path) -> Load:
    """Load text (or bytes) through MAPPING and return the report of the items."""

    def run(
        content: str | bytes, mapping: str = MAPPING, name: str = "items.csv", **options: Any
    ) -> BatchReport:
        (tmp_path / "m.toml").write_text(mapping, encoding="utf-8")
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return run_file(path, **options)

    def run_file(path: Path, **options: Any) -> BatchReport:
        with store.draft(from_current=True) as draft:
            reports = load_file(draft, path, read_mapping(tmp_path / "m.toml"), **options)
        for report in reports:
            assert report.read == report.loaded + report.rejected + report.duplicate
        return reports[-1]

    return run


def rejects(report: BatchReport) -> list[dict[str, str]]:
    assert report.rejects is not None
    with report.rejects.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def values(store: Store, column: Any) -> list[Any]:
    with store.connect() as connection:
        return list(connection.execute(select(column).order_by(ITEM.item_id)).scalars())


@pytest.fixture(scope="module")
def cfpb(tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, list[BatchReport]]:
    store = Store(str(tmp_path_factory.mktemp("cfpb")), threads=1)
    with store.draft(from_current=True) as draft:
        reports = load_file(draft, CFPB / "complaints.csv", read_mapping(CFPB / "complaints.toml"))
    return store, reports


def cfpb_rows() -> list[dict[str, str]]:
    with (CFPB / "complaints.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["Complaint ID"]]


def named(list_key: str) -> Any:
    return select(code.c.en).where(code.c.list_key == list_key)


@pytest.mark.parametrize(
    ("field", "column", "words"),
    [
        ("Company", ITEM.platform_id, (platform.c.platform_id, platform.c.name)),
        ("Product", ITEM.goods, (code.c.code, code.c.en, "goods")),
        ("Issue", ITEM.problem, (code.c.code, code.c.en, "problem")),
        ("State", ITEM.handling_district, (region.c.adcode, region.c.name)),
        ("Company response to consumer", ITEM.result, (code.c.code, code.c.en, "result")),
    ],
)
def test_counts_of_the_cfpb_file_equal_plain_python(
    cfpb: tuple[Store, list[BatchReport]], field: str, column: Column[Any], words: tuple[Any, ...]
) -> None:
    wanted = Counter(row[field] for row in cfpb_rows())
    wanted[""] += wanted.pop("In progress", 0)
    key, name, *listed = words
    matched = (column == key) & (key.table.c.list_key == listed[0]) if listed else column == key
    statement = (
        select(name, func.count()).select_from(complaint_report.outerjoin(key.table, matched)).group_by(name)
    )
    with cfpb[0].connect() as connection:
        ours = {word or "": count for word, count in connection.execute(statement)}
    assert ours == {word: count for word, count in wanted.items() if count}


def test_months_channels_and_timeliness_of_the_cfpb_file_equal_plain_python(
    cfpb: tuple[Store, list[BatchReport]],
) -> None:
    def ours(column: Any) -> dict[Any, int]:
        with cfpb[0].connect() as connection:
            found = connection.execute(select(column, func.count()).group_by(column)).all()
        return {row[0]: int(row[1]) for row in found}

    rows = cfpb_rows()
    month = extract("year", ITEM.registered_at) * 100 + extract("month", ITEM.registered_at)
    assert ours(month) == Counter(int(row["Date received"][:7].replace("-", "")) for row in rows)
    sent = {"Web": "web", "Phone": "phone", "Postal mail": "letter", "Referral": "transfer_in"}
    assert ours(ITEM.channel) == Counter(sent[row["Submitted via"]] for row in rows)
    assert ours(ITEM.is_timely) == Counter(row["Timely response?"] == "Yes" for row in rows)
    assert ours(ITEM.closed_at) == {None: 2067}  # the file knows no day of closure


def test_the_row_that_breaks_off_is_rejected_and_named(cfpb: tuple[Store, list[BatchReport]]) -> None:
    report = cfpb[1][-1]
    assert (report.read, report.loaded, report.rejected, report.duplicate) == (2068, 2067, 1, 0)
    (row,) = rejects(report)
    assert (row["row"], row["line"]) == ("2069", "3302")
    assert "cut off" in row["reason"]
    assert row["text"].startswith('2023-07-17,"Credit reporting')


def test_the_data_set_and_the_batch_are_entered(cfpb: tuple[Store, list[BatchReport]]) -> None:
    with cfpb[0].connect() as connection:
        held = connection.execute(select(dataset)).one()
        batch = connection.execute(
            select(load_batch).where(load_batch.c.table_name == "complaint_report")
        ).one()
        cities = connection.execute(select(region.c.adcode).where(region.c.level != "state")).scalars().all()
    assert (held.city, str(held.starts_on), str(held.as_of)) == ("US", "2012-01-13", "2023-09-08")
    assert (batch.rows_read, batch.rows_loaded, batch.rows_rejected) == (2068, 2067, 1)
    assert batch.provider == "Consumer Financial Protection Bureau"
    assert cities == ["US"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters_are_found(store: Store, load: Load, encoding: str, delimiter: str) -> None:
    content = f"{HEADER}\r\n{GOOD}\r\n2,举报,2021/3/2,,,,\r\n".replace(",", delimiter)
    assert load(content.encode(encoding)).loaded == 2
    assert values(store, ITEM.kind) == ["complaint", "report"]
    assert [str(day.date()) for day in values(store, ITEM.registered_at)] == ["2021-03-01", "2021-03-02"]


def test_a_header_that_moved_down_is_found(load: Load) -> None:
    assert load(f"市场监管局导出,,,\n2021年,,,\n\n{HEADER}\n{GOOD}\n").loaded == 1


def test_each_bad_row_is_named_with_its_line_and_reason(load: Load) -> None:
    bad = [
        "2,投诉,2021-13-01,,,,",  # no date
        ",投诉,2021-03-01,,,,",  # no key
        "4,询问,2021-03-01,,,,",  # no code
        "5,投诉,2021-03-01,,,9,",  # out of range: the value alone
        "6,投诉,2021-03-01,2021-02-01,调解成功,,",  # closed before it was registered: the closing alone
        "7,投诉,2021-03-01,2021-03-02,,,",  # closed without a result: the closing alone
        "8,投诉",  # cut off
        "9,投诉,2021-03-01,,,3.5,",  # no whole number: the value alone
    ]
    report = load("\n".join([HEADER, GOOD, *bad, "10,投诉,1.3.2021,,,,"]))
    assert (report.read, report.loaded, report.rejected, report.doubtful) == (10, 6, 4, 4)
    told = {int(row["line"]): row["reason"] for row in rejects(report)}
    words = {3: "'2021-13-01' is no datetime", 4: "is missing; fill it in", 5: "'询问' is not in the list 'kind'",
             6: "'9' is above 5", 7: "closed before an earlier step", 8: "closed without a result",
             9: "fewer columns", 10: "'3.5' is no integer"}  # fmt: skip
    assert set(told) == set(words)
    for line, word in words.items():
        assert word in told[line]
    assert {line for line, reason in told.items() if reason.startswith(LEFT_OUT)} == {6, 7, 8, 10}


def test_a_quoted_line_break_moves_the_line_and_not_the_row(load: Load) -> None:
    report = load(f'{HEADER}\n1,投诉,2021-03-01,,,,"淘\n淘"\n2,投诉,never,,,,\n')
    (row,) = rejects(report)
    assert (row["row"], row["line"]) == ("3", "4")


def test_a_quote_that_is_never_closed_costs_its_own_row_and_the_count_holds(load: Load) -> None:
    report = load(f'{HEADER}\n{GOOD}\n2,投诉,2021-03-01,,,,"淘\n3,投诉,2021-03-01,,,,\n4,投诉,soon,,,,\n')
    assert report.loaded >= 1
    assert len(rejects(report)) == report.rejected >= 1


def test_repeated_rows_are_counted_and_the_first_stays(store: Store, load: Load) -> None:
    report = load(f"{HEADER}\n{GOOD}\n1,举报,2021-03-05,,,,\n")
    assert (report.loaded, report.duplicate) == (1, 1)
    assert values(store, ITEM.kind) == ["complaint"]
    again = load(f"{HEADER}\n{GOOD}\n3,投诉,2021-03-05,,,,\n")
    assert (again.loaded, again.duplicate) == (1, 1)


def test_upsert_takes_the_newer_row_and_replace_takes_only_new_rows(store: Store, load: Load) -> None:
    load(f"{HEADER}\n{GOOD}\n2,投诉,2021-03-05,,,,\n")
    assert load(f"{HEADER}\n1,举报,2021-03-01,,,,\n", mode="upsert").loaded == 1
    assert values(store, ITEM.kind) == ["report", "complaint"]
    load(f"{HEADER}\n7,投诉,2021-03-05,,,,\n", mode="replace")
    assert values(store, ITEM.item_id) == ["7"]


def test_too_many_rejects_load_nothing(store: Store, load: Load) -> None:
    load(f"{HEADER}\n{GOOD}\n")
    before = store.version()
    with pytest.raises(TooManyRejects, match="1 rows are rejected and at most 0"):
        load(f"{HEADER}\n5,投诉,soon,,,,\n6,投诉,2021-01-01,,,,\n", max_rejects=0)
    assert store.version() == before


def test_xlsx_and_parquet_load_like_text(store: Store, load: Load, tmp_path: Path) -> None:
    cells = [HEADER.split(","), [cell or None for cell in GOOD.split(",")]]
    book = openpyxl.Workbook()
    for row in [["导出"], *cells]:
        book.active.append(row)
    book.save(tmp_path / "x.xlsx")
    assert load((tmp_path / "x.xlsx").read_bytes(), name="a.xlsx").loaded == 1
    pq.write_table(pa.table({name: pa.array([cell], pa.string()) for name, cell in zip(*cells, strict=True)}),
                   tmp_path / "x.parquet")  # fmt: skip
    assert load((tmp_path / "x.parquet").read_bytes(), name="b.parquet", mode="upsert").loaded == 1
    assert values(store, ITEM.satisfaction) == [5]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('kind = "类型"', 'kindd = "类型"'), "columns.kindd is not known; the nearest is kind"),
        (('item_id = "编号"', ""), "complaint_report.item_id is required"),
        (('table = "complaint_report"', 'table = "complaints"'), "the nearest is complaint_report"),
        (
            ('unknown = "create"', 'unknwn = "create"'),
            "columns.platform_id.unknwn is not known; the nearest is unknown",
        ),
        (("[dataset]", "[dataset"), "is not valid TOML"),
        (('provider = "测试局"', ""), "`provider` is missing"),
        (('"测试局"', '""'), "provider must name who provides"),
    ],
)
def test_a_wrong_mapping_names_the_key_and_the_nearest(
    load: Load, change: tuple[str, str], said: str
) -> None:
    with pytest.raises(BadMapping, match=said.replace(".", r"\.").replace("[", r"\[")):
        load(f"{HEADER}\n{GOOD}\n", MAPPING.replace(*change))


def test_a_missing_column_and_a_missing_file_are_named(load: Load, store: Store, tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="has no column '满意度'; the nearest are 满意"):
        load(f"{HEADER}\n{GOOD}\n".replace("满意度", "满意"))
    with pytest.raises(BadFile, match="There is no file"), store.draft(from_current=True) as draft:
        load_file(draft, tmp_path / "none.csv", read_mapping(CFPB / "complaints.toml"))


def test_chunks_are_judged_as_files_are(store: Store) -> None:
    good = {"day": ["2021-01-01", "2021-01-02", "2021-01-01"], "kind": ["policy", "nonsense", "policy"]}
    rows = pa.table({**good, "zh": ["事"] * 3, "en": ["thing"] * 3})
    kinds = pa.table(
        {
            "list_key": ["annotation_kind"],
            "code": ["policy"],
            "zh": ["政策"],
            "en": ["Policy"],
            "position": [1],
        }
    )
    with store.draft(from_current=False) as draft:
        *_, report = load_chunks(
            draft, [(code, kinds), (annotation, rows)], provider="x", origin="chunks", is_synthetic=True
        )
    assert (report.read, report.loaded, report.rejected, report.duplicate) == (3, 1, 1, 1)
    (row,) = rejects(report)
    assert "'nonsense' is not in the list 'annotation_kind'" in row["reason"]


def test_ids_made_from_names_are_short_stable_and_distinct() -> None:
    assert slug("EQUIFAX, INC.") == "equifax-inc"
    assert slug("FL") == "FL"
    assert slug("淘淘网") == "淘淘网"
    assert len(slug("x y" * 50)) <= 40
    assert slug("a, b", {"a-b"}) != slug("a b")
    assert slug("***") == slug("***") != slug("!!!")


def test_a_parquet_file_with_types_of_its_own_loads_and_names_what_does_not_fit(
    store: Store, load: Load, tmp_path: Path
) -> None:
    days = [datetime(2021, 3, 1), datetime(2099, 3, 1), None]
    columns = {"编号": [1, 2, 3], "类型": ["投诉"] * 3, "日期": days, "办结": [None] * 3, "结果": [None] * 3}
    table = pa.table({**columns, "满意度": [5, 4, 300], "平台": ["淘淘网"] * 3})
    pq.write_table(table, tmp_path / "x.parquet")
    mapping = MAPPING.replace('{ column = "日期", formats = ["%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y"] }', '"日期"')
    report = load((tmp_path / "x.parquet").read_bytes(), mapping, name="a.parquet")
    assert (report.read, report.loaded, report.rejected) == (3, 1, 2)
    told = {row["row"]: row["reason"] for row in rejects(report)}
    assert "lies after the day of this load" in told["3"]
    assert "'300' is above 5" in told["4"]
    assert values(store, ITEM.registered_at) == [days[0]]
