"""What a reader sees of where data come from: an amber badge, a note where sums do not meet, and files of what was left out."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import update

from data_access.__main__ import main
from data_access.derive import derive
from data_access.store.schema import complaint_report
from data_access.store.store import Store
from tests.browser.readers import Reader
from tests.browser.serving import Serving

pytestmark = pytest.mark.browser

MAPPING = """
table = "complaint_report"
provider = "12315"
rhythm_days = 5
[dataset]
city = "330100"
name_zh = "杭州"
name_en = "Hangzhou"
is_synthetic = false
[columns]
item_id = "id"
kind = { constant = "complaint" }
registered_at = "day"
handling_district = "district"
complainant_name = "name"
platform_id = { column = "platform", unknown = "hold" }
"""
COLOUR = "element => getComputedStyle(element).color"


def deliver(folder: Path, rows: str, *options: str) -> Path:
    (folder / "m.toml").write_text(MAPPING, encoding="utf-8")
    (folder / "f.csv").write_text(f"id,day,district,name,platform\n{rows}", encoding="utf-8")
    store = folder / "store"
    where = ("--mapping", str(folder / "m.toml"), "--store", str(store))
    assert main(["load", str(folder / "f.csv"), *where, *options]) == 0
    return store


def misplace(store: Path, item: str) -> None:
    """Give an item a district that is in no list, as only someone who writes past the loads can."""
    with Store(str(store)).draft(from_current=True) as draft:
        with draft.engine.begin() as connection:
            chosen = update(complaint_report).where(complaint_report.c.item_id == item)
            connection.execute(chosen.values(handling_district="nowhere"))
        derive(draft)


def badge(reader: Reader) -> tuple[str, bool]:
    """Return the words of the as-of badge, and whether its day is amber."""
    day = reader.page.locator(".badge-as-of .as-of")
    amber = reader.page.evaluate(
        """() => { const probe = document.body.appendChild(document.createElement("i"));
        probe.style.color = "var(--watch)"; const colour = getComputedStyle(probe).color; probe.remove(); return colour; }"""
    )
    return reader.page.locator(".badge-as-of").inner_text(), day.evaluate(COLOUR) == amber


def test_a_late_source_and_sums_that_do_not_meet_are_told_until_both_are_mended(
    tmp_path: Path, serve: Callable[[Path], Serving], skimmer: Reader
) -> None:
    store = deliver(
        tmp_path, "1,2021-03-01,余杭区,张三,\n2,2021-03-02,西湖区,李四,\n3,2021-03-02,西湖区,王五,新网\n"
    )
    misplace(store, "2")
    reader = skimmer.at(serve(store))
    for path in ("/", "/governance"):
        reader.open(path)
        words, is_amber = badge(reader)
        assert "2021-03-02" in words
        assert "数据晚到：投诉举报" in words
        assert is_amber
        assert "分区合计与总数不符：投诉举报" in reader.page.locator(".notes").inner_text()
    reader.open("/data")
    row = reader.page.locator(".section-data tr", has_text="尚未到")
    assert "12315" in row.inner_text()
    for link, said in (
        ("清单 1", "complaint_report,f.csv,4,4,held back"),
        ("待补码 1", "complaint_report,f.csv,4,4,"),
    ):
        with reader.page.expect_download() as download:
            row.get_by_text(link).click()
        text = download.value.path().read_text(encoding="utf-8-sig")
        assert said in text
        assert "王五" not in text
    deliver(tmp_path, f"2,2021-03-02,西湖区,李四,\n4,{date.today()},西湖区,赵六,\n", "--mode", "upsert")
    reader.open("/governance?lang=en")
    words, is_amber = badge(reader)
    assert f"{date.today()}" in words
    assert "Late" not in words
    assert not is_amber
    assert "Sums over regions" not in reader.page.locator(".page").inner_text()
