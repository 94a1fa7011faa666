"""Sampling, takedowns, leads, catering, disputes and evidence of the small city: every course that a row can take."""

from datetime import date, datetime, timedelta
from hashlib import sha256
from itertools import product
from typing import Any

Row = dict[str, Any]

_PLATFORMS = ("P1", "P2", "P1", None, "P4")
_DISTRICTS = ("330110", "330108", "330106", None)
_GOODS = ("apparel", "children", "home_appliances")


def _days(number: float) -> timedelta:
    return timedelta(days=number)


def _steps(number: int, tested: datetime | None, fails: bool) -> Row:
    """Return the retest, judgement and second look of a batch: those that failed have some, one that passed a retest."""
    asked = tested + _days(3) if tested and (fails or number == 12) and number % 5 == 0 else None
    retested = asked + _days(8.5) if asked and number % 3 else None
    judged = tested + _days(1.5 + number % 3) if tested and fails and number % 4 else None
    return {
        "retest_asked_at": asked, "retested_at": retested,
        "retest": ("upheld", "overturned")[number % 2] if retested else None,
        "risk_level": ("serious", "low")[number % 2] if judged else None, "judged_at": judged,
        "rechecked_at": tested + _days(40) if tested and fails and number % 9 and number < 50 else None,
    }  # fmt: skip


def _batch(number: int) -> Row:
    """Seventy batches, one every ten days: each seventh untested, each fifth of the others failing."""
    bought = datetime(2020, 1, 6, 10, 15) + _days(10 * number)
    is_tested = number % 7 != 3 and number < 68
    tested = bought + _days(9 + number % 4) if is_tested else None
    fails = (number % 5 == 0 or number % 9 == 4) if is_tested else None
    return {
        "batch_id": f"B{number:03d}", "kind": ("supervised", "risk", "supervised")[number % 3],
        "platform_id": _PLATFORMS[number % 5], "district": _DISTRICTS[number % 4], "goods": _GOODS[number % 3],
        "bought_at": bought, "tested_at": tested,
        "untested_reason": ("no_licence", "no_maker")[number % 2] if number % 7 == 3 else None,
        "is_unqualified": fails, "failed_item": ("electric", "label")[number % 2] if fails else None,
        "is_safety": number % 2 == 0 if fails else None,
        **_steps(number, tested, bool(fails)),
        "follow_up_due": tested.date() + _days(30) if tested and fails else None,
        "followed_up_at": tested + _days(12) if tested and fails and number % 3 else None,
        "case_at": tested + _days(20) if tested and fails and number % 3 != 1 else None,
        "taken_down_at": tested + _days(3) if tested and fails and number % 4 else None,
    }  # fmt: skip


def _order(number: int) -> Row:
    """Forty orders: done at once, at the very limit, late, or not at all."""
    issued = datetime(2020, 2, 3, 9) + _days(17 * number)
    hours = (5, 24, 30, None)[number % 4]
    source = ("sampling", "fair_online", "case", "ip", "fair_online")[number % 5]
    return {
        "order_id": f"D{number:03d}", "source": source, "platform_id": _PLATFORMS[number % 5],
        "district": _DISTRICTS[number % 4], "issued_at": issued, "due_at": issued + timedelta(hours=24),
        "done_at": issued + timedelta(hours=hours) if hours else None, "batches": int(source == "sampling"),
        "rechecked_at": issued + _days(21) if hours and number % 3 else None,
        "relisted_at": issued + _days(21) if hours and number % 3 and number % 5 == 0 else None,
        "listings": 1 + number % 6,
    }  # fmt: skip


MODELS = [
    {"model_id": f"M{number:02d}", "name": f"模型{number}" if number % 3 else None, "lead_type": f"{number % 4 + 1:02d}", "developed_on": date(2020, 3, 1) + _days(40 * number),
     "adopted_on": date(2020, 3, 20) + _days(40 * number) if number % 5 else None,
     "retired_on": date(2021, 8, 1) if number == 3 else None}
    for number in range(16)
]  # fmt: skip


