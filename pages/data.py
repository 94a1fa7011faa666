"""`/data`: where the data come from and up to when."""

from components.frame.layouts import register_page
from components.model.page import Block, Page, section
from components.words import phrases
from data_access.domain.text import Text

PAGE = Page(
    "/data",
    Text("数据", "Data"),
    (section(None, Block("data", is_tall=True), Block("to-audit")),),
    link=phrases.DATA,
    order=11,
)
register_page(__name__, PAGE)
