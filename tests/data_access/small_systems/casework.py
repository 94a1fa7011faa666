"""Mediations, triggers, persons, entities, interviews and site checks of the small city, few enough to count."""

from datetime import date, datetime, timedelta
from typing import Any

Row = dict[str, Any]

YUHANG, BINJIANG, XIHU = "330110", "330108", "330106"
_PLACES = (YUHANG, BINJIANG, XIHU, None)

MEDIATORS = [
    {"mediator_id": f"M{number}", "name": "调解员", "kind": kind, "organisation": ("调解中心（虚构）", None)[number == 2], "district": district,
     "since": since, "until": until}
    for number, kind, district, since, until in (
        (1, "people", YUHANG, date(2019, 5, 1), None),
        (2, "judicial", BINJIANG, date(2020, 9, 1), date(2021, 12, 31)),
        (3, "platform", None, date(2021, 12, 31), None),
    )
]  # fmt: skip


def _mediation(number: int) -> Row:
    """Forty-two mediations, one each seventeen days: agreed, failed, refused, withdrawn, agreed, and one open."""
    opened = datetime(2020, 1, 3, 8) + timedelta(days=17 * number, minutes=53 * number)
    course = ("mediated", "mediation_failed", "refused", "withdrawn", "mediated", None)[number % 6]
    held, agreed = course != "refused", course == "mediated"
    return {
        "mediation_id": f"T{number}", "item_id": f"I{number:03d}", "mediator_id": f"M{1 + number % 2}" if held else None,
        "platform_id": ("P1", "P2", None)[number % 3], "district": _PLACES[number % 4],
        "kind": ("people", "judicial")[number % 2] if held else None,
        "mode": ("video", "phone", "on_site")[number % 3] if held else None, "opened_at": opened,
        "rounds": 1 + number % 3 if held else None, "is_attended": number % 7 > 0 if held else None,
        "next_session_at": opened + timedelta(days=number % 9 + 0.25) if held and number % 8 else None,
        "closed_at": opened + timedelta(days=number % 11 + 0.5) if course else None, "result": course,
        "amount": 100.5 * number if agreed else None, "is_fulfilled": number % 5 > 0 if agreed else None,
        "is_confirmed": number % 4 == 0 if agreed else None, "rating": (5, 3, 4, None)[number % 4] if course else None,
    }  # fmt: skip


def _trigger(number: int) -> Row:
    """Thirty-six triggers, one each twenty days; each fifth is not answered, each third has no outcome yet."""
    fired = datetime(2020, 1, 8, 23, 30) + timedelta(days=20 * number)
    answered = number % 5 > 0
    return {
        "trigger_id": f"G{number}", "rule": ("surge", "ended_trading", "repeated", "frequent")[number % 4],
        "register": ("platform", "shop", "entity", "complainant")[number % 4], "entity_id": "E1" if number % 4 == 2 else None,
        "platform_id": ("P1", "P2", "P1", None)[number % 4], "district": _PLACES[number % 4], "fired_at": fired,
        "action": ("interview", "notify", "verify", "review")[number % 4] if answered else None,
        "acted_at": fired + timedelta(hours=7 * number + 1) if answered else None,
        "outcome": "corrected" if answered and number % 3 else None,
    }  # fmt: skip


def _person(number: int) -> Row:
    first = date(2020, 2, 1) + timedelta(days=45 * number)
    status = ("watch", "suspected", "confirmed", "removed")[number % 4]
    reviewed = datetime.combine(first + timedelta(days=100), datetime.min.time())
    return {
        "person_hash": f"N{number}", "name": "张三", "district": _PLACES[number % 3], "status": status, "score": 50 + number,
        "score_version": "demo-1", "first_seen": first, "reviewed_at": reviewed if number % 2 or status == "confirmed" else None,
        "review_due": first + timedelta(days=365), "exit_at": reviewed if status == "removed" else None,
    }  # fmt: skip


def _entity(code: str, number: int, established: date, ended: date | None) -> Row:
    return {
        "entity_id": code, "name": f"{code}商行", "principal_name": "李四", "kind": ("company", "individual")[number % 2],
        "district": _PLACES[number % 4], "platform_id": ("P1", None, "P2")[number % 3],
        "state": "cancelled" if ended else "active", "established_on": established, "ended_on": ended,
        "is_online": number % 3 > 0, "is_retail": number % 3 == 1, "is_abnormal": number % 4 == 1, "is_serious": number == 4,
        "credit_class": ("A", "B", None, "D")[number % 4], "address": "漪禾路88号3幢201室" if number == 1 else None,
        "contact_hash": "T1" if number == 1 else None,
    }  # fmt: skip


