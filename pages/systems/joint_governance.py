"""`/systems/joint_governance` 綦江网络市场联合治理: interviews, blacklist and site checks, much of it by several departments."""

from components.frame.layouts import register_page
from components.model.card import Card
from components.model.page import Block, Grid, Strip, section, system_page
from data_access.domain.text import Text
from data_access.metrics.indicators import cases, entities, governance, joint
from data_access.metrics.indicators import interviews as of

KEY = "joint_governance"
_BLACKLISTED = (("reason", "blacklist"),)

# A line for each card.
# fmt: off
KEYS = (
    Card((of.interviews,)),
    Card((of.joint_interviews,)),
    Card((of.rectified_on_time,)),
    Card((of.site_checks,)),
    Card((of.finding_rate,)),
    Card((entities.negative_entities,), title=Text("黑名单", "Blacklisted"), narrow=_BLACKLISTED),
    Card((cases.cases_filed,)),
    Card((governance.recovered,)),
)
CHARTS = (
    Card((of.interviews,), ("interview_topic",), "bars", Text("约谈什么", "What interviews are about"), 4, 300),
    Card((of.interviews,), ("platform",), "bars", Text("约谈了哪些平台", "Which platforms"), 4, 300),
    Card((of.interviews, of.joint_interviews), (), "trend", Text("约谈走势", "Interviews over time"), 4, 300),
    Card((of.site_checks, of.sites_found_wanting), (), "trend", Text("检查与发现问题", "Checks and findings"), 8, 300),
    Card((of.site_checks, of.sites_found_wanting, of.sites_corrected), (), "funnel", Text("检查、发现、改正", "Checked, found, corrected"), 4, 300),
    Card((of.sites_found_wanting, of.sites_corrected), ("site_finding",), "bars", Text("发现什么问题", "What was found"), 4, 280),
    Card((of.finding_rate, of.site_checks), ("district",), "bars", Text("各区县问题发现率", "Finding rate by district"), 4, 280),
    Card((of.interviews,), (), "years", Text("历年约谈", "Interviews by year"), 4, 280),
    Card((entities.negative_entities,), (), "trend", Text("黑名单存量", "Blacklist over time"), 6, 260, _BLACKLISTED),
    Card((entities.negatives_listed, entities.negatives_removed), (), "columns", Text("黑名单列入与移出", "Blacklist: listed and removed"), 6, 260, _BLACKLISTED),
)
MEETING = (
    Card((joint.joint_members,)),
    Card((joint.joint_meetings,)),
    Card((joint.decisions_made,)),
    Card((joint.decisions_on_time,)),
    Card((joint.decisions_open,)),
)
MEETING_CHARTS = (
    Card((joint.decisions_made, joint.decisions_open), ("joint_department",), "bars", Text("议定事项，按责任单位", "Decisions by department in charge"), 6, 360),
    Card((joint.decisions_made, joint.decisions_open), (), "trend", Text("议定与未完成走势", "Decided, and not done yet"), 6, 360),
)
# fmt: on

PAGE = system_page(
    KEY,
    section(None, Strip(KEYS), Grid(CHARTS)),
    section(
        Text("联席会议：成员、纪要与议定事项", "The joint meeting: members, minutes, decisions"),
        Strip(MEETING),
        Grid(MEETING_CHARTS),
        Block("rows-meeting_decisions", is_tall=True),
        Block("rows-joint_meetings", is_tall=True),
        Block("rows-joint_members", is_tall=True),
    ),
    section(
        Text("黑名单的列入和移出", "The blacklist: entries and exits"),
        Block("rows-blacklist", is_tall=True),
    ),
    section(Text("全部负面主体", "All negative entities"), Block("rows-negatives", is_tall=True)),
    section(Text("约谈记录", "Interviews"), Block("rows-interviews", is_tall=True)),
    section(Text("网站检查记录", "Site checks"), Block("rows-site_checks", is_tall=True)),
)
register_page(__name__, PAGE)
