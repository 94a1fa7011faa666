"""`/number/<id>`: where a number comes from – what it counts, how it is asked, on what it rests – and the number again."""

from components.frame.layouts import register_page
from components.model import paths
from components.model.page import Block, Page, section
from data_access.domain.text import Text

PAGE = Page(
    f"{paths.NUMBER}/<number_id>",
    Text("这个数从哪来", "Where a number comes from"),
    (section(None, Block("number")),),
)
register_page(__name__, PAGE)
