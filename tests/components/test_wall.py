"""The scenes of the wall: how they are composed, whom they are of, and what they say, against counts by hand."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import ANY

import pandas as pd
import pytest

from components.cards.attention_words import reason_words
from components.model.context import CardContext
from components.model.facts import Facts
from components.tasks.tickers import attention_told, since_yesterday, ticker
from components.wall.scenes import SCENES, before_scene
from components.wall.stage import ROTATE, rotation, theme, wall
from components.wall.titles import _run, of_attention, of_credit, of_governance
from data_access.domain.access import WHOLE_CITY
from data_access.domain.filters import Selection
from data_access.domain.periods import Period
from data_access.domain.text import Text
from data_access.metrics.annotations import Annotation
from data_access.metrics.labels import Labels, labels
from data_access.metrics.query import UNKNOWN
from data_access.state.tasks import Act, Done, Task
from data_access.store.store import Store
from tests.data_access.conftest import fill
from tests.data_access.small_city import AS_OF, BINJIANG, ROWS, YUHANG, Row

YEAR = Selection(Period(date(2021, 1, 1), AS_OF))


def items(day: date, count: int, district: str, start: int) -> list[Row]:
    empty = dict.fromkeys(ROWS["complaint_report"][0])
    at = datetime.combine(day, datetime.min.time())
    return [
        empty | {"item_id": f"W{start + place}", "kind": "complaint", "platform_id": "P2", "handling_district": district,
                 "problem": "quality", "goods": "apparel", "is_online": True, "registered_at": at, "rule_version": "x"}
        for place in range(count)
    ]  # fmt: skip


def seat(store: Store, selection: Selection = YEAR, lang: str = "zh") -> CardContext:
    page = {"path": "/wall", "fixed": {}, "lang": lang, "theme": "dark"}
    return CardContext(page, labels(store.snapshot()), selection, Facts(store.snapshot(), WHOLE_CITY, lang))


@pytest.fixture(scope="module")
def weeks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Two districts whose items fall three weeks in a row: 2021-12-26 is the last Sunday."""
    counts = ((date(2021, 11, 22), 70, 60), (date(2021, 11, 29), 90, 80), (date(2021, 12, 6), 80, 70), (date(2021, 12, 13), 60, 60),
              (date(2021, 12, 20), 50, 36), (date(2021, 12, 31), 40, 40))  # fmt: skip
    rows = [
        row
        for place, (monday, yuhang, binjiang) in enumerate(counts)
        for row in (*items(monday, yuhang, YUHANG, 1000 * place), *items(monday, binjiang, BINJIANG, 1000 * place + 500))
    ]  # fmt: skip
    rows[0]["close_due"] = date(2021, 12, 10)
    rows[1]["closed_at"] = datetime(2021, 12, 1)  # closings are recorded: what has none is open
    store = Store(str(tmp_path_factory.mktemp("weeks")), threads=1)
    fill(store, ROWS | {"complaint_report": rows})
    yield store
    store.close()


@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)
def test_a_scene_is_at_most_nine_modules_around_a_middle(scene: Any) -> None:
    assert len(scene.cards) <= 9
    assert len(scene.keys) == 4
    assert scene.middle.chart in {"map-large", "points"}, "in the middle is a map"


def test_no_two_cards_of_the_wall_are_the_same_to_the_browser() -> None:
    names = [card.name for scene in SCENES.values() for card in scene.cards]
    assert len(names) == len(set(names))


def test_a_scene_of_one_platform_is_of_the_largest_unless_one_is_chosen(small_store: Store) -> None:
    reader = seat(small_store)
    portrait = before_scene(reader, SCENES["portrait"])
    complaints = [
        row
        for row in ROWS["complaint_report"]
        if row["kind"] == "complaint" and row["registered_at"].year == 2021
    ]
    counted = pd.Series([row["platform_id"] for row in complaints]).value_counts()
    assert portrait.selection.values("platform") == (counted.index[0],)
    assert portrait.page["fixed"] == {"platform": counted.index[0]}
    chosen = replace(reader, selection=YEAR.narrowed("platform", "P2"))
    assert before_scene(chosen, SCENES["portrait"]).selection.values("platform") == ("P2",)
    assert before_scene(chosen, SCENES["overview"]).selection == YEAR


def test_a_city_without_complaints_has_a_portrait_of_nobody(tmp_path: Path) -> None:
    store = Store(str(tmp_path), threads=1)
    fill(store, ROWS | {"complaint_report": []})
    assert before_scene(seat(store), SCENES["portrait"]).selection.values("platform") == (UNKNOWN,)
    assert of_governance(seat(store)) == ""
    store.close()


