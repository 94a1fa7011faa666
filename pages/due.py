"""到期 `/due`: what falls due, of every kind, today and in the working days ahead, and what is overdue."""

from components.frame.layouts import register_page
from components.model import paths
from components.model.page import Block, Page, section
from components.words import phrases
from data_access.domain.text import Text

PAGE = Page(
    paths.DUE,
    Text("到期", "Due"),
    (section(None, Block("due")),),
    link=phrases.DUE,
    order=7,
    offers=("district", "class", "mode", "grade", "platform"),
    listed_by=("due", "when", "office"),
)
register_page(__name__, PAGE)
