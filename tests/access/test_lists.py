"""What falls due, who needs attention and the rates, as pages and files tell them to readers of different rights and districts."""

import csv
import io
import itertools
import json
import re
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from openpyxl import load_workbook

from data_access.domain.access import WHOLE_CITY, Scope
from data_access.domain.filters import Selection
from data_access.domain.periods import Period
from data_access.lookups.due import TITLES, Asked, counts, listed
from data_access.state.tasks import TaskBook
from data_access.store.store import Store
from tests.access.conftest import Browser, House
from tests.data_access.small_city import AS_OF, ROWS, YUHANG

ALL = Selection(Period(date(2020, 1, 1), AS_OF))
OWN = Scope(frozenset({YUHANG}))


def block(browser: Browser, path: str, name: str, **query: str) -> str:
    """Return what a page tells of a block."""
    answer = browser.get(f"/api/board{path}", query_string={"period": "all", **query})
    assert answer.status_code == 200, answer.text
    lines = [json.loads(line) for line in answer.text.splitlines()]
    (found,) = [line for line in lines if line.get("block") == name]
    assert found["state"] == "ready", found
    return str(found["html"])


def table(browser: Browser, address: str) -> list[dict[str, str]]:
    answer = browser.get(address)
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def sheets(browser: Browser, address: str) -> dict[str, list[tuple[Any, ...]]]:
    book = load_workbook(io.BytesIO(browser.get(address).data))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def test_the_page_tells_the_counts_and_the_list_of_the_rows(house: House, small_store: Store) -> None:
    told = block(house.inside("analyst"), "/due", "due")
    found = counts(small_store.snapshot(), ALL, WHOLE_CITY)
    for kind in found.kinds():
        row = re.search(rf'data-kind="{kind}">.*?</tr>', told)
        assert row, kind
        numbers = re.findall(r'data-n="(\d+)"', row[0])
        assert list(map(int, numbers)) == [
            found.number(when, kind) for when in ("overdue", "today", "3", "5")
        ]
    rows = list(listed(small_store.snapshot(), ALL, WHOLE_CITY, Asked()))
    assert re.findall(r'data-record="([^"#]+)"', told) == [row.record for row in rows][:100]
    assert f'data-total="{len(rows)}"' in told
    assert f'href="{rows[0].href}"' in told
    assert f"{AS_OF}" in told
    assert f"{date.today()}" in told, "tasks go by the clock"


def test_an_officer_has_his_districts_and_his_list_first(house: House, small_store: Store) -> None:
    leader, officer = (block(house.inside(name), "/due", "due") for name in ("leader", "officer"))
    assert leader.index("due-counts") < leader.index("due-list")
    assert officer.index("due-list") < officer.index("due-counts")
    own = {row.record for row in listed(small_store.snapshot(), ALL, OWN, Asked())}
    assert own == set(re.findall(r'data-record="([^"#]+)"', officer))
    assert set(re.findall(r'data-district="(\d+)"', officer)) == {YUHANG}


def test_a_choice_narrows_the_list_and_one_that_there_is_not_is_said(
    house: House, small_store: Store
) -> None:
    told = block(house.inside("analyst"), "/due", "due", due="closure", when="overdue")
    rows = list(listed(small_store.snapshot(), ALL, WHOLE_CITY, Asked("closure", "overdue")))
    assert re.findall(r'data-record="([^"]+)"', told) == [row.record for row in rows]
    assert "已忽略" not in told
    assert "已忽略" in block(house.inside("analyst"), "/due", "due", due="no-such-kind")
    assert house.inside("analyst").get("/api/due.csv?when=soon").status_code == 400
    document = house.inside("analyst").get("/due?due=closure&when=overdue&district=330110").text
    assert "due=closure" in document.split("firstBoard")[0] + document, (
        "the first board is asked for the same"
    )


