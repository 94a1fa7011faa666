"""Rows that are not yet rows: joined columns, split and grouped records, other databases, and proposed mappings."""

import csv
import re
import sqlite3
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import extract, func, select

from data_access.__main__ import main
from data_access.domain.codes import codes
from data_access.domain.errors import BadFile
from data_access.intake.load import load_file, load_query
from data_access.intake.mapping import read_mapping
from data_access.intake.proposals import proposed
from data_access.intake.report import printed
from data_access.store.schema import complaint_report, platform, platform_duty, region
from data_access.store.store import Store

HERE = Path(__file__).parent
COMCAST = HERE / "comcast_fcc_2015"
HEAD = 'provider = "x"\n[dataset]\ncity = "330100"\nname_zh = "杭州"\nname_en = "Hangzhou"\nis_synthetic = false\n'
ITEM = complaint_report.c


def run(store: Store, content: str, mapping: str) -> tuple[int, int, int, int]:
    folder = Path(store.location).parent
    (folder / "m.toml").write_text(mapping, encoding="utf-8")
    (folder / "f.csv").write_text(content, encoding="utf-8")
    with store.draft(from_current=True) as draft:
        report = load_file(draft, folder / "f.csv", read_mapping(folder / "m.toml"))[-1]
    return report.read, report.loaded, report.rejected, report.duplicate


ITEMS = f'table = "complaint_report"\n{HEAD}[columns]\nitem_id = "id"\nkind = {{ constant = "complaint" }}\n'


def test_several_columns_become_one(store: Store) -> None:
    mapping = ITEMS + 'registered_at = { columns = ["日", "时"], formats = ["%Y-%m-%d %H:%M"] }\n'
    assert run(store, "id,日,时\n1,2021-03-01,08:30\n", mapping) == (1, 1, 0, 0)
    with store.connect() as connection:
        assert connection.execute(select(ITEM.registered_at)).scalar_one() == datetime(2021, 3, 1, 8, 30)


def test_one_record_becomes_several_rows_and_each_is_judged_by_itself(store: Store) -> None:
    run(
        store,
        "id,日\n1,2021-03-01\n",
        ITEMS + 'registered_at = "日"\nplatform_id = { constant = "P1", unknown = "create" }\n',
    )
    mapping = (
        f'table = "platform_duty"\n{HEAD}[split]\ncolumn = "义务"\nseparator = "、"\n[columns]\nplatform_id = "平台"\n'
        'duty = "义务"\nis_met = { constant = true }\nchecked_on = "日"\n'
    )
    duties = codes("duty")
    counts = run(
        store, f"平台,义务,日\nP1,、{duties[0]}、、{duties[1]}、胡说、 ,2021-03-01\nP1,,2021-03-01\n", mapping
    )
    assert counts == (4, 2, 2, 0)
    with store.connect() as connection:
        assert sorted(connection.execute(select(platform_duty.c.duty)).scalars()) == sorted(duties[:2])


def test_several_records_become_one_item_with_the_times_of_its_steps(store: Store) -> None:
    mapping = (
        ITEMS
        + 'registered_at = "时间:登记"\naccepted_at = "时间:受理"\nhandling_district = { column = "区", unknown = "reject" }\n'
    )
    mapping += '[group]\nby = ["id"]\nspread = "环节"\n'
    content = (
        "id,环节,时间,区\n1,登记,2021-03-01,\n2,登记,2021-03-02,\n1,受理,2021-03-05,余杭区\n2,受理,2021-03-06,无此区\n"
        ",登记,2021-03-01,\n"
    )
    assert run(store, content, mapping) == (3, 1, 2, 0)
    with store.connect() as connection:
        row = connection.execute(
            select(ITEM.item_id, ITEM.registered_at, ITEM.accepted_at, ITEM.handling_district)
        ).one()
    assert tuple(row) == ("1", datetime(2021, 3, 1), datetime(2021, 3, 5), "330110")


