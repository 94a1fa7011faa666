"""预警 `/warnings`: what in the numbers asks for attention, by which rule, and what is being done about it."""

from components.frame.layouts import register_page
from components.model.card import Card
from components.model.page import Block, Grid, Page, Strip, section
from components.words import phrases
from data_access.domain.text import Text
from data_access.metrics.indicators import governance as of

KEYS = (
    Card((of.complaints_and_reports,)),
    Card((of.overdue,)),
    Card((of.acceptance_on_time,)),
    Card((of.closure_on_time,)),
)
# A line for each card.
# fmt: off
CHARTS = (
    Card((of.complaints_and_reports,), (), "trend", Text("投诉举报走势", "Complaints and reports over time"), 8, 300),
    Card((of.overdue,), ("district",), "bars", Text("哪里超期", "Where they are overdue"), 4, 300),
)
# fmt: on

PAGE = Page(
    "/warnings",
    Text("预警", "Warnings"),
    (section(None, Strip(KEYS), Block("attention"), Block("warnings"), Grid(CHARTS)),),
    link=phrases.WARNINGS,
    order=6,
)
register_page(__name__, PAGE)