def test_tasks_stand_beside_facts_by_the_clock_and_are_seen_by_whose_they_are(house: House) -> None:
    leader = house.people.person("leader").reader
    book = TaskBook(house.state, lambda: "leader", lambda: leader)
    late = book.give("核查甲", "/", "officer", date.today() + timedelta(days=1))
    told = {
        name: block(house.inside(name), "/due", "due", due="task")
        for name in ("leader", "officer", "inspector")
    }
    assert f"#{late.id} 核查甲" in told["leader"]
    assert f"#{late.id} 核查甲" in told["officer"], "it is his"
    assert "核查甲" not in told["inspector"]
    narrowed = block(house.inside("leader"), "/due", "due", due="task", district=YUHANG)
    assert "核查甲" not in narrowed
    assert "不按区县和平台记录" in narrowed


def test_the_files_have_the_whole_list_and_counts_that_add_up(house: House, small_store: Store) -> None:
    officer = house.inside("officer")
    rows = table(officer, "/api/due.csv?period=all&when=overdue&due=closure&lang=en")
    expected = list(listed(small_store.snapshot(), ALL, OWN, Asked("closure", "overdue")))
    assert [(row["Record"], row["Due"], row["Link"]) for row in rows] == [
        (row.record, f"{row.due_on}", row.href) for row in expected
    ]
    book = sheets(officer, "/api/due.xlsx?period=all&lang=en")
    head, *counted = book["Counts"]
    numbers = Counter[str]()
    for row in counted:
        numbers[row[0]] += row[head.index("Overdue")]
    found = counts(small_store.snapshot(), ALL, OWN)
    assert +numbers == +Counter({TITLES[kind].en: found.number("overdue", kind) for kind in found.kinds()})
    assert any(row[0] == "Rule" or row[0] == "Note" for row in book["Definitions"])


@pytest.mark.parametrize("path", ["/", "/warnings"])
def test_who_needs_attention_is_told_with_the_rule(house: House, path: str) -> None:
    told = block(house.inside("leader"), path, "attention")
    assert "六项迹象" in told
    ranks = list(map(int, re.findall(r'data-rank="(\d+)"', told)))
    assert ranks == sorted(ranks)


def test_the_file_of_attention_has_every_platform_its_place_and_the_weights(house: House) -> None:
    rows = table(house.inside("leader"), "/api/attention.csv?period=all&lang=en")
    assert [int(row["Place"]) for row in rows] == list(range(1, len(rows) + 1))
    assert {row["Of"] for row in rows} == {str(len(rows))}
    points = [column for column in rows[0] if column.endswith(": points")]
    assert all(int(row["Points"]) == sum(int(row[one] or 0) for one in points) for row in rows)
    weights = sheets(house.inside("leader"), "/api/attention.xlsx?period=all&lang=en")["Rule and weights"]
    assert ("Failed samples", "the city", 1.5, 2.0) in [
        tuple(_number(cell) for cell in row) for row in weights
    ]
    portrait = block(house.inside("leader"), "/platform/P2", "identity")
    rank = next(row for row in rows if row["Platform id"] == "P2")["Place"]
    assert f'data-rank="{rank}"' in portrait


def _number(cell: Any) -> Any:
    return float(cell) if isinstance(cell, int | float) else cell


def test_the_file_of_rates_has_numerator_and_denominator_and_the_days_of_both_periods(house: House) -> None:
    rows = table(house.inside("analyst"), "/api/rates.csv?from=2021-01-01&to=2021-12-31&lang=en")
    now, before = "2021-01-01–2021-12-31", "2020-01-01–2020-12-31"
    for days in (now, before):
        for name in ("Complaints", "Orders"):
            column = f"{name} {days}"
            levels = {level: sum(float(row[column] or 0) for row in rows if row["Level"] == level) for level in ("All", "Class", "Platform")}  # fmt: skip
            assert levels["All"] == levels["Class"] == levels["Platform"] > 0, column
    told = block(house.inside("analyst"), "/governance", "rates")
    assert re.findall(r'data-level="(\w+)"', told)[0] == "city"


def test_the_workbook_of_a_rate_has_what_it_is_made_of(house: House) -> None:
    asked = {
        "path": "/governance",
        "card": "complaints_per_million_orders-class-bars",
        "lang": "en",
        "period": "all",
        "district": YUHANG,
    }
    answer = house.inside("analyst").get("/api/card.xlsx", query_string=asked)
    (head, *rows), *_ = (
        list(sheet.iter_rows(values_only=True)) for sheet in load_workbook(io.BytesIO(answer.data))
    )
    value, above, below = (next(place for place, title in enumerate(head) if str(title).startswith(name)) for name in
                           ("Complaints per million orders", "Complaints (", "Orders ("))  # fmt: skip
    told = [row for row in rows if row[value] is not None]
    assert told, "there are complaints enough"
    for row in told:
        assert row[value] == pytest.approx(row[above] / row[below] * 1e6)


