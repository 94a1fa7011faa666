"""Organisations, rulings, leads from reviews, traced food and sites of the small city: every course that a row can take."""

from datetime import date, datetime, timedelta
from typing import Any

Row = dict[str, Any]

_PLATFORMS = ("P1", "P2", "P1", None, "P4")
_DISTRICTS = ("330110", "330108", None)
_STAGES = ("accepted", "served", "heard", "ruled")
_RESULTS = ("corrected", "unfounded", "exempt", "filed")


def _organisation(number: int) -> Row:
    since = date(2020, 1, 8) + timedelta(days=70 * number)
    return {
        "org_id": f"IO{number}", "name": f"第{number}调解室（虚构）", "kind": ("mediation", "arbitration", "ruling")[number % 3],
        "district": _DISTRICTS[number % 3], "since": since, "ended": since + timedelta(days=200) if number % 4 == 1 else None,
    }  # fmt: skip


def _stage(number: int) -> Row:
    """Ten rulings of which one in three has not been heard yet."""
    dispute, place = divmod(number, 4)
    return {
        "stage_id": f"IS{number:02d}", "dispute_id": f"K{dispute:03d}", "platform_id": _PLATFORMS[dispute % 5],
        "district": _DISTRICTS[dispute % 3], "stage": _STAGES[place],
        "entered_at": datetime(2020, 2, 1, 10) + timedelta(days=60 * dispute + 15 * place),
    }  # fmt: skip


def _review(number: int) -> Row:
    mined = datetime(2020, 1, 11, 7) + timedelta(days=9 * number)
    result = _RESULTS[number % 4] if number % 5 else None
    return {
        "lead_id": f"RL{number:03d}", "platform_id": _PLATFORMS[number % 5], "district": _DISTRICTS[number % 3],
        "word": ("foreign", "ill")[number % 2], "mined_at": mined, "sent_at": mined + timedelta(hours=1) if number % 7 else None,
        "checked_at": mined + timedelta(days=3) if result else None, "result": result,
        "exempt_matter": ("label", "price")[number % 8 // 4] if result == "exempt" else None,
    }  # fmt: skip


def _code(number: int) -> Row:
    issued = date(2020, 1, 20) + timedelta(days=25 * number)
    return {
        "code_id": f"TC{number:02d}", "seller": f"第{number}商行（虚构）", "district": _DISTRICTS[number % 3], "goods": "苹果",
        "issued_on": issued, "ended_on": issued + timedelta(days=90) if number % 6 == 2 else None, "scans": 10 * number,
    }  # fmt: skip


def _site(number: int) -> Row:
    opened = date(2019, 12, 20) + timedelta(days=22 * number)
    return {
        "site_id": f"OS{number:02d}", "kind": ("website", "app", "mini_program", "public_account", "live_room")[number % 5],
        "name": f"第{number}站", "address": f"https://s{number}.example", "platform_id": _PLATFORMS[number % 5],
        "district": _DISTRICTS[number % 3], "opened_on": opened,
        "closed_on": opened + timedelta(days=120) if number % 5 == 4 else None, "icp_no": "备（虚构）", "licence_shown": (True, False, None)[number % 3],
    }  # fmt: skip


ROWS: dict[str, list[Row]] = {
    "ip_organisation": [_organisation(number) for number in range(9)],
    "ip_ruling_stage": [_stage(number) for number in range(40) if number % 12 != 11],
    "review_lead": [_review(number) for number in range(80)],
    "trace_code": [_code(number) for number in range(24)],
    "online_site": [_site(number) for number in range(30)],
}
COLUMNS: dict[str, dict[str, str]] = {
    "ip_organisation": {"district": "district", "ip_org_kind": "kind"},
    "ip_ruling_stage": {"district": "district", "platform": "platform_id", "ruling_stage": "stage"},
    "review_lead": {"district": "district", "platform": "platform_id", "review_word": "word", "review_result": "result",
                    "exempt_matter": "exempt_matter"},
    "trace_code": {"district": "district"},
    "online_site": {"district": "district", "platform": "platform_id", "site_kind": "kind"},
}  # fmt: skip
OF_PLATFORM: frozenset[str] = frozenset()
