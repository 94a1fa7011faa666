"""Frozen pages: identical numbers after the data changed, and what is different now beside them."""

import json
import re
from copy import deepcopy
from html import unescape

from sqlalchemy import update

from data_access.exports import Part, Report, Table, frozen
from data_access.exports.differences import Difference, differences
from data_access.exports.reports import FORMAT
from data_access.state.tables import frozen as table
from tests.data_access.conftest import fill
from tests.data_access.small_city import ROWS
from tests.exports.conftest import Office


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
    with office.state.begin() as connection:
        later = frozen.load_frozen(office.state, told["id"]).as_json() | {"format": FORMAT + 1, "unheard": 1}
        connection.execute(update(table).where(table.c.id == told["id"]).values(content=later))
    answer = office.client.get(told["href"])
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


def test_a_page_that_was_kept_before_parts_said_what_office_makes_of_them_opens_with_its_key_figures() -> (
    None
):
    tile = Part("k", "", "t", "key", Table(("name", "value"), ("text", "mixed"), (("a", 1.0),)))
    kept = report_of(tile, part(("a", 1.0))).as_json()
    for one in kept["parts"]:
        del one["native"]
    assert [one.native for one in Report.of_json(kept).parts] == ["key", "table"]
