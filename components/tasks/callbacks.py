"""The callbacks of `/tasks`: to give a task, to act on one, and to list them."""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from dash import ALL, Dash, Input, Output, State, ctx, no_update
from dash.development.base_component import Component

from components.cards.states import message
from components.model import ids
from components.tasks import pages as tasks
from components.words import phrases
from data_access.domain.errors import StateUnusable, UnknownName
from data_access.state.tasks import Task, TaskBook, TaskRefused, tally

Page = dict[str, Any]


def wire_tasks(app: Dash, book: TaskBook) -> None:
    """Register the callbacks of the page of tasks."""
    _wire_giving(app, book)
    _wire_acting(app, book)
    _wire_lists(app, book)


def _wire_giving(app: Dash, book: TaskBook) -> None:
    @app.callback(
        Output(ids.TASK_SAID, "children"),
        Output(ids.TASK_TOLD, "data"),
        Output(ids.part(ids.TASK_FIELD, "assigned_to"), "value"),
        *(Output(ids.part(ids.TASK_WRONG, field), "children") for field in tasks.FIELDS),
        Input(ids.TASK_GIVE, "n_clicks"),
        State(ids.part(ids.TASK_FIELD, "subject"), "value"),
        State(ids.part(ids.TASK_FIELD, "assigned_to"), "value"),
        State(ids.part(ids.TASK_FIELD, "note"), "value"),
        State(ids.part(ids.TASK_FIELD, "due_on"), "date"),
        State(ids.TASK_TOLD, "data"),
        State(ids.PAGE, "data"),
        prevent_initial_call=True,
    )
    def give(
        clicks: int, subject: str, to: str, note: str, due_on: str, told: dict[str, Any], page: Page
    ) -> tuple[Any, ...]:
        if not clicks:
            return (no_update,) * (3 + len(tasks.FIELDS))
        answer = _tried(
            lambda: book.give(subject or "", told["href"], to or "", _day(due_on), note or ""), page["lang"], phrases.TASK_GIVEN
        )  # fmt: skip
        said = "" if answer.field in tasks.FIELDS else answer.words
        wrong = (answer.words if field == answer.field else "" for field in tasks.FIELDS)
        # What it is about stays in the form: the same is often given to several.
        done = answer.done
        return said, ({**told, "done": done.id} if done else no_update), "" if done else no_update, *wrong


def _wire_acting(app: Dash, book: TaskBook) -> None:
    @app.callback(
        Output(ids.TASK_SAID, "children", allow_duplicate=True),
        Output(ids.TASK_TOLD, "data", allow_duplicate=True),
        Output(ids.part(ids.TASK_REPLY, ALL), "children"),
        Input(ids.part(ids.TASK_DO, ALL), "n_clicks"),
        State(ids.part(ids.TASK_NOTE, ALL), "value"),
        State(ids.part(ids.TASK_NOTE, ALL), "id"),
        State(ids.part(ids.TASK_LIMIT, ALL), "date"),
        State(ids.TASK_TOLD, "data"),
        State(ids.PAGE, "data"),
        prevent_initial_call=True,
    )
    def act(
        clicks: list[int | None], notes: list[str], own: list[dict[str, str]], limits: list[str], told: dict[str, Any], page: Page,
    ) -> tuple[Any, ...]:  # fmt: skip
        if not any(clicks) or not isinstance(ctx.triggered_id, dict):
            return no_update, no_update, [no_update] * len(own)
        number, what = ctx.triggered_id["index"].split()
        place = [one["index"] for one in own].index(number)
        answer = _tried(
            lambda: book.act(int(number), what, notes[place] or "", _day(limits[place])), page["lang"], phrases.TASK_ACTED
        )  # fmt: skip
        if done := answer.done:
            return answer.words, {**told, "done": f"{number} {len(done.acts)}"}, [""] * len(own)
        return "", no_update, [answer.words if one == place else "" for one in range(len(own))]


def _wire_lists(app: Dash, book: TaskBook) -> None:
    @app.callback(
        Output(ids.TASKS, "children"),
        Output(ids.TASKS, "data-state"),
        Output(ids.TASK_SHOW, "options"),
        Output(ids.TASK_ADDRESSEES, "children"),
        Input(ids.TASK_TOLD, "data"),
        Input(ids.TASK_SHOW, "value"),
        State(ids.PAGE, "data"),
    )
    def listed(_: dict[str, Any], show: str, page: Page) -> tuple[list[Component], str, Any, Any]:
        lang, today = page["lang"], date.today()
        try:
            found, known = book.tasks(), book.addressees()
        except StateUnusable as error:
            return [message(error.words(lang), "bi-database-slash")], "error", no_update, no_update
        counted, reader = tally(found, today), book.reader()
        chosen = tasks.shown(found, show, reader, today)
        return (
            tasks.listing(found, counted, chosen, book, today, lang),
            "ready",
            tasks.shows(counted, found, reader, lang),
            tasks.options(known),
        )


class _Answer(NamedTuple):
    """What is said to a reader, the field that it is about, and the task where all went well."""

    words: str
    field: str = ""
    done: Task | None = None


def _tried(do: Callable[[], Task], lang: str, well: Any) -> _Answer:
    try:
        done = do()
    except TaskRefused as refused:
        return _Answer(refused.words(lang), refused.field)
    except UnknownName:
        return _Answer(phrases.NO_SUCH_TASK(lang))
    except StateUnusable as error:
        return _Answer(error.words(lang))
    return _Answer(well(lang).format(done.id), done=done)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text[:10]) if text else None
