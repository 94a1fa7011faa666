"""The tasks in hand, for warnings and for the wall."""

from data_access.domain.errors import StateUnusable
from data_access.domain.text import Text
from data_access.state.tasks import Task, TaskBook

#: What stands in the place of tasks that nobody can read.
UNREAD = Text("督办任务暂时读不出（状态库），这里没有它们。", "Tasks cannot be read just now (the state database): none of them is here.")  # fmt: skip


def in_hand(book: TaskBook) -> list[Task] | None:
    """Return the tasks in hand, None where the state cannot be read: the rest is told all the same, and the log says why."""
    try:
        return [one for one in book.tasks() if one.standing in {"open", "fed_back"}]
    except StateUnusable:
        return None
