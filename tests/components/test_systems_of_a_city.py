"""`/systems` lists what a city runs, and names the rest in one sentence."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from components.cards.drawing import key_answer
from components.cards.lacking import absent, note, without
from components.frame.systems import links
from components.model.card import Card
from components.model.context import CardContext
from components.model.facts import Facts
from components.model.page import Page, Tiles
from data_access.domain.access import WHOLE_CITY
from data_access.domain.filters import Selection
from data_access.domain.periods import Period
from data_access.domain.systems import SYSTEMS
from data_access.metrics.indicators import INDICATORS
from data_access.metrics.labels import labels
from data_access.metrics.signals import as_shown, page_of
from data_access.store.snapshots import Snapshot
from data_access.store.store import Store
from tests.components.test_pages import parts
from tests.data_access.conftest import fill
from tests.data_access.small_city import ROWS
from tests.every_page import EVERY_PAGE

_KEPT = ("dataset", "code", "region", "interview", "site_check")


def test_a_system_of_which_nothing_is_recorded_has_no_tile_and_no_link_and_is_named(tmp_path: Path) -> None:
    store, page = Store(str(tmp_path / "store"), threads=1), EVERY_PAGE["/systems"]
    fill(store, {table: ROWS[table] for table in _KEPT})
    known = labels(store.snapshot())
    store.close()
    left_out = absent(page, known)
    (kept,) = without(page.sections[0], left_out).parts
    assert isinstance(kept, Tiles)
    assert [key for key, _ in kept.systems] == ["joint_governance"]
    told = str(note(page, left_out, known, "zh"))
    assert "红盾云桥" in told or "政企数据交换" in told
    hrefs = {getattr(one, "href", None) for one in parts(links("platform", known, "zh"))} - {None}
    assert hrefs == {"/systems/joint_governance"}


def test_a_store_that_records_all_lists_every_system(small_store: Store) -> None:
    page, known = EVERY_PAGE["/systems"], labels(small_store.snapshot())
    assert not absent(page, known)


def reader_of(page: Page, snapshot: Snapshot) -> CardContext:
    """Return a reader of a page who chose a year, and nothing else."""
    selection = Selection(Period(date(2021, 1, 1), date(2021, 12, 31)))
    fixed = page.fixed({})
    for key, value in fixed.items():
        selection = selection.narrowed(key, value)
    state = {"path": page.path, "fixed": fixed, "lang": "zh", "theme": "light", "filters": []}
    return CardContext(state, labels(snapshot), selection, Facts(snapshot, WHOLE_CITY, "zh"))


def test_each_figure_of_a_tile_is_that_of_its_page(demo_city: Path) -> None:
    def told(card: Card, reader: CardContext) -> object:
        found = key_answer(replace(card, name="any"), reader)
        return found.now, found.before, found.notes, found.words

    store = Store(str(demo_city), threads=1)
    snapshot, index = store.snapshot(), EVERY_PAGE["/systems"]
    (tiles,) = (part for part in index.sections[0].parts if isinstance(part, Tiles))
    assert {key for key, _ in tiles.systems} == set(SYSTEMS)
    for key, shown in tiles.systems:
        page = EVERY_PAGE[SYSTEMS[key].path]
        keys = {one.main.key: one for one in page.cards if one.is_key and not one.narrow}
        for card in shown:
            on_page = told(keys[card.main.key], reader_of(page, snapshot))
            assert told(card, reader_of(index, snapshot)) == on_page, card.name
    store.close()


def test_a_target_is_missed_by_the_number_on_the_page_that_a_warning_leads_to(demo_city: Path) -> None:
    store = Store(str(demo_city), threads=1)
    snapshot, warnings = store.snapshot(), EVERY_PAGE["/warnings"]
    for one in (one for one in INDICATORS.values() if one.target):
        reader, there = reader_of(warnings, snapshot), reader_of(EVERY_PAGE[page_of(one)], snapshot)
        now = reader.number(one, as_shown(one, reader.selection))
        assert repr(now) == repr(there.number(one, there.selection)), one.key
    store.close()
