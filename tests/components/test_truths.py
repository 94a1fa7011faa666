"""Numbers that stand side by side do not contradict each other, in any city, and no city bears another's names."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app import create_app
from components.charts import KINDS, ChartContext
from components.model.card import Card
from components.model.facts import Facts
from components.words.theme import STYLES
from data_access.brief import brief, brief_bytes
from data_access.domain.access import WHOLE_CITY
from data_access.domain.filters import Selection
from data_access.domain.periods import Period
from data_access.domain.settings import Settings
from data_access.domain.systems import SYSTEMS
from data_access.metrics.coverage import unrecorded
from data_access.metrics.indicators import INDICATORS, Indicator
from data_access.metrics.labels import labels
from data_access.metrics.plan import together
from data_access.metrics.query import Question, fetch, grain_of
from data_access.metrics.sources import ITEMS, Flow
from data_access.store.schema import quality_check
from data_access.store.snapshots import Snapshot
from data_access.store.store import Store
from tests.data_access.conftest import fill
from tests.data_access.small_city import ROWS
from tests.every_page import EVERY_PAGE
from tests.shared import SMALL_CITIES, part_of_the_province, small_demo_city

ALL = Period(date(2014, 1, 1), date(2021, 12, 31))
YEAR, DECEMBER = Period(date(2021, 1, 1), date(2021, 12, 31)), Period(date(2021, 12, 1), date(2021, 12, 31))
Ask = Callable[..., pd.DataFrame]


@pytest.fixture(scope="module", params=["330100", "330000", *SMALL_CITIES])
def city(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Each demo city: the small ones whole, of the largest and of the province a small part."""
    match request.param:
        case "330100":
            folder = request.getfixturevalue("demo_city")
        case "330000":
            folder = part_of_the_province(tmp_path_factory)
        case small:
            folder = small_demo_city(tmp_path_factory, small)
    store = Store(str(folder), threads=1)
    yield store
    store.close()


def answer(
    store: Store, key: str, by: tuple[str, ...] = (), period: Period = ALL, **filters: str
) -> pd.DataFrame:
    selection = Selection(period)
    for name, value in filters.items():
        selection = selection.narrowed(name, value)
    return fetch(store.snapshot(), INDICATORS[key], by, selection, WHOLE_CITY)


def funnels() -> list[Card]:
    return [card for page in EVERY_PAGE.values() for card in page.cards if card.chart == "funnel"]


def test_the_steps_of_a_funnel_are_of_the_same_rows_by_the_same_day() -> None:
    assert len(funnels()) > 5
    for card in funnels():
        assert len({(one.source.key, one.cohort) for one in card.indicators}) == 1, card.name


def test_acceptance_is_a_step_between_a_complaint_and_its_closure() -> None:
    (card,) = [card for card in EVERY_PAGE["/governance"].cards if card.chart == "funnel"]
    keys = [one.key for one in card.indicators]
    assert keys == ["complaints", "complaints_accepted", "complaints_closed", "complaints_resolved"]


def test_what_a_platform_settled_first_is_accepted_by_nobody_and_no_number_calls_it_so(
    tmp_path: Path,
) -> None:
    """The step of the funnel that holds it names it: beside the rate of acceptance it read as three points more accepted."""
    settled = dict.fromkeys(ROWS["complaint_report"][0]) | {
        "item_id": "S1", "kind": "complaint", "registered_at": datetime(2021, 3, 1), "settled_at": datetime(2021, 3, 4),
        "closed_at": datetime(2021, 3, 4), "result": "settled",
    }  # fmt: skip
    store = Store(str(tmp_path), threads=1)
    fill(store, ROWS | {"complaint_report": [settled]})
    counts = [
        one for one in INDICATORS.values() if one.source is ITEMS and one.counts and one.cohort == "created"
    ]
    called = {
        one.key: one.title.zh
        for one in counts
        if re.search("受理|[Aa]ccept", one.title.zh + one.title.en) and answer(store, one.key)["value"].sum()
    }
    store.close()
    assert set(called) == {"complaints_accepted", "complaints_closed"}
    assert [title for title in called.values() if "和解" not in title] == []


