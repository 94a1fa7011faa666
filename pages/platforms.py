"""`/platforms`: all platforms, to search, sort and open."""

from components.frame.layouts import register_page
from components.model import paths
from components.model.page import Block, Page, section
from components.words import phrases
from data_access.domain.text import Text
from data_access.metrics.indicators import overview

PAGE = Page(
    paths.PLATFORMS,
    Text("平台", "Platforms"),
    (section(None, Block("platforms", is_tall=True)),),
    link=phrases.PLATFORMS,
    order=3,
    lists=(overview.platforms,),
)
register_page(__name__, PAGE)
