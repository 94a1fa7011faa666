"""平台规则: how platforms change their rules, whether with the notice that the law asks, and which earlier versions are missing.

Legal source: 电子商务法 art. 33, 34; 网络交易平台规则监督管理办法 (Order 116, from 2026-02-01) art. 12. The last day to publish a change
is a column of its version, by the rule in force when it takes effect (`derive.limits`).
"""

from sqlalchemy import and_, not_, or_

from data_access.domain.text import Text
from data_access.metrics.indicators.base import indicator
from data_access.metrics.indicators.measures import count, mean_days, ratio
from data_access.metrics.indicators.units import DAYS, RATIO, VERSIONS
from data_access.metrics.sources import RULE_VERSIONS
from data_access.store.schema import platform_rule

SYSTEM = "platform_conduct"
_version = platform_rule.c
_revision = _version.is_revision
_in_time = _version.published_on <= _version.notice_due
_ART_34 = Text(
    "《电子商务法》第三十四条：公开征求意见，至少在实施前七日公示；2026-02-01起《网络交易平台规则监督管理办法》（令第116号）第十二条：用户数量巨大或有重大"
    "影响的，至少十五日（第十二条未读到正式文本，据他人转述）",
    "E-commerce Law, art. 34: public consultation, published at least seven days before; from 2026-02-01 Order 116, art. 12: fifteen days "
    "where very many users are concerned or it weighs heavily (as reported by others; its official text could not be read)",
)
_HISTORY = Text(
    "《网络交易平台收费行为合规指南》（2025-07-31）：完整保存修改后版本生效前三年的全部历史版本；其他规则的同样要求未读到条文原文",
    "Guideline on Platforms' Fees (2025-07-31): all versions of the three years before a change are kept; the text that asks the same of "
    "other rules could not be read",
)

rule_changes = indicator(
    "rule_changes",
    Text("平台规则修改", "Changes of rules"),
    Text("期内生效的、对既有平台服务协议和交易规则的修改，一个版本一条；首次制定不计。",
         "Changes of platforms' agreements and rules that took effect within the period, a version each; first versions are not counted."),
    Text("按生效日期计数", "count by day in force"),
    VERSIONS, RULE_VERSIONS, "effective", count(), where=_revision, basis=_ART_34, system=SYSTEM,
)  # fmt: skip
rules_in_force = indicator(
    "rules_in_force",
    Text("现行平台规则", "Rules in force"),
    Text("期末有效的平台规则版本。", "Versions of platforms' rules in force at the end of the period."),
    Text("期末已生效且未被替代的版本数", "count in force and not replaced"),
    VERSIONS, RULE_VERSIONS, "in_force", count(), system=SYSTEM,
)  # fmt: skip
rule_notice_rate = indicator(
    "rule_notice_rate",
    Text("修改按期公示率", "Changes published in time"),
    Text("期内生效的规则修改中，在法定的最迟公示日期或之前公示的比例；未公示的计为未按期。",
         "Of the changes that took effect within the period, the share published by the last day that the law allows; those never published are not."),
    Text("按期公示 ÷ 规则修改", "published in time ÷ changes"),
    RATIO, RULE_VERSIONS, "effective", ratio(_in_time, _version.notice_due.is_not(None)), where=_revision, good="up", min_n=30,
    target=1.0, basis=_ART_34, system=SYSTEM,
)  # fmt: skip
rules_short_notice = indicator(
    "rules_short_notice",
    Text("公示期不足的修改", "Changes on short notice"),
    Text("期内生效的规则修改中，晚于最迟公示日期公示或没有公示的版本。",
         "Changes that took effect within the period and were published later than the law allows, or not at all."),
    Text("公示晚于最迟公示日期或未公示的版本数", "count published after the last day, or never"),
    VERSIONS, RULE_VERSIONS, "effective", count(),
    where=and_(_revision, _version.notice_due.is_not(None), or_(_version.published_on.is_(None), not_(_in_time))), good="down",
    target=0, basis=_ART_34, system=SYSTEM,
)  # fmt: skip
rules_not_consulted = indicator(
    "rules_not_consulted",
    Text("未征求意见的修改", "Changes without consultation"),
    Text("期内生效的规则修改中，没有公开征求意见记录的版本。", "Changes that took effect within the period without a public consultation on record."),
    Text("无征求意见开始日期的版本数", "count without a first day of consultation"),
    VERSIONS, RULE_VERSIONS, "effective", count(), where=and_(_revision, _version.consulted_on.is_(None)), good="down", target=0,
    basis=_ART_34, system=SYSTEM, proof=_version.consulted_on.is_not(None),
)  # fmt: skip
rule_notice_days = indicator(
    "rule_notice_days",
    Text("修改公示天数", "Days of notice"),
    Text("期内生效的规则修改从公示到生效的平均自然日；未公示的不计。", "Mean calendar days from publication to effect, of the changes that were published."),
    Text("Σ(生效 − 公示) ÷ 版本数", "mean of effect − publication"),
    DAYS, RULE_VERSIONS, "effective", mean_days(_version.published_on, _version.effective_on), where=_revision, good="up", min_n=30,
    basis=_ART_34, system=SYSTEM,
)  # fmt: skip
rule_versions_kept = indicator(
    "rule_versions_kept",
    Text("应留存的历史版本", "Versions to be kept"),
    Text("期末被新版本替代未满三年、应在平台上可查阅的版本；替代满三年的不计，因此是下限。",
         "Versions replaced within the three years before the end of the period, to be open on the platform; older ones are not counted, so it "
         "is the least."),
    Text("期末应留存的版本数", "count to be kept at the end"),
    VERSIONS, RULE_VERSIONS, "kept", count(), basis=_HISTORY, system=SYSTEM,
)  # fmt: skip
rule_versions_missing = indicator(
    "rule_versions_missing",
    Text("查不到的历史版本", "Versions missing"),
    Text("期末应留存的历史版本中，最近一次核查时在平台上无法查阅下载的版本。",
         "Of the versions to be kept, those that could not be read on the platform when they were last looked for."),
    Text("应留存而无法查阅的版本数", "count to be kept and not readable"),
    VERSIONS, RULE_VERSIONS, "kept", count(), where=_version.is_readable.is_(False), good="down", target=0, basis=_HISTORY,
    system=SYSTEM,
)  # fmt: skip
