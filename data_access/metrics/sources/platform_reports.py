"""The source of files that platforms owe: identities of those who sell on them, and tax data."""

from data_access.domain.text import Text
from data_access.metrics.sources.base import PLATFORM_SPLITS, Flow, Source, Stock, platform_of
from data_access.store.schema import platform, platform_report

_report = platform_report.c
PLATFORM_REPORTS = Source(
    "platform_reports",
    Text("平台报送", "Files of platforms"),
    platform_report,
    {
        "due": Flow(_report.due),
        "handed_in": Flow(_report.handed_in_at),
        # At the end of its due day a file that did not come is overdue.
        "overdue": Stock(_report.due, _report.handed_in_at, needs_end=True),
        "returned": Stock(_report.returned_at, _report.corrected_at, needs_end=True),
    },
    {"district": platform.c.district, "platform": _report.platform_id, "report_kind": _report.kind, **PLATFORM_SPLITS},
    platform_of(_report.platform_id),
)  # fmt: skip
