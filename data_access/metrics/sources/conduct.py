"""The sources of what platforms answer for themselves: versions of their rules, their measures, and appeals against these."""

from data_access.domain.text import Text
from data_access.metrics.sources.base import PLATFORM_SPLITS, Flow, Join, Source, Stock, platform_of
from data_access.store.schema import moderation_act, moderation_appeal, platform_rule

_version, _act, _appeal = platform_rule.c, moderation_act.c, moderation_appeal.c

RULE_VERSIONS = Source(
    "rule_versions",
    Text("平台规则版本", "Versions of platforms' rules"),
    platform_rule,
    {
        "effective": Flow(_version.effective_on),
        "in_force": Stock(_version.effective_on, _version.replaced_on),
        "kept": Stock(_version.replaced_on, _version.keep_due, needs_end=True),
    },
    {
        "district": _version.district,
        "platform": _version.platform_id,
        "platform_rule_kind": _version.kind,
        **PLATFORM_SPLITS,
    },
    platform_of(_version.platform_id),
)
MODERATION_ACTS = Source(
    "moderation_acts",
    Text("平台处置", "Platforms' measures"),
    moderation_act,
    {"decided": Flow(_act.decided_at)},
    {
        "district": _act.district,
        "platform": _act.platform_id,
        "moderation_measure": _act.measure,
        "moderation_source": _act.found_by,
        "violation": _act.violation,
        **PLATFORM_SPLITS,
    },
    platform_of(_act.platform_id),
)
MODERATION_APPEALS = Source(
    "moderation_appeals",
    Text("对平台处置的申诉", "Appeals against platforms' measures"),
    moderation_appeal,
    {
        "filed": Flow(_appeal.filed_at),
        "answered": Flow(_appeal.answered_at),
        "due": Flow(_appeal.answer_due),
        "open": Stock(_appeal.filed_at, _appeal.answered_at, needs_end=True),
        "overdue": Stock(_appeal.answer_due, _appeal.answered_at, needs_end=True),
    },
    {
        "district": _appeal.district,
        "platform": _appeal.platform_id,
        "moderation_measure": _act.measure,
        "violation": _act.violation,
        "appeal_result": _appeal.result,
        **PLATFORM_SPLITS,
    },
    (Join(moderation_act, _act.act_id == _appeal.act_id), *platform_of(_appeal.platform_id)),
)
