"""What a reader sees at an address that is no page."""

from components.frame.layouts import register_page
from components.model.page import Block, Page, section
from data_access.domain.text import Text

PAGE = Page("", Text("没有这个页面", "No such page"), (section(None, Block("no-page")),))
register_page(__name__, PAGE)
