"""Rules of platforms 平台规则: one row for each version of each, with its consultation, its publication and until when it is kept.

Legal source: 电子商务法 (2019-01-01) art. 32–34, of which 33 asks that rules in force be open to everybody and 34 that a change is
put to public consultation and published seven days before it takes effect; 网络交易平台规则监督管理办法 (SAMR and CAC Order 116,
2026-02-01) art. 12, by which it is fifteen days where the change concerns very many users or weighs on them heavily. The text of
Order 116 could be read in parts alone (see `derive.limits`).
"""

from sqlalchemy import Boolean, Date, String, Table

from data_access.store.schema.columns import column, metadata

platform_rule = Table(
    "platform_rule",
    metadata,
    column("version_id", String, "规则版本编号", "Version of the rule", key=True),
    column("platform_id", String, "平台编号", "Platform id", required=True, codes="platform"),
    column("district", String, "平台住所地区", "Domicile of the platform", codes="region"),
    column("kind", String, "规则类别", "Kind of rule", required=True, codes="platform_rule_kind"),
    column("title", String, "规则名称", "Name of the rule", required=True),
    column("version_no", String, "规则版本号", "Number of the version"),
    column("is_revision", Boolean, "是否修改既有规则", "Changes an earlier version", required=True),
    column("is_major", Boolean, "是否重大修改", "Concerns very many users, or heavily"),
    column("consulted_on", Date, "征求意见开始日期", "Put to consultation on"),
    column("consulted_until", Date, "征求意见结束日期", "Consultation ended on"),
    column("published_on", Date, "规则公示日期", "Rule published on"),
    column("notice_due", Date, "最迟公示日期", "To be published by"),
    column("effective_on", Date, "规则生效日期", "In force from", required=True),
    column("replaced_on", Date, "被新版本替代日期", "Replaced on"),
    column("keep_due", Date, "历史版本留存至", "To be kept open until"),
    column("is_readable", Boolean, "平台上能否查阅下载", "Open to be read on the platform"),
    column("read_on", Date, "查阅核查日期", "Looked for on"),
    column("rule_version", String, "期限依据版本", "Version of the time limits"),
)
