"""Whether a platform reports who sells on it 身份信息报送: of that duty its files tell, and nobody ticks it beside them."""

from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any

import pyarrow as pa
from sqlalchemy import delete, select

from data_access.store.drafts import Draft
from data_access.store.schema import dataset, platform_duty, platform_report

#: The duty that files tell of (电子商务法 art. 28), and the kind of files that do.
DUTY, KIND = "reporting", "identity"

_report, _duty = platform_report.c, platform_duty.c


def derive(draft: Draft) -> int:
    """Set the duty of reporting of each platform whose files the store records, and return how many have one.

    What was loaded of that duty gives way to the files. A store that records of no file when it was handed in knows nothing.
    """
    with draft.engine.begin() as connection:
        as_of = connection.execute(select(dataset.c.as_of)).scalar_one_or_none()
        is_recorded = select(_report.handed_in_at).where(_report.handed_in_at.is_not(None)).limit(1)
        if as_of is None or connection.execute(is_recorded).first() is None:
            return 0
        fell_due = (
            select(platform_report)
            .where(_report.kind == KIND, _report.due <= as_of)
            .order_by(_report.platform_id, _report.due, _report.report_id)
        )
        told = [
            {"platform_id": own, "duty": DUTY} | _state(list(files))
            for own, files in groupby(connection.execute(fell_due), attrgetter("platform_id"))
        ]
        if not told:
            return 0
        of_files = _duty.platform_id.in_([row["platform_id"] for row in told])
        connection.execute(delete(platform_duty).where(_duty.duty == DUTY, of_files))
    draft.append(platform_duty, pa.Table.from_pylist(told, _SCHEMA))
    return len(told)


_SCHEMA = pa.schema(
    [("platform_id", pa.string()), ("duty", pa.string()), ("is_met", pa.bool_()), ("checked_on", pa.date32())]
)


def _state(files: list[Any]) -> dict[str, bool | date]:
    """Return how a platform meets the duty by its files that fell due, the latest last.

    It does where none is missing or waits for its correction, and the latest came in time and lacks nothing.
    """
    last = files[-1]
    in_time = last.handed_in_at is not None and last.handed_in_at.date() <= last.due
    return {
        "is_met": in_time and not _is_short(last) and not any(map(_is_open, files)),
        "checked_on": last.due,
    }


def _is_open(file: Any) -> bool:
    return file.handed_in_at is None or (file.returned_at is not None and file.corrected_at is None)


def _is_short(file: Any) -> bool:
    return file.rows_due is not None and file.rows_complete is not None and file.rows_complete < file.rows_due
