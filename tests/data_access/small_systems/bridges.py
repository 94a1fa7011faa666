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


def _mismatch(number: int) -> Row:
    """Forty shops that do not match, one each eighteen days: settled within days, late, or not at all."""
    found = datetime(2020, 1, 4, 10) + timedelta(days=18 * number, minutes=11 * number)
    took = (3.5, 20.0, None, 8.25)[number % 4]
    settled = found + timedelta(days=took) if took else None
    if settled and settled.date() > date(2021, 12, 31):
        settled = None
    return {
        "mismatch_id": f"XM{number:03d}", "bridge": ("red_shield", "tianyan")[number % 5 == 0],
        "platform_id": ("P1", "P2", "P1", None)[number % 4], "shop_id": f"S{number % 3:03d}" if number > 2 else None, "entity_id": "E1",
        "district": ("330110", None, "330108")[number % 3], "kind": ("name", "ended", "not_found")[number % 3],
        "found_at": found, "settled_at": settled, "outcome": ("corrected", "referred")[number % 2] if settled else None,
        "handler": "沈书远",
    }  # fmt: skip


def _notice(number: int) -> Row:
    """Fifty notices, one each fourteen days: answered at once, on the last day, late, or not at all."""
    sent = datetime(2020, 1, 7, 14, 30) + timedelta(days=14 * number, minutes=29 * number)
    took = (0.5, 7.0, 11.5, None, 4.0)[number % 5]
    answered = sent + timedelta(days=took) if took else None
    if answered and answered.date() > date(2021, 12, 31):
        answered = None
    return {
        "notice_id": f"XN{number:03d}", "bridge": "red_shield" if number % 6 else None,
        "platform_id": ("P1", "P2", None, "P1")[number % 4], "shop_id": f"S{number % 2:03d}" if number > 2 else None, "entity_id": "E1",
        "district": ("330110", "330108", None)[number % 3], "violation": ("V01", "V03")[number % 2], "sent_at": sent,
        "due": sent.date() + timedelta(days=7) if number % 11 else None, "answered_at": answered,
        "answer": ("taken_down", "disputed", "corrected")[number % 3] if answered else None, "handler": "沈书远",
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
        "province": ("440000", "320000", "110000", None)[number % 4], "region": ("甲市", "乙市")[number % 2],
        "account_id": (None, "A1", "A2", "A1")[number % 4],
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
    "identity_mismatch": [_mismatch(number) for number in range(40)],
    "violation_notice": [_notice(number) for number in range(50)],
    "partner_region": [
        _agreement(1, "440100", "440000", date(2019, 5, 1), 3),
        _agreement(2, "440300", "440000", date(2020, 7, 20), 2),
        _agreement(3, "440100", "440000", date(2021, 2, 1), 4),  # the same region a second time
        _agreement(4, "320500", "320000", date(2020, 3, 1), 5, date(2021, 3, 1)),
        _agreement(5, "110105", "110000", date(2021, 12, 31), 1),
    ],
    "partner_account": [
        {
            "account_id": f"A{number}",
            "agreement_no": ("X1", "X1", "X3", "X4")[number - 1],
            "name": ("甲市", "乙市")[number % 2],
            "province": "440000" if number < 3 else None,
            "opened_on": opened,
            "closed_on": closed,
            "last_used_at": used,
        }
        for number, opened, closed, used in (
            (1, date(2019, 12, 1), None, datetime(2021, 12, 1, 9)),
            (2, date(2019, 11, 1), date(2021, 12, 31), None),
            (3, date(2021, 2, 2), None, datetime(2021, 2, 3, 10)),
            (4, date(2021, 12, 31), None, None),
        )
    ],
    "co_investigation": [_request(number) for number in range(66)],
}
COLUMNS: dict[str, dict[str, str]] = {
    "data_exchange": {"platform": "platform_id", "bridge": "bridge", "data_type": "data_type", "flow": "flow"},
    "identity_check": {"platform": "platform_id", "bridge": "bridge"},
    "identity_mismatch": {"district": "district", "platform": "platform_id", "bridge": "bridge", "mismatch_kind": "kind",
                          "mismatch_outcome": "outcome"},
    "violation_notice": {"district": "district", "platform": "platform_id", "bridge": "bridge", "violation": "violation",
                         "notice_answer": "answer"},
    "partner_region": {"partner": "province"},
    "partner_account": {"partner": "province", "partner_region": "name"},
    "co_investigation": {"district": "district", "platform": "platform_id", "partner": "province", "partner_region": "region", "direction": "direction",
                         "co_kind": "kind", "co_result": "result", "bridge": "bridge"},
}  # fmt: skip
OF_PLATFORM = {"data_exchange", "identity_check"}