def test_a_funnel_goes_through_its_steps_in_the_order_of_the_flow_beside_it() -> None:
    """The dimension by which a step of a lead is known, in the order of the Sankey, and the indicator that counts it."""
    cards = EVERY_PAGE["/systems/fair_online"].cards
    (flow,) = [card for card in cards if card.chart == "sankey"]
    (steps,) = [card for card in cards if card.chart == "funnel"]
    counted = {"lead_review": "risks_confirmed", "lead_dispatch": "leads_dispatched", "disposition": "leads_verified",
               "lead_feedback": "leads_fed_back"}  # fmt: skip
    assert [one.key for one in steps.indicators[1:]] == [counted[key] for key in flow.by]


def test_every_step_of_a_funnel_is_within_the_one_before(city: Store) -> None:
    nested(city)


def test_every_step_is_within_the_one_before_where_rows_take_every_course(small_store: Store) -> None:
    nested(small_store)


def ahead(store: Store, keys: Iterable[str], *splits: tuple[str, ...]) -> None:
    """Have numbers answered by few statements, as boards do, that are looked at one by one then."""
    asked = [Question(INDICATORS[key], by, Selection(ALL)) for key in dict.fromkeys(keys) for by in splits]
    together(store.snapshot(), asked, WHOLE_CITY)


def nested(store: Store) -> None:
    known = labels(store.snapshot()).recorded
    splits: tuple[tuple[str, ...], ...] = ((), ("month",), ("platform",))
    recorded = [one.key for card in funnels() for one in card.indicators if not unrecorded(one, (), known)]
    ahead(store, recorded, *splits)
    for card in funnels():
        steps = [one for one in card.indicators if one.key in recorded]
        for by in splits:
            values = [_values(store, one, by) for one in steps]
            for before, after in pairwise(values):
                for member, value in after.items():
                    assert value <= before.get(member, 0.0), f"{card.name} by {by}: {member}"


def _values(store: Store, indicator: Indicator, by: tuple[str, ...]) -> dict[Any, float]:
    frame = answer(store, indicator.key, by)
    return dict(zip(frame[by[0]] if by else [""], frame["value"], strict=True))


@pytest.mark.parametrize("kind", ["supervised", "risk"])
def test_no_more_failed_batches_are_taken_down_than_failed(city: Store, kind: str) -> None:
    if unrecorded(INDICATORS["batches_taken_down"], (), labels(city.snapshot()).recorded):
        assert labels(city.snapshot()).dataset.city != "330100"
        return
    for by in ("month", "year", "goods", "platform"):
        failed, down = (
            answer(city, key, (by,), sampling_kind=kind).set_index(by)["value"]
            for key in ("unqualified_batches", "batches_taken_down")
        )
        assert down.sum() > 0
        assert (failed.reindex(down.index).fillna(0.0) >= down).all(), by


def test_negative_entities_are_no_more_than_the_register_holds_and_say_that_they_are_no_part_of_it(
    city: Store,
) -> None:
    snapshot = city.snapshot()
    assert INDICATORS["negative_entities"].out_of
    if not unrecorded(INDICATORS["entities"], (), labels(snapshot).recorded):
        negative, held = (answer(city, key)["value"].iloc[0] for key in ("negative_entities", "entities"))
        assert 0 < negative < held


def test_no_check_fails_over_a_field_that_is_empty_by_design(city: Store) -> None:
    with city.connect() as connection:
        failing = connection.execute(select(quality_check).where(quality_check.c.failed > 0)).all()
    assert [(row.table_name, row.rule) for row in failing] == []


#: What begins or ends by a rule of its own at mid-2021: published half-years, and what credit rules of that day deduct.
_PUBLISHED_TO_MID_2021 = {"credit_deductions", "credit_deduction_items"}


