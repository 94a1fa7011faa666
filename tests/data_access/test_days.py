"""Up to which day a store and each delivery are: by the facts that came in, or as the operator says."""

from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from data_access.__main__ import main
from data_access.lookups.provenance import provenance
from data_access.store.schema import dataset, load_batch
from data_access.store.store import Store

DATASET = '[dataset]\ncity = "330100"\nname_zh = "杭州"\nname_en = "Hangzhou"\nis_synthetic = false\n'
COLUMNS = {
    "shop": 'shop_id = "id"\nplatform_id = "name"\nopened_on = "day"\n',
    "platform": 'platform_id = "id"\nname = "name"\n',
    "annotation": 'day = "day"\nkind = { constant = "policy" }\nzh = "name"\nen = "name"\n',
    "complaint_report": 'item_id = "id"\nkind = { constant = "complaint" }\nregistered_at = "day"\n',
    "transaction_month": 'month = "day"\nplatform_id = "name"\ncategory = { constant = "food" }\nmode = { constant = "b2c" }\n'
    'gmv = { constant = "1" }\norders = { constant = "1" }\n',
    "region": 'adcode = "id"\nname = "name"\nname_en = "name"\nlevel = { constant = "county" }\nvalid_from = "day"\n',
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def load(folder: Path, table: str, rows: str, *options: str) -> None:
    (folder / "f.csv").write_text(f"id,name,day\n{rows}\n", encoding="utf-8")
    (folder / "m.toml").write_text(
        f'table = "{table}"\nprovider = "x"\nrhythm_days = 5\n{DATASET}[columns]\n{COLUMNS[table]}',
        encoding="utf-8",
    )
    where = ["--mapping", str(folder / "m.toml"), "--store", str(folder / "store")]
    assert main(["load", str(folder / "f.csv"), *where, *options]) == 0


def days(folder: Path) -> tuple[date, date]:
    store = Store(str(folder / "store"), threads=1)
    with store.connect() as connection:
        row = connection.execute(select(dataset)).one()
    store.close()
    return row.starts_on, row.as_of


def as_of(folder: Path, table: str) -> date:
    store = Store(str(folder / "store"), threads=1)
    statement = select(load_batch.c.as_of).where(load_batch.c.table_name == table)
    with store.connect() as connection:
        found = connection.execute(statement.order_by(load_batch.c.loaded_at.desc())).scalars().all()
    store.close()
    return date.fromisoformat(str(found[0]))


def test_platforms_may_come_first_and_the_first_facts_say_which_days_are_covered(folder: Path) -> None:
    load(folder, "platform", "P1,淘淘网,")
    today = datetime.now().date()
    assert days(folder) == (today, today)
    load(folder, "complaint_report", "1,,2021-03-01\n2,,2021-05-03")
    assert days(folder) == (date(2021, 3, 1), date(2021, 5, 3))
    load(folder, "complaint_report", "3,,2020-12-31")
    assert days(folder) == (date(2020, 12, 31), date(2021, 5, 3))


@pytest.mark.parametrize("order", [("shop", "complaint_report"), ("complaint_report", "shop")])
def test_a_shop_that_opened_long_ago_does_not_move_the_first_day_of_a_store(
    folder: Path, order: tuple[str, ...]
) -> None:
    rows = {
        "shop": "S1,P1,1999-05-01\nS2,P1,2021-03-31",
        "complaint_report": "T1,,2020-01-02\nT2,,2021-02-01",
    }
    load(folder, "platform", "P1,淘淘网,")
    for table in order:
        load(folder, table, rows[table])
    assert days(folder) == (date(2020, 1, 2), date(2021, 3, 31))


def test_a_store_of_shops_alone_begins_with_the_first(folder: Path) -> None:
    load(folder, "platform", "P1,淘淘网,")
    load(folder, "shop", "S1,P1,2015-05-01\nS2,P1,2021-03-31")
    assert days(folder) == (date(2015, 5, 1), date(2021, 3, 31))


def test_neither_announcements_nor_the_age_of_a_region_move_the_days_of_a_store(folder: Path) -> None:
    load(folder, "complaint_report", "1,,2021-03-01\n2,,2021-05-03")
    load(folder, "annotation", "1,新规施行,2031-01-01")
    load(folder, "region", "999001,新区,1949-10-01")
    assert days(folder) == (date(2021, 3, 1), date(2021, 5, 3))


def test_a_delivery_is_as_of_its_own_last_day_and_not_of_another_table(folder: Path) -> None:
    load(folder, "complaint_report", "1,,2021-03-01\n2,,2021-12-31")
    load(folder, "platform", "P1,淘淘网,")
    load(folder, "transaction_month", "1,P1,2021-05-01\n1,P1,2021-06-01")
    assert as_of(folder, "complaint_report") == date(2021, 12, 31)
    assert as_of(folder, "transaction_month") == date(2021, 6, 30)
    assert days(folder) == (date(2021, 3, 1), date(2021, 12, 31))


def test_the_operator_may_say_up_to_which_day_a_delivery_is_whole(folder: Path) -> None:
    load(folder, "complaint_report", "1,,2021-03-01", "--as-of", "2021-03-31")
    assert as_of(folder, "complaint_report") == date(2021, 3, 31)
    assert days(folder) == (date(2021, 3, 1), date(2021, 3, 31))


def test_only_the_source_itself_has_its_rhythm_and_not_the_codes_that_came_with_it(folder: Path) -> None:
    load(folder, "complaint_report", "1,,2021-03-01")
    store = Store(str(folder / "store"), threads=1)
    late = provenance(store.snapshot()).late(date(2022, 3, 1))
    store.close()
    assert [title.en for title in late] == ["Complaints and reports"]


def test_a_delivery_without_a_rhythm_does_not_make_a_late_source_punctual(folder: Path) -> None:
    load(folder, "complaint_report", "1,,2021-03-01")
    mapping = (folder / "m.toml").read_text(encoding="utf-8").replace("rhythm_days = 5\n", "")
    (folder / "m.toml").write_text(mapping, encoding="utf-8")
    assert (
        main(
            [
                "load",
                str(folder / "f.csv"),
                "--mapping",
                str(folder / "m.toml"),
                "--store",
                str(folder / "store"),
                "--mode",
                "upsert",
            ]
        )
        == 0
    )
    store = Store(str(folder / "store"), threads=1)
    assert len(provenance(store.snapshot()).late(date(2022, 3, 1))) == 1
    store.close()


def test_a_day_that_is_none_or_lies_ahead_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    load(folder, "complaint_report", "1,,2021-03-01")
    again = [
        "load",
        str(folder / "f.csv"),
        "--mapping",
        str(folder / "m.toml"),
        "--store",
        str(folder / "store"),
    ]
    for wrong in ("31.03.2021", "2999-01-01"):
        assert main([*again, "--as-of", wrong]) == 1
        said = capsys.readouterr().err
        assert wrong in said
        assert "2021-03-31" in said  # an example of what to give
