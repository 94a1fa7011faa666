"""Bridges and co-investigation of the small city: a few exchanges, checks, agreements and requests of every kind."""

from datetime import date, datetime, timedelta
from typing import Any

Row = dict[str, Any]

_KINDS = (("registration", "to_platform"), ("identity", "to_government"), ("answer", "to_government"),
          ("food_licence", "to_government"), ("review", "to_government"), ("review_lead", "to_government"))  # fmt: skip
_COMPARED = {"identity", "food_licence"}


def _exchange(number: int) -> Row:
    """Return the exchange of one day: every sixth type of data, platform after platform, fifteen days apart."""
    data_type, flow = _KINDS[number % len(_KINDS)]
    records = 5 + 7 * number % 23
    is_compared = data_type in _COMPARED
    return {
        "day": date(2020, 1, 3) + timedelta(days=15 * number), "bridge": ("red_shield", "tianyan")[number % 4 == 0],
        "platform_id": ("P1", "P2", "P1", "P4")[number % 4], "data_type": data_type, "flow": flow, "records": records,
        "complete": records - number % 3, "matched": records - 2 if is_compared else None,
        "mismatched": number % 3 if is_compared else None, "calls": 10 + number,
        "succeeded": 10 + number - number % 4, "latency_ms": 100.0 + 3.5 * number if number % 9 else None,
    }  # fmt: skip


def _check(number: int) -> Row:
    month = 1 + number * 2 % 12
    return {
        "month": date(2020 + number // 6, month, 1), "bridge": "red_shield", "platform_id": ("P1", "P3", "P2")[number % 3],
        "submitted": 40 + number, "matched": 36 + number - number % 4, "mismatched": 1 + number % 4, "not_found": 3,
    }  # fmt: skip


def _request(number: int) -> Row:
    """Return a request eleven days after the one before: answered within hours, on the last day, late, or never."""
    sent = datetime(2020, 1, 2, 9, 15) + timedelta(days=11 * number, minutes=53 * number)
    kind = ("identity", "trade", "transfer", "evidence")[number % 4]
    took = (0.3, 2.5, 4.75, None, 1.2, 9.0)[number % 6]
    answered = sent + timedelta(days=took) if took is not None else None
    if answered and answered.date() > date(2021, 12, 31):
        answered = None
    transferred = ("accepted", "declined")[number % 3 == 0]
    return {
        "request_id": f"Q{number:03d}", "direction": ("in", "in", "out")[number % 3], "kind": kind,
        "province": ("440000", "320000", "110000", None)[number % 4], "region": "某市",
        "district": ("330110", "330108", None)[number % 3], "platform_id": ("P1", "P2", None, "P1", "P3")[number % 5],
        "bridge": "red_shield" if number > 8 else None, "sent_at": sent, "received_at": sent + timedelta(hours=1),
        "due": sent.date() + timedelta(days=3), "feedback_at": answered,
        "result": None if answered is None else transferred if kind == "transfer" else "provided",
        "is_rapid": number % 7 == 1 if answered else None, "handler": "沈书远",
    }  # fmt: skip


def _agreement(
    number: int, region: str, province: str, signed: date, accounts: int, ended: date | None = None
) -> Row:
    return {"agreement_no": f"X{number}", "region": region, "name": f"{region}市", "province": province, "signed_on": signed,
            "ended_on": ended, "accounts": accounts}  # fmt: skip


ROWS: dict[str, list[Row]] = {
    "data_exchange": [_exchange(number) for number in range(48)],
    "identity_check": [_check(number) for number in range(12)],
    "partner_region": [
        _agreement(1, "440100", "440000", date(2019, 5, 1), 3),
        _agreement(2, "440300", "440000", date(2020, 7, 20), 2),
        _agreement(3, "440100", "440000", date(2021, 2, 1), 4),  # the same region a second time
        _agreement(4, "320500", "320000", date(2020, 3, 1), 5, date(2021, 3, 1)),
        _agreement(5, "110105", "110000", date(2021, 12, 31), 1),
    ],
    "co_investigation": [_request(number) for number in range(66)],
}
COLUMNS: dict[str, dict[str, str]] = {
    "data_exchange": {"platform": "platform_id", "bridge": "bridge", "data_type": "data_type", "flow": "flow"},
    "identity_check": {"platform": "platform_id", "bridge": "bridge"},
    "partner_region": {"partner": "province"},
    "co_investigation": {"district": "district", "platform": "platform_id", "partner": "province", "direction": "direction",
                         "co_kind": "kind", "co_result": "result", "bridge": "bridge"},
}  # fmt: skip
OF_PLATFORM = {"data_exchange", "identity_check"}
