"""Files that platforms owe: the limit that a load computes, the board with its numbers and ways, and what the demo says of shops."""

import re
from datetime import date, datetime
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from sqlalchemy import and_, case, func, or_, select

from components.board.markup import html_of
from components.cards.portrait import identity_block
from components.cards.report_board import report_board
from components.model.context import CardContext
from components.model.facts import Facts
from data_access.derive import duties
from data_access.domain.access import WHOLE_CITY, Scope
from data_access.domain.filters import Selection
from data_access.domain.periods import Period
from data_access.intake.load import load_file
from data_access.intake.mapping import read_mapping
from data_access.lookups.identities import identity
from data_access.lookups.rows import behind_number, rows
from data_access.metrics.labels import labels
from data_access.store.schema import licence_check, platform, platform_duty, platform_report, shop
from data_access.store.store import Store
from tests.data_access.conftest import fill
from tests.data_access.small_city import ROWS, Row

ALL = Selection(Period(date(2020, 1, 1), date(2021, 12, 31)))
MAPPING = """
table = "platform_report"
provider = "虚构网监处"
[dataset]
city = "330100"
name_zh = "杭州市"
name_en = "Hangzhou"
is_synthetic = true
[deadlines]
rules = "CN"
[columns]
report_id = "报送编号"
platform_id = { column = "平台编号", unknown = "create" }
kind = { column = "报送种类", values = { "身份信息" = "identity", "涉税信息" = "tax" } }
period_from = "所属期起"
period_to = "所属期止"
handed_in_at = "报送时间"
rows_due = "应报条数"
rows_in = "已报条数"
rows_complete = "完整条数"
"""
FILE = """报送编号,平台编号,报送种类,所属期起,所属期止,报送时间,应报条数,已报条数,完整条数
B1,某平台,身份信息,2025-01-01,2025-06-30,2025-07-30 10:00,10,10,9
B2,某平台,身份信息,2024-07-01,2024-12-31,2025-02-03 10:00,10,10,10
B3,某平台,涉税信息,2025-07-01,2025-09-30,,10,,
B4,某平台,涉税信息,2025-04-01,2025-06-30,2025-07-02 09:00,10,12,12
"""


def test_a_load_computes_the_limit_of_each_kind_and_leaves_out_rows_that_cannot_be(
    tmp_path: Path, store: Store
) -> None:
    (tmp_path / "m.toml").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "files.csv").write_text(FILE, encoding="utf-8")
    with store.draft(from_current=True) as draft:
        load_file(draft, tmp_path / "files.csv", read_mapping(tmp_path / "m.toml"))
    c = platform_report.c
    with store.connect() as connection:
        asked = select(c.report_id, c.due, c.rows_in, c.rows_complete).order_by(c.report_id)
        found = [tuple(row) for row in connection.execute(asked)]
    assert found == [
        ("B1", date(2025, 7, 31), 10, 9), ("B2", date(2025, 1, 31), 10, 10), ("B3", date(2025, 10, 31), None, None),
        ("B4", date(2025, 7, 31), None, None),
    ]  # fmt: skip


def reader(store: Store, lang: str, scope: Scope = WHOLE_CITY) -> CardContext:
    page = {"path": "/duties", "fixed": {}, "lang": lang, "theme": "light"}
    return CardContext(page, labels(store.snapshot()), ALL, Facts(store.snapshot(), scope, lang))


def told(store: Store, lang: str = "zh", scope: Scope = WHOLE_CITY) -> str:
    return html_of(report_board(reader(store, lang, scope)))


def of_platform(markup: str, platform: str) -> list[int]:
    """Return the numbers of the row of a platform, in the order of the columns."""
    row = re.search(rf'<tr[^>]*data-platform="{platform}".*?</tr>', markup, re.DOTALL)
    assert row is not None
    return [int(number) for number in re.findall(r'data-n="(\d+)"', row[0])]


def wanting(platform: str) -> list[int]:
    """Return what a platform's row should say: late and short of each kind, overdue, to be corrected, late and short answers."""
    inside, last = ALL.period, ALL.period.end
    files = [row for row in ROWS["platform_report"] if row["platform_id"] == platform]
    due = [row for row in files if row["due"] and inside.start <= row["due"] <= last]

    def late(row: Row) -> bool:
        return row["handed_in_at"] is None or row["handed_in_at"].date() > row["due"]

    def short(row: Row) -> bool:
        return row["rows_complete"] is not None and row["rows_complete"] < row["rows_due"]

    own = [
        sum(tells(row) for row in due if row["kind"] == kind)
        for kind in ("identity", "tax")
        for tells in (late, short)
    ]
    overdue = [row for row in files if row["due"] and row["due"] <= last and row["handed_in_at"] is None]
    open_ = [row for row in files if row["returned_at"] and row["returned_at"].date() <= last
             and not (row["corrected_at"] and row["corrected_at"].date() <= last)]  # fmt: skip
    asked = [
        row for row in ROWS["co_investigation"]
        if row["platform_id"] == platform and row["direction"] == "in" and row["kind"] not in {None, "transfer"}
        and row["due"] and inside.start <= row["due"] <= last
    ]  # fmt: skip
    unanswered = [
        row for row in asked if row["feedback_at"] is None or row["feedback_at"].date() > row["due"]
    ]
    partly = [row for row in asked if row["result"] == "partly"]
    return [*own, len(overdue), len(open_), len(unanswered), len(partly)]


