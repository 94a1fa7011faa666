"""The frame: in which language a reader is met."""

import flask
import pytest
from dash import dcc, html

from components.frame.shell import language
from components.tasks.pages import task_desk

APP = flask.Flask(__name__)


@pytest.mark.parametrize(
    ("browser", "cookie", "address", "expected"),
    [
        ("en-US,en;q=0.9", "", "", "en"),
        ("en", "", "", "en"),
        ("EN-gb", "", "", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "", "", "zh"),
        ("en;q=0.5,zh", "", "", "zh"),
        ("fr-FR,fr;q=0.9", "", "", "zh"),
        ("*", "", "", "zh"),
        ("", "", "", "zh"),
        ("en-US", "zh", "", "zh"),
        ("zh-CN", "en", "", "en"),
        ("en-US", "en", "zh", "zh"),
        ("zh-CN", "zh", "en", "en"),
        ("en-US", "", "xx", "zh"),
    ],
)
def test_the_address_comes_before_the_cookie_and_the_cookie_before_the_browser(
    browser: str, cookie: str, address: str, expected: str
) -> None:
    headers = {"Accept-Language": browser, "Cookie": f"lang={cookie}" if cookie else ""}
    with APP.test_request_context("/", headers=headers):
        assert language({"lang": address} if address else {}) == expected


def test_outside_a_request_chinese_is_spoken() -> None:
    assert language({}) == "zh"


def test_a_day_that_was_cleared_is_asked_for_in_the_readers_language() -> None:
    desk = html.Div(task_desk({}, "zh", may_give=True))
    days = [part for part in desk._traverse() if isinstance(part, dcc.DatePickerSingle)]
    assert [part.placeholder for part in days] == ["选择日期"]
