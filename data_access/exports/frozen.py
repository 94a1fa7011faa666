"""Frozen pages: all numbers and figures of a page, kept under an id for a meeting and its minutes."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import insert, select

from data_access.domain.errors import UnknownName
from data_access.exports.reports import Report
from data_access.state.audit import hold_page
from data_access.state.chain import Entry
from data_access.state.database import State
from data_access.state.sealed_rows import page_digest
from data_access.state.tables import frozen


def freeze(state: State, report: Report, who: str) -> str:
    """Keep a report under its id, with the line of the audit that answers for it; nothing changes it afterwards.

    `who` is kept in the line; the report names the reader in his own language.
    """
    row = {"id": report.id, "path": report.path, "title": report.title, "who": report.who, "version": report.version,
           "created_at": datetime.now(), "content": report.as_json()}  # fmt: skip
    filters = urlencode(sorted(report.query.items()), safe=",")
    with state.acting() as writing:
        writing.connection.execute(insert(frozen).values(**row))
        digest = page_digest(writing.connection, report.id)
        writing.enter(Entry(who, "frozen", report.path, filters, report.rows, report.id, digest))
    return report.id


def load_frozen(state: State, frozen_id: str) -> Report:
    """Return a page as it was kept; raises UnknownName, and AuditBroken where it was changed since."""
    with state.begin() as connection:
        content = connection.execute(select(frozen.c.content).where(frozen.c.id == frozen_id)).scalar()
        if content is None:
            raise UnknownName("frozen page", frozen_id, ())
        hold_page(state, connection, frozen_id)
    return Report.of_json(content)


def listed(state: State, path: str, most: int = 10) -> list[dict[str, Any]]:
    """Return the latest frozen states of a page, newest first: id, title, who and when."""
    columns = (frozen.c.id, frozen.c.title, frozen.c.who, frozen.c.created_at)
    found = select(*columns).where(frozen.c.path == path).order_by(frozen.c.created_at.desc()).limit(most)
    with state.begin() as connection:
        return [dict(row._mapping) for row in connection.execute(found)]  # noqa: SLF001  (SQLAlchemy's public name)
