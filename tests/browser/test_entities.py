"""An entity is found by its name among all of the register and opens with everything that departments know of it."""

import pytest

from tests.browser.chromium import wait_drawn
from tests.browser.readers import Reader, Watch
from tests.browser.undrawn import DASH

pytestmark = pytest.mark.browser
ROWS = '[data-section="rows-entity_register"] .ag-center-cols-container [role=row]'


def test_a_reader_finds_an_entity_by_name_and_reads_its_life(skimmer: Reader) -> None:
    skimmer.draws(DASH).open("/systems/entity_360")
    rows = skimmer.page.locator(ROWS)
    named = rows.nth(3).locator('[col-id="name"]')
    named.filter(has_text="虚构").wait_for()  # a row stands before its page has come
    name = named.inner_text()
    section = skimmer.page.locator('[data-section="rows-entity_register"]')
    section.locator(".ag-floating-filter-input input").nth(1).fill(name)
    skimmer.page.wait_for_function(
        """([rows, name]) => { const found = [...document.querySelectorAll(rows + ' [col-id="name"]')]
             .map((cell) => cell.textContent).filter(Boolean);
             return found.length > 0 && found.every((text) => text === name); }""",
        arg=[ROWS, name],
    )
    link = rows.first.locator("[col-id=entity_id] a")
    code = link.inner_text()
    skimmer.draws()
    link.click()
    skimmer.page.wait_for_url(f"**/systems/entity_360/{code}*")
    wait_drawn(skimmer.page)
    entity = skimmer.page.locator('[data-section="entity"]')
    assert entity.locator("h2").inner_text() == name
    assert code in entity.locator(".facts").inner_text()
    assert "设立登记" in entity.locator(".life li").last.inner_text()
    counted = entity.locator("td.number").all_inner_texts()
    assert sum(int(text.replace(",", "")) for text in counted if text) == entity.locator(".life li").count()


def test_an_entity_that_nobody_knows_is_said_to_be_unknown(skimmer: Reader, watch: Watch) -> None:
    watch.expected |= {404}
    skimmer.open("/systems/entity_360/91330110XX9999999X?lang=en")
    assert "does not know this entity" in skimmer.page.locator('[data-section="entity"]').inner_text()
    assert set(skimmer.states().values()) == {"ready"}