#: E1, E2 and E4 stand on the negative list of the small city too.
ENTITIES = [
    _entity("E1", 1, date(2015, 3, 1), None), _entity("E2", 2, date(2019, 12, 31), date(2021, 7, 1)),
    _entity("E4", 4, date(2020, 6, 30), None), _entity("F1", 5, date(2021, 1, 1), date(2021, 12, 31)),
    _entity("F2", 6, date(2020, 2, 29), None), _entity("F3", 7, date(2021, 12, 31), None),
    _entity("F4", 8, date(2010, 1, 1), date(2020, 1, 1)),
]  # fmt: skip
_KINDS = ("registered", "reported", "consulted", "inspected", "penalised")


def _event(number: int) -> Row:
    """Forty events; E9 is in no register, so that its district is not known."""
    return {
        "event_id": f"V{number}", "entity_id": ("E1", "E2", "F2", "E9")[number % 4],
        "department": ("market", "tax", "health")[number % 3], "kind": _KINDS[number % 5],
        "at": datetime(2020, 1, 1) + timedelta(days=18 * number, hours=number),
    }  # fmt: skip


def _interview(number: int) -> Row:
    held = datetime(2020, 3, 5, 14) + timedelta(days=50 * number)
    return {
        "interview_id": f"Y{number}", "platform_id": ("P1", "P2", None)[number % 3], "district": _PLACES[number % 4],
        "topic": ("price", "food")[number % 2], "is_joint": (True, False, None)[number % 3], "interviewed_at": held,
        "rectify_due": held.date() + timedelta(days=21) if number != 5 else None,
        "rectified_at": held + timedelta(days=(10, 21, 30)[number % 3]) if number % 5 else None,
    }  # fmt: skip


def _site_check(number: int) -> Row:
    """Forty-five checks, one each sixteen days: each third finds something, each second of these is corrected."""
    checked = datetime(2020, 1, 2, 10) + timedelta(days=16 * number)
    found = number % 3 == 0
    return {
        "check_id": f"W{number}", "site": f"https://site-{number}.example", "platform_id": ("P1", None, "P2", None)[number % 4],
        "district": _PLACES[number % 3], "checked_at": checked,
        "finding": ("licence", "price")[number % 2] if found else "none", "is_joint": number % 2 == 0,
        "corrected_at": checked + timedelta(days=9) if found and number % 2 else None,
    }  # fmt: skip


ROWS: dict[str, list[Row]] = {
    "mediator": MEDIATORS,
    "mediation": [_mediation(number) for number in range(42)],
    "trigger_event": [_trigger(number) for number in range(36)],
    "reverse_complainant": [_person(number) for number in range(15)],
    "entity": ENTITIES,
    "entity_event": [_event(number) for number in range(40)],
    "interview": [_interview(number) for number in range(13)],
    "site_check": [_site_check(number) for number in range(45)],
}
COLUMNS: dict[str, dict[str, str]] = {
    "mediator": {"district": "district", "mediator_kind": "kind", "organisation": "organisation"},
    "mediation": {"district": "district", "platform": "platform_id", "mediator_kind": "kind", "mediation_mode": "mode",
                  "mediator": "mediator_id", "organisation": "mediator.organisation", "result": "result"},
    "trigger_event": {"district": "district", "platform": "platform_id", "trigger_rule": "rule", "register": "register",
                      "trigger_action": "action", "trigger_outcome": "outcome"},
    "reverse_complainant": {"district": "district", "complainant_status": "status"},
    "entity": {"district": "district", "platform": "platform_id", "entity_kind": "kind", "entity_class": "credit_class"},
    "entity_event": {"district": "entity.district", "department": "department", "event_kind": "kind",
                     "entity_kind": "entity.kind", "entity_class": "entity.credit_class"},
    "interview": {"district": "district", "platform": "platform_id", "interview_topic": "topic"},
    "site_check": {"district": "district", "platform": "platform_id", "site_finding": "finding"},
}  # fmt: skip
OF_PLATFORM: frozenset[str] = frozenset()
LOOKED_UP = {"entity_event": ("entity_id", "entity"), "mediation": ("mediator_id", "mediator")}
