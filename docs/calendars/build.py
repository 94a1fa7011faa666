"""Write data_access/domain/calendars/working_days.csv from PyPI chinesecalendar (MIT).

The package follows the State Council's notices. When it has the notice for the next year, run
`pip install --upgrade chinesecalendar && python docs/calendars/build.py`. The product reads only the CSV.
"""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from importlib.metadata import version
from pathlib import Path

import chinese_calendar  # type: ignore[import-untyped]

FIRST, LAST = date(2010, 1, 1), date(2027, 12, 31)
CSV = Path(__file__).parents[2] / "data_access" / "domain" / "calendars" / "working_days.csv"
NOTICE = f"State Council notice via chinesecalendar {version('chinesecalendar')}"
NO_NOTICE = "weekday rule, no notice yet"


def rows() -> Iterator[tuple[str, int, str, str]]:
    """Give date, is_workday, holiday_zh and source of every day; a make-up day names its holiday too."""
    day = FIRST
    while day <= LAST:
        try:
            rest, holiday = chinese_calendar.get_holiday_detail(day)
            name = chinese_calendar.Holiday(holiday).chinese if holiday else ""
            yield day.isoformat(), int(not rest), name, NOTICE
        except NotImplementedError:
            yield day.isoformat(), int(day.weekday() < 5), "", NO_NOTICE
        day += timedelta(days=1)


if __name__ == "__main__":
    with CSV.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("date", "is_workday", "holiday_zh", "source"))
        writer.writerows(rows())
