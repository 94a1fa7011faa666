"""Frozen pages: identical numbers after the data changed, and what is different now beside them."""

import json
import re
import shutil
from copy import deepcopy
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from components.model.page import page_at
from data_access.domain.access import WHOLE_CITY
from data_access.exports import Asked, Part, Report, Table, frozen
from data_access.exports.differences import Difference, differences
from data_access.exports.reports import BLOCK, FORMAT
from data_access.state.chain import Entry
from data_access.state.sealed_rows import page_digest
from data_access.state.tables import frozen as table
from tests.data_access.conftest import fill
from tests.data_access.small_city import ROWS
from tests.exports.conftest import Office


@pytest.fixture(scope="module")
def city(small_city: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that is written into."""
    return shutil.copytree(small_city, tmp_path_factory.mktemp("written") / "store")


def key_number(page: str, title: str) -> str:
    found = re.search(rf"<h3>{title}</h3><b>([^<]+)</b>", page)
    assert found
    return unescape(found[1])


def test_a_frozen_page_keeps_its_numbers_when_the_data_change_and_says_what_differs(office: Office) -> None:
    told, _ = office.made("frozen", query={"period": "2021"})
    assert told["href"] == f"/frozen/{told['id']}"
    assert office.client.get("/api/frozen?path=/governance").get_json()["frozen"][0]["id"] == told["id"]
    then = office.client.get(told["href"]).text
    assert "数据版本未变" in then
    kept = frozen.load_frozen(office.state, told["id"])

    rows = deepcopy(ROWS)
    gone = [
        row
        for row in rows["complaint_report"]
        if row["registered_at"].year == 2021 and row["problem"] == "fake"
    ]
    rows["complaint_report"] = [row for row in rows["complaint_report"] if row not in gone]
    fill(office.store, rows)

    now = office.client.get(told["href"]).text
    assert frozen.load_frozen(office.state, told["id"]) == kept
    assert key_number(now, "投诉举报量") == key_number(then, "投诉举报量")
    number = int(key_number(then, "投诉举报量").removesuffix("件"))
    tile = now[now.index("<h3>投诉举报量</h3>") :]
    assert re.search(
        rf'<td class="n">{number}</td><td class="n">{number - len(gone)}</td>',
        tile[: tile.index("</section>")],
    )
    assert re.search(r"数据已更新：\d+ 处数字与现在不同", now)
    fill(office.store, ROWS)


def test_a_kept_report_says_its_format_and_those_from_before_it_open() -> None:
    report = report_of(part(("a", 1)))
    kept = json.loads(json.dumps(report.as_json()))
    assert kept["format"] == FORMAT
    assert Report.of_json(kept) == report
    del kept["format"]
    assert Report.of_json(kept) == report


def test_a_page_that_a_later_cockpit_froze_is_refused_with_a_sentence(office: Office) -> None:
    told, _ = office.made("frozen")
    with office.state.acting() as writing:
        connection = writing.connection
        kept = dict(connection.execute(select(table).where(table.c.id == told["id"])).one()._mapping)
        later = kept["content"] | {"format": FORMAT + 1, "unheard": 1}
        connection.execute(insert(table).values(kept | {"id": "later", "content": later}))
        writing.enter(Entry("某人", "frozen", "/", "", 1, "later", page_digest(connection, "later")))
    answer = office.client.get("/frozen/later")
    assert answer.status_code == 400
    assert "later cockpit" in answer.get_json()["error"]


def report_of(*parts: Part) -> Report:
    return Report("1", "t", "/", "zh", "w", "now", "s", {}, {}, "c", "d", "v", "", parts)


def part(*rows: tuple[str, float | None]) -> Part:
    return Part(
        "k",
        "",
        "t",
        "bars",
        Table(("name", "value", "n"), ("text", "items", "n"), tuple((*row, 1) for row in rows)),
    )


def test_differences_name_what_changed_came_and_went() -> None:
    found = differences(
        report_of(part(("a", 1), ("b", 2), ("c", 3))), report_of(part(("a", 1), ("b", 5), ("d", 4)))
    )
    assert found == {0: [Difference("b", 2, 5), Difference("c", 3, None), Difference("d", None, 4)]}
    assert differences(report_of(part(("a", 1))), report_of()) == {0: [Difference("a", 1, None)]}


def test_the_last_digits_of_a_sum_that_was_added_in_another_order_are_no_difference() -> None:
    then, now = (report_of(part(("a", sum(order)), ("b", 0.5 + more)))
                 for order, more in (((0.1, 0.2, 0.3), 0.0), ((0.3, 0.2, 0.1), 0.000001)))  # fmt: skip
    assert differences(then, now) == {0: [Difference("b", 0.5, 0.500001)]}


def test_a_page_that_was_kept_before_parts_said_what_office_makes_of_them_opens_with_its_key_figures() -> (
    None
):
    tile = Part("k", "", "t", "key", Table(("name", "value"), ("text", "mixed"), (("a", 1.0),)))
    kept = report_of(tile, part(("a", 1.0))).as_json()
    for one in kept["parts"]:
        del one["native"]
    assert [one.native for one in Report.of_json(kept).parts] == ["key", "table"]


def earlier(text: str, path: str) -> str:
    """Return the text that stood for a card of a page before cards had names, when it was wider and higher."""
    card = page_at(path)[0].card(text)
    keys, narrow = (one.key for one in card.indicators), (f"{key}={value}" for key, value in card.narrow)
    return "~".join(("+".join(keys), "+".join(card.by), card.chart, "+".join(narrow), "7", "999"))


@pytest.mark.parametrize("path", ["/governance", "/systems/co_investigation"])
def test_a_page_that_was_kept_before_cards_had_names_opens_and_differs_in_nothing(
    office: Office, path: str
) -> None:
    asked = Asked(path, {"period": "2021"})
    now = office.desk.report(
        asked, WHOLE_CITY, "某人", "20210101-000000-EARL" + ("GV" if "gov" in path else "CX")
    )
    cards = [one for one in now.parts if one.chart != BLOCK]
    parts = [replace(one, key=earlier(one.key, path), section="从前的标题", height=999) for one in cards]
    kept = replace(
        now, version="earlier", parts=tuple(parts), choices={parts[-1].key: 0, "gone~~bars~~4~300": 1}
    )
    assert {one.key.count("~") for one in parts} == {5}
    page = office.client.get(f"/frozen/{frozen.freeze(office.state, kept, '某人')}")
    assert page.status_code == 200
    assert "数据已更新：0 处数字与现在不同" in page.text
    assert page.text.count("与现在一致") == len(parts)


def test_a_card_that_was_made_higher_and_moved_differs_in_nothing() -> None:
    before = report_of(part(("a", 1.0)))
    (own,) = before.parts
    after = report_of(replace(own, section="elsewhere", height=own.height + 20, span=12, title="renamed"))
    assert differences(before, after) == {0: []}


def test_a_card_is_asked_for_by_its_name_or_as_it_was_known_earlier(office: Office) -> None:
    names = ("overdue-age-steps", "overdue~age~steps~~9~999", "complaints+reports~~trend~~4~1")
    asked = [{"path": "/governance", "card": name, "period": "2021"} for name in names]
    files = [office.client.get("/api/card.zip", query_string=query) for query in asked]
    assert [file.status_code for file in files] == [200, 200, 200]
    gone = office.client.get(
        "/api/card.zip", query_string={"path": "/governance", "card": "overdue-age-step"}
    )
    assert gone.status_code == 400
    assert "overdue-age-steps" in gone.get_json()["error"]
