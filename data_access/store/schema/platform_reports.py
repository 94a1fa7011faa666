"""Files that platforms owe 平台报送: who sells on them, half-yearly to market regulation, and their tax data, quarterly."""

from sqlalchemy import Date, DateTime, Integer, String, Table

from data_access.store.schema.columns import column, metadata

#: One row for each platform, kind of file and period of it, whether it came or not. `due` is the last day in time, by
#: `derive.limits` (steps identity_report and tax_report); a row of a file is one operator on the platform.
#: `rows_complete` are those that lack nothing as the file stands now, after any correction.
platform_report = Table(
    "platform_report",
    metadata,
    column("report_id", String, "报送编号", "File", key=True),
    column("platform_id", String, "平台编号", "Platform id", required=True, codes="platform"),
    column("kind", String, "报送种类", "Kind of file", required=True, codes="report_kind"),
    column("period_from", Date, "所属期起", "Period from", required=True),
    column("period_to", Date, "所属期止", "Period to", required=True),
    column("due", Date, "报送期限", "File due"),
    column("handed_in_at", DateTime, "报送时间", "Handed in"),
    column("rows_due", Integer, "应报条数", "Rows due", low=0),
    column("rows_in", Integer, "已报条数", "Rows handed in", low=0),
    column("rows_complete", Integer, "完整条数", "Complete rows", low=0),
    column("returned_at", DateTime, "退回补正时间", "Returned for correction"),
    column("corrected_at", DateTime, "补正时间", "Corrected"),
    column("contact_name", String, "平台联系人", "Contact of the platform", mask="name"),
)