def _lead(number: int) -> Row:
    """Ninety leads, each stopping somewhere between detection and feedback."""
    detected = datetime(2020, 2, 1, 8) + _days(7.3 * number)
    reached = (5, 5, 4, 5, 1, 5, 0, 3, 2, 5)[number % 10]
    confirmed = reached >= 2
    dispatched = detected + _days(2) if reached >= 3 else None
    verified = detected + _days(9) if reached >= 4 else None
    return {
        "lead_id": f"L{number:03d}", "model_id": f"M{number % 16:02d}", "lead_type": f"{number % 4 + 1:02d}",
        "platform_id": _PLATFORMS[number % 5], "district": _DISTRICTS[number % 4], "detected_at": detected,
        "reviewed_at": detected + _days(1) if reached >= 1 else None, "is_confirmed": confirmed if reached >= 1 else None,
        "dispatched_at": dispatched, "feedback_due": dispatched.date() + _days(10) if dispatched else None,
        "verified_at": verified,
        "disposition": ("filed", "corrected", "taken_down", "transferred", "unfounded")[number % 5] if verified else None,
        "feedback_at": detected + _days(10 + number % 6) if reached >= 5 else None, "is_reverse": number % 8 == 0, "handler": "沈书远",
    }  # fmt: skip


def _ends(first: date, count: int) -> list[date]:
    found = []
    for _ in range(count):
        following = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
        found.append(following - timedelta(days=1))
        first = following
    return found


def _kitchens() -> list[Row]:
    found = []
    for place, (end, district, platform) in enumerate(
        product(_ends(date(2020, 6, 1), 19), _DISTRICTS[:3], ("P1", "P3"))
    ):
        merchants, minutes = 40 + place % 13, 9_000 + 31 * place
        found.append({
            "month_end": end, "district": district, "platform_id": platform, "merchants": merchants,
            "connected": merchants - place % 9, "open_minutes": minutes, "online_minutes": minutes - 7 * (place % 50),
            "anomalies": place % 4, "checked_orders": 20 + place % 3, "sealed_orders": 12 + place % 8, "visits": 100 + place,
        })  # fmt: skip
    return found


RIDERS = [
    {"month_end": end, "district": district, "platform_id": platform, "riders": 10 + place % 5, "orders": 5_000 + 90 * place,
     "violations": 3 + place % 7}
    for place, (end, district, platform) in enumerate(product(_ends(date(2020, 1, 1), 24), _DISTRICTS[:3], ("P1", "P3")))
]  # fmt: skip


def _dispute(number: int) -> Row:
    """Eighty disputes: a third countered, of those some sued, reinstated in time, on the last day, late or not at all."""
    accepted = datetime(2020, 1, 9, 9, 30) + _days(9 * number)
    noticed = accepted - timedelta(hours=6 + number % 40)
    acted = noticed + timedelta(hours=3 + 5 * (number % 7)) if number % 11 else None
    countered = acted is not None and number % 3 == 0
    forwarded = acted + _days(4) if acted and countered else None
    is_sued = number % 4 == 0 if countered else None
    due = forwarded.date() + _days(16) if forwarded and not is_sued else None
    late = (15, 16.4, 20, None)[number % 4 if number % 2 else 0]
    return {
        "dispute_id": f"K{number:03d}", "right_type": ("trademark", "patent", "copyright")[number % 3],
        "ip_route": ("notice", "mediation", "court", "notice")[number % 4], "platform_id": _PLATFORMS[number % 5],
        "district": _DISTRICTS[number % 4], "notice_at": noticed if number % 13 else None, "action_at": acted if number % 13 else None,
        "counter_at": acted + _days(3) if acted and countered and number % 13 else None, "forwarded_at": forwarded,
        "is_sued": is_sued, "restore_due": due,
        "restored_at": forwarded + _days(late) if forwarded and due and late else None, "accepted_at": accepted,
        "closed_at": accepted + _days(4 + 2.5 * (number % 8)) if number < 76 else None,
        "result": ("agreed", "infringed", "withdrawn")[number % 3] if number < 76 else None,
        "is_cross_province": number % 4 == 1,
    }  # fmt: skip


def _piece(number: int) -> Row:
    return {
        "evidence_id": f"E{number:03d}", "seq": number + 1, "kind": ("page", "video", "trade")[number % 3],
        "subject": ("lead", "dispute")[number % 2], "subject_id": f"{'LK'[number % 2]}{number:03d}", "platform_id": _PLATFORMS[number % 5],
        "district": _DISTRICTS[number % 4], "captured_at": datetime(2020, 1, 20, 9, 0, 30) + _days(15 * number), "tool": "工具",
        "operator_hash": f"op{number % 3}", "size": 1_000 + number,
    }  # fmt: skip


