"""The tasks in hand, for warnings and for the wall."""

from data_access.domain.errors import StateUnusable
from data_access.state.tasks import Task, TaskBook


def in_hand(book: TaskBook) -> list[Task]:
    """Return the tasks in hand; none where the state cannot be read: warnings are told all the same, and the log says why."""
    try:
        return [one for one in book.tasks() if one.standing in {"open", "fed_back"}]
    except StateUnusable:
        return []
