"""Tasks: what may be done when, that nothing is lost when two act at once, and how they are counted."""

import threading
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, update
from sqlalchemy.exc import IntegrityError

from data_access.domain.errors import UnknownName
from data_access.state.database import State
from data_access.state.tables import task, task_act
from data_access.state.tasks import (
    LONGEST,
    MAY,
    Act,
    Done,
    Task,
    TaskBook,
    TaskRefused,
    is_own_page,
    tally,
)

TODAY = date.today()
WEEK = TODAY + timedelta(days=7)


@pytest.fixture
def book(tmp_path: Path) -> TaskBook:
    return TaskBook(State(f"sqlite:///{tmp_path / 'state.sqlite'}"), lambda: "某科")


def given(book: TaskBook) -> Task:
    return book.give("余杭区超期未办结 425件", "/governance?district=330110", "余杭区局", WEEK, "本周内清零")


def test_a_task_is_fed_back_and_closed(book: TaskBook) -> None:
    raised = given(book)
    assert (raised.standing, raised.due_on, raised.acts[0].note) == ("open", WEEK, "本周内清零")
    assert book.act(raised.id, "fed_back", "已清零").standing == "fed_back"
    closed = book.act(raised.id, "closed", "属实")
    assert closed.standing == "closed"
    assert [done.act for done in closed.acts] == ["raised", "fed_back", "closed"]
    assert {done.who for done in closed.acts} == {"某科"}
    assert book.tasks() == [closed]


def test_a_task_that_is_returned_or_extended_has_its_new_limit(book: TaskBook) -> None:
    number = given(book).id
    assert book.act(number, "extended", "量大", WEEK + timedelta(days=3)).due_on == WEEK + timedelta(days=3)
    book.act(number, "fed_back", "已办")
    returned = book.act(number, "returned", "未附材料", WEEK + timedelta(days=9))
    assert (returned.standing, returned.due_on) == ("open", WEEK + timedelta(days=9))
    assert not returned.is_on_time()


@pytest.mark.parametrize("path", [("fed_back", "closed"), ("withdrawn",), ("fed_back",), ()])
def test_only_what_fits_the_standing_may_be_done(book: TaskBook, path: tuple[Act, ...]) -> None:
    number = given(book).id
    for act in path:
        book.act(number, act, "…")
    standing = book.task(number).standing
    every: tuple[Act, ...] = ("raised", "fed_back", "returned", "extended", "closed", "withdrawn")
    for act in every:
        if act not in MAY[standing]:
            with pytest.raises(TaskRefused, match="moved on"):
                book.act(number, act, "…", WEEK)
    assert book.task(number).standing == standing


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"subject": "  "}, "about"),
        ({"assigned_to": ""}, "to whom"),
        ({"href": "https://elsewhere.example/"}, "not a page"),
        ({"href": "//elsewhere.example/"}, "not a page"),
        ({"due_on": None}, "limit"),
        ({"due_on": TODAY - timedelta(days=1)}, "limit"),
        ({"subject": "字" * (LONGEST["subject"] + 1)}, "too long"),
        ({"note": "字" * (LONGEST["note"] + 1)}, "too long"),
    ],
)
def test_a_task_that_lacks_something_is_refused_and_leaves_nothing(
    book: TaskBook, change: dict[str, object], why: str
) -> None:
    whole = {"subject": "事项", "href": "/", "assigned_to": "某局", "due_on": TODAY, "note": ""}
    with pytest.raises(TaskRefused, match=why) as refused:
        book.give(**{**whole, **change})  # type: ignore[arg-type]
    assert refused.value.words("zh") != refused.value.words("en")
    assert book.tasks() == []


def test_an_act_wants_words_and_an_extension_a_day(book: TaskBook) -> None:
    number = given(book).id
    with pytest.raises(TaskRefused, match="what was done"):
        book.act(number, "fed_back", "  ")
    with pytest.raises(TaskRefused, match="new limit"):
        book.act(number, "extended", "量大")
    with pytest.raises(UnknownName):
        book.act(number + 1, "fed_back", "已办")
    assert len(book.task(number).acts) == 1


