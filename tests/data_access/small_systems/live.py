"""Agencies, hosts, live rooms and checks of these in the small city: every course that a row can take."""

from datetime import date, datetime, timedelta
from typing import Any

Row = dict[str, Any]

_PLATFORMS = ("P1", "P2", "P1", "P4")
_DISTRICTS = ("330110", "330108", None)
_KINDS = ("shop", "host", "platform", "generated")


def _agency(number: int) -> Row:
    since = date(2020, 1, 2) + timedelta(days=3 * number)
    return {
        "agency_id": f"MCN{number}", "name": f"第{number}传媒（虚构）", "entity_id": "E1" if number == 2 else None,
        "district": _DISTRICTS[number % 3], "since": since,
        "ended": since + timedelta(days=500) if number % 4 == 3 else None,
    }  # fmt: skip


def _host(number: int) -> Row:
    since = date(2020, 1, 20) + timedelta(days=5 * number)
    return {
        "host_id": f"ZB{number:02d}", "name": f"王{'一二三四五六七八九十'[number % 10]}", "agency_id": f"MCN{number % 5}" if number % 3 else None,
        "platform_id": _PLATFORMS[number % 4], "since": since, "ended": since + timedelta(days=300) if number % 9 == 4 else None,
    }  # fmt: skip


def _room(number: int) -> Row:
    host = _host(number)
    verified = host["since"] + timedelta(days=180) if number % 6 else None
    return {
        "room_id": f"LR{number:02d}", "title": f"第{number % 12}直播间（虚构）", "kind": _KINDS[number % 4], "platform_id": host["platform_id"],
        "host_id": host["host_id"], "agency_id": host["agency_id"], "entity_id": None, "district": _DISTRICTS[number % 3],
        "opened_on": host["since"], "closed_on": host["ended"], "verified_on": verified,
        "verify_due": verified and verified + timedelta(days=181),
    }  # fmt: skip


def _check(number: int) -> Row:
    """Ninety checks, one each five days from autumn on: two of three find a violation."""
    room = _room(number % 40)
    at = datetime(2020, 9, 1, 10, 30) + timedelta(days=5 * number)
    is_found = number % 3 != 1
    return {
        "check_id": f"LC{number:03d}", "room_id": room["room_id"], "host_id": room["host_id"] if number % 8 else None,
        "agency_id": room["agency_id"], "platform_id": room["platform_id"], "district": room["district"],
        "source": ("patrol", "complaint", "platform")[number % 3], "item_id": None, "checked_at": at,
        "violation": ("V01", "V21")[number % 2] if is_found else None,
        "outcome": ("corrected", "filed", "interviewed")[number % 4 % 3] if is_found else None,
        "corrected_on": at.date() + timedelta(days=number % 9) if is_found and number % 4 == 0 else None,
        "host_repeats": number >= 40 if is_found else None,
        "agency_repeats": number >= 20 if is_found and room["agency_id"] else None,
    }  # fmt: skip


ROWS: dict[str, list[Row]] = {
    "live_agency": [_agency(number) for number in range(5)],
    "live_host": [_host(number) for number in range(40)],
    "live_room": [_room(number) for number in range(40)],
    "live_check": [_check(number) for number in range(90)],
}
COLUMNS: dict[str, dict[str, str]] = {
    "live_agency": {"district": "district"},
    "live_host": {"platform": "platform_id", "live_agency": "agency_id"},
    "live_room": {"district": "district", "platform": "platform_id", "live_room_kind": "kind", "live_agency": "agency_id"},
    "live_check": {"district": "district", "platform": "platform_id", "live_room_kind": "live_room.kind",
                   "live_agency": "agency_id", "live_host": "host_id", "live_check_source": "source", "violation": "violation",
                   "live_outcome": "outcome"},
}  # fmt: skip
OF_PLATFORM = frozenset({"live_host"})
LOOKED_UP = {"live_check": ("room_id", "live_room")}
