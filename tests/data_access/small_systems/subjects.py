"""One operator of the small city: an entity with shops on two platforms, and shops that closed after a measure."""

from datetime import date, datetime, timedelta
from typing import Any

Row = dict[str, Any]

_REGIONS = ("330110", "330108", "330106", None)
_CAUSES = ("penalty", "listed", "takedown")
_REASONS = ("credit_code", "contact_name", "name_address")


def _member(kind: str, number: str, reason: str, score: float, via: str | None) -> Row:
    return {
        "subject_id": "E1", "member_kind": kind, "member_id": number, "reason": reason, "score": score,
        "via_kind": via and ("entity" if via[0] == "E" else "shop"), "via_id": via,
    }  # fmt: skip


def _move(number: int) -> Row:
    """Every seventh shop closes after 200 days (see `small_city`): each of them after a measure."""
    closed = date(2020, 1, 10) + timedelta(days=12 * number + 200)
    on_first = number % 3 < 2
    return {
        "shop_id": f"S{number:03d}", "platform_id": "P1" if on_first else "P2", "operator_region": _REGIONS[number % 4],
        "closed_on": closed, "cause": _CAUSES[number % 3], "cause_id": f"C{number}",
        "caused_at": datetime.combine(closed, datetime.min.time()) - timedelta(days=40, hours=number), "subject_id": "E1",
        "reason": _REASONS[number // 7 % 3], "score": 0.8, "open_platform_id": "P2" if on_first else "P1",
        "open_shop_id": "S002" if on_first else "S001", "open_shops": 1 + number % 2,
    }  # fmt: skip


ROWS: dict[str, list[Row]] = {
    "subject_member": [
        _member("entity", "E1", "anchor", 1.0, None),
        _member("shop", "S002", "contact_name", 1.0, "E1"),
        _member("shop", "S004", "name_address", 1.0, "E1"),
        _member("shop", "S007", "credit_code", 1.0, "E1"),
    ],
    "shop_move": [_move(number) for number in range(0, 43, 7)],
}
COLUMNS: dict[str, dict[str, str]] = {
    "shop_move": {"district": "operator_region", "platform": "platform_id", "move_cause": "cause", "merge_reason": "reason"},
}  # fmt: skip
OF_PLATFORM: frozenset[str] = frozenset()
