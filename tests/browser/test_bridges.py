"""The pages of the bridges: a connector opens its platform; test_narrowing.py clicks on the flow map."""

import pytest

from tests.browser.chromium import wait_drawn
from tests.browser.readers import Reader

pytestmark = pytest.mark.browser

#: Where the first sign of a board stands on the screen, and the platform that it is of.
_SIGN = """(card) => {
  const box = card.querySelector(".scatterlayer .trace .points path").getBoundingClientRect();
  const [[platform]] = card.querySelector(".js-plotly-plot")._fullData[0].customdata;
  return { platform, x: box.x + box.width / 2, y: box.y + box.height / 2 };
}"""


def test_a_click_on_a_connector_opens_its_platform(skimmer: Reader) -> None:
    reader = skimmer.draws("exchange_calls/connectors")
    reader.open("/systems/red_shield_bridge")
    board = reader.card("exchange_calls", "connectors")
    board.scroll_into_view_if_needed()
    sign = board.evaluate(_SIGN)
    reader.page.mouse.move(sign["x"] - 2, sign["y"] - 2)
    reader.page.mouse.move(sign["x"], sign["y"], steps=3)
    board.locator(".hoverlayer > g").first.wait_for()
    reader.page.mouse.click(sign["x"], sign["y"])
    reader.page.wait_for_url("**/platform/*")
    wait_drawn(reader.page)
    assert reader.path == f"/platform/{sign['platform']}"
