"""Sources whose values have types of their own, and times that come with a zone: the store keeps the city's time."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from sqlalchemy import Column, DateTime, Float, MetaData, Numeric, Table, create_engine, insert, select

from data_access.domain.errors import BadFile
from data_access.intake.batches import text_of
from data_access.intake.load import load_file, load_query
from data_access.intake.mapping import read_mapping
from data_access.intake.report import BatchReport
from data_access.store.schema import complaint_report
from data_access.store.store import Store

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
kind = { constant = "complaint" }
registered_at = "登记时间"
amount_disputed = "金额"
"""
SPELLED = MAPPING.replace(
    '"登记时间"',
    '{ column = "登记时间", formats = ["%Y年%m月%d日", "%d.%m.%Y %H:%M:%S%z", "%Y/%m/%dT%H:%MZ"] }',
)
NIGHT = datetime(2021, 3, 5, 1, 30)
CHINA, UTC = timezone(timedelta(hours=8)), timezone(timedelta(0))
ITEM = complaint_report.c


def of_the_file(report: BatchReport) -> tuple[str, ...]:
    """Return what a load says beside the day that it took as its as-of."""
    return tuple(note for note in report.notes if not note.startswith("as of "))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(str(tmp_path / "store"), threads=1)


Load = Callable[..., BatchReport]


@pytest.fixture
def load(store: Store, tmp_path: Path) -> Load:
    """Load a file, or a query of a database by its URL."""

    def run(source: Path | str, mapping: str = MAPPING) -> BatchReport:
        (tmp_path / "m.toml").write_text(mapping, encoding="utf-8")
        given = read_mapping(tmp_path / "m.toml")
        with store.draft(from_current=True) as draft:
            if isinstance(source, str):
                return load_query(draft, source, "SELECT * FROM items", given)[-1]
            return load_file(draft, source, given)[-1]

    return run


def parquet(path: Path, ids: pa.Array, days: pa.Array, amounts: pa.Array | None = None) -> Path:
    amounts = pa.nulls(len(ids), pa.float64()) if amounts is None else amounts
    pq.write_table(pa.table({"编号": ids, "登记时间": days, "金额": amounts}), path)
    return path


def rows(store: Store) -> list[Any]:
    with store.connect() as connection:
        found = select(ITEM.item_id, ITEM.registered_at, ITEM.amount_disputed).order_by(ITEM.item_id)
        return [tuple(row) for row in connection.execute(found)]


@pytest.mark.parametrize("mapping", [MAPPING, SPELLED])
@pytest.mark.parametrize("zone", ["Asia/Shanghai", "UTC", "America/New_York"])
def test_times_of_parquet_with_a_zone_are_the_citys(
    store: Store, load: Load, tmp_path: Path, zone: str, mapping: str
) -> None:
    days = pa.array([NIGHT.replace(tzinfo=CHINA)], pa.timestamp("us", zone))
    report = load(parquet(tmp_path / "a.parquet", pa.array(["1"]), days), mapping)
    assert [row[1] for row in rows(store)] == [NIGHT]
    assert of_the_file(report) == ("times with a zone are kept as those of Asia/Shanghai: 登记时间",)


def test_a_mapping_names_the_zone_of_another_city(store: Store, load: Load, tmp_path: Path) -> None:
    days = pa.array([NIGHT.replace(tzinfo=UTC)], pa.timestamp("us", "UTC"))
    path = parquet(tmp_path / "a.parquet", pa.array(["1"]), days)
    load(path, f'{MAPPING}\n[source]\ntime_zone = "America/New_York"')
    assert [row[1] for row in rows(store)] == [datetime(2021, 3, 4, 20, 30)]


def test_whole_numbers_of_any_type_are_ids_without_a_point_and_nan_is_no_value(
    store: Store, load: Load, tmp_path: Path
) -> None:
    ids = pa.array([1.0, 2.5, 2.0**53 - 1], pa.float64())
    days = pa.array([NIGHT] * 3, pa.timestamp("us"))
    load(parquet(tmp_path / "a.parquet", ids, days, pa.array([1.25, float("nan"), 3.0])))
    assert rows(store) == [
        ("1", NIGHT, Decimal("1.25")),
        ("2.5", NIGHT, None),
        ("9007199254740991", NIGHT, Decimal(3)),
    ]
    decimals = pa.array([Decimal("7.00"), Decimal("8.50"), None], pa.decimal128(20, 2))
    assert load(parquet(tmp_path / "a.parquet", decimals, days)).loaded == 2
    assert {row[0] for row in rows(store)} >= {"7", "8.50"}