GROUPED = (
    ITEMS + 'registered_at = "时间:登记"\nhandling_district = "区"\n[group]\nby = ["id"]\nspread = "环节"\n'
)


def test_records_of_an_item_that_do_not_agree_are_named_with_what_was_kept(store: Store) -> None:
    content = (
        "id,环节,时间,区,备注\n1,登记,2021-03-01,余杭区,a\n1,受理,2021-03-02,西湖区,b\n2,登记,2021-03-01,,c\n"
        "1,登记,2021-03-09, 余杭区 ,d\n2,受理,2021-03-02,西湖区,e\n3,登记,2021-03-01,上城区,\n3,受理,,滨江区,\n"
    )
    folder = Path(store.location).parent
    (folder / "m.toml").write_text(GROUPED, encoding="utf-8")
    (folder / "f.csv").write_text(content, encoding="utf-8")
    with store.draft(from_current=True) as draft:
        report = load_file(draft, folder / "f.csv", read_mapping(folder / "m.toml"))[-1]
    assert (report.read, report.loaded, report.rejected, report.duplicate) == (3, 3, 0, 0)
    assert report.rejects is not None
    with report.rejects.open(encoding="utf-8-sig", newline="") as file:
        named = {(row["row"], row["text"]): row["reason"] for row in csv.DictReader(file)}
    assert {row: reason.split(",")[0] for (row, _), reason in named.items()} == {
        "3": "not used: column '区': '西湖区' is not '余杭区'",
        "8": "not used: column '区': '滨江区' is not '上城区'",
        "5": "not used: column '时间:登记': '2021-03-09' is not '2021-03-01'",
    }
    assert ("3", "1,受理,2021-03-02,西湖区,b") in named
    said = printed([report])
    assert (
        "'区': the rows of 2 items do not agree, the first text was kept; as in row 3 (id 1): '余杭区' was kept"
        in said
    )
    assert "'时间:登记': the rows of 1 item do" in said
    assert "备注" not in said  # no column of ours takes it
    with store.connect() as connection:
        assert connection.execute(select(ITEM.handling_district).order_by(ITEM.item_id)).scalars().all() == [
            "330110", "330106", "330102",
        ]  # fmt: skip


def test_personal_texts_that_do_not_agree_stand_in_the_row_and_in_no_sentence(store: Store) -> None:
    mapping = ITEMS + 'registered_at = "日"\ncomplainant_name = "姓名"\n[group]\nby = ["id"]\n'
    folder = Path(store.location).parent
    (folder / "m.toml").write_text(mapping, encoding="utf-8")
    (folder / "f.csv").write_text("id,日,姓名\n1,2021-03-01,张三\n1,,李四\n", encoding="utf-8")
    with store.draft(from_current=True) as draft:
        report = load_file(draft, folder / "f.csv", read_mapping(folder / "m.toml"))[-1]
    assert "'姓名': the rows of 1 item do not agree" in printed([report])
    assert not re.search("张三|李四", printed([report]))
    assert report.rejects is not None
    with report.rejects.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["text"] == "1,,李四"
    assert "李四" not in row["reason"]


def test_a_query_in_another_database_loads_like_a_file(store: Store, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "other.db") as other:
        other.execute("CREATE TABLE items (id INTEGER, day TEXT)")
        other.executemany(
            "INSERT INTO items VALUES (?, ?)", [(n, "2021-03-01" if n else "soon") for n in range(50_000)]
        )
    (tmp_path / "m.toml").write_text(ITEMS + 'registered_at = "day"\n', encoding="utf-8")
    url, query = f"sqlite:///{tmp_path}/other.db", "SELECT * FROM items WHERE id < 45000"
    assert (
        main(
            [
                "load",
                "--from-url",
                url,
                "--query",
                query,
                "--mapping",
                str(tmp_path / "m.toml"),
                "--store",
                store.location,
            ]
        )
        == 0
    )
    with store.connect() as connection:
        assert connection.execute(select(func.count()).select_from(complaint_report)).scalar_one() == 44_999
    for wrong in ("SELECT * FROM missing", "SELECT id FROM items"):
        with (
            pytest.raises(BadFile, match=r"no such table: missing|has no column 'day'"),
            store.draft(from_current=True) as draft,
        ):
            load_query(draft, url, wrong, read_mapping(tmp_path / "m.toml"))


