"""What is compared is comparable: a class without the platform itself, a mix without praise, no number on too few, no score without its veto."""

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import flask
import pytest
from sqlalchemy import update

from components.cards.credit import credit_badge
from components.cards.drawing import answered, key_answer
from components.cards.table_columns import columns_of
from components.charts import KINDS, ChartContext
from components.http import api
from components.model.card import Card
from components.model.context import CardContext
from components.model.facts import Facts
from components.wall.titles import of_credit
from components.words import phrases
from components.words.theme import STYLES
from data_access.domain.access import WHOLE_CITY
from data_access.domain.filters import Selection
from data_access.domain.periods import Period
from data_access.domain.text import Text
from data_access.lookups.credit import OVERRIDDEN, grades
from data_access.lookups.portraits import platform_list
from data_access.metrics.annotations import Annotation
from data_access.metrics.indicators import INDICATORS, Indicator
from data_access.metrics.indicators.base import MixIndex
from data_access.metrics.indicators.credit import credit_score_mean
from data_access.metrics.indicators.governance import complaints
from data_access.metrics.labels import labels
from data_access.metrics.query import fetch
from data_access.metrics.sources import ACCOUNTS, AGREEMENTS, REQUESTS
from data_access.store.schema import credit_score
from data_access.store.snapshots import Snapshot
from data_access.store.store import Store
from tests.every_page import EVERY_PAGE

ALL = Selection(Period(date(2020, 1, 1), date(2021, 12, 31)))
CARDS = [card for page in EVERY_PAGE.values() for card in page.cards]


def look(snapshot: Snapshot, card: Card, selection: Selection = ALL, lang: str = "zh") -> ChartContext:
    for key, value in card.narrow:
        selection = selection.narrowed(key, value)
    return ChartContext(lang, STYLES["light"], labels(snapshot), selection)


def test_a_class_line_leaves_out_the_platform_that_is_held_against_it(small_store: Store) -> None:
    snapshot = small_store.snapshot()
    names, ask = labels(snapshot), Facts(snapshot, WHOLE_CITY, "zh")
    for platform in names.members("platform"):
        found = ask.class_of(platform)
        if found is None or not found[1]:
            continue
        member, others = found
        assert platform not in others
        card = Card((complaints,), (), "versus", None, 4, 200)
        drawn = KINDS["versus"].draw(card, look(snapshot, card, ALL.narrowed("platform", platform)), ask)
        assert drawn
        name = phrases.OTHERS_OF("zh").format(names.name("class", member, "zh"))
        told = {
            one: sum(row["value"] for row in drawn.rows if row["series"] == one)
            for one in {r["series"] for r in drawn.rows}
        }
        whole = fetch(snapshot, complaints, (), ALL.narrowed("class", member), WHOLE_CITY)["value"].iloc[0]
        assert told[name] == whole - told["本平台"]
        break
    else:
        pytest.fail("no class of the small city has two platforms")


def test_a_platform_alone_in_its_class_is_held_against_nobody(small_store: Store) -> None:
    snapshot, alone = small_store.snapshot(), {"P1": ("C1", ())}

    class Alone(Facts):
        def class_of(self, platform: str) -> tuple[str, tuple[str, ...]] | None:
            return alone.get(platform)

    ask = Alone(snapshot, WHOLE_CITY, "zh")
    for card in CARDS:
        if card.chart == "versus":
            drawn = KINDS["versus"].draw(
                replace(card, indicators=(complaints,)),
                look(snapshot, card, ALL.narrowed("platform", "P1")),
                ask,
            )
            assert drawn
            assert {row["series"] for row in drawn.rows} == {"本平台"}


NOTED = (
    Annotation(
        date(2021, 7, 1), "co_investigation", Text("口径待核实", "To be verified"), "co_investigation"
    ),
)
ACROSS = {
    "prev": Period(date(2021, 7, 1), date(2021, 12, 31)),
    "yoy": Period(date(2021, 1, 1), date(2021, 12, 31)),
}


def why_parted(indicator: Indicator) -> str:
    every = (indicator, *indicator.parts())
    if any(one.source.breaks for one in every):
        return "评分规则"
    return "口径待核实" if any(one.source in (REQUESTS, AGREEMENTS, ACCOUNTS) for one in every) else ""