@pytest.mark.parametrize(("kind", "id_"), [(pa.float64(), 330106202103050001.0), (pa.float32(), 2.0**24)])
def test_ids_that_their_type_cannot_tell_apart_are_refused(
    load: Load, tmp_path: Path, kind: Any, id_: float
) -> None:
    path = parquet(tmp_path / "a.parquet", pa.array([id_], kind), pa.array([NIGHT], pa.timestamp("us")))
    with pytest.raises(BadFile, match=r"the column '编号' holds numbers of which .* store ids as text"):
        load(path)


def test_days_with_a_type_need_no_format_in_parquet_and_databases(
    store: Store, load: Load, tmp_path: Path
) -> None:
    days = pa.array([NIGHT], pa.timestamp("us"))
    load(parquet(tmp_path / "a.parquet", pa.array(["1"]), days), SPELLED)
    columns = (Column("编号", Float), Column("登记时间", DateTime), Column("金额", Numeric(12, 2)))
    engine = create_engine(url := f"sqlite:///{tmp_path / 'a.db'}")
    items = Table("items", metadata := MetaData(), *columns)
    metadata.create_all(engine)
    with engine.begin() as connection:
        connection.execute(insert(items), {"编号": 2.0, "登记时间": NIGHT, "金额": Decimal("3.50")})
    assert load(url, SPELLED).loaded == 1
    assert [row[:2] for row in rows(store)] == [("1", NIGHT), ("2", NIGHT)]


def test_an_id_of_a_query_that_its_type_cannot_tell_apart_is_refused(load: Load, tmp_path: Path) -> None:
    engine = create_engine(url := f"sqlite:///{tmp_path / 'a.db'}")
    items = Table(
        "items",
        metadata := MetaData(),
        Column("编号", Float),
        Column("登记时间", DateTime),
        Column("金额", Float),
    )
    metadata.create_all(engine)
    with engine.begin() as connection:
        connection.execute(insert(items), {"编号": 330106202103050001.0, "登记时间": NIGHT, "金额": 1.0})
    with pytest.raises(
        BadFile, match=r"the column '编号' holds a number, 3301062021030\d+, .* cast ids to text"
    ):
        load(url)


def test_a_moment_of_a_driver_with_a_zone_is_the_citys() -> None:
    assert text_of(NIGHT.replace(tzinfo=UTC), ZoneInfo("Asia/Shanghai")) == "2021-03-05 09:30:00"
    assert text_of(NIGHT) == "2021-03-05 01:30:00"
    assert [text_of(one) for one in (Decimal("7.00"), Decimal("7.50"), float("nan"), 7.0)] == [
        "7",
        "7.50",
        None,
        "7",
    ]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2021-03-04T17:30:00Z", NIGHT),
        ("2021-03-04T17:30Z", NIGHT),
        ("2021-03-04 17:30:00.250z", NIGHT.replace(microsecond=250_000)),
        ("2021-03-05T01:30:00+08:00", NIGHT),
        ("2021-03-05 01:30:00 +0800", NIGHT),
        ("2021-03-04 12:30:00-05", NIGHT),
        ("2021-03-05T01:30:00", NIGHT),
        ("2021-03-05", datetime(2021, 3, 5)),
    ],
)
def test_texts_with_a_zone_are_the_citys_time(
    store: Store, load: Load, tmp_path: Path, text: str, moment: datetime
) -> None:
    (tmp_path / "a.csv").write_text(f"编号,登记时间,金额\n1,{text},\n", encoding="utf-8")
    load(tmp_path / "a.csv")
    assert [row[1] for row in rows(store)] == [moment]


def test_spellings_with_a_zone_stand_beside_those_without(store: Store, load: Load, tmp_path: Path) -> None:
    texts = ["2021年3月5日", "04.03.2021 17:30:00+0000", "2021/03/04T17:30Z", "05.03.2021 01:30:00+08:00"]
    lines = "".join(f"{number},{text},\n" for number, text in enumerate(texts))
    (tmp_path / "a.csv").write_text(f"编号,登记时间,金额\n{lines}", encoding="utf-8")
    assert load(tmp_path / "a.csv", SPELLED).loaded == 4
    assert [row[1] for row in rows(store)] == [datetime(2021, 3, 5), NIGHT, NIGHT, NIGHT]
