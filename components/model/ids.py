"""Ids of everything that callbacks meet; no id is spelled anywhere else."""

from typing import Any

SELECTION = "selection"
PAGE = "page"
BAR = "filter-bar"
SINK = "sink"
TASKS = "tasks"
TASK_SHOW = "task-show"
TASK_SAID = "task-said"
TASK_TOLD = "task-told"
TASK_GIVE = "task-give"
TASK_ADDRESSEES = "task-addressees"
AUDIT_CHECK = "audit-check"
AUDIT_LINES = "audit-lines"
AUDIT_DAYS = "audit-days"
AUDIT_ACT = "audit-act"
AUDIT_WHO = "audit-who"

#: Kinds of parts that stand on a page many times; `part(KIND, index)` is the id of one.
SECTION = "section"
GRID = "grid"
CONTROL = "control"
RANGE = "range"
TASK_FIELD = "task-field"
TASK_NOTE = "task-note"
TASK_LIMIT = "task-limit"
TASK_DO = "task-do"
TASK_WRONG = "task-wrong"
TASK_REPLY = "task-reply"


def part(kind: str, index: Any) -> dict[str, Any]:
    """Return the id of one part; `index` may be `dash.MATCH` or `dash.ALL`."""
    return {"type": kind, "index": index}
