"""`/record/<list>/<number>`: one record – how it stands, who has it, what led to it and what came of it, its evidence."""

from components.frame.layouts import register_page
from components.model import paths
from components.model.page import Block, Page, section
from data_access.domain.text import Text

PAGE = Page(
    f"{paths.RECORD}/<listing>/<record_id>", Text("记录", "Record"), (section(None, Block("record")),)
)
register_page(__name__, PAGE)
