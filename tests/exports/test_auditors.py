"""What auditors see: the last check, the lines by day, act and person, in both languages, and the same as a file."""

import csv
import io
import json
import re
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from dash._utils import to_json
from sqlalchemy import insert

from components.audit import listing
from components.audit.callbacks import wire_audit
from components.model import ids
from data_access.domain.text import Text
from data_access.state import audit
from data_access.state.chain import Entry
from data_access.state.checks import Check, check_daily
from data_access.state.database import State
from data_access.state.inquiries import Found, Sought, choices, counted, each, latest
from data_access.state.tables import audit as table
from tests.exports.conftest import Office
from tests.shared import ROOT

NOW = datetime(2021, 3, 2, 8)


@pytest.fixture
def state(tmp_path: Path) -> State:
    """Return an audit of three days from before the seal: its lines are read like any others."""
    made = State(f"sqlite:///{tmp_path / 'state.sqlite'}")
    with made.begin() as connection:
        for place in range(6):
            connection.execute(insert(table).values(
                id=place + 1, at=f"2021-03-0{place // 2 + 1}T{place:02d}:00:00.000", who="甲" if place % 2 else "乙",
                action="csv" if place < 4 else "task_closed", object="/", filters="", rows=place, export_id=str(place),
                prev_hash=str(place), hash=str(place + 1),
            ))  # fmt: skip
    return made


@pytest.mark.parametrize(
    ("sought", "numbers"),
    [
        (Sought(), [6, 5, 4, 3, 2, 1]),
        (Sought(since=date(2021, 3, 2)), [6, 5, 4, 3]),
        (Sought(until=date(2021, 3, 2)), [4, 3, 2, 1]),
        (Sought(since=date(2021, 3, 2), until=date(2021, 3, 2), who="甲"), [4]),
        (Sought(action="csv", who="乙"), [3, 1]),
        (Sought(until=date.max), [6, 5, 4, 3, 2, 1]),
        (Sought(who="丙"), []),
    ],
)
def test_lines_are_found_by_day_act_and_person(state: State, sought: Sought, numbers: list[int]) -> None:
    found = latest(state, sought, 200)
    assert [line["id"] for line in found.lines] == numbers
    assert found.total == len(numbers)
    assert latest(state, sought, 1).total == len(numbers)
    total, end = counted(state, sought)
    assert (total, end) == (len(numbers), max(numbers, default=0))
    assert [line["id"] for line in each(state, sought, end)] == numbers[::-1]


def test_acts_and_persons_that_can_be_chosen_are_those_of_the_audit(state: State) -> None:
    assert choices(state) == (["csv", "task_closed"], ["乙", "甲"])


def words(shown: Any) -> str:
    return json.dumps(json.loads(to_json(shown)), ensure_ascii=False)


@pytest.mark.parametrize(
    ("check", "zh", "en"),
    [
        (None, "还没有校验过", "No check yet"),
        (Check(NOW, None, 0, None), "正在进行", "being made"),
        (Check(NOW, NOW, 1234, None), "2021-03-02 08:00 校验通过：1,234 行", "2021-03-02 08:00: all 1,234 lines agree"),
        (Check(NOW, NOW, 0, Text("审计第 5 行被改动。", "Line 5 of the audit was changed.")),
         "校验未通过：审计第 5 行被改动", "failed: Line 5 of the audit was changed"),
    ],
)  # fmt: skip
def test_what_the_last_check_found_is_told_with_its_time(check: Check | None, zh: str, en: str) -> None:
    for lang, known in (("zh", zh), ("en", en)):
        assert known in words(listing.told(check, NOW, lang))
        late = words(listing.told(check, NOW + timedelta(days=2), lang))
        is_late = check is not None and check.ended_at is not None
        assert ("此后没有再校验" in late or "None was made since" in late) == is_late


