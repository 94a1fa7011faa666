"""`/list/<indicator>`: the rows behind a number, narrowed as the number is."""

from components.frame.layouts import register_page
from components.model import paths
from components.model.page import Block, Page, section
from data_access.domain.text import Text

PAGE = Page(
    f"{paths.LIST}/<indicator>", Text("明细", "Rows"), (section(None, Block("rows-list", is_tall=True)),)
)
register_page(__name__, PAGE)
