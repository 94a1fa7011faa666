"""Frozen pages: all numbers and figures of a page, kept under an id for a meeting and its minutes."""

from datetime import datetime
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import insert, select

from data_access.domain.access import WHOLE_CITY, Scope
from data_access.domain.errors import UnknownName
from data_access.exports.reports import Report
from data_access.state.audit import hold_page
from data_access.state.chain import Entry
from data_access.state.database import State
from data_access.state.sealed_rows import page_digest
from data_access.state.tables import frozen


def freeze(state: State, report: Report, who: str, scope: Scope = WHOLE_CITY) -> str:
    """Keep a report, made within a scope, under its id, with the line of the audit that answers for it; nothing changes it afterwards.

    `who` is kept in the line; the report names the reader in his own language.
    """
    row = {"id": report.id, "path": report.path, "title": report.title, "who": report.who, "version": report.version,
           "created_at": datetime.now(), "content": report.as_json(),
           "districts": None if scope.districts is None else sorted(scope.districts)}  # fmt: skip
    filters = urlencode(sorted(report.query.items()), safe=",")
    with state.acting() as writing:
        writing.connection.execute(insert(frozen).values(**row))
        digest = page_digest(writing.connection, report.id)
        writing.enter(Entry(who, "frozen", report.path, filters, report.rows, report.id, digest))
    return report.id


def load_frozen(state: State, frozen_id: str, scope: Scope = WHOLE_CITY) -> Report:
    """Return a page as it was kept; raises UnknownName where a reader of this scope may see none, and AuditBroken."""
    return within(state, frozen_id, scope)[0]


def within(state: State, frozen_id: str, scope: Scope) -> tuple[Report, Scope]:
    """Return a page as it was kept, and the scope within which it was made; raises UnknownName, and AuditBroken where it was changed."""
    asked = select(frozen.c.content, frozen.c.districts).where(frozen.c.id == frozen_id)
    with state.begin() as connection:
        row = connection.execute(asked).one_or_none()
        if row is None or not scope.covers(made := _scope(row.districts)):
            raise UnknownName("frozen page", frozen_id, ())
        hold_page(state, connection, frozen_id)
    return Report.of_json(row.content), made


def _scope(districts: list[str] | None) -> Scope:
    return Scope(None if districts is None else frozenset(districts))


def listed(state: State, path: str, most: int = 10, scope: Scope = WHOLE_CITY) -> list[dict[str, Any]]:
    """Return the latest frozen states of a page that a reader of this scope may see, newest first: id, title, who and when."""
    columns = (frozen.c.id, frozen.c.title, frozen.c.who, frozen.c.created_at, frozen.c.districts)
    found = select(*columns).where(frozen.c.path == path).order_by(frozen.c.created_at.desc())
    with state.begin() as connection:
        rows = connection.execute(found).mappings()
        seen = (dict(row) for row in rows if scope.covers(_scope(row["districts"])))
        return [{key: row[key] for key in ("id", "title", "who", "created_at")} for row in islice(seen, most)]
