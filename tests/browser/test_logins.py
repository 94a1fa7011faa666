"""A reader logs in, reads, and is led back to the login when the session is over; a screen opens its page by a link alone."""

from collections.abc import Callable
from pathlib import Path

import pytest

from data_access.domain.settings import Settings
from data_access.state.database import State
from data_access.state.people.persons import People
from data_access.state.people.sessions import Sessions
from data_access.state.people.tokens import Tokens
from tests.browser.readers import Reader, Watch
from tests.browser.serving import Serving

pytestmark = pytest.mark.browser
FIRST, OWN = "Qiantang-2021-x", "Xihu_Longjing_77"
TOLD = 'html[data-board="told"]'


def test_a_login_leads_to_the_page_and_back_to_itself_when_it_is_over(
    small_city: Path, place: Callable[[Path], Serving], readers: Callable[..., Reader], watch: Watch
) -> None:
    serving = place(small_city)
    state = State(f"sqlite:///{serving.data / 'state.sqlite'}")
    People(state).add("li.wei", "leader", password=FIRST, shown="李伟")
    secret, _ = Tokens(state).for_wall("li.wei", "大厅", "/wall?district=330106", frozenset({"330106"}))
    with serving:
        page = readers(serving, draws=False).page
        page.goto("/governance?district=330106")
        for name, value in (("account", "li.wei"), ("password", FIRST)):
            page.fill(f"[name={name}]", value)
        page.press("[name=password]", "Enter")
        for name, value in (("old", FIRST), ("new", OWN), ("again", OWN)):
            page.fill(f"[name={name}]", value)
        page.press("[name=again]", "Enter")
        page.wait_for_url("**/governance?district=330106*")
        page.wait_for_selector(TOLD)
        assert page.get_attribute(".top .account", "aria-label") == "我的账号：李伟"

        screen = readers(serving, draws=False).page
        screen.goto(f"/screen/{secret}")
        screen.wait_for_url("**/wall?district=330106*")
        screen.wait_for_selector(TOLD)

        Sessions.of_settings(state, Settings()).end_all("li.wei")
        watch.expected.add(401)
        page.wait_for_url("**/login?next=%2Fgovernance*", timeout=20_000)
        for one in (page, screen):  # nobody asks any more when the server stops
            one.goto("about:blank")
    state.close()
