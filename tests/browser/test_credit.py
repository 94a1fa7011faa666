"""Credit: a point on the map opens its platform, a change of rules stands in the charts, every deduction says how to object."""

import pytest

from tests.browser.chromium import wait_drawn
from tests.browser.readers import Reader
from tests.browser.undrawn import DASH

pytestmark = pytest.mark.browser

#: Where the first red point stands on the screen, and the platform that it is of.
_RED = """(card) => {
  const graph = card.querySelector(".js-plotly-plot");
  const trace = graph._fullData.find((one) => one.marker?.symbol === "triangle-up");
  const point = [...card.querySelectorAll("g.trace")].find((one) => one.__data__[0].trace.index === trace.index)
    .querySelector("path.point");
  const { e, f } = point.getScreenCTM();  // where the point itself is: the middle of a triangle is lower
  return { platform: trace.customdata[0][0], x: e, y: f, n: trace.lon.length };
}"""


def test_a_click_on_a_red_point_opens_the_portrait_with_its_deductions(skimmer: Reader) -> None:
    reader = skimmer.draws("credit_score_mean/points")
    reader.open("/credit")
    card = reader.card("credit_score_mean", "points")
    card.scroll_into_view_if_needed()
    red = card.evaluate(_RED)
    assert red["n"] == reader.number("credit_red")
    reader.page.mouse.move(red["x"] - 2, red["y"] - 2)
    reader.page.mouse.move(red["x"], red["y"], steps=3)
    card.locator(".hoverlayer > g").first.wait_for()
    reader.page.mouse.click(red["x"], red["y"])
    reader.page.wait_for_url("**/platform/*")
    wait_drawn(reader.page)
    assert reader.path == f"/platform/{red['platform']}"
    assert reader.page.locator(".who .credit-badge.red").inner_text().startswith("红 D")
    credit = reader.page.locator('[data-section="credit"]')
    assert credit.locator("tbody tr").count() > 0
    assert "异议" in credit.inner_text()


def test_a_change_of_rules_stands_in_every_chart_of_the_score_over_time_and_a_colour_narrows_the_page(
    skimmer: Reader,
) -> None:
    reader = skimmer.draws(DASH, "credit_yellow/trend", "credit_deductions/trend", "credit_platforms/shares")

    def words(key: str) -> list[str]:
        return reader.card(key, "trend").locator(".annotation-text").all_text_contents()

    reader.open("/credit?from=2020-01-01&to=2020-12-31")
    assert "评分规则2021-07版" not in words("credit_deductions")
    with reader.redrawing():
        reader.choose("period", "本年")
    for key in ("credit_yellow", "credit_deductions"):
        assert "评分规则2021-07版" in words(key), key
    yellow = reader.number("credit_yellow")
    with reader.redrawing():
        reader.click_mark("credit_platforms", "shares", "yellow")
    assert reader.query == {"colour": "yellow"}
    assert reader.number("credit_platforms") == yellow
