"""Every supervision system has its page: reached from the overview, whole, in both languages, and on a phone."""

import re

import pytest
from playwright.sync_api import expect

from components.model.page import page_at
from data_access.domain.systems import SYSTEMS
from tests.browser.boxes import COCKPITS, CUT_OFF
from tests.browser.readers import Reader
from tests.every_page import EVERY_PAGE
from tests.shared import swept

pytestmark = pytest.mark.browser

HANGZHOU = "330100"


def new_kinds() -> dict[str, list[str]]:
    """Return what each system draws as none before it and no cockpit does; test_boxes.py draws those on a phone."""
    known = {card.chart for path in COCKPITS for card in page_at(path)[0].cards}
    fresh: dict[str, list[str]] = {}
    for key, system in SYSTEMS.items():
        of_kind = {card.chart: card for card in EVERY_PAGE[system.path].cards if card.chart not in known}
        fresh[key] = [f"{card.main.key}/{kind}" for kind, card in of_kind.items()]
        known |= of_kind.keys()
    return fresh


NEW_KINDS = new_kinds()


@swept("key", SYSTEMS)
def test_a_system_has_its_page_in_both_languages_and_fits_a_phone(key: str, skimmer: Reader) -> None:
    """It is on a phone and in English, whose words are the longest; tests/access/test_scope.py asks for every board in Chinese."""
    path, title = SYSTEMS[key].path, SYSTEMS[key].title(HANGZHOU)
    reader = skimmer.draws(*NEW_KINDS[key])
    reader.page.set_viewport_size({"width": 390, "height": 844})
    reader.open(f"{path}?period=all&lang=en&theme=dark")
    states = reader.states()
    assert set(states.values()) <= {"ready", "empty"}, states
    assert list(states.values()).count("ready") > len(states) * 0.7, states
    assert title("en") in reader.page.locator(".system-heading h1").inner_text()
    assert reader.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert reader.page.evaluate(CUT_OFF) == []
    shown = reader.page.request.get(f"{path}?lang=zh").text()
    assert re.search(rf'"system-heading"><h1>.*?</i>{re.escape(title("zh"))}</h1>', shown)


def test_governance_leads_to_the_systems_behind_it_with_its_filters_and_they_to_their_overview_and_back(
    skimmer: Reader,
) -> None:
    skimmer.open("/governance?district=330110")
    skimmer.page.locator(".systems-behind").get_by_role("link", name="红旗渠", exact=True).click()
    skimmer.page.wait_for_url("**/systems/red_flag_canal?*")
    assert skimmer.query == {"district": "330110"}
    skimmer.page.locator(".system-heading .up").click()
    skimmer.page.wait_for_url(re.compile("/systems([?]|$)"))
    expect(skimmer.page.locator(".tile")).to_have_count(len(SYSTEMS))
    skimmer.page.get_by_role("link", name="红旗渠", exact=True).click()
    skimmer.page.wait_for_url("**/systems/red_flag_canal*")