@pytest.mark.parametrize("compare", ["prev", "yoy"])
def test_no_key_figure_has_a_change_across_new_rules_or_another_counting(
    small_store: Store, compare: str
) -> None:
    """A score of other rules is no worse platform, and fewer requests, otherwise counted, are no better answers."""
    snapshot = small_store.snapshot()
    known = replace(labels(snapshot), annotations=NOTED)
    reasons, compared = set(), 0
    for path, card in [(path, card) for path, page in EVERY_PAGE.items() for card in page.cards]:
        selection = replace(Selection(ACROSS[compare]), compare=compare)
        if not card.is_key:
            continue
        reader = CardContext({"path": path, "fixed": {}, "lang": "zh", "theme": "light"}, known, selection,
                             Facts(snapshot, WHOLE_CITY, "zh"))  # fmt: skip
        found, reason = key_answer(card, reader), why_parted(card.main)
        if found.now is None:
            continue
        compared += found.before is not None
        if reason:
            reasons.add(reason)
            assert found.before is None, card.name
            assert any(reason in note and "2021-07-01" in note for note in found.notes), card.name
        else:
            assert not any("不可比" in note for note in found.notes), card.name
    assert reasons == {"评分规则", "口径待核实"}
    assert compared > 20


def is_mix(indicator: Indicator) -> bool:
    return isinstance(indicator.value, MixIndex) or any(map(is_mix, indicator.parts()))


def test_no_direction_of_a_mix_is_good() -> None:
    mixes = [indicator for indicator in INDICATORS.values() if is_mix(indicator)]
    assert mixes
    assert [indicator.key for indicator in mixes if indicator.good] == []


def test_only_the_middle_of_a_spread_has_its_target() -> None:
    spreads: dict[str, dict[str, Indicator]] = {}
    for key, indicator in INDICATORS.items():
        if found := re.fullmatch(r"(.+)_(p\d+|median)", key):
            spreads.setdefault(found[1], {})[found[2]] = indicator
    assert len(spreads) >= 5
    assert any(one.target for spread in spreads.values() for one in spread.values())
    for spread in spreads.values():
        middle = {one.target for name, one in spread.items() if name in ("p50", "median")}
        for name, one in spread.items():
            assert name in ("p50", "median") or one.target is None or one.target not in middle, one.key


@pytest.fixture(scope="module")
def with_least() -> list[Card]:
    """Every chart of every page and the wall, for each of its indicators that has a minimum: a small one for a small city."""
    found: dict[Any, Card] = {}
    for card in CARDS:
        each = [(one,) for one in card.indicators] if KINDS[card.chart].is_switched else [card.indicators]
        for alone in each:
            if not card.is_key and any(one.min_n > 1 for one in alone):
                least = tuple(replace(one, min_n=12 if one.min_n > 1 else one.min_n) for one in alone)
                key = tuple(one.key for one in alone), card.by, card.chart, card.narrow
                found[key] = replace(card, indicators=least)
    return list(found.values())


def test_no_number_on_too_few_is_drawn_or_listed(with_least: list[Card], small_store: Store) -> None:
    snapshot = small_store.snapshot()
    ask, few = Facts(snapshot, WHOLE_CITY, "zh"), 0
    for card in with_least:
        of_platform = KINDS[card.chart].of_platform or card.chart == "versus"
        for selection in (ALL.narrowed("platform", "P1") if of_platform else ALL,):
            drawn = KINDS[card.chart].draw(card, look(snapshot, card, selection), ask)
            for row in drawn.rows if drawn else ():
                least = INDICATORS[row["code"]].min_n if card.chart == "dots" else card.main.min_n
                if "series" not in row and 0 < row["n"] < least and "low" not in row:
                    assert row["value"] is None, (card.name, row)
                    few += 1
    assert few > 30


def test_a_rate_of_few_says_of_how_many_in_its_own_row(small_store: Store) -> None:
    """A class of eight inspections stood beside one of hundreds, a district of one platform last among all: n was under the mouse."""
    snapshot, of_few = small_store.snapshot(), set()
    ask = Facts(snapshot, WHOLE_CITY, "zh")
    ranks = [card for card in CARDS if card.chart in {"bars", "steps"}]
    # Whatever its least, a rate of the small city is of few.
    alone = [replace(card, indicators=(replace(one, min_n=1),))
             for card in ranks for one in card.indicators if one.min_n]  # fmt: skip
    for card in alone:
        drawn = KINDS[card.chart].draw(card, look(snapshot, card), ask)
        of_their_own = card.by == ("platform",) and drawn and all(row["n"] <= 1 for row in drawn.rows)
        if not drawn or of_their_own:
            continue
        few = [row for row in drawn.rows if row["value"] is not None and row["n"] < 30]
        assert all(f"n={row['n']:.0f}" in row.get("sign", "") for row in few), card.name
        assert not any("n=" in (row.get("sign") or "") for row in drawn.rows if row not in few), card.name
        if few:
            of_few.add((card.main.key, *card.by))
            assert "· n=" in json.dumps(drawn.figure, ensure_ascii=False), card.name
    assert {("credit_score_mean", "district"), ("hit_rate", "credit_class")} <= of_few


