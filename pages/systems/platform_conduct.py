"""`/systems/platform_conduct`: how platforms change their rules, and what they do about sellers themselves."""

from components.frame.layouts import register_page
from components.model.card import Card
from components.model.page import Block, Grid, Strip, section, system_page
from data_access.domain.text import Text
from data_access.metrics.indicators import conduct as of
from data_access.metrics.indicators import platform_rules as rules

KEY = "platform_conduct"

# A line for each card.
# fmt: off
RULE_KEYS = (
    Card((rules.rules_in_force,)),
    Card((rules.rule_changes,)),
    Card((rules.rule_notice_rate,)),
    Card((rules.rules_short_notice,)),
    Card((rules.rules_not_consulted,)),
    Card((rules.rule_notice_days,)),
    Card((rules.rule_versions_kept,)),
    Card((rules.rule_versions_missing,)),
)
RULES = (
    Card((rules.rules_short_notice, rules.rules_not_consulted), ("platform",), "bars",
         Text("哪些平台公示期不足", "On short notice"), 4, 340),
    Card((rules.rule_versions_missing, rules.rule_versions_kept), ("platform",), "bars",
         Text("哪些平台缺历史版本", "Missing versions"), 4, 340),
    Card((rules.rule_changes,), ("platform_rule_kind", "platform"), "heat", Text("哪些平台改了哪些规则", "Which platforms changed which rules"), 4, 340),
    Card((rules.rule_changes, rules.rules_short_notice), (), "trend", Text("规则修改与公示期不足", "Changes, and those on short notice"), 6, 280),
    Card((rules.rule_notice_rate, rules.rule_notice_days), ("platform_rule_kind",), "bars",
         Text("按规则类别：按期公示率与公示天数", "By kind of rule: published in time, days of notice"), 6, 280),
)
ACT_KEYS = (
    Card((of.moderation_acts,)),
    Card((of.moderation_published,)),
    Card((of.moderation_told,)),
    Card((of.moderation_appeals,)),
    Card((of.appeal_rate,)),
)
APPEAL_KEYS = (
    Card((of.appeals_upheld,)),
    Card((of.appeal_days,)),
    Card((of.appeals_on_time,)),
    Card((of.appeals_late,)),
    Card((of.appeals_open,)),
    Card((of.appeals_overdue,)),
)
ACTS = (
    Card((of.moderation_acts,), ("violation", "moderation_measure"), "heat", Text("什么违法用了什么措施", "Which measures for which violations"), 5, 340),
    Card((of.moderation_acts, of.moderation_published), ("platform",), "bars", Text("哪些平台处置多", "Who acts most"), 4, 340),
    Card((of.moderation_acts,), ("moderation_source",), "bars", Text("平台怎样发现", "How platforms found it"), 3, 340),
    Card((of.moderation_acts, of.moderation_appeals), (), "trend", Text("处置与申诉走势", "Measures and appeals over time"), 6, 280),
    Card((of.appeal_rate,), ("moderation_measure",), "bars", Text("哪种措施申诉多", "Which measures are appealed against"), 6, 280),
)
APPEALS = (
    Card((of.appeals_upheld, of.appeal_days, of.appeals_on_time), ("platform",), "league",
         Text("各平台的申诉：成立率、答复天数、按期率", "Appeals by platform: upheld, days, in time"), 8, 360),
    Card((of.moderation_appeals,), ("appeal_result",), "bars", Text("申诉怎样结束", "How appeals end"), 4, 360),
    Card((of.appeals_late,), ("platform",), "bars", Text("逾期答复最多的平台", "Which platforms answer late"), 4, 280),
    Card((of.appeal_days, of.appeal_days_p90), (), "trend", Text("答复天数：平均与P90", "Days to answer: mean, P90"), 4, 280),
    Card((of.appeals_open, of.appeals_overdue), (), "trend", Text("待答复与逾期未答复", "Without an answer, and past the limit"), 4, 280),
)
# fmt: on

PAGE = system_page(
    KEY,
    section(Text("规则修改与公示期", "Changes of rules and their notice"), Strip(RULE_KEYS), Grid(RULES)),
    section(Text("规则版本明细", "Versions of rules"), Block("rows-rule_versions", is_tall=True)),
    section(Text("平台自行处置", "Measures against sellers"), Strip(ACT_KEYS), Grid(ACTS)),
    section(Text("申诉与答复", "Appeals and answers"), Strip(APPEAL_KEYS), Grid(APPEALS)),
    section(Text("处置明细", "Measures"), Block("rows-moderation_acts", is_tall=True)),
    section(Text("申诉明细", "Appeals"), Block("rows-moderation_appeals", is_tall=True)),
)
register_page(__name__, PAGE)