@pytest.mark.parametrize(
    ("values", "run"),
    [([5, 4, 3, 2], -3), ([9, 4, 5, 6], 2), ([1, 2, 1], -1), ([1, 2, 2], 0), ([7], 0), ([], 0)],
)
def test_a_run_counts_the_steps_at_the_end_that_went_the_same_way(values: list[float], run: int) -> None:
    assert _run(values) == run


def test_governance_says_how_many_weeks_it_fell_and_where_most(weeks: Store) -> None:
    assert (
        of_governance(seat(weeks))
        == "投诉举报至12-26连续3周下降，滨江区减少最多（3周共-44件）；12-31超期未办结1件。"
    )
    assert of_governance(seat(weeks, lang="en")) == (
        "Complaints and reports fell 3 weeks in a row to 12-26, most in Binjiang (-44 in 3 weeks); 1 overdue on 12-31."
    )
    before = replace(seat(weeks), selection=Selection(Period(date(2021, 1, 1), date(2021, 12, 5))))
    assert (
        of_governance(before) == "投诉举报至12-05连续2周上升，余杭区增加最多（2周共+90件）；12-05没有超期件。"
    )


def counted_anew(reader: CardContext, day: str) -> CardContext:
    """Return the same reader of a store that says of a day that complaints are counted otherwise from it on."""
    noted = Annotation(date.fromisoformat(day), "break", Text("新口径", "Counted anew"), None)
    return replace(reader, labels=replace(reader.labels, annotations=(noted,)))


def test_no_run_of_weeks_begins_before_items_were_counted_otherwise(weeks: Store) -> None:
    reader = seat(weeks)
    for day, run in (
        ("2021-12-06", "连续2周下降"),
        ("2021-12-09", "至12-26的一周投诉举报86件"),
        ("2021-12-14", "2021-01-01至2021-12-31投诉举报736件"),
    ):
        assert run in of_governance(counted_anew(reader, day)), day


def test_of_one_week_governance_says_where_most_in_that_week_where_that_is_no_chance(tmp_path: Path) -> None:
    counts = ((date(2021, 11, 29), 70, 60), (date(2021, 12, 6), 60, 50), (date(2021, 12, 13), 70, 55), (date(2021, 12, 20), 30, 50))  # fmt: skip
    store = Store(str(tmp_path), threads=1)
    rows = [
        row
        for place, (monday, yuhang, binjiang) in enumerate(counts)
        for row in (*items(monday, yuhang, YUHANG, 1000 * place), *items(monday, binjiang, BINJIANG, 1000 * place + 500))
    ]  # fmt: skip
    fill(store, ROWS | {"complaint_report": rows})
    assert (
        of_governance(seat(store)) == "至12-26的一周投诉举报80件，较前一周-36.0%，余杭区减少最多（-40件）。"
    )
    before = replace(seat(store), selection=Selection(Period(date(2021, 1, 1), date(2021, 12, 19))))
    assert of_governance(before) == "至12-19的一周投诉举报125件，较前一周+13.6%。"
    store.close()


def test_governance_says_no_change_of_so_few_that_it_is_chance(tmp_path: Path) -> None:
    store = Store(str(tmp_path), threads=1)
    rows = [*items(date(2021, 12, 13), 40, YUHANG, 0), *items(date(2021, 12, 20), 18, YUHANG, 100)]
    fill(store, ROWS | {"complaint_report": rows})
    assert of_governance(seat(store)) == "至12-26的一周投诉举报18件。"
    store.close()


def test_credit_says_how_many_are_scored_and_in_which_colour(small_store: Store) -> None:
    scores = [row for row in ROWS["credit_score"] if row["month_end"] == AS_OF]
    colours = [row["colour"] for row in scores]
    mean = sum(row["score"] for row in scores) / len(scores)
    assert of_credit(seat(small_store)) == (
        f"截至12-31，{len(scores)}家平台参评，平均信用分{mean:.1f}；黄色{colours.count('yellow')}家，红色{colours.count('red')}家。"
    )
    bare = replace(seat(small_store), labels=replace(labels(small_store.snapshot()), recorded=frozenset()))
    assert of_credit(bare) == ""


def test_the_last_day_stands_against_the_day_before_and_the_same_weekday(weeks: Store) -> None:
    told = {
        part.to_plotly_json()["props"].get("data-indicator"): part for part in since_yesterday(seat(weeks))
    }
    first = told["complaints_and_reports"].to_plotly_json()["props"]
    assert first["data-value"] == "80.0"
    words = [part if isinstance(part, str) else part.children for part in first["children"]]
    assert words == ["投诉举报量 80 ", "+80"], "nobody can say by how many per cent more than none"


