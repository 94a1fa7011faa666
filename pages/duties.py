"""平台义务 `/duties`: the files that platforms owe and their answers to co-investigation, red where late or short."""

from components.frame.layouts import register_page
from components.model import paths
from components.model.card import Card
from components.model.page import Block, Grid, Page, Strip, section
from components.words import phrases
from data_access.domain.text import Text
from data_access.metrics.indicators import platform_reports as of

# A line for each card.
# fmt: off
KEYS = (
    Card((of.reports_due,)),
    Card((of.reports_on_time,)),
    Card((of.reports_late,)),
    Card((of.report_days_late,)),
    Card((of.reports_overdue,)),
    Card((of.report_completeness,)),
    Card((of.reports_short,)),
    Card((of.reports_returned,)),
)
WHEN = (
    Card((of.reports_late, of.reports_short), (), "trend", Text("逾期与不全，按报送期限", "Late and short, by the limit"), 4, 300),
    Card((of.reports_overdue, of.reports_returned), (), "trend", Text("逾期未报与退回未补正", "Overdue, and returned without correction"), 4, 300),
    Card((of.reports_on_time, of.report_completeness), ("report_kind",), "bars", Text("按时与完整，按报送种类", "In time and complete, by kind of file"), 4, 300),
)
ANSWER_KEYS = (
    Card((of.co_answers_due,)),
    Card((of.co_answers_late,)),
    Card((of.co_answers_short,)),
)
ANSWERS = (
    Card((of.co_answers_late, of.co_answers_short), (), "trend", Text("平台协查逾期与不全", "Answers late, and in part"), 6, 280),
    Card((of.co_answers_late, of.co_answers_due), ("platform",), "bars", Text("哪些平台答复逾期", "Which platforms answer late"), 6, 280),
)
# fmt: on

PAGE = Page(
    paths.DUTIES,
    Text("平台义务", "Duties of platforms"),
    (
        section(None, Strip(KEYS), Block("report_board"), Grid(WHEN)),
        section(Text("平台答复协查", "Answers to co-investigation"), Strip(ANSWER_KEYS), Grid(ANSWERS)),
        section(Text("报送明细", "Files"), Block("rows-platform_reports", is_tall=True)),
    ),
    link=phrases.DUTIES,
    order=8,
)
register_page(__name__, PAGE)
