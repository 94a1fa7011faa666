"""The sources of credit supervision and of what is on display: scores, deductions, inspections, reports, patrols, searches."""

from data_access.domain.credit_rules import versions
from data_access.domain.text import Text
from data_access.metrics.sources.base import PLATFORM_SPLITS, Flow, MonthEnd, Source, platform_of
from data_access.store.schema import (
    annual_report,
    credit_item,
    credit_notice,
    credit_objection,
    credit_score,
    goods_search,
    inspection,
    inspection_draw,
    licence_check,
    platform,
)

_DISTRICT = {"district": platform.c.district}
#: A new version of the rules is a break in every number that the score is behind.
RULE_BREAKS = tuple(
    (rules.valid_from, Text(f"评分规则{rules.version}版", f"Credit rules {rules.version}"))
    for rules in versions()[1:]
)

CREDIT_SCORES = Source(
    "credit_scores",
    Text("平台信用评分", "Credit scores"),
    credit_score,
    {"as_of": MonthEnd(credit_score.c.month_end), "created": Flow(credit_score.c.month_end, "month")},
    _DISTRICT | {
        "platform": credit_score.c.platform_id, "colour": credit_score.c.colour, "credit_class": credit_score.c.credit_class,
        "colour_before": credit_score.c.colour_before, "class_before": credit_score.c.class_before, **PLATFORM_SPLITS,
    },
    platform_of(credit_score.c.platform_id),
    breaks=RULE_BREAKS,
)  # fmt: skip
CREDIT_ITEMS = Source(
    "credit_items",
    Text("信用扣分与加分", "Credit deductions and bonuses"),
    credit_item,
    {"as_of": MonthEnd(credit_item.c.month_end)},
    _DISTRICT | {
        "platform": credit_item.c.platform_id, "credit_rule": credit_item.c.rule, "objection": credit_item.c.objection,
        **PLATFORM_SPLITS,
    },
    platform_of(credit_item.c.platform_id),
    breaks=RULE_BREAKS,
)  # fmt: skip
CREDIT_OBJECTIONS = Source(
    "credit_objections",
    Text("信用异议", "Credit objections"),
    credit_objection,
    {"filed": Flow(credit_objection.c.filed_on), "decided": Flow(credit_objection.c.decided_on)},
    _DISTRICT | {
        "platform": credit_objection.c.platform_id, "credit_rule": credit_objection.c.rule,
        "objection": credit_objection.c.outcome, **PLATFORM_SPLITS,
    },
    platform_of(credit_objection.c.platform_id),
)  # fmt: skip
CREDIT_NOTICES = Source(
    "credit_notices",
    Text("信用告知", "Notices of credit"),
    credit_notice,
    {"sent": Flow(credit_notice.c.sent_on)},
    _DISTRICT
    | {"platform": credit_notice.c.platform_id, "colour": credit_notice.c.colour, **PLATFORM_SPLITS},
    platform_of(credit_notice.c.platform_id),
    breaks=RULE_BREAKS,
)
INSPECTION_DRAWS = Source(
    "inspection_draws",
    Text("随机抽取名单", "Inspection draws"),
    inspection_draw,
    {"drawn": Flow(inspection_draw.c.drawn_on)},
    _DISTRICT | {
        "platform": inspection_draw.c.platform_id, "credit_class": inspection_draw.c.credit_class, **PLATFORM_SPLITS,
    },
    platform_of(inspection_draw.c.platform_id),
    breaks=RULE_BREAKS,
)  # fmt: skip
INSPECTIONS = Source(
    "inspections",
    Text("双随机抽查", "Inspections"),
    inspection,
    {"drawn": Flow(inspection.c.drawn_on), "checked": Flow(inspection.c.checked_on)},
    _DISTRICT | {
        "platform": inspection.c.platform_id, "credit_class": inspection.c.credit_class,
        "violation": inspection.c.violation, **PLATFORM_SPLITS,
    },
    platform_of(inspection.c.platform_id),
)  # fmt: skip
ANNUAL_REPORTS = Source(
    "annual_reports",
    Text("年报公示", "Annual reports"),
    annual_report,
    {"due": Flow(annual_report.c.due_on)},
    _DISTRICT | {"platform": annual_report.c.platform_id, **PLATFORM_SPLITS},
    platform_of(annual_report.c.platform_id),
)
LICENCE_CHECKS = Source(
    "licence_checks",
    Text("亮照巡查", "Patrols of licences on display"),
    licence_check,
    {"checked": Flow(licence_check.c.checked_on)},
    _DISTRICT | {"platform": licence_check.c.platform_id, **PLATFORM_SPLITS},
    platform_of(licence_check.c.platform_id),
)
GOODS_SEARCHES = Source(
    "goods_searches",
    Text("网络商品搜索", "Searches for goods"),
    goods_search,
    {"created": Flow(goods_search.c.month, "month")},
    _DISTRICT
    | {"platform": goods_search.c.platform_id, "keyword": goods_search.c.keyword, **PLATFORM_SPLITS},
    platform_of(goods_search.c.platform_id),
)