def test_the_last_day_stands_beside_no_day_that_was_counted_otherwise(weeks: Store) -> None:
    def told(day: str) -> list[Any]:
        reader = replace(seat(weeks), selection=Selection(Period(date(2021, 1, 1), date(2021, 12, 20))))
        first = since_yesterday(counted_anew(reader, day))[1].to_plotly_json()["props"]
        return [part if isinstance(part, str) else part.children for part in first["children"]]

    assert told("2021-01-01") == ["投诉举报量 86 ", "+86", "，较上周同日 -28.3%"]
    assert told("2021-12-15") == ["投诉举报量 86 ", "+86"]
    assert told("2021-12-20") == ["投诉举报量 86"]


def test_the_platforms_that_need_attention_are_told_with_their_reasons_as_links(small_store: Store) -> None:
    reader = seat(small_store)
    needing = [one for one in reader.ask.attention(YEAR) if one.points]
    told = [part.to_plotly_json()["props"] for part in attention_told(reader)]
    assert needing
    assert [(one["data-platform"], one["data-rank"]) for one in told] == [
        (one.platform, str(one.rank)) for one in needing[:3]
    ]
    first = needing[0]
    assert told[0]["href"] == f"/platform/{first.platform}"
    assert f"{first.rank}/{first.of} " in told[0]["children"][1]
    assert reason_words(first.telling[0], reader.labels, "zh") in told[0]["children"][1]
    assert of_attention(reader).startswith(f"{first.of}家平台中{len(needing)}家有关注分")


@pytest.mark.parametrize(("letters", "named"), [(4, 3), (36, 2), (120, 1)])
def test_fewer_platforms_are_named_where_their_names_are_long(
    small_store: Store, monkeypatch: pytest.MonkeyPatch, letters: int, named: int
) -> None:
    reader = seat(small_store)
    most = next(one for one in reader.ask.attention(YEAR) if one.points)
    monkeypatch.setattr(Facts, "attention", lambda *_: (most,) * 5)
    monkeypatch.setattr(Labels, "name", lambda *_: "名" * letters)
    assert of_attention(reader).count(f"{'名' * letters}（") == named


def test_a_wall_without_signals_says_so(tmp_path: Path) -> None:
    store = Store(str(tmp_path), threads=1)
    fill(store, {key: ROWS[key] for key in ("dataset", "code", "region")})
    (only,) = ticker(seat(store), [], AS_OF)
    assert only.className == "signal quiet"
    assert since_yesterday(seat(store)) == []
    store.close()


def test_the_ticker_tells_tasks_that_are_late_or_soon_due_before_the_signals(small_store: Store) -> None:
    today = date(2026, 3, 2)

    def given(number: int, days: int, act: Act = "raised") -> Task:
        done = Done(act, datetime(2026, 3, 1), "某科", "", today + timedelta(days=days))
        return Task(number, f"事项{number}", "/", "某局", (done,))

    tasks = [given(1, -2), given(2, 0), given(3, 3), given(4, 4), given(5, -9, "fed_back")]
    told = [part.to_plotly_json()["props"] for part in ticker(seat(small_store), tasks, today)]
    assert [one["data-task"] for one in told if "data-task" in one] == ["1", "2", "3"]
    assert [one["className"] for one in told[:3]] == ["signal task overdue", "signal task", "signal task"]
    assert told[0]["children"][1:] == ["某局 · 事项1 ", ANY]
    assert told[0]["children"][2].children == "逾期 2 天"


def test_the_address_says_what_stands_on_the_wall_and_what_it_says_wrongly_is_kept_to_be_told() -> None:
    assert (rotation({}), rotation({"rotate": "5"}), rotation({"rotate": "0"})) == (ROTATE, 5, 0)
    assert [rotation({"rotate": text}) for text in ("-1", "soon", "3601", "1.5")] == [None] * 4
    assert (theme({}), theme({"theme": "light"}), theme({"theme": "pink"})) == ("dark", "light", "dark")
    facts, right = wall({"scene": "portrait", "rotate": "5", "district": YUHANG})
    told, _ = wall({"scene": "nowhere", "rotate": "soon"})
    assert right.to_plotly_json()["props"]["data-scene"] == "portrait"
    assert facts["selection"] == {"district": YUHANG}
    assert told["selection"] == {"scene": "nowhere", "rotate": "soon"}
