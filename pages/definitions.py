"""`/definitions`: every indicator with its definition and legal basis, and every time limit of the law by version."""

from components.frame.layouts import register_page
from components.model.page import Block, Page, section
from components.words import phrases
from data_access.domain.text import Text

PAGE = Page(
    "/definitions",
    Text("口径", "Definitions"),
    (section(None, Block("to-time-limits"), Block("definitions"), Block("time-limits")),),
    link=phrases.DEFINITIONS,
    order=10,
)
register_page(__name__, PAGE)
