"""反向投诉人 `/claimants`: who claims for profit perhaps, by which rules, and what persons decided – for those with the right alone."""

from components.frame.layouts import register_page
from components.model import paths
from components.model.page import Block, Page, section
from data_access.domain.text import Text

PAGE = Page(
    paths.CLAIMANTS,
    Text("反向投诉人", "Reverse complainants"),
    (section(None, Block("claimants")),),
    listed_by=("status",),
)
register_page(__name__, PAGE)
