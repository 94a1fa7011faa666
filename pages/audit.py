"""审计 `/audit`: who took what away, gave which task and froze which page, and whether the record of it holds."""

from components.audit.listing import TITLE
from components.frame.layouts import register_page
from components.model import paths
from components.model.page import Block, Page, section

PAGE = Page(paths.AUDIT, TITLE, (section(None, Block("audit")),))
register_page(__name__, PAGE)
