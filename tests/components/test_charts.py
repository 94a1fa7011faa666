"""Charts ask a store and say what it answers: what has no member stands last, what has not come further has its own end."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from components.cards import frames as cards
from components.cards.drawing import key_answer
from components.cards.table_columns import columns_of
from components.charts import KINDS, ChartContext, ChartResult
from components.model.card import Card
from components.model.context import CardContext
from components.model.facts import Facts
from components.words.theme import STYLES
from data_access.domain.access import WHOLE_CITY
from data_access.domain.filters import Selection
from data_access.domain.periods import Period
from data_access.domain.text import Text
from data_access.lookups.geo import area_map
from data_access.metrics.indicators import INDICATORS
from data_access.metrics.labels import labels
from data_access.store.store import Store
from tests.components.validated import validated
from tests.data_access.small_city import ROWS

ALL = Period(date(2020, 1, 1), date(2021, 12, 31))


@pytest.fixture(scope="module")
def store(small_store: Store) -> Store:
    return small_store


def draw(store: Store, spec: Card, lang: str = "zh", period: Period = ALL) -> ChartResult:
    look = ChartContext(lang, STYLES["light"], labels(store.snapshot()), Selection(period))
    drawn = KINDS[spec.chart].draw(spec, look, Facts(store.snapshot(), WHOLE_CITY, lang))
    assert drawn is not None
    return drawn


def card(keys: str, by: str, chart: str, height: int = 300) -> Card:
    found = tuple(INDICATORS[key] for key in keys.split())
    return Card(found, tuple(by.split()), chart, Text("题", "Title"), height=height)


def texts(drawn: ChartResult) -> list[str]:
    return [note.text for note in validated(drawn.figure).layout.annotations]


def test_dispatched_leads_without_a_result_end_in_a_mark_of_their_own(store: Store) -> None:
    drawn = draw(
        store, card("risks_found", "lead_review lead_dispatch disposition lead_feedback", "sankey", 440)
    )
    trace = validated(drawn.figure).data[0]
    ends = {name: place for place, name in enumerate(trace.ids)}
    came = [
        value
        for target, value in zip(trace.link.target, trace.link.value, strict=True)
        if target == ends["3|unknown"]
    ]
    leads = [row for row in ROWS["risk_lead"] if row["dispatched_at"] and not row["disposition"]]
    assert sum(came) == len(leads) > 0
    assert f"<b>处置中</b><br>{len(leads)} · " in " ".join(texts(drawn))
    assert "2|unknown" not in ends, "what was not confirmed has its own end: it is not waiting for dispatch"


@pytest.mark.parametrize("chart", ["bars", "pareto", "treemap", "shares", "steps"])
def test_what_has_no_member_stands_last(store: Store, chart: str) -> None:
    drawn = draw(store, card("co_investigations", "platform", chart))
    trace = validated(drawn.figure).data[-1 if chart == "shares" else 0]
    codes = [row[0] for row in trace.customdata]
    assert codes[-1] == "unknown"
    if chart in {"bars", "pareto"}:
        assert trace.marker.color[-1] == STYLES["light"].other
        assert trace.marker.color[0] == STYLES["light"].accent


def test_what_has_no_member_is_last_in_tables_and_in_words(store: Store) -> None:
    spec = card("co_investigations", "platform", "bars")
    drawn = draw(store, spec)
    frame, _ = columns_of(spec, drawn, "zh")
    assert list(frame["code"])[-1] == "unknown"
    assert frame["value"].iloc[:-1].is_monotonic_decreasing
    assert drawn.alt.rstrip("。").split("、")[-1].startswith("未知")


def test_requests_without_a_result_are_unanswered_and_not_unknown(store: Store) -> None:
    for lang, word in (("zh", "待反馈"), ("en", "Not answered yet")):
        drawn = draw(store, card("co_investigations", "co_result", "bars"), lang)
        assert word in list(drawn.frame["label"])


def test_the_definition_of_a_narrowed_card_says_what_it_is_narrowed_to() -> None:
    narrow = (("direction", "in"),)
    indicator = INDICATORS["co_investigations"]
    assert cards.explained((indicator,), "zh", narrow).startswith("仅计  协查方向＝外地来协查\n口径")
    assert cards.explained((indicator,), "en", narrow).startswith("Only  Direction: ")
    spec = Card((indicator,), (), "key", Text("外地来协查", "From other regions"), narrow=narrow)
    frame = cards.cards([spec], "zh")[0]
    tip = getattr(frame.children[0].children[1], "data-tip")
    assert tip == cards.explained((indicator,), "zh", narrow)


def test_numbers_that_are_drawn_together_are_explained_together_and_those_of_a_switch_one_at_a_time() -> None:
    three = tuple(INDICATORS[key] for key in ("complaints", "complaints_closed", "handling_days"))
    told = cards.means(three, "zh").split("\n")
    assert told == [f"{one.title('zh')}  {one.definition('zh')}" for one in three]
    shares = tuple(INDICATORS[f"canal_days_p{share}"] for share in (10, 50))
    assert cards.means(shares, "zh") == f"P10处置天数、P50处置天数  {shares[0].definition('zh')}"
    sources = [line for line in cards.explained(three, "zh").split("\n") if line.startswith("来源")]
    assert len(sources) == len({one.source.title for one in three})
    for chart, expected in (("trend", three), ("bars", three[:1])):
        frame = cards.cards([Card(three, ("district",), chart, Text("走势", "Trend"))], "zh")[0]
        info = frame.children[0].children[1]
        assert getattr(info, "data-means") == cards.means(expected, "zh")


@pytest.mark.parametrize(("lang", "words"), [("zh", "2020 年 53.9%"), ("en", "the last is 53.9% in 2020")])
def test_a_figure_of_years_that_the_period_lacks_tells_of_its_last_year(
    store: Store, lang: str, words: str
) -> None:
    spec = Card((INDICATORS["online_consumption_retail_share"],))
    year = Selection(Period(date(2021, 1, 1), date(2021, 12, 31)))
    page = {"lang": lang, "theme": "light", "path": "/", "fixed": {}}
    found = key_answer(
        spec, CardContext(page, labels(store.snapshot()), year, Facts(store.snapshot(), WHOLE_CITY, lang))
    )
    assert found.now is None
    assert words in found.words


def test_stages_of_the_same_cases_are_not_added(store: Store) -> None:
    drawn = draw(store, card("stages_entered", "stage", "steps"))
    assert drawn.meta == "件"
    assert isinstance(drawn.frame, pd.DataFrame)


def test_the_browser_is_told_which_charts_narrow_to_a_time() -> None:
    shown = {
        chart: cards.cards([Card((INDICATORS["complaints"],), ("district",), chart)], "zh")[
            0
        ].to_plotly_json()
        for chart in ("trend", "calendar", "bars", "heat")
    }
    assert {chart for chart, frame in shown.items() if "data-time" in frame["props"]} == {"trend", "calendar"}


def test_each_kind_is_listed_under_its_own_name_and_names_the_column_of_its_value() -> None:
    assert all(name == kind.name and "value" in kind.columns for name, kind in KINDS.items())


@pytest.mark.parametrize(("lang", "absent", "outside"), [
    ("zh", "不在本库", "不在图上辖区：余杭区 "), ("en", "not in this store", "outside this map: Yuhang "),
])  # fmt: skip
@pytest.mark.parametrize("indicator", ["complaints", "closure_rate"])
def test_a_shape_without_a_region_is_grey_and_never_zero_and_a_region_without_a_shape_stands_in_the_note(
    store: Store, monkeypatch: pytest.MonkeyPatch, lang: str, absent: str, outside: str, indicator: str
) -> None:
    shipped = area_map("330100", None)
    features = [
        feature | ({"id": "330199"} if feature["id"] == "330110" else {})
        for feature in shipped.geojson["features"]
    ]
    places = shipped.places.assign(code=shipped.places["code"].replace("330110", "330199"))
    changed = replace(shipped, geojson=shipped.geojson | {"features": features}, places=places)
    monkeypatch.setattr(Facts, "area_map", lambda *_: changed)
    spec = card(indicator, "district", "map")
    trusting = replace(spec, indicators=tuple(replace(one, min_n=0) for one in spec.indicators))
    drawn = draw(store, trusting, lang)
    values = {row["code"]: row["value"] for row in drawn.rows}
    assert values["330199"] is None
    assert indicator != "complaints" or 0 in values.values()  # a district of the store that had none had none
    blank = validated(drawn.figure).data[1]
    told = dict(zip(blank.locations, blank.hovertext, strict=True))
    assert told["330199"].endswith(absent)
    assert absent not in "".join(text for code, text in told.items() if code != "330199")
    assert outside in " ".join(drawn.notes)
