"""Files of platforms in the small city: half-years and quarters of 2020 and 2021, some late, some short, some never handed in."""

from datetime import date, datetime, timedelta
from typing import Any

Row = dict[str, Any]

#: First day, last day and last day in time, by hand.
_HALVES = [
    (date(2020, 1, 1), date(2020, 6, 30), date(2020, 7, 31)),
    (date(2020, 7, 1), date(2020, 12, 31), date(2021, 1, 31)), (date(2021, 1, 1), date(2021, 6, 30), date(2021, 7, 31)),
    (date(2021, 7, 1), date(2021, 12, 31), date(2022, 1, 31)),
]  # fmt: skip
_QUARTERS = [
    (date(2020, 1, 1), date(2020, 3, 31), date(2020, 4, 30)), (date(2020, 4, 1), date(2020, 6, 30), date(2020, 7, 31)),
    (date(2020, 7, 1), date(2020, 9, 30), date(2020, 10, 31)), (date(2020, 10, 1), date(2020, 12, 31), date(2021, 1, 31)),
    (date(2021, 1, 1), date(2021, 3, 31), date(2021, 4, 30)), (date(2021, 4, 1), date(2021, 6, 30), date(2021, 7, 31)),
    (date(2021, 7, 1), date(2021, 9, 30), date(2021, 10, 31)), (date(2021, 10, 1), date(2021, 12, 31), date(2022, 1, 31)),
]  # fmt: skip
_FILES = [
    ("identity", *one, platform) for one in _HALVES for platform in ("P1", "P2", "P4")
] + [("tax", *one, platform) for one in _QUARTERS for platform in ("P1", "P2", "P3")]  # fmt: skip
_LAST = date(2021, 12, 31)


def _file(number: int, kind: str, begun: date, ended: date, due: date, platform: str) -> Row:
    """By turns on the last day, early, late by six or by forty days, or not handed in; each third of those short of rows."""
    after = (0, -9, 6, None, -3, 40, -1)[number % 7]
    handed_in = (
        None
        if after is None
        else datetime.combine(due, datetime.min.time()) + timedelta(days=after, hours=15)
    )
    if handed_in and handed_in.date() > _LAST:
        handed_in = None
    rows = 40 + 3 * number
    short = 5 if number % 3 == 0 else 0
    returned = handed_in + timedelta(days=4) if handed_in and short else None
    corrected = returned + timedelta(days=8) if returned and number % 2 else None
    return {
        "report_id": f"PB{number:03d}", "platform_id": platform, "kind": kind, "period_from": begun, "period_to": ended,
        "due": due if number % 13 != 12 else None, "handed_in_at": handed_in, "rows_due": rows,
        "rows_in": rows - number % 2 if handed_in else None,
        "rows_complete": (rows - number % 2 - short if number % 11 else None) if handed_in else None,
        "returned_at": returned, "corrected_at": corrected, "contact_name": "沈书远",
    }  # fmt: skip


ROWS: dict[str, list[Row]] = {"platform_report": [_file(number, *one) for number, one in enumerate(_FILES)]}
COLUMNS: dict[str, dict[str, str]] = {"platform_report": {"platform": "platform_id", "report_kind": "kind"}}
OF_PLATFORM = frozenset(COLUMNS)
