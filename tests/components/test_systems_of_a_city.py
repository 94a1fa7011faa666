"""`/systems` lists what a city runs, and names the rest in one sentence."""

from pathlib import Path

from components.cards.lacking import absent, note, without
from components.frame.systems import links
from components.model.page import Tiles
from data_access.metrics.labels import labels
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