#: The object whose content was changed after it was chained, and the one whose hash was then made to fit.
CHANGED, COVERED_UP = 11, 23


def _chain() -> tuple[list[Row], list[Row]]:
    """Forty-five objects chained by hand; those that do not hold are the changed one and the one after the cover-up."""
    pieces, before = [], "0" * 64
    for number in range(45):
        piece = _piece(number)
        content = sha256(f"content {number}".encode()).hexdigest()
        bound = f"{before}|{content}|{piece['captured_at']:%Y-%m-%dT%H:%M:%S}|{piece['operator_hash']}"
        own = sha256(bound.encode()).hexdigest()
        pieces.append(piece | {"sha256": content, "prev_hash": before, "block_hash": own})
        before = own
    for number in (CHANGED, COVERED_UP):
        pieces[number]["sha256"] = "f" * 64
    covered = pieces[COVERED_UP]
    bound = f"{covered['prev_hash']}|{covered['sha256']}|{covered['captured_at']:%Y-%m-%dT%H:%M:%S}|{covered['operator_hash']}"
    covered["block_hash"] = sha256(bound.encode()).hexdigest()
    broken = {CHANGED, COVERED_UP + 1}
    return pieces, [
        {"evidence_id": piece["evidence_id"], "verified_ok": piece["seq"] - 1 not in broken}
        for piece in pieces
    ]


EVIDENCE, CHECKS = _chain()
ROWS: dict[str, list[Row]] = {
    "sampling": [_batch(number) for number in range(70)],
    "takedown": [_order(number) for number in range(40)],
    "monitor_model": MODELS,
    "model_revision": [
        {"revision_id": f"R{number}", "model_id": f"M{number % 5:02d}", "lead_type": f"{number % 4 + 1:02d}" if number % 6 else None,
         "ground": ("false_alarm", "unfounded", "law")[number % 3], "leads": 4 + number if number % 7 else None,
         "revised_at": datetime(2020, 6, 1, 10) + _days(28 * number), "standard": f"1.{number}"}
        for number in range(20)
    ],
    "monitoring_month": [
        {"month_end": end, "district": district, "platforms": 3 + place, "listings": 10_000 * (place + 1)}
        for place, (end, district) in enumerate(product(_ends(date(2021, 3, 1), 10), _DISTRICTS[:3]))
    ],
    "risk_lead": [_lead(number) for number in range(90)],
    "kitchen_month": _kitchens(),
    "rider_month": RIDERS,
    "ip_dispute": [_dispute(number) for number in range(80)],
    "evidence": EVIDENCE,
    "evidence_check": CHECKS,
}  # fmt: skip


def _review(row: Row) -> str:
    return "pending" if row["reviewed_at"] is None else "confirmed" if row["is_confirmed"] else "false"


def _dispatch(row: Row) -> str | None:
    return "dispatched" if row["dispatched_at"] else "waiting" if row["is_confirmed"] else None


def _feedback(row: Row) -> str | None:
    if row["feedback_at"] is None:
        return None
    return "on_time" if row["feedback_at"].date() <= row["feedback_due"] else "late"


#: The column of each split; what a row says only together is computed.
COLUMNS: dict[str, dict[str, Any]] = {
    "sampling": {"district": "district", "platform": "platform_id", "goods": "goods", "sampling_kind": "kind",
                 "test_item": "failed_item", "untested_reason": "untested_reason", "risk_level": "risk_level"},
    "takedown": {"district": "district", "platform": "platform_id", "takedown_source": "source"},
    "monitor_model": {"lead_type": "lead_type"},
    "model_revision": {"lead_type": "lead_type", "model": "model_id", "revision_ground": "ground"},
    "monitoring_month": {"district": "district"},
    "risk_lead": {"district": "district", "platform": "platform_id", "lead_type": "lead_type", "model": "model_id", "lead_review": _review,
                  "lead_dispatch": _dispatch, "disposition": "disposition", "lead_feedback": _feedback},
    "kitchen_month": {"district": "district", "platform": "platform_id"},
    "rider_month": {"district": "district", "platform": "platform_id"},
    "ip_dispute": {"district": "district", "platform": "platform_id", "right_type": "right_type", "ip_route": "ip_route",
                   "ip_result": "result"},
    "evidence": {"district": "district", "platform": "platform_id", "evidence_kind": "kind", "evidence_subject": "subject"},
}  # fmt: skip
OF_PLATFORM: set[str] = set()