def test_nothing_halves_or_doubles_where_the_published_half_year_ends(city: Store) -> None:
    snapshot = city.snapshot()
    known = labels(snapshot).recorded
    told = 0
    flows = [
        key
        for key, one in INDICATORS.items()
        if isinstance(one.source.cohorts.get(one.cohort), Flow)
        and one.counts
        and key not in _PUBLISHED_TO_MID_2021
        and not unrecorded(one, (), known)
        and grain_of(one, "month") == "month"
    ]
    ahead(city, flows, ("month",))
    for key in flows:
        monthly = answer(city, key, ("month",)).set_index("month")
        moved = [_moved(monthly, year) for year in (2020, 2021)]
        if all(moved):
            told += 1
            before, now = moved
            assert 0.55 < now / before < 1.8, f"{key}: Q3 over Q2 was {before:.2f} and is {now:.2f}"
    assert told > 3


#: Below, chance alone doubles a quarter: a case passes seven stages at once.
_ENOUGH = 150


def _moved(monthly: pd.DataFrame, year: int) -> float:
    """Return the third quarter over the second; 0 where they rest on too few to tell."""
    second, third = (monthly.loc[f"{year}-{a:02d}-01" : f"{year}-{b:02d}-28"] for a, b in ((4, 6), (7, 9)))
    if min(part[column].sum() for part in (second, third) for column in ("n", "value")) < _ENOUGH:
        return 0.0
    return float(third["value"].sum() / second["value"].sum())


_NUMBERS = re.compile(r"(\d+)\D+(\d+)")


@pytest.mark.parametrize("chosen", ["", "P001"])
def test_as_many_members_are_drawn_as_a_note_says(demo_city: Path, chosen: str) -> None:
    store = Store(str(demo_city), threads=1)
    snapshot = store.snapshot()
    names, ask, told = labels(snapshot), Facts(snapshot, WHOLE_CITY, "zh"), 0
    for card in {(one.name, one.height): one for page in EVERY_PAGE.values() for one in page.cards}.values():
        kind = KINDS.get(card.chart)
        if card.is_key or kind is None or kind.of_platform or card.chart not in _COUNTED:
            continue
        if any(unrecorded(one, card.by, names.recorded) for one in card.indicators):
            continue
        selection = Selection(YEAR)
        for key, value in card.narrow:
            selection = selection.narrowed(key, value)
        if chosen and "platform" in card.by:
            selection = selection.narrowed("platform", chosen)
        found = kind.draw(card, ChartContext("zh", STYLES["light"], names, selection), ask)
        if found is None:
            continue
        notes = [found.truncation_note] if card.chart != "heat" else found.notes
        for note in filter(None, notes):
            if not (said := _NUMBERS.search(note)):
                continue
            told += 1
            assert int(said[1]) in _drawn(found.figure, card.chart), f"{card.name}: {note}"
            assert int(said[1]) < int(said[2])
    store.close()
    assert told > 5


_COUNTED = {"bars", "intervals", "league", "connectors", "boxes", "heat"}


def _drawn(figure: dict[str, Any], chart: str) -> set[int]:
    """Return how many members stand in a figure: of a heat map its rows and its columns."""
    trace = figure["data"][0]
    if chart == "heat":
        return {len(trace["y"]), len(trace["x"])}
    codes = {str(code[0] if isinstance(code, list) else code) for code in trace["customdata"]}
    return {len(codes - {"unknown"})}


# Names of other cities' systems.

#: Words of names by which each home is known, and that nobody else bears.
_MARKS = {
    "330700": ("金华", "Jinhua"),
    "430100": ("长沙", "雨花", "Changsha", "Yuhua"),
    "500110": ("綦江", "Qijiang"),
    "610400": ("咸阳", "Xianyang"),
}


