"""On a store that records little nothing says that all is well, and nothing that a filter left nothing: it says what is not recorded."""

import json
import re
from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from flask.testing import FlaskClient

from app import create_app
from components.cards.sections import SECTIONS
from components.model.facts import Facts
from data_access.domain.access import WHOLE_CITY
from data_access.domain.filters import Selection
from data_access.domain.periods import Period
from data_access.domain.settings import Settings
from data_access.metrics.labels import labels
from data_access.metrics.quiet import lacks, quiet
from data_access.store.schema import complaint_report
from data_access.store.store import Store
from tests.data_access.conftest import fill
from tests.data_access.small_city import AS_OF, ROWS, STARTS_ON
from tests.every_page import EVERY_PAGE, OPEN

#: What a plain file of complaints gives: no limits, no closure, no orders.
_GIVEN = ("item_id", "kind", "platform_id", "registered_at", "is_online", "is_named", "channel", "route")
_WELL = ("没有超期件", "均达目标", "没有到期的事项")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bare") / "store"


@pytest.fixture(scope="module")
def bare(folder: Path) -> Iterator[Store]:
    """A store of complaints as a plain file has them, and of nothing else."""
    store = Store(str(folder), threads=1)
    empty = dict.fromkeys(column.name for column in complaint_report.columns)
    items = [empty | {key: row[key] for key in _GIVEN} for row in ROWS["complaint_report"]]
    named = {table: ROWS[table] for table in ("dataset", "code", "region", "platform")}
    fill(store, named | {"complaint_report": items})
    yield store
    store.close()


@pytest.fixture(scope="module")
def client(bare: Store, folder: Path) -> FlaskClient:  # noqa: ARG001  (the store must be filled)
    state, exports = f"sqlite:///{folder.parent / 'state.sqlite'}", str(folder.parent / "exports")
    app = create_app(Settings(store=str(folder), state=state, exports=exports, boards_per_minute=10**6))
    return app.server.test_client()


def told(client: FlaskClient, address: str) -> dict[str, str]:
    """Return what a board tells at an address, by the names of its blocks and parts."""
    lines = [json.loads(line) for line in client.get(f"/api/board/{address}").text.splitlines()]
    parts = {name: str(words) for line in lines for name, words in line.get("parts", {}).items()}
    return parts | {line["block"]: line["html"] for line in lines if "block" in line}


def test_warnings_that_cannot_be_found_are_not_said_to_be_none(client: FlaskClient) -> None:
    found = told(client, "warnings")["warnings"]
    assert not [words for words in _WELL if words in found]
    assert "没有记录，是否超期无从判断。" in found
    assert "没有记录，是否达标无从判断。" in found
    counted = dict(re.findall(r'data-rule="(\w+)".*?class="meta">([^<]*)<', found))
    assert (counted["overdue"], counted["missed"]) == ("—", "—")


def test_the_wall_does_not_say_that_there_is_nothing(client: FlaskClient) -> None:
    found = told(client, "wall")["ticker"]
    assert not [words for words in _WELL if words in found]
    assert "是否超期无从判断" in found


@pytest.mark.parametrize(("page", "block"), [("due", "due"), ("systems/complaint_handling", "items_due")])
def test_what_falls_due_is_no_zero_where_no_limit_is_recorded(
    client: FlaskClient, page: str, block: str
) -> None:
    found = told(client, page)[block]
    assert "没有记录期限" in found
    assert not re.search(r'data-n="0" data-when|data-day=', found)
    assert "没有到期的事项" not in found
    assert "没有记录期限" in told(client, f"{page}?due=closure")[block]


def test_nothing_is_said_not_to_match_where_nothing_is_chosen(client: FlaskClient, bare: Store) -> None:
    for page in EVERY_PAGE.values():
        found = client.get(f"/api/board{page.at(OPEN)}").text
        assert "所选条件下没有数据" not in found, page.path
    assert "没有「交易月报」的数据" in told(client, "governance")["rates"]
    lists = [name for name in SECTIONS if name.startswith("rows-") and name != "rows-list"]
    said = {name: rows(bare, name, Selection(Period(STARTS_ON, AS_OF))) for name in lists}
    assert {name for name, words in said.items() if "装载后即可显示" not in words} == {
        "rows-items",
        "rows-platforms",
    }
    assert not [name for name, words in said.items() if "所选" in words or "· 0 条" in words]


def test_an_empty_list_says_whether_filters_or_the_period_left_nothing(small_store: Store) -> None:
    before = Selection(Period(date(2019, 1, 1), date(2019, 1, 2)))
    assert "所选期间没有记录" in rows(small_store, "rows-interviews", before)
    assert "所选期间没有记录" in rows(
        small_store, "rows-interviews", before.narrowed("platform", "P1"), ["platform"]
    )
    chosen = Selection(Period(STARTS_ON, AS_OF)).narrowed("platform", "P404")
    assert "所选条件下没有数据" in rows(small_store, "rows-interviews", chosen)


def rows(store: Store, name: str, selection: Selection, fixed: Collection[str] = ()) -> str:
    snapshot = store.snapshot()
    return str(SECTIONS[name](snapshot, WHOLE_CITY, labels(snapshot), selection, "zh", fixed))


def test_platforms_that_nothing_ranks_are_said_to_lack_records_and_not_complaints(
    client: FlaskClient, bare: Store, small_store: Store
) -> None:
    missing = "没有记录或无从对比：百万单投诉量、在办件超期占比、先行处置逾期率、抽检不合格率"
    drawn = rows(bare, "platforms", Selection(Period(STARTS_ON, AS_OF)))
    assert missing in drawn
    assert "n不足30未计：投诉举报突增；不按比率排名" in drawn
    assert "数据太少" not in drawn
    assert missing in told(client, "platform/P1")["identity"]
    assert "没有一项达到界限" not in told(client, "platform/P1")["identity"]
    for page in ("", "warnings"):
        found = told(client, page)["attention"]
        assert "哪些平台需要关注无从判断" in found
        assert "没有平台达到任何一项界限" not in found
    whole = rows(small_store, "platforms", Selection(Period(STARTS_ON, AS_OF)))
    assert "没有记录或无从对比" not in whole


def test_where_all_is_recorded_it_is_said_that_all_is_well(small_store: Store) -> None:
    snapshot = small_store.snapshot()
    ask, known = Facts(snapshot, WHOLE_CITY, "en"), labels(snapshot)
    assert lacks(ask, Selection(Period(STARTS_ON, AS_OF)), known) == {}
    first = Selection(Period(STARTS_ON, date(2020, 12, 31)))
    assert lacks(ask, first, known) == {"surge": "uncompared"}
    assert quiet(ask, first, known, "en") == (
        "Nothing is overdue. No days to compare with: whether anything rose is not known. "
        "All targets that can be judged are met."
    )


def test_targets_that_all_stand_on_too_few_are_not_met(small_store: Store) -> None:
    snapshot = small_store.snapshot()

    def no_row(*_: object) -> pd.DataFrame:
        return pd.DataFrame({"value": [float("nan")], "n": [0]})

    assert lacks(no_row, Selection(Period(STARTS_ON, AS_OF)), labels(snapshot)) == {"missed": "few"}