def test_the_connectors_of_a_bridge_are_no_rates_of_too_few_calls(small_store: Store) -> None:
    snapshot = small_store.snapshot()
    ask = Facts(snapshot, WHOLE_CITY, "zh")
    (card, *_) = [card for card in CARDS if card.chart == "connectors"]
    calls, success, latency = card.indicators
    least = 10**9
    of_many = replace(card, indicators=(calls, replace(success, min_n=least), replace(latency, min_n=least)))
    shown = KINDS["connectors"].draw(card, look(snapshot, card), ask)
    hidden = KINDS["connectors"].draw(of_many, look(snapshot, card), ask)
    assert shown
    assert hidden
    assert any(row["value"] is not None for row in shown.rows)
    assert all(row["value"] is None and row["latency"] is None for row in hidden.rows)


@pytest.fixture(scope="module")
def vetoed(small_city: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The small city in which P1 has 93 points and is red all the same."""
    folder = tmp_path_factory.mktemp("vetoed") / "store"
    shutil.copytree(small_city, folder)
    store = Store(str(folder), threads=1)
    change = {"score": 93.0, "colour": "red", "credit_class": "D", "veto": "serious_list"}
    with store.draft(from_current=True) as draft, draft.engine.begin() as connection:
        connection.execute(update(credit_score).where(credit_score.c.platform_id == "P1").values(**change))
    yield store
    store.close()


SCORES = [card for card in CARDS if credit_score_mean in card.indicators]
SIGN = {lang: OVERRIDDEN(lang) for lang in ("zh", "en")}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_score_stands_nowhere_without_its_veto(vetoed: Store, lang: str) -> None:
    snapshot = vetoed.snapshot()
    names = labels(snapshot)
    reason = names.name("credit_rule", "serious_list", lang)
    seen = set()
    for path, page in EVERY_PAGE.items():
        for card in page.cards:
            if credit_score_mean not in card.indicators or card.by not in ((), ("platform",)):
                continue
            selection = ALL if card.by else ALL.narrowed("platform", "P1")
            reader = CardContext({"path": path, "fixed": {}, "lang": lang, "theme": "light"}, names, selection,
                                 Facts(snapshot, WHOLE_CITY, lang))  # fmt: skip
            seen.add(card.chart)
            if card.is_key:
                said = " ".join(key_answer(card, reader).notes)
            elif not card.by:
                said = " ".join(answered(card, reader, 0).notes)
            else:
                found = answered(card, reader, 0)
                assert found.drawn
                assert SIGN[lang] in json.dumps(found.drawn.figure, ensure_ascii=False), card.name
                frame, columns = columns_of(card, found.drawn, lang)
                assert "veto" in [column.name for column in columns]
                said = " ".join([found.drawn.alt if card.chart == "bars" else SIGN[lang], *frame["veto"]])
                assert [bool(one) for one in frame["veto"]] == [code == "P1" for code in frame["code"]]
            assert SIGN[lang] in said, card.name
            assert reason in said, card.name
    assert seen >= {"key", "bars", "points", "trend"}


def test_the_badge_the_list_and_the_wall_say_the_veto_too(vetoed: Store) -> None:
    snapshot = vetoed.snapshot()
    names = labels(snapshot)
    held = grades(snapshot, ALL.period.end)
    for key, grade in held.items():
        assert (SIGN["zh"] in str(credit_badge(grade, "zh"))) is (key == "P1")
    listed = platform_list(snapshot, ALL, WHOLE_CITY, "zh").set_index("id")["credit"]
    assert listed["P1"].endswith(f"93 · {SIGN['zh']}")
    assert listed.str.contains(SIGN["zh"]).sum() == 1
    reader = CardContext({"path": "/wall", "fixed": {}, "lang": "zh", "theme": "dark"}, names, ALL,
                         Facts(snapshot, WHOLE_CITY, "zh"))  # fmt: skip
    assert of_credit(reader).endswith("，其中一票否决1家。")


def test_the_api_and_its_files_say_the_veto_beside_the_score(vetoed: Store) -> None:
    server = flask.Flask(__name__)
    api.register(server, vetoed, lambda: WHOLE_CITY)
    client = server.test_client()
    days = f"from={ALL.period.start}&to={ALL.period.end}"
    address = "/api/indicators/credit_score_mean.{}?by=platform&" + days
    rows = {row["platform"]: row for row in client.get(address.format("json")).json["rows"]}
    assert rows["P1"]["veto"].startswith(SIGN["zh"])
    assert [key for key, row in rows.items() if "veto" in row] == ["P1"]
    lines = client.get(address.format("csv")).data.decode("utf-8-sig").splitlines()
    (line,) = [line for line in lines if ",P1," in line]
    assert SIGN["zh"] in line
    assert sum(SIGN["zh"] in line for line in lines) == 1
    assert client.get(f"/api/platforms/P1.json?{days}").json["identity"]["credit"]["veto"] == "serious_list"
