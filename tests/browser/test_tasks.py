"""Warnings and tasks, as who gives one, who answers it, and who stands before the wall."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Readers
from tests.browser.readers import Reader
from tests.browser.serving import Serving
from tests.browser.undrawn import DASH
from tests.shared import swept

pytestmark = pytest.mark.browser


@pytest.fixture
def clerk(app_apart: Serving, skimmer: Reader) -> Reader:
    return skimmer.at(app_apart)


@pytest.fixture
def hall(app_apart: Serving, readers: Readers) -> Reader:
    """Who stands before the wall meanwhile."""
    return readers(app_apart, draws=False)


def give(page: Page, to: str) -> None:
    page.locator(".field.assigned_to input").fill(to)
    page.locator("#task-give").click()
    expect(page.locator(".task").filter(has_text=to)).to_be_visible()


def what_is_missing_is_said_and_nothing_is_kept(reader: Reader, _: Reader) -> None:
    reader.draws(DASH).open("/tasks?subject=x&href=//elsewhere.example/&lang=en")
    page = reader.page
    expect(page.locator(".based")).to_have_count(0)
    page.locator("#task-give").click()
    expect(page.locator(".field.assigned_to .wrong")).to_have_text("Say to whom the task is given.")
    expect(page.locator("#tasks")).to_contain_text("No tasks yet")
    give(page, "one")
    expect(page.locator(".wrong:visible")).to_have_count(0)
    give(page, "two")
    second = page.locator(".task").nth(1)
    second.get_by_role("button", name="Feed back").click()
    expect(page.locator(".wrong:visible")).to_have_text("Say what was done, or why.")
    field, said = second.locator(".do input").first.bounding_box(), second.locator(".wrong").bounding_box()
    assert field
    assert said
    assert 0 <= said["y"] - field["y"] - field["height"] < 16, "what is wrong stands beside what it is about"
    assert abs(said["x"] - field["x"]) < 4


def a_warning_becomes_a_task_that_it_names_and_that_is_answered_and_closed(reader: Reader, _: Reader) -> None:
    reader.draws().open("/warnings")
    page = reader.draws(DASH).page
    warning = page.locator(".rule-of.overdue li").first
    words = warning.locator("a").first.inner_text()
    value = float(warning.get_attribute("data-value") or "nan")
    warning.locator("a.give").click()
    expect(page.locator(".field.subject input")).to_have_value(words)
    give(page, "余杭区局")
    task = page.locator(".task").filter(has_text="余杭区局")
    own = task.get_attribute("id") or ""
    reader.draws()
    page.locator("nav a", has_text="预警").click()
    expect(page.locator(".has-task")).to_have_text(own.replace("task-", "任务 #"))
    reader.draws(DASH)
    page.locator(".has-task").click()
    expect(page.locator(f"#{own}")).to_be_visible()

    expect(task).to_have_attribute("data-standing", "open")
    task.locator(".do input").first.fill("已办结")
    task.get_by_role("button", name="提交反馈").click()
    expect(task).to_have_attribute("data-standing", "fed_back")
    task.locator(".do input").first.fill("属实")
    task.get_by_role("button", name="核验办结").click()
    expect(task).to_have_count(0)
    every = page.get_by_text(re.compile(r"^全部 \d+$"))
    count = int(every.inner_text().split()[1])
    every.click()
    expect(page.locator(".task")).to_have_count(count)
    expect(task.locator(".life li")).to_have_count(3)
    reader.draws()
    task.locator("h3 a").click()  # what it was about is shown as it was
    page.wait_for_function("() => document.querySelector('.card.aimed')?.dataset.card === 'overdue'")
    assert reader.number("overdue") == value


def a_card_gives_a_task_that_leads_back_to_it_and_stands_in_the_ticker_soon(
    giver: Reader, wall: Reader
) -> None:
    wall.open("/wall?rotate=0")
    expect(wall.page.locator(".signal.task")).to_have_count(0)
    line = wall.page.locator(".signal.missed").first.evaluate("(one) => one.offsetHeight")
    giver.draws().open("/governance?district=330110")
    card = giver.draws(DASH).card("overdue", "steps")
    giver.act(card, "task")
    page = giver.page
    subject = page.locator(".field.subject input")
    expect(subject).to_have_value(re.compile("平台治理舱 · 超期件已超多久 · .*余杭区"))
    href = page.locator(".based a").get_attribute("href") or ""
    query = parse_qs(urlsplit(href).query)
    assert (urlsplit(href).path, query["district"]) == ("/governance", ["330110"])
    assert query["card"] == ["overdue-age-steps"]

    limit = page.locator(".field.due_on input.dash-datepicker-input")
    limit.fill(page.evaluate("new Date().toLocaleDateString('sv')"))
    limit.press("Enter")
    page.keyboard.press("Escape")
    give(page, "某局")
    told = wall.page.locator(".signal.task")
    expect(told).to_contain_text("某局 · 平台治理舱 · 超期件已超多久", timeout=12_000)
    assert told.evaluate("(one) => one.offsetHeight") == line, "a task stands on one line, as signals do"


WAYS = (
    what_is_missing_is_said_and_nothing_is_kept,  # first: it finds that there are no tasks
    a_warning_becomes_a_task_that_it_names_and_that_is_answered_and_closed,
    a_card_gives_a_task_that_leads_back_to_it_and_stands_in_the_ticker_soon,
)


@swept("way", WAYS)
def test_tasks_are_given_answered_and_told(
    way: Callable[[Reader, Reader], None], clerk: Reader, hall: Reader
) -> None:
    way(clerk, hall)
