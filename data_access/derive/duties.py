"""What records tell of the duties of platforms, of which nobody ticks beside them whether they are met.

Files tell whether a platform reports who sells on it 身份信息报送, patrols whether it shows its licence and permits 亮照亮证.
"""

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any

import pyarrow as pa
from sqlalchemy import Connection, delete, select

from data_access.store.drafts import Draft
from data_access.store.schema import dataset, licence_check, platform_duty, platform_report

#: The duty that files tell of (电子商务法 art. 28), and the kind of files that do.
DUTY, KIND = "reporting", "identity"
#: The duty that patrols tell of (电子商务法 art. 15).
LICENCE = "licence"

_report, _duty, _check = platform_report.c, platform_duty.c, licence_check.c


def derive(draft: Draft) -> int:
    """Set the duties of each platform of which the store records files or patrols, and return how many there are.

    What was loaded of such a duty gives way to them.
    """
    with draft.engine.begin() as connection:
        as_of = connection.execute(select(dataset.c.as_of)).scalar_one_or_none()
        if as_of is None:
            return 0
        found = {DUTY: list(_reporting(connection, as_of)), LICENCE: list(_on_display(connection, as_of))}
        told = [{"duty": duty} | row for duty, own in found.items() for row in own]
        if not told:
            return 0
        for duty, own in found.items():
            of_records = _duty.platform_id.in_([row["platform_id"] for row in own])
            connection.execute(delete(platform_duty).where(_duty.duty == duty, of_records))
    draft.append(platform_duty, pa.Table.from_pylist(told, _SCHEMA))
    return len(told)


def _reporting(connection: Connection, as_of: date) -> Iterator[dict[str, Any]]:
    """Yield how each platform reports. A store that records of no file when it was handed in knows nothing."""
    is_recorded = select(_report.handed_in_at).where(_report.handed_in_at.is_not(None)).limit(1)
    if connection.execute(is_recorded).first() is None:
        return
    fell_due = (
        select(platform_report)
        .where(_report.kind == KIND, _report.due <= as_of)
        .order_by(_report.platform_id, _report.due, _report.report_id)
    )
    for own, files in groupby(connection.execute(fell_due), attrgetter("platform_id")):
        yield {"platform_id": own} | _state(list(files))


def _on_display(connection: Connection, as_of: date) -> Iterator[dict[str, Any]]:
    """Yield whether the last patrol of each platform that looked found its licence and permits shown."""
    looked = (
        select(_check.platform_id, _check.checked_on, _check.licence_shown, _check.permit_shown)
        .where(_check.licence_shown.is_not(None), _check.checked_on <= as_of)
        .order_by(_check.platform_id, _check.checked_on, _check.check_id)
    )
    for own, patrols in groupby(connection.execute(looked), attrgetter("platform_id")):
        *_, last = patrols
        is_met = bool(last.licence_shown) and last.permit_shown is not False
        yield {"platform_id": own, "is_met": is_met, "checked_on": last.checked_on}


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