@pytest.mark.parametrize("platform", ["P1", "P2", "P3", "P4"])
def test_the_board_says_what_the_rows_say(small_store: Store, platform: str) -> None:
    assert of_platform(told(small_store), platform) == wanting(platform)


def test_each_number_of_what_is_wanting_opens_as_many_rows(small_store: Store) -> None:
    markup = told(small_store)
    cells = re.findall(r'<td class="n (?:wanting|some)" data-n="(\d+)"><a href="([^"]+)"', markup)
    assert len(cells) > 6
    for number, href in cells:
        address = urlsplit(href.replace("&amp;", "&"))
        key = address.path.removeprefix("/list/")
        own = behind_number(key)
        selection, wrong = Selection.from_query(
            dict(parse_qsl(address.query)), labels(small_store.snapshot()).dataset.horizon
        )
        found = rows(
            small_store.snapshot(),
            own.indicator.source.key,
            selection,
            WHOLE_CITY,
            size=1,
            lang="zh",
            own=own,
        )
        assert (found.total, wrong) == (int(number), []), href


def test_a_reader_of_one_district_sees_its_platforms_alone_and_no_colour_stands_alone(
    small_store: Store,
) -> None:
    own = told(small_store, "en", Scope(frozenset({"330108"})))
    districts = {row["platform_id"]: row["district"] for row in ROWS["platform"]}
    seen = re.findall(r'data-platform="(\w+)"', own)
    assert seen
    assert not {one for one in seen if one in districts and districts[one] != "330108"} - asked_in("330108")
    for state, sign in (("wanting", "✕"), ("some", "▲")):
        assert len(re.findall(rf'<td class="n {state}"', own)) == own.count(sign) - 1  # and once in the key


def asked_in(district: str) -> set[str]:
    """Return the platforms that requests of a district ask about: whoever has the request sees it."""
    return {row["platform_id"] for row in ROWS["co_investigation"] if row["district"] == district} - {None}


def test_rows_due_of_the_demo_are_the_shops_that_the_register_has_open(demo_city: Path) -> None:
    c, s = platform_report.c, shop.c
    first = case((c.kind == "tax", c.period_from), else_=c.period_to)
    is_open = and_(
        s.platform_id == c.platform_id,
        s.opened_on <= c.period_to,
        or_(s.closed_on.is_(None), s.closed_on > first),
    )
    counted = (
        select(c.report_id, c.rows_due, func.count(s.shop_id))
        .select_from(platform_report.outerjoin(shop, is_open))
        .where(c.period_to >= date(2021, 1, 1))
        .group_by(c.report_id, c.rows_due)
    )
    store = Store(str(demo_city), threads=1)
    with store.connect() as connection:
        found = connection.execute(counted).all()
    store.close()
    assert len(found) > 300
    assert all(due == shops for _, due, shops in found)
    assert sum(due for _, due, _ in found) > 100_000


#: Files of identities with their limits, as (handed in, rows complete of ten, returned, corrected), and whether the duty is met by them.
_MET: dict[str, tuple[list[tuple[str | None, int | None, str | None, str | None]], bool]] = {
    "in time": ([("2021-07-30", 10, None, None)], True),
    "late before, in time now": ([("2021-02-09", 10, None, None), ("2021-07-31", 10, None, None)], True),
    "late": ([("2021-08-01", 10, None, None)], False),
    "short": ([("2021-07-30", 9, None, None)], False),
    "not known to be short": ([("2021-07-30", None, None, None)], True),
    "missing": ([(None, None, None, None)], False),
    "missing before": ([(None, None, None, None), ("2021-07-30", 10, None, None)], False),
    "to be corrected": (
        [("2021-01-30", 10, "2021-02-03", None), ("2021-07-30", 10, None, None)],
        False,
    ),
    "corrected": ([("2021-07-30", 10, "2021-08-03", "2021-08-09")], True),
}


