"""Credit supervision in the small city: three platforms scored for two years, checked, searched, drawn and inspected."""

from datetime import date, timedelta
from typing import Any

Row = dict[str, Any]

_MONTHS = [date(year, month, 1) for year in (2020, 2021) for month in range(1, 13)]


def _end(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _score(place: int, first: date, platform: str) -> Row:
    """A platform keeps a colour for four months, each platform beginning with another."""
    colours = ("blue", "yellow", "red")
    colour = colours[(place // 4 + int(platform[1])) % 3]
    before = None if place == 0 else colours[((place - 1) // 4 + int(platform[1])) % 3]
    score = {"blue": 92.0, "yellow": 70.5, "red": 41.0}
    classes = {"blue": "A", "yellow": "C", "red": "D", None: None}
    return {
        "score_id": f"{first:%Y-%m}-{platform}", "month_end": _end(first), "platform_id": platform,
        "score": score[colour] + place / 10, "colour": colour, "credit_class": classes[colour], "colour_before": before,
        "class_before": classes[before], "veto": None, "rule_version": "2019-01",
    }  # fmt: skip


def _item(number: int) -> Row:
    """Deductions by turns, each fifth a bonus and each seventh one that an objection has taken away."""
    first = _MONTHS[number % 24]
    points = 2.0 if number % 5 == 0 else -4.0 - number % 3
    upheld = number % 7 == 0
    return {
        "item_id": f"T{number:03d}", "month_end": _end(first), "platform_id": ("P1", "P2", "P4")[number % 3],
        "rule": ("report_late", "penalty_fine", "complaint_rate", "licence")[number % 4], "points": points,
        "counted": 0.0 if upheld else points, "event_ref": f"E{number}", "event_day": first, "expires_on": _end(first),
        "measured": 1.0, "reference": None, "objection": "upheld" if upheld else ("pending", None)[number % 2],
        "rule_version": "2019-01",
    }  # fmt: skip


def _objection(number: int) -> Row:
    filed = date(2020, 1, 20) + timedelta(days=31 * number)
    is_decided = number % 4 != 3
    return {
        "objection_id": f"O{number}", "platform_id": ("P1", "P2")[number % 2], "rule": ("report_late", "licence")[number % 2],
        "event_ref": f"{'EL'[number % 2]}{number}", "filed_on": filed, "decided_on": filed + timedelta(days=20) if is_decided else None,
        "outcome": ("upheld", "dismissed")[number % 2] if is_decided else None,
    }  # fmt: skip


def _notice(number: int) -> Row:
    """Thirty notices, one each 23 days: each third without a mark, each fourth without a receipt."""
    sent = date(2020, 2, 5) + timedelta(days=23 * number)
    return {
        "notice_id": f"N{number:02d}", "platform_id": ("P1", "P2", "P4")[number % 3], "month_end": sent.replace(day=1) - timedelta(days=1),
        "colour": ("blue", "yellow", "red")[number % 3], "displayed_on": sent if number % 3 else None, "sent_on": sent,
        "received_on": sent + timedelta(days=4) if number % 4 else None,
    }  # fmt: skip


def _draws() -> list[Row]:
    """A plan a quarter with all three platforms; class D is drawn whole, and the plans of 2020 keep class A out of its limits."""
    found = []
    for first in (month for month in _MONTHS if month.month in (1, 4, 7, 10)):
        for platform, credit_class in (("P1", "A"), ("P2", "D"), ("P4", "A")):
            found.append({
                "draw_id": f"{first:%Y-%m}-{platform}", "plan_id": f"{first:%Y-%m}", "platform_id": platform,
                "credit_class": credit_class, "drawn_on": first, "seed": 7, "ticket": f"{platform}{first:%m}",
                "is_drawn": credit_class == "D" or (platform == "P4" and first.month == 7),
                "in_band": credit_class == "D" or first.year == 2021, "rule_version": "2019-01",
            })  # fmt: skip
    return found


def _inspection(number: int, draw: Row) -> Row:
    is_checked, is_found = number % 5 != 4, number % 2 == 0
    checked = draw["drawn_on"] + timedelta(days=12)
    return {
        "inspection_id": draw["draw_id"], "plan_id": draw["plan_id"], "platform_id": draw["platform_id"],
        "credit_class": draw["credit_class"], "drawn_on": draw["drawn_on"], "checked_on": checked if is_checked else None,
        "is_found": is_found if is_checked else None, "violation": "V15" if is_checked and is_found else None,
        "published_on": checked + timedelta(days=9) if is_checked and number % 3 else None,
    }  # fmt: skip


def _report(year: int, platform: str) -> Row:
    due, odd = date(year + 1, 6, 30), (year + int(platform[1])) % 4
    reported = {0: None, 1: due + timedelta(days=30)}.get(odd, due - timedelta(days=40))
    shops = 40 * int(platform[1])
    return {
        "platform_id": platform, "year": year, "due_on": due, "reported_on": reported,
        "is_mismatched": odd == 2 if reported else None, "shops_due": shops, "shops_reported": shops - 7, "shops_mismatched": odd,
    }  # fmt: skip


def _patrol(number: int) -> Row:
    return {
        "check_id": f"L{number}", "platform_id": ("P1", "P2", "P4")[number % 3],
        "checked_on": date(2020, 1, 31) + timedelta(days=29 * number), "licence_shown": number % 4 > 0, "permit_shown": True,
        "rules_shown": number % 5 > 0, "shops_checked": 20 + number, "shops_shown": 15 + number // 2,
    }  # fmt: skip


def _search(number: int) -> Row:
    return {
        "month": _MONTHS[number % 24], "platform_id": ("P1", "P2")[number // 24 % 2],
        "keyword": ("prohibited", "claims")[number // 48], "searched": 900 + 13 * number, "hits": 5 + number % 6,
        "kept": 4 + number % 2,
    }  # fmt: skip


_DRAWS = _draws()
ROWS: dict[str, list[Row]] = {
    "annual_report": [_report(year, p) for year in (2019, 2020) for p in ("P1", "P2", "P3", "P4")],
    "licence_check": [_patrol(number) for number in range(24)],
    "goods_search": [_search(number) for number in range(96)],
    "credit_objection": [_objection(number) for number in range(18)],
    "credit_notice": [_notice(number) for number in range(30)],
    "inspection": [_inspection(number, draw) for number, draw in enumerate(row for row in _DRAWS if row["is_drawn"])],
    "credit_score": [_score(place, first, p) for place, first in enumerate(_MONTHS) for p in ("P1", "P2", "P4")],
    "credit_item": [_item(number) for number in range(96)],
    "inspection_draw": _DRAWS,
}  # fmt: skip
COLUMNS: dict[str, dict[str, str]] = {
    "annual_report": {"platform": "platform_id"},
    "licence_check": {"platform": "platform_id"},
    "goods_search": {"platform": "platform_id", "keyword": "keyword"},
    "credit_objection": {"platform": "platform_id", "credit_rule": "rule", "objection": "outcome"},
    "credit_notice": {"platform": "platform_id", "colour": "colour"},
    "inspection": {"platform": "platform_id", "credit_class": "credit_class", "violation": "violation"},
    "credit_score": {"platform": "platform_id", "colour": "colour", "credit_class": "credit_class",
                     "colour_before": "colour_before", "class_before": "class_before"},
    "credit_item": {"platform": "platform_id", "credit_rule": "rule", "objection": "objection"},
    "inspection_draw": {"platform": "platform_id", "credit_class": "credit_class"},
}  # fmt: skip
OF_PLATFORM = frozenset(COLUMNS)
