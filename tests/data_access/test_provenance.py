"""Where data come from: what is late by its rhythm, what does not add up, and the rows that were refused."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from components.cards.provenance import provenance_tables
from components.cards.states import as_of_badge
from data_access.domain.access import Scope
from data_access.domain.errors import UnknownName
from data_access.domain.periods import Horizon
from data_access.intake.load import load_file
from data_access.intake.mapping import read_mapping
from data_access.intake.rejects import Left, held, left_out, rejects
from data_access.lookups.provenance import Provenance, provenance
from data_access.lookups.rhythms import Rhythm, rhythm
from data_access.metrics.labels import labels
from data_access.store.store import Store

HERE = Path(__file__).parent
_CHECKS = pd.DataFrame({"table_name": ["shop", "shop", "platform"], "rule": ["sum:district", "duplicates", "sum:district"],
                        "checked": [9, 9, 9], "failed": [2, 5, 0]})  # fmt: skip


def delivered(as_of: str, rhythm: float) -> Provenance:
    batches = pd.DataFrame({"table_name": ["shop", "shop"], "as_of": pd.to_datetime([as_of, "2020-01-31"]),
                            "loaded_at": pd.to_datetime([as_of, "2020-01-31"]),
                            "rhythm_days": [rhythm, rhythm]})  # fmt: skip
    return Provenance(batches, _CHECKS)


def test_a_source_is_late_when_more_working_days_have_passed_than_its_rhythm() -> None:
    # 2021-09-30 is a Thursday; the National Day week follows, and two Saturdays are worked.
    assert [title.en for title in delivered("2021-09-30", 5).late(date(2021, 10, 15))] == ["Shop register"]
    assert delivered("2021-09-30", 5).late(date(2021, 10, 8)) == []
    assert delivered("2021-09-30", float("nan")).late(date(2021, 10, 15)) == []


def deliveries(*days: str, stated: float = float("nan")) -> pd.DataFrame:
    """Deliveries up to these days, newest first, each loaded two days later."""
    as_of = pd.to_datetime(list(days))
    loaded = as_of + pd.Timedelta(days=2)
    return pd.DataFrame({"as_of": as_of, "loaded_at": loaded, "rhythm_days": [stated] * len(days)})


def test_a_source_that_states_no_rhythm_has_the_one_that_it_has_kept() -> None:
    fridays = ("2021-11-26", "2021-11-19", "2021-11-12", "2021-11-05")
    found = rhythm(deliveries(*fridays))
    assert found == Rhythm(5, False, date(2021, 12, 3))  # five working days after it came on Sunday the 28th
    assert found.overdue(date(2021, 12, 3)) == 0
    assert found.overdue(date(2021, 12, 7)) == 2  # Monday and Tuesday
    assert rhythm(deliveries(*fridays[:3])) is None, "two gaps show no rhythm"
    assert rhythm(deliveries(*fridays, fridays[0])) == found, "a correction up to the same day is no gap"


def test_what_is_stated_goes_before_what_was_kept() -> None:
    # The National Day week lies between: seven days off, and a Saturday that is worked.
    stated = rhythm(deliveries("2021-09-30", "2021-09-29", "2021-09-28", "2021-09-27", stated=5))
    assert stated == Rhythm(5, True, date(2021, 10, 13))
    assert rhythm(deliveries("2021-09-30", stated=1)) == Rhythm(1, True, date(2021, 10, 8))
    assert rhythm(deliveries()) is None


@pytest.mark.parametrize(("lang", "words"), [("zh", ("每周（按历次报送）", "2021-12-03", "尚未到，已过 2 个工作日")),
                                            ("en", ("weekly (from its deliveries)", "2021-12-03", "not yet here, 2 working days"))])  # fmt: skip
def test_the_page_says_how_often_a_source_comes_when_it_is_expected_and_that_it_is_not_here(
    lang: str, words: tuple[str, ...]
) -> None:
    rows = deliveries("2021-11-26", "2021-11-19", "2021-11-12", "2021-11-05")
    counts = dict.fromkeys(("rows_read", "rows_loaded", "rows_rejected", "rows_duplicate"), 1)
    told = rows.assign(
        table_name="shop", provider="x", origin="f", batch_id=[f"b{n}" for n in range(4)], **counts
    )
    page = str(
        provenance_tables(Provenance(told, _CHECKS.assign(provider="x")), {}, "v", date(2021, 12, 7), lang)
    )
    assert all(word in page for word in words)


def test_only_sums_that_fail_are_told() -> None:
    assert [title.en for title in delivered("2021-09-30", 5).unreconciled()] == ["Shop register"]


def test_the_badge_names_what_is_late(small_store: Store) -> None:
    found = labels(small_store.snapshot()).dataset
    late = delivered("2021-09-30", 5).late(date(2021, 12, 31))
    assert "Shop register" in str(as_of_badge(found, late, "en", has_rhythm=True))
    assert "late" not in str(as_of_badge(found, [], "en", has_rhythm=True))


def test_old_data_say_how_old_they_are_where_nobody_said_how_often_they_come(small_store: Store) -> None:
    held = labels(small_store.snapshot()).dataset
    real, fresh = (
        replace(
            held,
            is_synthetic=False,
            horizon=Horizon(held.horizon.starts_on, date.today() - timedelta(days=days)),
        )
        for days in (400, 20)
    )
    told = str(as_of_badge(real, [], "zh", has_rhythm=False))
    assert "as-of late" in told
    assert "数据距今400天，来源未说明报送周期" in told
    assert "late" not in str(as_of_badge(real, [], "zh", has_rhythm=True)), "it has a rhythm and keeps it"
    assert "late" not in str(as_of_badge(fresh, [], "zh", has_rhythm=False)), "it is of this month"
    assert "late" not in str(as_of_badge(held, [], "zh", has_rhythm=False)), "invented data stand still"
    assert "截至日距今400天" in str(
        as_of_badge(real, delivered("2021-09-30", 5).late(date(2021, 12, 31)), "zh", has_rhythm=True)
    )


def test_refused_rows_say_where_and_why_and_keep_their_text_from_most_readers(tmp_path: Path) -> None:
    store = Store(str(tmp_path / "store"))
    example = HERE / "cfpb_2023"
    with store.draft(from_current=False) as draft:
        load_file(draft, example / "complaints.csv", read_mapping(example / "complaints.toml"))
    batch = provenance(store.snapshot()).batches["batch_id"].iloc[0]
    plain = rejects(store.files, batch).csv(Scope()).decode("utf-8-sig").splitlines()
    assert plain[0] == "table,file,row,line,reason"
    assert plain[1].startswith("complaint_report,complaints.csv,2069,3302,")
    assert len(plain) == 2
    whole = rejects(store.files, batch).csv(Scope(sees_persons=True)).decode("utf-8-sig")
    assert "2023-07-17" in whole
    assert "2023-07-17" not in "\n".join(plain)
    with pytest.raises(UnknownName):
        rejects(store.files, "../CURRENT").csv(Scope())
    store.close()


ITEMS = """
table = "complaint_report"
provider = "12315"
[dataset]
city = "330100"
name_zh = "杭州"
name_en = "Hangzhou"
is_synthetic = false
[columns]
item_id = "编号"
kind = { constant = "complaint" }
registered_at = "日期"
satisfaction = "满意度"
complainant_name = "姓名"
platform_id = { column = "平台", unknown = "hold" }
"""


def test_rows_that_wait_for_a_code_are_offered_with_the_same_care(tmp_path: Path) -> None:
    (tmp_path / "m.toml").write_text(ITEMS, encoding="utf-8")
    rows = "1,2021-03-01,,张三,新网\n2,2021-03-0x,,李四,新网\n3,2021-03-01,,王五,\n3,2021-03-01,,王五,\n"
    rows += "4,2021-03-01,9,赵六,\n"
    (tmp_path / "f.csv").write_text(f"编号,日期,满意度,姓名,平台\n{rows}", encoding="utf-8")
    store = Store(str(tmp_path / "store"))
    with store.draft(from_current=False) as draft:
        load_file(draft, tmp_path / "f.csv", read_mapping(tmp_path / "m.toml"))
    found = provenance(store.snapshot())
    batch = str(found.batches["batch_id"].iloc[0])
    left = left_out(store.files, {batch})
    assert left == {(batch, "complaint_report"): Left(named=4, waiting=1, doubtful=1)}
    plain = held(store.files, batch).csv(Scope()).decode("utf-8-sig").splitlines()
    assert plain[0] == "table,file,row,line,reason"
    assert [line.split(",")[2] for line in plain[1:]] == ["2"]
    assert "held back" in plain[1]
    assert "张三" not in plain[1]
    whole = held(store.files, batch).csv(Scope(sees_persons=True)).decode("utf-8-sig").splitlines()
    assert whole == ["编号,日期,满意度,姓名,平台", "1,2021-03-01,,张三,新网"]
    page = str(provenance_tables(found, left, "v", date(2021, 3, 2), "zh"))
    assert f"/api/rejects/{batch}.csv" in page
    assert f"/api/held/{batch}.csv" in page
    assert "待补码 1" in page
    assert "入库但存疑值留空 1" in page
    with pytest.raises(UnknownName):
        held(store.files, "20200101T000000000000Z-none").csv(Scope())
    store.close()