def test_lines_stand_in_both_languages_with_the_file_of_them_all(state: State) -> None:
    sought = Sought(date(2021, 3, 1), None, "task_closed", "甲")
    shown = words(listing.listing(latest(state, sought, 200), sought, "en"))
    assert "task closed" in shown
    assert "2021-03-03 05:00:00" in shown
    assert "/api/audit.csv?since=2021-03-01&act=task_closed&who=%E7%94%B2&lang=en" in shown
    assert "before the seal" in shown
    assert "任务核验办结" in words(listing.listing(latest(state, sought, 200), sought, "zh"))
    assert "没有符合条件" in words(listing.listing(Found((), 0), sought, "zh"))


def test_every_act_of_a_task_has_its_words() -> None:
    for act in ("raised", "fed_back", "returned", "extended", "closed", "withdrawn"):
        assert listing.action_name(f"task_{act}", "zh").startswith("任务")
    assert listing.action_name("csv", "zh") == "CSV"


class Caught:
    """Stands for an app and keeps the callback that is wired."""

    def callback(self, *_: Any) -> Any:
        def keep(function: Any) -> Any:
            self.function = function
            return function

        return keep


def test_the_page_tells_what_is_looked_for_and_says_so_where_the_state_cannot_be_read(tmp_path: Path) -> None:
    state, app = State(f"sqlite:///{tmp_path / 'state.sqlite'}"), Caught()
    for who in ("甲", "乙"):
        audit.record(state, Entry(who, "csv", "/", "", 1, audit.export_id()))
    check_daily(state, datetime.now())
    wire_audit(app, state, lambda: True)  # type: ignore[arg-type]
    check, lines, mood, acts, persons = app.function(None, None, "csv", "甲", {"lang": "zh"})
    assert mood == "ready"
    assert "校验通过：3 行" in words(check)
    assert "共 1 行" in words(lines)
    assert [one["value"] for one in acts] == ["audit_checked", "csv", "seal_begun"]
    assert {one["value"] for one in persons} == {"cockpit", "甲", "乙"}
    state.close()
    assert state.path
    state.path.write_bytes(b"garbage" * 500)
    *_, mood, _, _ = app.function(None, None, None, None, {"lang": "en"})
    assert mood == "error"


def test_the_page_is_there_and_the_data_page_leads_to_it(office: Office) -> None:
    page = office.client.get("/audit?lang=en")
    assert page.status_code == 200
    assert ids.AUDIT_LINES in json.dumps(office.client.get("/_dash-dependencies").get_json())
    assert 'href="/audit"' in office.client.get("/data").text


def test_the_audit_as_a_file_has_its_own_line_and_not_in_itself(office: Office) -> None:
    audit.record(office.state, Entry("=1+1", "pdf", "/", "", 1, audit.export_id()))
    answer = office.client.get("/api/audit.csv?act=pdf&lang=en")
    assert answer.status_code == 200
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    kept = audit.lines(office.state)
    assert [row["Seal"] for row in rows] == list(kept.query("action == 'pdf'")["hash"])
    assert rows[-1]["By"] == "'=1+1"
    last = kept.iloc[-1]
    assert (last["object"], last["rows"], last["filters"]) == ("audit", len(rows), "act=pdf")
    assert rows[-1]["Watermark"].endswith(last["export_id"])
    whole = office.client.get("/api/audit.csv").data.decode("utf-8-sig")
    assert len(whole.splitlines()) == 1 + len(kept)


@pytest.mark.parametrize(
    ("query", "status"),
    [("since=March", 400), ("until=9999-12-31", 200), ("what=1", 400), ("since=2021-01-01&since=2021-01-02", 400),
     ("lang=fr", 400), ("who=%00", 400), ("since=0001-01-01", 200)],
)  # fmt: skip
def test_what_is_asked_of_the_audit_is_read_strictly(office: Office, query: str, status: int) -> None:
    assert office.client.get(f"/api/audit.csv?{query}").status_code == status


def test_every_act_around_accounts_that_is_written_down_has_words() -> None:
    written = {
        found
        for folder in ("components/http/access", "data_access/cli")
        for path in (ROOT / folder).rglob("*.py")
        for found in re.findall(r'(?:enter|note|_note)\((?:name, )?"([a-z-]+)"', path.read_text("utf-8"))
    }
    assert {"login", "user-add", "wall-open", "sessions-end"} <= written
    assert written - {"csv"} <= set(listing.ACTIONS)
