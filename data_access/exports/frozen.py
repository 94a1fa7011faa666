"""Frozen pages: all numbers and figures of a page, kept under an id for a meeting and its minutes."""

from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from data_access.domain.errors import UnknownName
from data_access.exports.reports import Report
from data_access.state.database import State
from data_access.state.tables import frozen


def freeze(state: State, report: Report) -> str:
    """Keep a report under its id; nothing changes it afterwards."""
    row = {"id": report.id, "path": report.path, "title": report.title, "who": report.who, "version": report.version,
           "created_at": datetime.now(), "content": report.as_json()}  # fmt: skip
    with state.begin() as connection:
        connection.execute(insert(frozen).values(**row))
    return report.id


def load_frozen(state: State, frozen_id: str) -> Report:
    """Return a page as it was kept; raises UnknownName."""
    with state.begin() as connection:
        content = connection.execute(select(frozen.c.content).where(frozen.c.id == frozen_id)).scalar()
    if content is None:
        raise UnknownName("frozen page", frozen_id, ())
    return Report.of_json(content)


def listed(state: State, path: str, most: int = 10) -> list[dict[str, Any]]:
    """Return the latest frozen states of a page, newest first: id, title, who and when."""
    columns = (frozen.c.id, frozen.c.title, frozen.c.who, frozen.c.created_at)
    found = select(*columns).where(frozen.c.path == path).order_by(frozen.c.created_at.desc()).limit(most)
    with state.begin() as connection:
        return [dict(row._mapping) for row in connection.execute(found)]  # noqa: SLF001  (SQLAlchemy's public name)
