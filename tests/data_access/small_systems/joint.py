"""The joint meeting of the small city: departments that come and go, meetings, and decisions done in time, late or not at all."""

from datetime import date, timedelta
from typing import Any

Row = dict[str, Any]

_DEPARTMENTS = ("market", "police", "tax", "commerce")


def _decision(number: int) -> Row:
    """Forty decisions: done on the last day, before, late or not at all; each seventh has no limit."""
    decided = date(2020, 2, 14) + timedelta(days=91 * (number // 5))
    due = decided + timedelta(days=40) if number % 7 else None
    days = (40, 22, 55, None)[number % 4]
    return {
        "decision_id": f"JD{number:03d}", "meeting_id": f"JM{number // 5:02d}", "department": _DEPARTMENTS[number % 4],
        "content": f"第{number}项", "decided_on": decided, "due_on": due,
        "done_on": decided + timedelta(days=days) if days else None, "outcome_note": "已完成" if days else None,
    }  # fmt: skip


ROWS: dict[str, list[Row]] = {
    "joint_member": [
        {"department": one, "joined_on": date(2020, 1, 10) + timedelta(days=60 * place),
         "left_on": date(2021, 3, 1) if one == "tax" else None, "is_lead": one == "market", "duty": "分工"}
        for place, one in enumerate(_DEPARTMENTS)
    ],
    "joint_meeting": [
        {"meeting_id": f"JM{number:02d}", "held_on": date(2020, 2, 14) + timedelta(days=91 * number), "topic": "侵权假冒",
         "attended": 3 + number % 2, "minutes": f"纪要{number}"}
        for number in range(8)
    ],
    "meeting_decision": [_decision(number) for number in range(40)],
}  # fmt: skip
COLUMNS: dict[str, dict[str, str]] = {
    "joint_member": {"joint_department": "department"},
    "joint_meeting": {},
    "meeting_decision": {"joint_department": "department"},
}
OF_PLATFORM: frozenset[str] = frozenset()