def test_the_duty_to_report_follows_from_the_files_and_others_stay_as_they_were_checked(store: Store) -> None:
    halves = [(date(2021, 1, 31), date(2020, 12, 31)), (date(2021, 7, 31), date(2021, 6, 30))]
    files: list[Row] = [
        {"report_id": f"{name}{number}", "platform_id": name, "kind": "identity", "period_from": ended, "period_to": ended,
         "due": due, "rows_due": 10, "rows_complete": complete, "handed_in_at": _noon(handed_in), "returned_at": _noon(returned),
         "corrected_at": _noon(corrected)}
        for name, (own, _) in _MET.items()
        for number, ((handed_in, complete, returned, corrected), (due, ended)) in enumerate(zip(own, halves[-len(own):], strict=True))
    ]  # fmt: skip
    ticked: list[Row] = [
        {"platform_id": one, "duty": duty, "is_met": True, "checked_on": date(2021, 3, 1)}
        for one in ("late", "without files")
        for duty in ("reporting", "fund")
    ]
    fill(store, {"dataset": ROWS["dataset"], "platform_report": files, "platform_duty": ticked})
    with store.draft(from_current=True) as draft:
        assert duties.derive(draft) == duties.derive(draft) == len(_MET)  # a second time changes nothing
    c = platform_duty.c
    with store.connect() as connection:
        found = connection.execute(select(c.platform_id, c.duty, c.is_met, c.checked_on)).all()
    checked = date(2021, 3, 1)
    assert {tuple(row) for row in found} == {
        *((name, "reporting", is_met, date(2021, 7, 31)) for name, (_, is_met) in _MET.items()),
        ("late", "fund", True, checked), ("without files", "reporting", True, checked), ("without files", "fund", True, checked),
    }  # fmt: skip


def test_the_duty_to_show_licences_is_what_the_last_patrol_that_looked_found(store: Store) -> None:
    found = {
        "shown": ([("2021-10-02", True, True), ("2021-11-05", True, None)], True, "2021-11-05"),
        "shown again": ([("2021-10-02", False, True), ("2021-11-05", True, True)], True, "2021-11-05"),
        "no permit": ([("2021-11-05", True, False)], False, "2021-11-05"),
        "not looked at since": (
            [("2021-10-02", False, True), ("2021-11-05", None, None)],
            False,
            "2021-10-02",
        ),
    }
    patrols: list[Row] = [
        {"check_id": f"{name}{day}", "platform_id": name, "checked_on": date.fromisoformat(day), "licence_shown": licence,
         "permit_shown": permit}
        for name, (own, _, _) in found.items() for day, licence, permit in own
    ]  # fmt: skip
    ticked = [
        {"platform_id": one, "duty": "licence", "is_met": False, "checked_on": date(2021, 10, 17)}
        for one in ("shown", "without patrols")
    ]
    fill(store, {"dataset": ROWS["dataset"], "licence_check": patrols, "platform_duty": ticked})
    with store.draft(from_current=True) as draft:
        assert duties.derive(draft) == duties.derive(draft) == len(found)
    c = platform_duty.c
    with store.connect() as connection:
        told = connection.execute(select(c.platform_id, c.duty, c.is_met, c.checked_on)).all()
    assert {tuple(row) for row in told} == {
        *((name, "licence", is_met, date.fromisoformat(day)) for name, (_, is_met, day) in found.items()),
        ("without patrols", "licence", False, date(2021, 10, 17)),
    }


def test_register_portrait_and_patrols_of_a_demo_city_say_the_same_of_its_licences(demo_city: Path) -> None:
    store = Store(str(demo_city), threads=1)
    check, duty = licence_check.c, platform_duty.c
    with store.connect() as connection:
        looked = connection.execute(
            select(check.platform_id, check.licence_shown, check.permit_shown).order_by(check.checked_on)
        )
        last = {one: (licence, permit) for one, licence, permit in looked}
        register = dict(connection.execute(select(platform.c.platform_id, platform.c.licence_shown)).all())
        met = dict(
            connection.execute(select(duty.platform_id, duty.is_met).where(duty.duty == "licence")).all()
        )
    store.close()
    running = [one for one in met if one in last]
    assert len(running) > 50
    assert {one: register[one] for one in running} == {one: last[one][0] for one in running}
    assert {one: met[one] for one in running} == {one: all(last[one]) for one in running}


def _noon(day: str | None) -> datetime | None:
    return datetime.fromisoformat(f"{day} 12:00") if day else None


def test_the_portrait_says_of_reporting_what_the_board_says_and_leads_there(demo_city: Path) -> None:
    store = Store(str(demo_city), threads=1)
    with store.snapshot() as snapshot:
        known, board = (
            labels(snapshot),
            Selection(Period(date(2021, 7, 31), labels(snapshot).dataset.horizon.as_of)),
        )
        shown = html_of(report_board(CardContext({"path": "/duties", "fixed": {}, "lang": "zh", "theme": "light"},
                                                 known, board, Facts(snapshot, WHOLE_CITY, "zh"))))  # fmt: skip
        rows_of = re.findall(r'<tr[^>]*data-platform="(\w+)"', shown)
        told = {one: found for one in rows_of if (found := identity(snapshot, one, WHOLE_CITY))}
        met = {one: duty.is_met for one, found in told.items() for duty in found.duties if duty.is_of_files}
        late_or_short = {one: any(of_platform(shown, one)[:2]) for one in met}
        portrait = html_of(identity_block(told[next(iter(met))], "CNY", "zh"))
    store.close()
    assert set(met.values()) == {True, False}
    assert not {one for one, is_met in met.items() if is_met and late_or_short[one]}
    assert {one for one, is_wanting in late_or_short.items() if is_wanting} <= {
        one for one, ok in met.items() if not ok
    }
    assert f'<a href="/duties?platform={next(iter(met))}">' in portrait
