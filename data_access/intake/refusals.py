"""Rows that are not let in, or not with all their values: listed in the engine, written down with their place and text."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    FromClause,
    Integer,
    MetaData,
    String,
    Table,
    and_,
    case,
    column,
    func,
    insert,
    literal,
    not_,
    select,
    table,
)

from data_access.intake.judgement import BROKEN, HELD, REASON, WRONG
from data_access.intake.report import Place, RejectsFile, as_csv
from data_access.intake.staging import TYPED, Staged
from data_access.store.drafts import Draft

#: Stands before the name of the file in which a row waits whose only fault is an unknown code.
WAITS = "; the row waits in "
REPEATED = "duplicate: an earlier row has the same key; remove one of them"
KNOWN = "duplicate: the store has this key already; load with --mode upsert to replace its row"


#: Says for a list of row numbers where they come from.
Places = Callable[[list[int]], dict[int, Place]]


class Refusals:
    """Lists of rows in one draft, in temporary tables that each use makes anew."""

    def __init__(self, draft: Draft, rejects: RejectsFile) -> None:
        self._draft, self._rejects = draft, rejects

    def list_judged(self, name: str, rows: FromClause, which: ColumnElement[bool]) -> Table:
        """List some of the judged rows, with all that is wrong with them, in a table of that name."""
        listed = self._scratch(name)
        waits = and_(rows.c[HELD], not_(rows.c[WRONG]))
        found = select(rows.c.row_no, rows.c[REASON], rows.c[BROKEN], waits).where(which)
        self._run(insert(listed).from_select([c.name for c in listed.columns], found))
        return listed

    def list_repeated(self, again: Any) -> Table:
        """List rows as duplicates by a SELECT of their numbers and whether the store has their key."""
        listed = self._scratch("repeated")
        chosen = again.subquery("again")
        reason = case((chosen.c.known, literal(KNOWN)), else_=literal(REPEATED))
        statement = select(chosen.c.row_no, reason, literal("duplicate"), literal(False))
        self._run(insert(listed).from_select([c.name for c in listed.columns], statement))
        return listed

    def write_down(
        self,
        table: Table,
        listed: Table,
        places: Places,
        *,
        wait_in: str | None = None,
        is_kept: bool = False,
    ) -> int:
        """Write all listed rows into the rejects file and return how many there are.

        Some may wait in another file; those that are kept came in without their doubtful values.
        """
        with self._draft.engine.connect() as connection:
            statement = select(listed.c.row_no, listed.c.reason, listed.c.waits).order_by(listed.c.row_no)
            found = connection.execute(statement).all()
        where = places([row.row_no for row in found])
        for row in found:
            place = where[row.row_no]
            reason = f"{row.reason}{WAITS}{wait_in}" if row.waits and wait_in else row.reason
            reason += f" (sheet {place.sheet!r})" if place.sheet else ""
            self._rejects.write(
                table.name, place.row, place.line, reason, as_csv(place.values), is_kept=is_kept
            )
        return len(found)

    def by_key(self, listed: Table) -> dict[str, int]:
        """Count the listed rows by the checks that they break."""
        key = func.unnest(func.string_split(listed.c.broken, "|")).label("key")
        keys = select(key).subquery("each")
        with self._draft.engine.connect() as connection:
            found = connection.execute(select(keys.c.key, func.count()).group_by(keys.c.key)).all()
        return {str(row[0]): int(row[1]) for row in found}

    def waiting(self, listed: Table) -> list[int]:
        """Return the rows that only wait for a code."""
        with self._draft.engine.connect() as connection:
            statement = select(listed.c.row_no).where(listed.c.waits).order_by(listed.c.row_no)
            return list(connection.execute(statement).scalars())

    def _run(self, statement: Any) -> None:
        with self._draft.engine.begin() as connection:
            connection.execute(statement)

    def _scratch(self, name: str) -> Table:
        columns = (
            Column("row_no", Integer),
            Column("reason", String),
            Column("broken", String),
            Column("waits", Boolean),
        )
        scratch = Table(name, MetaData(), *columns, prefixes=["TEMPORARY"])
        with self._draft.engine.begin() as connection:
            scratch.drop(connection, checkfirst=True)
            scratch.create(connection)
        return scratch


def row_texts(draft: Draft, rows: FromClause) -> Places:
    """Say where the rows of a chunk come from: a chunk has no lines, and its values are their own text."""

    def places(numbers: list[int]) -> dict[int, Place]:
        with draft.engine.connect() as connection:
            found = connection.execute(select(rows).where(rows.c.row_no.in_(numbers))).all()
        return {row.row_no: Place(row.row_no + 1, row.row_no + 1, tuple(row[1:])) for row in found}

    return places


def source_texts(draft: Draft, staged: Staged) -> Places:
    """Say where rows of a source come from; rows that were split or grouped lead to their (first) record."""

    def places(numbers: list[int]) -> dict[int, Place]:
        record_of = {number: number for number in numbers}
        with draft.engine.connect() as connection:
            if staged.items is not None:
                typed = table(TYPED, column("rowid"), column("source_row"))
                lead = select(typed.c.rowid, typed.c.source_row)
                record_of = {row[0]: row[1] for row in connection.execute(lead) if row[0] in record_of}
            found = staged.places(sorted(set(record_of.values())), connection)
        return {number: found[record] for number, record in record_of.items()}

    return places
