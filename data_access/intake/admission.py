"""The one road into a table: judge all rows in one pass, let the good in, write down the others."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Literal

import pyarrow as pa
from sqlalchemy import (
    Column,
    ColumnElement,
    FromClause,
    Integer,
    Table,
    and_,
    delete,
    exists,
    func,
    insert,
    select,
    union_all,
)
from sqlalchemy import table as named_table

from data_access.intake.days import Event, events
from data_access.intake.judgement import DOUBTFUL, is_refused, is_suspect, judge
from data_access.intake.keys import again, key_hash, same_key
from data_access.intake.refusals import Places, Refusals, row_texts
from data_access.intake.report import BatchReport, HeldFile, RejectsFile
from data_access.intake.validation import PLAIN, Terms
from data_access.store.drafts import Draft
from data_access.store.schema import metadata

Mode = Literal["append", "replace", "upsert"]


@dataclass(slots=True)
class Tally:
    """Running counts of one table in one load; `held` are among the rejected, `doubtful` among the loaded.

    `last` is the latest event of its rows.
    """

    read: int = 0
    loaded: int = 0
    rejected: int = 0
    duplicate: int = 0
    held: int = 0
    doubtful: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    doubts: Counter[str] = field(default_factory=Counter)
    last: Event | None = None


@dataclass(frozen=True, slots=True)
class Candidates:
    """Rows that ask to be let in: a SELECT with `row_no`, one of their keys, their number, and where each comes from."""

    rows: FromClause
    keys: FromClause
    count: int
    places: Places
    terms: Terms = PLAIN


class Admission:
    """Lets rows into the tables of one draft, for one load."""

    def __init__(self, draft: Draft, rejects: RejectsFile, held: HeldFile | None = None) -> None:
        self._draft, self._rejects, self._held = draft, rejects, held
        self._refusals = Refusals(draft, rejects)
        self._unsettled: set[str] = set()
        self.tallies: dict[str, Tally] = {}

    def chunk(self, table: Table, rows: pa.Table) -> None:
        """Let in a chunk that has the table's own column names; its duplicates are found by `settle`.

        Chunks are the product's own: a value that is in doubt costs the row, and the load that brought it.
        """
        tally = self._tally(table)
        self._unsettled.add(table.name)
        self._draft.connection.register("chunk", rows)
        present = [column for column in table.columns if column.name in rows.column_names]
        source = named_table("chunk", *[Column(c.name, c.type) for c in present])
        strict = Terms({}, on_violation=dict.fromkeys(source.c.keys(), "reject"))
        loaded = self._insert(table, source, ~is_suspect(table, source, strict))
        if loaded < rows.num_rows:
            number = (func.row_number().over() - 1 + tally.read).label("row_no")
            numbered = select(number, *source.c).subquery("numbered")
            found = judge(self._draft, table, numbered, strict)
            self._refuse(table, found, row_texts(self._draft, numbered))
        tally.loaded, tally.read = tally.loaded + loaded, tally.read + rows.num_rows
        self._draft.connection.unregister("chunk")

    def rows(self, table: Table, given: Candidates, mode: Mode) -> None:
        """Let in the good rows of a SELECT, duplicates kept out by their keys."""
        tally, rows = self._tally(table), given.rows
        if mode == "replace":
            self._run(delete(table))
        tally.read += given.count
        before = self._last_row(table)
        self._draft.progress.engine("checking", given.count, " rows")
        if mode == "upsert" or self._repeats(table, given):
            self._rows_once(table, given, is_upsert=mode == "upsert")
        else:
            self._draft.progress.engine("writing", given.count, " rows")
            loaded = self._insert(table, rows, ~is_suspect(table, rows, given.terms))
            if loaded < given.count:
                found = judge(self._draft, table, rows, given.terms)
                self._refuse(table, found, given.places)
                loaded += self._insert(table, found, ~is_refused(found))
                self._list_doubts(table, found, ~is_refused(found), given.places)
            tally.loaded += loaded
        tally.last = self._latest(table, before)

    def _rows_once(self, table: Table, given: Candidates, *, is_upsert: bool) -> None:
        """Let in the good rows of a SELECT that has keys twice, or keys that the table has."""
        tally, rows = self._tally(table), given.rows
        found = judge(self._draft, table, rows, given.terms)
        self._refuse(table, found, given.places)
        names = ["row_no", *[c.name for c in table.columns if c.name in rows.c]]
        fine = select(*[rows.c[name] for name in names]).where(rows.c.row_no.not_in(select(found.c.row_no)))
        kept = select(*[found.c[name] for name in names]).where(~is_refused(found))
        good = union_all(fine, kept).subquery("good")
        if is_upsert:
            self._run(delete(table).where(exists().where(same_key(table, table, good))))
        repeated = self._refusals.list_repeated(again(table, good))
        tally.duplicate += self._refusals.write_down(table, repeated, given.places)
        self._draft.progress.engine("writing", given.count, " rows")
        twice = select(repeated.c.row_no)
        tally.loaded += self._insert(table, good, good.c.row_no.not_in(twice))
        is_in = and_(~is_refused(found), found.c.row_no.not_in(twice))
        self._list_doubts(table, found, is_in, given.places)

    def malformed(self, table: Table, row: int, line: int, reason: str, text: str) -> None:
        """Write down a record that never became a row."""
        tally = self._tally(table)
        tally.read, tally.rejected = tally.read + 1, tally.rejected + 1
        tally.reasons[reason.split(" (")[0]] += 1
        self._rejects.write(table.name, row, line, reason, text)

    def settle(self) -> None:
        """Take out rows of chunks whose key an earlier row has, over each whole table that they touched."""
        for name in self._unsettled:
            table, tally = metadata.tables[name], self.tallies[name]
            if self._count(table) == self._different(table, table):
                continue
            own = named_table(
                name, Column("rowid", Integer), *[Column(c.name, c.type) for c in table.columns]
            )
            first = select(func.min(own.c.rowid)).group_by(*[own.c[c.name] for c in table.primary_key])
            removed = self._run(delete(own).where(own.c.rowid.not_in(first)))
            tally.loaded, tally.duplicate = tally.loaded - removed, tally.duplicate + removed

    def reports(
        self, batch_id: str, origin: str, main: Table | None = None, notes: tuple[str, ...] = ()
    ) -> list[BatchReport]:
        """Return what became of the rows so far; `notes` are about the source of the `main` table, which comes last."""
        result = []
        for name, tally in self._in_order(main):
            result.append(BatchReport(
                batch_id, name, origin, tally.read, tally.loaded, tally.rejected, tally.duplicate,
                tuple(tally.reasons.most_common()), self._rejects.written,
                tally.held, self._held.path if tally.held and self._held else None,
                tuple(self._rejects.examples), notes if main is not None and name == main.name else (),
                tally.doubtful, tuple(tally.doubts.most_common()), tuple(self._rejects.doubted),
            ))  # fmt: skip
        return result

    def _in_order(self, main: Table | None) -> list[tuple[str, Tally]]:
        own = [name for name in self.tallies if main is not None and name == main.name]
        return [(name, self.tallies[name]) for name in [*(n for n in self.tallies if n not in own), *own]]

    def _tally(self, table: Table) -> Tally:
        return self.tallies.setdefault(table.name, Tally())

    def _run(self, statement: Any) -> int:
        with self._draft.engine.begin() as connection:
            return int(connection.execute(statement).rowcount)

    def _last_row(self, table: Table) -> int:
        """Return the number of the last row of a table in the engine, which gives each new row a greater one."""
        own = named_table(table.name, Column("rowid", Integer))
        return self._scalar(select(func.coalesce(func.max(own.c.rowid), -1)))

    def _latest(self, table: Table, before: int) -> Event | None:
        """Return the latest event of the rows that came in after one."""
        own = named_table(
            table.name, Column("rowid", Integer), *[Column(c.name, c.type) for c in events(table)]
        )
        days = [day for day in own.c if day.name != "rowid"]
        if not days:
            return None
        with self._draft.engine.connect() as connection:
            latest = connection.execute(select(*map(func.max, days)).where(own.c.rowid > before)).one()
        return Event.latest(zip((day.name for day in days), latest, strict=True))

    def _refuse(self, table: Table, found: FromClause, places: Places) -> None:
        """Write down the judged rows that are refused, and count them."""
        tally = self._tally(table)
        refused = self._refusals.list_judged("refused", found, is_refused(found))
        wait_in = self._held.path.name if self._held else None
        tally.rejected += self._refusals.write_down(table, refused, places, wait_in=wait_in)
        tally.reasons.update(self._refusals.by_key(refused))
        if self._held is not None:
            waiting = self._refusals.waiting(refused)
            tally.held += len(waiting)
            if waiting:
                self._held.write(places(waiting)[number].values for number in waiting)

    def _list_doubts(
        self, table: Table, found: FromClause, is_in: ColumnElement[bool], places: Places
    ) -> None:
        """Write down the rows that came in without a doubtful value, and count them."""
        tally = self._tally(table)
        doubtful = self._refusals.list_judged("doubtful", found, and_(is_in, found.c[DOUBTFUL]))
        tally.doubtful += self._refusals.write_down(table, doubtful, places, is_kept=True)
        tally.doubts.update(self._refusals.by_key(doubtful))

    def _repeats(self, table: Table, given: Candidates) -> bool:
        """Say whether rows may have a key twice, or one that the table has already.

        Equal hashes only call for a closer look, different ones prove different keys.
        """
        if self._different(table, given.keys) != given.count:
            return True
        if not self._count(table):
            return False
        ours = select(key_hash(table, given.keys))
        return (
            self._scalar(select(func.count()).select_from(table).where(key_hash(table, table).in_(ours))) > 0
        )

    def _different(self, table: Table, rows: FromClause) -> int:
        hashes = select(key_hash(table, rows).label("key_hash")).select_from(rows).distinct()
        return self._scalar(select(func.count()).select_from(hashes.subquery("hashes")))

    def _count(self, rows: FromClause) -> int:
        return self._scalar(select(func.count()).select_from(rows))

    def _scalar(self, statement: Any) -> int:
        with self._draft.engine.connect() as connection:
            return int(connection.execute(statement).scalar_one())

    def _insert(self, table: Table, rows: FromClause, which: ColumnElement[bool]) -> int:
        names = [c.name for c in table.columns if c.name in rows.c]
        chosen = select(*[rows.c[name] for name in names]).where(which)
        return self._run(insert(table).from_select(names, chosen))
