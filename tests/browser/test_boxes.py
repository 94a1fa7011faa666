"""Names of any length on screens of any size, measured by the boxes of what stands there."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from data_access.store.store import Store
from tests.browser.boxes import COCKPITS, CUT_OFF, MOVING, SCENES, WALLS, faults, resize, wall_faults
from tests.browser.chromium import wait_drawn
from tests.browser.readers import Reader
from tests.browser.serving import Serving
from tests.browser.undrawn import DASH
from tests.browser.whole import assert_whole
from tests.shared import swept

pytestmark = pytest.mark.browser

#: The sizes at which pages are looked at in each language: names are the same in both, and English heads are the longer ones.
SCREENS = {
    "zh": ((1920, 1080), (3840, 2160), (390, 844)),
    "en": ((1366, 768), (1024, 768), (390, 844)),
}
THEMES = {"zh": "light", "en": "dark"}
PHONE = (390, 844)
#: The screens on which the wall is looked at in each language: it is the same stage, enlarged, on those of one shape, and the small
#: ones are the hardest.
WALLS_IN = {
    "zh": ((1920, 1080), (6656, 1792), (1024, 768), PHONE),
    "en": ((3840, 2160), (5760, 1080), (1024, 768), PHONE),
}
#: Names of 46 and of 120 letters, as public registers have them.
LONG = "Consolidated Marketplace Holdings of the North"
LONGER = "The International Association of Independent Merchants and Platforms for Electronic Commerce, Delivery and Payment Serv."


@pytest.fixture(scope="module")
def of_long_names(city: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo city in which every platform, and two of three codes, have a long name that its end tells apart."""
    store = tmp_path_factory.mktemp("long") / "store"
    shutil.copytree(city, store)
    with Store(str(store)).draft(from_current=True) as draft:
        rows = draft.connection.execute("SELECT platform_id FROM platform ORDER BY 1").fetchall()
        for place, (key,) in enumerate(rows):
            name = _long(place, place)
            draft.connection.execute(
                "UPDATE platform SET name = ?, name_en = NULL WHERE platform_id = ?", [name, key]
            )
        codes = draft.connection.execute("SELECT list_key, code, position FROM code").fetchall()
        for key, code, position in codes:
            if position % 3:
                name = _long(position % 3, position)
                statement = "UPDATE code SET zh = ?, en = ? WHERE list_key = ? AND code = ?"
                draft.connection.execute(statement, [name, name, key, code])
    return store


def _long(kind: int, number: int) -> str:
    name = LONGER if kind % 2 else LONG
    return f"{name[:-3]}{number:03d}"


def test_the_names_are_as_long_as_they_are_said_to_be() -> None:
    assert [len(_long(kind, 7)) for kind in (0, 1)] == [46, 120]


def test_a_wall_is_looked_at_on_every_screen_on_which_one_stands() -> None:
    assert {one for screens in WALLS_IN.values() for one in screens} == {*WALLS, PHONE}


@pytest.fixture(scope="module")
def app_of_long_names(of_long_names: Path, place: Callable[[Path], Serving]) -> Iterator[Serving]:
    with place(of_long_names) as serving:
        yield serving


@swept("lang", THEMES)
def test_cockpits_are_whole_long_names_keep_to_their_row_their_cell_and_their_card_and_every_scene_fits_every_screen(
    lang: str, app_of_long_names: Serving, reader: Reader
) -> None:
    """A page is drawn at the size at which the last was left, a phone's after the first language; a new size draws the charts of
    all scenes, shown or not. What one language has asked the store the other need not ask."""
    found = dict[str, list[str]]()
    page = reader.at(app_of_long_names).page
    is_left_small = page.viewport_size == {"width": PHONE[0], "height": PHONE[1]}

    for place, path in enumerate(COCKPITS):
        reader.open(f"{path}?lang={lang}&theme={THEMES[lang]}")
        assert_whole(reader, lang, THEMES[lang])
        for width, height in SCREENS[lang][:: -1 if place % 2 != is_left_small else 1]:
            resize(page, width, height)
            found[f"{path} at {width}"] = faults(page) + page.evaluate(CUT_OFF)
    reader.open(f"/wall?rotate=0&lang={lang}")
    assert page.evaluate(MOVING) == 0, "a reader who wants no motion has none"
    for width, height in WALLS_IN[lang][:: -1 if is_left_small else 1]:
        resize(page, width, height)
        for scene in SCENES:
            page.locator(f'[data-show="{scene}"]').click()
            wait_drawn(page)
            found[f"{scene} at {width}"] = faults(page) + (
                wall_faults(page, height) if width > height else []
            )
    assert len(found) == len(COCKPITS) * len(SCREENS[lang]) + len(SCENES) * len(WALLS_IN[lang])
    assert {where: what for where, what in found.items() if what} == {}


@pytest.mark.parametrize(("lang", "month"), [("zh", "3月"), ("en", "March")])
def test_a_period_of_ones_own_leaves_the_bar_two_rows_and_its_calendar_speaks_the_readers_language(
    lang: str, month: str, skimmer: Reader
) -> None:
    reader = skimmer.draws(DASH)
    reader.page.set_viewport_size({"width": 1366, "height": 768})
    reader.open(f"/governance?from=2021-03-01&to=2021-03-31&district=330106,330110&lang={lang}")
    reader.page.locator("html[data-dash=ready]").wait_for()
    calendar = reader.page.locator(".bar .range:not(.hidden) input").first
    calendar.wait_for()
    tall = reader.page.locator(".bar:visible").evaluate("(bar) => bar.offsetHeight")
    assert tall <= 2 * calendar.evaluate("(one) => one.closest('.range').offsetHeight") + 24
    more = reader.page.locator(".bar .more summary")
    more.click()
    sheet = reader.page.locator(".more .sheet").bounding_box()
    assert sheet
    assert sheet["x"] >= 0
    assert sheet["x"] + sheet["width"] <= 1366
    reader.page.keyboard.press("Escape")
    calendar.click()
    calendars = reader.page.locator(".dash-datepicker-calendar")
    assert calendars.locator("th").all_inner_texts()[0].split()[0] == month
    assert calendars.count() == 2
