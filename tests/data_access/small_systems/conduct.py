"""Versions of platforms' rules, their measures and appeals in the small city: every course that a row can take."""

from datetime import date, datetime, timedelta
from typing import Any

Row = dict[str, Any]

_PLATFORMS = ("P1", "P2", "P1", "P4")
_DISTRICTS = ("330110", "330108", None)
_KINDS = ("agreement", "fees", "trading")


def _version(number: int) -> Row:
    """Forty-eight versions, one each fifteen days; each fourth is a first one, the others were published early, late, or never."""
    effective = date(2020, 1, 6) + timedelta(days=15 * number)
    is_revision, notice = number % 4 != 0, (30, 7, 6, None)[number % 5 % 4]
    published = effective - timedelta(days=notice) if is_revision and notice is not None else None
    replaced = effective + timedelta(days=90) if number % 3 else None
    if replaced and replaced > date(2021, 12, 31):
        replaced = None
    begun = (published or effective) - timedelta(days=20) if is_revision and number % 7 else None
    return {
        "version_id": f"GZ{number:02d}", "platform_id": _PLATFORMS[number % 4], "district": _DISTRICTS[number % 3],
        "kind": _KINDS[number % 3], "title": f"第{number % 6}规则", "version_no": f"V{number % 4 + 1}", "is_revision": is_revision,
        "is_major": number % 6 == 1, "consulted_on": begun, "consulted_until": begun and begun + timedelta(days=10),
        "published_on": published if is_revision else effective,
        "notice_due": effective - timedelta(days=7) if is_revision else None, "effective_on": effective,
        "replaced_on": replaced, "keep_due": replaced and replaced.replace(year=replaced.year + 3),
        "is_readable": (True, False, True, None)[number % 4], "read_on": min(effective + timedelta(days=91), date(2021, 12, 31)) if number % 4 < 3 else None,
        "rule_version": "rule-notice-7d" if is_revision else None,
    }  # fmt: skip


def _act(number: int) -> Row:
    """Ninety measures, one each eight days: each tenth is not published, each third lifted after some days."""
    decided = datetime(2020, 1, 4, 3, 12) + timedelta(days=8 * number, minutes=37 * number)
    return {
        "act_id": f"CZ{number:03d}", "platform_id": _PLATFORMS[number % 4], "shop_id": None, "entity_id": "E1",
        "district": _DISTRICTS[number % 3], "measure": ("warning", "delist", "suspended", "ended")[number % 4],
        "violation": ("V01", "V22", None)[number % 3], "found_by": ("model", "complaint", "patrol")[number % 3], "decided_at": decided,
        "told_at": decided + timedelta(hours=2) if number % 6 else None,
        "published_on": decided.date() + timedelta(days=number % 3) if number % 10 else None,
        "lifted_at": decided + timedelta(days=9) if number % 3 == 2 else None,
    }  # fmt: skip


def _appeal(number: int) -> Row:
    """Seventy appeals, each against a measure of the days before: answered at once, on the last day, late, or not at all."""
    act = _act(number)
    filed, took = act["decided_at"] + timedelta(days=1, hours=3), (0.5, 7.0, 12.25, None, 4.0)[number % 5]
    answered = filed + timedelta(days=took) if took else None
    return {
        "appeal_id": f"SS{number:03d}", "act_id": act["act_id"], "platform_id": act["platform_id"], "district": act["district"],
        "filed_at": filed, "answer_due": filed.date() + timedelta(days=7) if number % 11 else None, "answered_at": answered,
        "result": ("lifted", "stands", "reduced", "withdrawn", "stands", "stands")[number % 6] if answered else None,
    }  # fmt: skip


ROWS: dict[str, list[Row]] = {
    "platform_rule": [_version(number) for number in range(48)],
    "moderation_act": [_act(number) for number in range(90)],
    "moderation_appeal": [_appeal(number) for number in range(70)],
}
COLUMNS: dict[str, dict[str, str]] = {
    "platform_rule": {"district": "district", "platform": "platform_id", "platform_rule_kind": "kind"},
    "moderation_act": {"district": "district", "platform": "platform_id", "moderation_measure": "measure",
                       "moderation_source": "found_by", "violation": "violation"},
    "moderation_appeal": {"district": "district", "platform": "platform_id", "moderation_measure": "moderation_act.measure",
                          "violation": "moderation_act.violation", "appeal_result": "result"},
}  # fmt: skip
OF_PLATFORM: frozenset[str] = frozenset()
LOOKED_UP = {"moderation_appeal": ("act_id", "moderation_act")}
