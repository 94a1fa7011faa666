"""任务 `/tasks`: what was given to whom, until when, and what came of it."""

from datetime import date
from typing import Any

from dash import dcc, html, register_page
from dash.development.base_component import Component

from components.frame import shell
from components.model import ids
from components.tasks import pages as tasks
from data_access.domain.text import Text
from data_access.state.tasks import LONGEST, is_own_page

register_page(__name__, path="/tasks", title="任务 · Tasks", order=7)


def layout(**query: Any) -> Component:
    """Return the page for a reader's address; `subject` and `href` open the form about something that is shown."""
    lang = shell.language(query)
    subject = str(query.pop("subject", ""))[: LONGEST["subject"]]
    href = str(query.pop("href", "/"))
    href = href if is_own_page(href) else "/"
    body = [
        dcc.Store(id=ids.TASK_TOLD, data={"href": href}),
        tasks.form(subject, href, date.today(), lang),
        html.P(id=ids.TASK_SAID, className="task-said", role="status"),
        dcc.RadioItems(id=ids.TASK_SHOW, options=[], value="now", inline=True, className="task-show"),
        html.Section(
            id=ids.TASKS,
            className="card section-tasks",
            **{"data-section": "tasks", "data-state": "loading"},
        ),
    ]
    return shell.page("/tasks", Text("任务", "Tasks"), body, query, [])
