"""Rules of the files that platforms hand in."""

from sqlalchemy import and_, or_

from data_access.domain.text import Text
from data_access.store.schema.platform_reports import platform_report
from data_access.store.schema.rules.base import Rule, before

_report = platform_report.c

PLATFORM_REPORTS: tuple[Rule, ...] = (
    Rule("report_period_in_order", platform_report, _report.period_to < _report.period_from,
         Text("所属期止早于起", "a period that ends before it begins")),
    Rule("report_due_after_period", platform_report, _report.due <= _report.period_to,
         Text("报送期限不晚于所属期", "due before its period is over"),
         drops=("due",)),
    Rule("report_rows_within_due", platform_report,
         or_(_report.rows_in > _report.rows_due, _report.rows_complete > _report.rows_in),
         Text("已报多于应报或完整多于已报", "more rows handed in than due, or complete than handed in"),
         drops=("rows_in", "rows_complete")),
    Rule("report_rows_handed_in", platform_report,
         and_(_report.handed_in_at.is_(None), or_(_report.rows_in > 0, _report.rows_complete > 0)),
         Text("未报送却有已报条数", "rows of a file that was not handed in"),
         drops=("rows_in", "rows_complete")),
    Rule("report_corrected_in_order", platform_report,
         or_(before(_report.returned_at, _report.handed_in_at), before(_report.corrected_at, _report.returned_at),
             and_(_report.corrected_at.is_not(None), _report.returned_at.is_(None)),
             and_(_report.returned_at.is_not(None), _report.handed_in_at.is_(None))),
         Text("退回早于报送或补正早于退回", "returned before it was handed in, or corrected before it was returned"),
         drops=("returned_at", "corrected_at")),
)  # fmt: skip
