"""Ids of everything that callbacks meet; no id is spelled anywhere else."""

from typing import Any

SELECTION = "selection"
PAGE = "page"
BAR = "filter-bar"
STATE = "frame-state"
AS_OF = "as-of"
HEADLINE = "headline"
SINK = "sink"
TICKER = "ticker"
SINCE = "since-yesterday"
BEAT = "beat"
WARNINGS = "warnings"
TASKS = "tasks"
TASK_SHOW = "task-show"
TASK_SAID = "task-said"
TASK_TOLD = "task-told"
TASK_GIVE = "task-give"

#: Kinds of parts that stand on a page many times; `part(KIND, index)` is the id of one.
CARD = "card"
GRAPH = "graph"
ASIDE = "aside"
META = "meta"
CHOICE = "choice"
TURN = "turn"
KEY_TURN = "key-turn"
FOOT = "foot"
KEY = "key"
KEY_CARD = "key-card"
SECTION = "section"
GRID = "grid"
CONTROL = "control"
RANGE = "range"
LINK = "link"
TITLE = "title"
TASK_FIELD = "task-field"
TASK_NOTE = "task-note"
TASK_LIMIT = "task-limit"
TASK_DO = "task-do"


def part(kind: str, index: Any) -> dict[str, Any]:
    """Return the id of one part; `index` may be `dash.MATCH` or `dash.ALL`."""
    return {"type": kind, "index": index}


def in_row(kind: str, index: Any, row: Any) -> dict[str, Any]:
    """Return the id of a part of a card, which is drawn together with the others of its row."""
    return {"type": kind, "index": index, "row": row}


def of_row(kind: str, row: Any) -> dict[str, Any]:
    """Return the id of what a row of cards has once: its turn, by which the browser asks for it."""
    return {"type": kind, "row": row}
