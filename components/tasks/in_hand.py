"""The tasks in hand, for warnings and for the wall."""

import logging

from sqlalchemy.exc import SQLAlchemyError

from data_access.state.tasks import Task, TaskBook

log = logging.getLogger(__name__)


def in_hand(book: TaskBook) -> list[Task]:
    """Return the tasks in hand; none where the state cannot be read: warnings are told all the same."""
    try:
        return [one for one in book.tasks() if one.standing in {"open", "fed_back"}]
    except SQLAlchemyError:
        log.exception("the tasks cannot be read")
        return []
