"""Live rooms, hosts, agencies and checks a second time, row by row."""

from collections.abc import Callable
from typing import Any

from tests.oracle.facts import Row, during, standing
from tests.oracle.numbers import Direct, Number, Oracle, Ratio, both, count, has, share

_found, _FINDING = has("violation"), frozenset({"violation", "live_outcome"})


def _checks(number: Callable[[list[Row]], Number] = count, **other: Any) -> Direct:
    return Direct("live_check", during("checked_at"), number, **other)


def _each(column: str) -> Callable[[list[Row]], Number]:
    def number(chosen: list[Row]) -> Number:
        found = len({row[column] for row in chosen} - {None})
        return found, found

    return number


_rooms = Direct("live_room", standing("opened_on", "closed_on"), count)
_rooms_checked = _checks(_each("room_id"), blind=_FINDING)
_violating = _checks(_each("room_id"), where=_found)
ORACLES: dict[str, Oracle] = {
    "live_rooms": _rooms,
    "live_rooms_unverified": Direct("live_room", standing("verify_due", "closed_on"), count),
    "live_hosts": Direct("live_host", standing("since", "ended"), count),
    "live_agencies": Direct("live_agency", standing("since", "ended"), count),
    "live_checks": _checks(),
    "live_violations": _checks(where=_found),
    "live_found_rate": _checks(share(_found), blind=_FINDING),
    "live_rooms_violating": _violating,
    "live_rooms_checked": _rooms_checked,
    "live_violations_per_100_rooms": Ratio(_violating, _rooms_checked, 100, blind=_FINDING),
    "live_complaint_checks": _checks(
        where=lambda row: row["source"] == "complaint", blind=frozenset({"live_check_source"})
    ),
    "live_hosts_repeating": _checks(
        _each("host_id"), where=both(_found, lambda row: bool(row["host_repeats"]))
    ),
    "live_agencies_repeating": _checks(
        _each("agency_id"), where=both(_found, lambda row: bool(row["agency_repeats"]))
    ),
}
KEPT_BY_MONTH: set[str] = set()
KEPT_BY_YEAR: set[str] = set()