def test_files_need_the_right_to_export_and_leave_a_line(house: House) -> None:
    for name in ("due", "duties", "attention", "rates"):
        assert house.inside("auditor").get(f"/api/{name}.csv").status_code == 403
        assert house.inside("analyst").get(f"/api/{name}.csv?nonsense=1").status_code == 400
    before = len(house.inside("auditor").get("/api/audit.csv").data.splitlines())
    house.inside("analyst").get("/api/attention.csv")
    assert len(house.inside("auditor").get("/api/audit.csv").data.splitlines()) >= before + 1


def test_the_file_of_duties_has_the_board_with_what_was_due(house: House) -> None:
    rows = table(house.inside("leader"), "/api/duties.csv?period=all&lang=en")
    told = block(house.inside("leader"), "/duties", "report_board", lang="en")
    assert "/api/duties.xlsx?" in told
    shown = re.findall(r'<tr data-platform="(\w+)">(.*?)</tr>', told, re.DOTALL)
    assert [row["Platform id"] for row in rows] == [own for own, _ in shown]
    wanting = [
        title for title in rows[0] if ": " in title and ": Due" not in title and "Number id" not in title
    ]
    assert len(wanting) == 8
    for row, (own, cells) in zip(rows, shown, strict=True):
        numbers = re.findall(r'data-n="(\d+)"', cells)
        assert [row[title] for title in wanting] == numbers, own
        late, due = re.search(r"(\d+)/(\d+)", re.sub(r"<[^>]+>", "", cells)).groups()  # type: ignore[union-attr]
        assert any((row[a], row[b]) == (late, due) for a, b in itertools.product(row, row))
    assert sum(int(row["Identities, half-yearly: Due"]) for row in rows) == len(
        [
            one
            for one in ROWS["platform_report"]
            if one["kind"] == "identity" and one["due"] and one["due"] <= AS_OF
        ]
    )
    own = table(house.inside("officer"), "/api/duties.csv?period=all&lang=en")
    assert 0 < len(own) < len(rows)
    assert "art. 4" in str(sheets(house.inside("leader"), "/api/duties.xlsx?lang=en")["Definitions"])


def test_the_desk_of_complaints_has_its_own_kinds_and_leads_to_them(house: House, small_store: Store) -> None:
    found = counts(small_store.snapshot(), ALL, WHOLE_CITY)
    told = block(house.inside("leader"), "/systems/complaint_handling", "items_due")
    own = ("acceptance", "closure", "verification", "platform_answer")
    assert re.findall(r'data-kind="(\w+)"', told)[:5] == [*own, "items"]
    numbers = {key: re.findall(r'data-n="(\d+)"', re.findall(rf'data-kind="{key}">.*?</tr>', told)[0]) for key in (*own, "items")}  # fmt: skip
    for place, when in enumerate(("overdue", "today", "3", "5")):
        each = [found.number(when, key) for key in own]
        assert [int(numbers[key][place]) for key in own] == each
        assert int(numbers["items"][place]) == found.number(when, "items") == sum(each)
    rows = [row for row in listed(small_store.snapshot(), ALL, WHOLE_CITY, Asked("items")) if row.kind in own]
    assert f'data-total="{len(rows)}"' in told
    shown = re.findall(r'data-record="([^"]+)"', told)
    assert shown == [row.record for row in rows][:20]
    assert all(f'href="/record/items/{key}"' in told for key in shown)
    assert "/api/due.csv?" in told
    assert "due=items" in told
    names = {TITLES[key].en for key in own}
    assert {
        row["Kind"] for row in table(house.inside("leader"), "/api/due.csv?period=all&due=items&lang=en")
    } <= names
    officer = block(house.inside("officer"), "/systems/complaint_handling", "items_due")
    assert officer.index("due-list") < officer.index("due-counts")