def test_of_two_who_act_at_once_one_must_look_again(book: TaskBook) -> None:
    number = given(book).id
    start, told = threading.Barrier(8), []

    def act(place: int) -> None:
        start.wait()
        try:
            book.act(number, "fed_back", f"第{place}人")
        except TaskRefused as refused:
            told.append(refused)

    threads = [threading.Thread(target=act, args=(place,)) for place in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [done.act for done in book.task(number).acts] == ["raised", "fed_back"]
    assert len(told) == 7


@pytest.mark.parametrize("table", [task, task_act])
@pytest.mark.parametrize("verb", ["update", "delete"])
def test_the_database_lets_nobody_rewrite_what_was_done(book: TaskBook, table: object, verb: str) -> None:
    given(book)
    column = "subject" if table is task else "note"
    change = delete(table) if verb == "delete" else update(table).values({column: "别的"})  # type: ignore[call-overload]
    with pytest.raises(IntegrityError, match="append only"), book.state.begin() as connection:
        connection.execute(change)


def test_late_tasks_stand_first_and_done_ones_last(book: TaskBook) -> None:
    numbers = [given(book).id for _ in range(3)]
    soon = book.give("急", "/", "某局", TODAY).id
    book.act(numbers[0], "withdrawn", "重复")
    book.act(numbers[1], "fed_back", "已办")
    assert [one.id for one in book.tasks()] == [soon, numbers[2], numbers[1], numbers[0]]


def past(number: int, *acts: tuple[Act, int, int]) -> Task:
    """Return a task whose acts were so many days ago, each with a limit so many days ago."""
    ago = [timedelta(days=days) for _, days, _ in acts]
    done = [
        Done(
            act, datetime.combine(TODAY - back, datetime.min.time()), "某", "", TODAY - timedelta(days=limit)
        )
        for (act, _, limit), back in zip(acts, ago, strict=True)
    ]
    return Task(number, "事项", "/", "某局", tuple(done))


def test_tasks_are_counted_as_their_definition_says() -> None:
    tasks = [
        past(1, ("raised", 9, 0)),  # due today: not late yet
        past(2, ("raised", 9, 1)),  # late by a day
        past(3, ("raised", 9, 2), ("fed_back", 3, 2)),  # on time
        past(4, ("raised", 9, 5), ("fed_back", 3, 5), ("closed", 1, 5)),  # fed back two days late
        past(5, ("raised", 9, 5), ("withdrawn", 6, 5)),  # never due
        past(
            6, ("raised", 9, 5), ("fed_back", 7, 5), ("returned", 6, 2), ("fed_back", 3, 2)
        ),  # on time after its return
        past(7, ("raised", 9, 5), ("fed_back", 7, 5), ("returned", 6, -1)),  # open again
    ]
    found = tally(tasks, TODAY)
    assert (found.open, found.late, found.fed_back) == (3, 1, 2)
    assert (found.due, found.on_time) == (4, 2)
    assert [one.days_late(TODAY) for one in tasks] == [0, 1, 0, 0, 0, 0, 0]


@pytest.mark.parametrize("href", ["/", "/platform/P1?from=2021-01-01", "/tasks#task-1"])
def test_a_path_of_this_cockpit_is_one(href: str) -> None:
    assert is_own_page(href)


@pytest.mark.parametrize(
    "href", ["", "governance", "//host", "/\\host", "javascript:alert(1)", "http://host/", "/a\nb"]
)
def test_another_address_is_none(href: str) -> None:
    assert not is_own_page(href)


def test_a_task_with_words_of_two_languages_and_quotes_comes_back_as_written(book: TaskBook) -> None:
    words = "核查“某店” '; drop table task; -- <b>€</b> 𠮷"
    assert book.task(book.give(words, "/", "某局", TODAY).id).subject == words


def test_a_task_without_acts_is_none(book: TaskBook) -> None:
    with book.state.begin() as connection:  # as a writer that was killed between two tables would leave it
        connection.execute(insert(task).values(subject="半截", href="/", assigned_to="某局"))
    assert book.tasks() == []