def foreign(place: str, lang: str) -> list[str]:
    """Return the names that no page of a place may bear: other cities' systems, and the cities whose they are."""
    own = {home for home in _MARKS if home == place or (place.endswith("0000") and home[:2] == place[:2])}
    words = [mark for home, marks in _MARKS.items() if home not in own for mark in marks]
    for system in SYSTEMS.values():
        name = system.own_name(lang)
        if not system.is_at_home(place) and name != system.function(lang):
            words.append(name)
    return words


def without_places(text: str, held: Snapshot, lang: str) -> str:
    """Return a text without the names of regions and codes that the store itself holds: a partner city is no system."""
    for members in labels(held).lists.values():
        for member in sorted(members.values(), key=lambda one: -len(one.title(lang))):
            if (
                any(word in member.title(lang) for marks in _MARKS.values() for word in marks)
                or member.code == "red_shield"
            ):
                text = text.replace(member.title(lang), "")
    return text


def pages(client: FlaskClient, langs: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the document of every page, in these languages."""
    for lang in langs:
        for path in EVERY_PAGE:
            at = path.replace("<platform_id>", "P001").replace("<entity_id>", "E1")
            if not at:
                continue
            yield lang, client.get(f"{at}?lang={lang}").get_data(as_text=True)


def test_no_page_of_a_city_bears_the_name_of_another_citys_system(city: Store, tmp_path: Path) -> None:
    """Which name a system has follows from the place, before its language is chosen: documents, which tell no data, are read in one.

    A name that a page has written out is foreign to the place of no system below, where they are read in both.
    """
    bears_no_foreign_name(city, tmp_path, documents=("zh",))


def test_a_store_of_no_known_city_names_every_system_by_what_it_does(tmp_path: Path) -> None:
    rows = {"dataset": [ROWS["dataset"][0] | {"city": "999999", "name_zh": "某地", "name_en": "Somewhere"}]}
    store = Store(str(tmp_path / "store"), threads=1)
    fill(store, {**rows, "complaint_report": ROWS["complaint_report"]})
    bears_no_foreign_name(store, tmp_path, documents=("zh", "en"))
    store.close()


def bears_no_foreign_name(store: Store, folder: Path, documents: Sequence[str]) -> None:
    """Fail where a document in these languages, a board or the bulletin has the name of a system of elsewhere."""
    snapshot = store.snapshot()
    place = labels(snapshot).dataset.city
    settings = Settings(
        store=store.location, state=f"sqlite:///{folder / 'state.sqlite'}", exports=str(folder / "exports")
    )
    client = create_app(settings).server.test_client()
    texts = [*pages(client, documents)]
    for lang in ("zh", "en"):
        boards = (
            f"/api/board{path}?lang={lang}" for path in ("/systems", "/governance", "/systems/fair_online")
        )
        texts += [(lang, client.get(board).get_data(as_text=True)) for board in boards]
        made = brief(
            snapshot, WHOLE_CITY, Selection(DECEMBER), lang=lang, export="X", who="", origin="http://here"
        )
        texts.append((lang, brief_bytes(made, "html").decode()))
    for lang, text in texts:
        words = foreign(place, lang)
        if not any(word in text for word in words):
            continue
        told = without_places(text, snapshot, lang)
        found = [word for word in words if word in told]
        assert not found, f"{found} near {_near(told, found[0])}"


def _near(text: str, word: str) -> str:
    at = text.index(word)
    return text[max(at - 80, 0) : at + 80]


def test_a_system_has_its_own_name_at_home() -> None:
    canal, net, fair = SYSTEMS["red_flag_canal"], SYSTEMS["entity_360"], SYSTEMS["fair_online"]
    assert (canal.title("330100")("zh"), canal.title("430100")("zh")) == ("红旗渠", "消费纠纷快速通道")
    assert (net.title("430111")("zh"), net.title("430100")("zh"), net.title("")("zh")) == (
        "雨花智网",
        "雨花智网",
        "市场主体全景",
    )
    assert (fair.title("330700")("zh"), fair.title("330000")("zh")) == ("浙江公平在线", "浙江公平在线")
    assert fair.title("610400")("zh") == "平台违法行为监测"
