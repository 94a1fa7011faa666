"""What the pages of tasks and the wall have in common: who asks, and the tasks in hand."""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from components.model.context import CardContext
from data_access.state.tasks import Task, TaskBook

log = logging.getLogger(__name__)

#: Lends who asks, from the selection and the state of the page, over one snapshot; raises StoreMissing.
ContextFactory = Callable[[dict[str, str], dict[str, Any]], AbstractContextManager[CardContext]]


def in_hand(book: TaskBook) -> list[Task]:
    """Return the tasks in hand; none where the state cannot be read: warnings are told all the same."""
    try:
        return [one for one in book.tasks() if one.standing in {"open", "fed_back"}]
    except SQLAlchemyError:
        log.exception("the tasks cannot be read")
        return []
