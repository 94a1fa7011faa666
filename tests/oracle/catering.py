"""Merchants, anomalies in kitchens and complaints about meals a second time, row by row."""

from collections.abc import Callable
from typing import Any

from tests.oracle.facts import Days, Row, day, during, standing
from tests.oracle.numbers import (
    Direct,
    Number,
    Oracle,
    PartOf,
    Ratio,
    both,
    count,
    days,
    has,
    is_complaint,
    share,
)

_WANTING = {"mismatched", "expired", "not_found"}


def _merchants(number: Callable[[list[Row]], Number] = count, **other: Any) -> Direct:
    return Direct("catering_merchant", standing("joined_on", "left_on"), number, **other)


def _known(row: Row, period: Days) -> bool:
    """Rows that stand and whose check, where somebody noted its day, was there by the end."""
    checked = day(row["permit_checked_on"])
    return standing("joined_on", "left_on")(row, period) and (checked is None or checked <= period[1])


def _anomalies(moment: str, number: Callable[[list[Row]], Number] = count, **other: Any) -> Direct:
    return Direct("kitchen_anomaly", during(moment), number, **other)


def _is(column: str, value: str) -> Callable[[Row], bool]:
    return lambda row: bool(row[column] == value)


_DISPOSAL = frozenset({"anomaly_disposal"})
_meals = Direct(
    "complaint_report",
    during("registered_at"),
    count,
    where=both(is_complaint, _is("goods", "catering")),
    blind=frozenset({"goods", "kind"}),
)
_orders = Direct(
    "rider_month", during("month_end"), lambda chosen: (sum(r["orders"] for r in chosen), len(chosen))
)

ORACLES: dict[str, Oracle] = {
    "merchants_online": _merchants(),
    "permit_checked_rate": PartOf(
        Direct("catering_merchant", _known, count, where=has("permit_checked_on")),
        _merchants(),
        blind=frozenset({"permit_check"}),
    ),
    "permits_wanting": Direct(
        "catering_merchant", _known, count, where=lambda row: row["permit_result"] in _WANTING
    ),
    "anomalies_detected": _anomalies("detected_at"),
    "anomalies_disposed_rate": _anomalies("detected_at", share(has("disposed_at")), blind=_DISPOSAL),
    "anomaly_days": _anomalies("disposed_at", days(lambda row: row["disposed_at"], "detected_at")),
    "anomalies_open": Direct("kitchen_anomaly", standing("detected_at", "disposed_at"), count),
    "anomalies_unfounded": _anomalies("disposed_at", share(_is("disposal", "unfounded")), blind=_DISPOSAL),
    "meal_complaints": _meals,
    "meal_complaints_per_10k_orders": Ratio(_meals, _orders, 10_000),
}
KEPT_BY_MONTH = {"meal_complaints_per_10k_orders"}
KEPT_BY_YEAR: set[str] = set()
