"""Merchants of online catering and anomalies in their kitchens in the small city: every course that a row can take."""

from datetime import date, datetime, timedelta
from typing import Any

Row = dict[str, Any]

_PLATFORMS = ("P1", "P2", "P1", "P4")
_DISTRICTS = ("330110", "330108", None)
_RESULTS = ("matched", "matched", "expired", "mismatched", None, "not_found")


def _merchant(number: int) -> Row:
    """Sixty merchants, one every eight days, each before its first anomaly: each seventh has left, each sixth was never checked.

    Each fifth is checked when it has long been there; of each twentieth nobody noted when.
    """
    checked_after = timedelta(days=200 if number % 5 == 3 else 3)
    joined, result = date(2020, 1, 5) + timedelta(days=8 * number), _RESULTS[number % 6]
    return {
        "merchant_id": f"CM{number:03d}", "name": f"第{number}小厨（虚构）", "platform_id": _PLATFORMS[number % 4],
        "district": _DISTRICTS[number % 3], "joined_on": joined,
        "left_on": joined + timedelta(days=140) if number % 7 == 5 else None, "permit_no": f"JY{number:014d}",
        "permit_until": joined + timedelta(days=400), "permit_checked_on": joined + checked_after if result and number % 20 != 9 else None,
        "permit_result": result, "kitchen_since": joined + timedelta(days=50) if number % 4 else None,
    }  # fmt: skip


def _anomaly(number: int) -> Row:
    """Ninety anomalies, one every eight days: each fifth is not disposed of."""
    detected = datetime(2020, 1, 9, 22, 40) + timedelta(days=8 * number)
    is_disposed = number % 5 != 2
    return {
        "anomaly_id": f"CA{number:03d}", "merchant_id": f"CM{number % 60:03d}", "platform_id": _PLATFORMS[number % 4],
        "district": _DISTRICTS[number % 3], "kind": ("mask", "rodent", "bin")[number % 3], "detected_at": detected,
        "notified_at": detected + timedelta(minutes=20) if number % 9 else None,
        "disposed_at": detected + timedelta(hours=7 + 11 * (number % 6)) if is_disposed else None,
        "disposal": ("corrected", "unfounded", "ordered", "suspended")[number % 4] if is_disposed else None,
    }  # fmt: skip


ROWS: dict[str, list[Row]] = {
    "catering_merchant": [_merchant(number) for number in range(60)],
    "kitchen_anomaly": [_anomaly(number) for number in range(90)],
}
COLUMNS: dict[str, dict[str, str]] = {
    "catering_merchant": {"district": "district", "platform": "platform_id", "permit_check": "permit_result"},
    "kitchen_anomaly": {"district": "district", "platform": "platform_id", "kitchen_anomaly": "kind", "anomaly_disposal": "disposal"},
}  # fmt: skip
OF_PLATFORM: frozenset[str] = frozenset()
