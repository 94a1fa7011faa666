"""任务 `/tasks`: what was given to whom, until when, and what came of it."""

from components.frame.layouts import register_page
from components.model import paths
from components.model.page import Block, Page, section
from components.words import phrases
from data_access.domain.text import Text

PAGE = Page(
    paths.TASKS,
    Text("任务", "Tasks"),
    (section(None, Block("tasks")),),
    link=phrases.TASKS,
    order=9,
    beside=("subject", "href"),
)
register_page(__name__, PAGE)
