"""A reader of a cockpit that stands below a path of a shared host goes from page to page, narrows, and takes a file."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.chromium import wait_drawn
from tests.browser.readers import Reader
from tests.browser.serving import Serving
from tests.browser.undrawn import DASH

pytestmark = pytest.mark.browser
BASE = "/market"


def test_a_reader_stays_below_the_path(skimmer: Reader, place: Callable[[Path], Serving], city: Path) -> None:
    serving = place(city)
    serving.environment["COCKPIT_PUBLIC_URL"] = f"{serving.url}{BASE}"
    with serving:
        reader = skimmer.at(serving)
        reader.open(f"{BASE}/")
        reader.draws(DASH).page.locator('nav a[data-link="/governance"]').click()
        reader.page.wait_for_url(f"**{BASE}/governance*")
        wait_drawn(reader.page)
        assert "error" not in reader.states().values()
        whole = reader.number("complaints_and_reports")
        with reader.redrawing():
            reader.choose("district", "余杭区")
        assert reader.number("complaints_and_reports") < whole
        assert reader.path == f"{BASE}/governance"
        box = reader.page.locator('[data-card="complaints_and_reports"]').first
        told = box.evaluate("""async () => {
            const { at } = await import("/market/assets/cockpit/dom.js");
            return [at("/governance"), at("/market/governance"), at("/marketing"), at("https://x/")];
        }""")
        assert told == ["/market/governance", "/market/governance", "/market/marketing", "https://x/"]
        reader.page.goto("/healthz")  # of another app: it would ask a server that is gone
