"""Tasks as their readers see them: the form that gives one, and the list with what may be done."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from dash import dcc, html
from dash.development.base_component import Component

from components.model import ids, paths
from components.words import describe, phrases
from data_access.domain.access import Reader, reader_name
from data_access.domain.text import Text
from data_access.state.addressees import Addressee
from data_access.state.tasks import ACTS, LONGEST, STANDINGS, Act, Done, Tally, Task, TaskBook, is_own_page

#: Days that a new task is given unless its giver says otherwise.
USUAL_DAYS = 7
GIVE = Text("交办", "Give task")
_NEW = Text("交办新任务", "Give a new task")
#: Where the form says what is wrong: beside the field.
FIELDS = ("subject", "assigned_to", "note", "due_on")
_FIELDS = {
    "subject": (Text("事项", "What"), Text("要办什么", "What is to be done")),
    "assigned_to": (Text("承办", "To whom"), Text("单位或承办人", "Unit or person")),
    "note": (Text("要求", "Wanted"), Text("可不填", "May stay empty")),
}
_LIMIT = Text("期限", "Limit")
_BASED_ON = Text("依据", "Based on")
_SHOWN = Text("任务交办时的页面", "the page as it was when the task was given")
#: What a button says: what it will do.
_DO = {
    "fed_back": Text("提交反馈", "Feed back"),
    "extended": Text("延期", "Extend"),
    "withdrawn": Text("撤回", "Withdraw"),
    "closed": Text("核验办结", "Close"),
    "returned": Text("退回重办", "Return"),
}
_NOTE = Text("办理情况或理由", "What was done, or why")
UNTIL = Text("{:%Y-%m-%d} 前", "by {:%Y-%m-%d}")
_BRACKETED = Text("（{}）", " ({})")
LATE = Text("逾期 {} 天", "{} days late")
_NONE_YET = Text(
    "还没有任务。预警页的每条预警和每张图卡的菜单里都有「交办任务」。",
    "No tasks yet. Every warning and the menu of every card can give one.",
)
_NONE_SUCH = Text("没有这样的任务。", "There are no such tasks.")
_PUNCTUALITY = Text("应反馈 {due} 项，其中按期 {on_time} 项", "Fed back on time: {on_time} of {due} due")
_PUNCTUALITY_MEANS = Text(
    "应反馈：已反馈的，和期限已过仍未反馈的；撤回的不计。按期：最后一次反馈不晚于当时的期限。",
    "Due: fed back, or past their limit without feedback; withdrawn ones do not count. On time: the last feedback came by the limit of that day.",
)
_AS_FILE = Text("下载全部任务 CSV", "All tasks as CSV")
#: Which tasks a reader may look at: the words, and how many there are.
_SHOWS = {
    "now": Text("在办 {}", "In hand {}"),
    "late": Text("逾期 {}", "Late {}"),
    "fed_back": Text("待核验 {}", "To be checked {}"),
    "all": Text("全部 {}", "All {}"),
    "mine": Text("给我的 {}", "Mine {}"),
}


def task_href(subject: str, href: str) -> str:
    """Return the address of the form that gives a task about something shown at `href`."""
    return f"{paths.TASKS}?{urlencode({'subject': subject[: LONGEST['subject']], 'href': href})}"


def task_desk(query: Mapping[str, Any], lang: str, *, may_give: bool = True) -> list[Component]:
    """Return the page of tasks; `subject` and `href` of the address open the form about something that is shown."""
    subject = str(query.get("subject", ""))[: LONGEST["subject"]]
    href = str(query.get("href", "/"))
    href = href if is_own_page(href) else "/"
    listed = {"data-section": "tasks", "data-state": "loading"}
    return [
        dcc.Store(id=ids.TASK_TOLD, data={"href": href}),
        html.Div(form(subject, href, date.today(), lang), hidden=not may_give),
        html.Datalist(id=ids.TASK_ADDRESSEES),
        html.P(id=ids.TASK_SAID, className="task-said", role="status"),
        dcc.RadioItems(id=ids.TASK_SHOW, options=[], value="now", inline=True, className="task-show"),
        html.Section(id=ids.TASKS, className="card section-tasks", **listed),
    ]


def form(subject: str, href: str, today: date, lang: str) -> Component:
    """Return the form that gives a task; it stands open where it was called for with a subject."""
    given = {"subject": subject}
    fields = [
        html.Label(
            [
                html.Span(title(lang)),
                dcc.Input(
                    id=ids.part(ids.TASK_FIELD, name), value=given.get(name, ""), placeholder=hint(lang),
                    maxLength=LONGEST[name], debounce=False, **_offered(name),
                ),
                _wrong(name),
            ],
            className=f"field {name}",
        )
        for name, (title, hint) in _FIELDS.items()
    ]  # fmt: skip
    limit = html.Label(
        [html.Span(_LIMIT(lang)), _day(ids.part(ids.TASK_FIELD, "due_on"), today + timedelta(days=USUAL_DAYS), today, lang),
         _wrong("due_on")],
        className="field due_on",
    )  # fmt: skip
    based = (
        html.P([f"{_BASED_ON(lang)} ", html.A(_SHOWN(lang), href=href)], className="based")
        if href != "/"
        else None
    )
    give = html.Button(GIVE(lang), id=ids.TASK_GIVE, type="button", className="primary")
    body = [html.Div([*fields, limit], className="fields"), based, html.Div([give], className="do")]
    return html.Details(
        [html.Summary([html.I(className="bi bi-plus-lg"), _NEW(lang)]), *filter(None, body)],
        open=bool(subject),
        className="card task-form",
    )


def _offered(field: str) -> dict[str, str]:
    """Return what names the list of those to whom a task can be given."""
    return {"list": ids.TASK_ADDRESSEES, "autoComplete": "off"} if field == "assigned_to" else {}


def options(known: list[Addressee]) -> list[Component]:
    """Return the offices and persons among whom the browser lets a reader choose."""
    return [html.Option(value=one.shown) for one in known]


def _wrong(field: str) -> Component:
    """Return where it is said, beside a field of the form, what is wrong with it."""
    return html.Small(id=ids.part(ids.TASK_WRONG, field), className="wrong", role="alert")


def _day(own: dict[str, str], chosen: date, today: date, lang: str) -> Component:
    # Unlike the days of a selection, a limit lies in real time: whoever has the task does it after today, however old the data.
    return dcc.DatePickerSingle(id=own, date=chosen, min_date_allowed=today, display_format="YYYY-MM-DD", first_day_of_week=1,
                                placeholder=phrases.A_DAY(lang))  # fmt: skip


def shows(found: Tally, tasks: list[Task], reader: Reader, lang: str) -> list[dict[str, str]]:
    """Return the choices of which tasks to look at; whoever has an account has a list of his own."""
    counts = {
        "now": found.open + found.fed_back,
        "late": found.late,
        "fed_back": found.fed_back,
        "all": len(tasks),
    }
    if reader.role is not None:
        counts["mine"] = sum(one.is_of(reader) and one.standing == "open" for one in tasks)
    return [{"value": key, "label": _SHOWS[key](lang).format(count)} for key, count in counts.items()]


def shown(tasks: list[Task], show: str, reader: Reader, today: date) -> list[Task]:
    """Return the tasks that a reader chose to look at."""
    match show:
        case "mine":
            return [one for one in tasks if one.is_of(reader) and one.standing == "open"]
        case "late":
            return [one for one in tasks if one.days_late(today)]
        case "fed_back":
            return [one for one in tasks if one.standing == "fed_back"]
        case "all":
            return tasks
    return [one for one in tasks if one.standing in {"open", "fed_back"}]


def listing(
    tasks: list[Task], found: Tally, chosen: list[Task], book: TaskBook, today: date, lang: str
) -> list[Component]:
    """Return the list of tasks with what the present reader may do with each."""
    if not tasks:
        return [html.P(_NONE_YET(lang), className="message")]
    told = html.P(
        _PUNCTUALITY(lang).format(due=found.due, on_time=found.on_time) if found.due else "",
        className="punctuality",
        title=_PUNCTUALITY_MEANS(lang),
    )
    none = [html.P(_NONE_SUCH(lang), className="message")] if not chosen else []
    file = html.A(_AS_FILE(lang), href=f"/api/tasks.csv?lang={lang}", className="file")
    return [
        html.Div([told, file], className="above"),
        *none,
        *(_task(one, book.may(one), today, lang) for one in chosen),
    ]


def _task(task: Task, may: tuple[Act, ...], today: date, lang: str) -> Component:
    raised = task.acts[0]
    return html.Article(
        [
            html.Header(
                [
                    html.Span(f"#{task.id}", className="number"),
                    html.H3(html.A(task.subject, href=task.href)),
                    html.Span(STANDINGS[task.standing](lang), className="standing"),
                ]
            ),
            html.P(
                [
                    html.B(task.assigned_to),
                    html.Span(UNTIL(lang).format(task.due_on)),
                    *([html.Span(describe.counted(LATE(lang).format(late)), className="is-late")] if (late := task.days_late(today)) else []),
                    html.Span(reader_name(raised.who, lang), className="muted"),
                ],
                className="who",
            ),
            html.Ol([_done(done, lang) for done in task.acts], className="life"),
            *_actions(task, may, today, lang),
        ],
        id=f"task-{task.id}",
        className="task",
        **{"data-task": str(task.id), "data-standing": task.standing},
    )  # fmt: skip


def _done(done: Done, lang: str) -> Component:
    sets_limit = done.act in {"raised", "extended", "returned"}
    limit = _BRACKETED(lang).format(UNTIL(lang).format(done.due_on)) if sets_limit else ""
    return html.Li(
        [
            html.Time(f"{done.at:%Y-%m-%d %H:%M}"), html.B(ACTS[done.act](lang) + limit), html.Span(done.note),
            html.Span(reader_name(done.who, lang), className="muted"),
        ]
    )  # fmt: skip


def _actions(task: Task, may: tuple[Act, ...], today: date, lang: str) -> list[Component]:
    if not may:
        return []
    number = str(task.id)
    note = dcc.Input(id=ids.part(ids.TASK_NOTE, number), placeholder=_NOTE(lang), maxLength=LONGEST["note"], value="")  # fmt: skip
    later = max(task.due_on, today + timedelta(days=USUAL_DAYS))
    limit = _day(ids.part(ids.TASK_LIMIT, number), later, today, lang)
    buttons = [
        html.Button(_DO[act](lang), id=ids.part(ids.TASK_DO, f"{number} {act}"), type="button",
                    className="primary" if place == 0 else "")
        for place, act in enumerate(may)
    ]  # fmt: skip
    new_limit = html.Label([html.Span(phrases.NEW_LIMIT(lang)), limit], className="limit")
    reply = html.P(id=ids.part(ids.TASK_REPLY, number), className="wrong", role="alert")
    return [html.Div([note, new_limit, *buttons, reply], className="do")]