def test_a_mapping_is_proposed_by_names_and_values_and_loads(store: Store, tmp_path: Path) -> None:
    content = "工单号,诉求类型,登记时间,区县,满意度,备注\n" + "".join(
        f"A{n},{'投诉' if n % 2 else '举报'},2021/3/{n % 28 + 1},余杭区,{n % 5 + 1},\n" for n in range(60)
    )
    (tmp_path / "f.csv").write_text(content, encoding="gb18030")
    text = proposed(tmp_path / "f.csv")
    lines = {line.split(" = ")[0]: line for line in text.splitlines() if " = " in line}
    assert lines["table"] == 'table = "complaint_report"'
    assert '"工单号"' in lines["item_id"]
    assert '"诉求类型"  # 1.00: name 1.00, values 1.00' in lines["kind"]
    assert 'formats = ["%Y/%m/%d"]' in lines["registered_at"]
    assert '"区县"' in lines["handling_district"]
    assert "# not used: 备注" in text
    text = text.replace('provider = ""', 'provider = "x"')
    assert run(store, content, text + f"\n{HEAD.split(chr(10), 1)[1]}") == (60, 60, 0, 0)


def test_a_column_that_the_table_needs_and_nothing_fits_is_said(tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_text("id,what\n1,x\n", encoding="utf-8")
    assert "# registered_at = " in proposed(tmp_path / "f.csv", "complaint_report")


def test_months_of_the_comcast_file_follow_the_column_that_can_be_trusted(store: Store) -> None:
    with store.draft(from_current=False) as draft:
        report = load_file(draft, COMCAST / "complaints.csv", read_mapping(COMCAST / "complaints.toml"))[-1]
    assert (report.read, report.loaded) == (2224, 2224)
    wanted: Counter[tuple[int, int]] = Counter()
    swapped = 0
    for line in _records():
        text = line["Date"]
        day = (
            date(2000 + int(text[6:]), int(text[3:5]), int(text[:2]))
            if len(text) == 8
            else date.fromisoformat(text)
        )
        wanted[day.month, day.day] += 1
        other = day_of_text(line["Date_month_year"], "%d-%b-%y").date()
        swapped += other == date(day.year, day.day, day.month) != day if day.day <= 12 else 0
    assert swapped == 572
    assert {month for month, _ in wanted} == {4, 5, 6}
    month, day_of = extract("month", ITEM.registered_at), extract("day", ITEM.registered_at)
    with store.connect() as connection:
        found = connection.execute(select(month, day_of, func.count()).group_by(month, day_of)).all()
        names = connection.execute(select(platform.c.name)).scalars().all()
        states = connection.execute(select(region.c.name).where(region.c.level == "state")).scalars().all()
    assert {(row[0], row[1]): row[2] for row in found} == wanted
    assert names == ["Comcast"]
    assert len(states) == len({line["State"].replace("Of", "of") for line in _records()}) == 42


def day_of_text(text: str, form: str) -> datetime:
    return datetime.strptime(text, form)


def _records() -> list[dict[str, str]]:
    with (COMCAST / "complaints.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_along_the_ticket_numbers_only_the_trusted_column_never_steps_back() -> None:
    rows = {int(row["Ticket #"]): row for row in _records() if row["Ticket #"].isdigit()}
    rows_in_order = [rows[number] for number in sorted(rows)]
    trusted = [
        day_of_text(r["Date"], "%d-%m-%y" if len(r["Date"]) == 8 else "%Y-%m-%d") for r in rows_in_order
    ]
    other = [day_of_text(r["Date_month_year"], "%d-%b-%y") for r in rows_in_order]
    assert trusted == sorted(trusted)
    assert other != sorted(other)
