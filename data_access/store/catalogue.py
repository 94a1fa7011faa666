"""What a database server holds of a store: its snapshots, the partitions that each is made of, and which one is in use.

A partition is a physical table that is written once and never changed; snapshots share those whose rows are the same. A
snapshot is a schema of views over its partitions, one for each table of the store.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import BigInteger, Column, Connection, DateTime, MetaData, String, Table, insert, select

from data_access.store.folders import SnapshotRecord
from data_access.store.schema import LOADED

#: Stands for the schema of the catalogue and of the partitions; who connects says which it is (`Place.translated`).
_OWN = "catalogue"
catalogue = MetaData(schema=_OWN)
#: One row for each snapshot; `batch_id` and `origin` are of the load that came last.
snapshot = Table(
    "snapshot",
    catalogue,
    Column("snapshot_id", String, primary_key=True),
    Column("holder", String, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("providers", String, nullable=False),
    Column("batch_id", String),
    Column("origin", String),
)
#: The partitions of each snapshot: `version` is the snapshot with which one was sent, `digest` tells its rows from others.
partition = Table(
    "partition",
    catalogue,
    Column("snapshot_id", String, primary_key=True),
    Column("table_name", String, primary_key=True),
    Column("period", String, primary_key=True),
    Column("version", String, nullable=False),
    Column("rows", BigInteger, nullable=False),
    Column("digest", String, nullable=False),
)
#: Which snapshot was put in use when and by whom: the last row is the pointer, and one new row moves it.
pointing = Table(
    "pointing",
    catalogue,
    Column("at", DateTime, primary_key=True),
    Column("snapshot_id", String, nullable=False),
    Column("holder", String, nullable=False),
)
#: How long what a copy has sent stays there for it to go on.
_STAYS = timedelta(days=7)
_NAME = re.compile(r"[a-z0-9_]{1,16}")


@dataclass(frozen=True, slots=True)
class Place:
    """The schemas of one city on a server: `schema` has its catalogue and partitions, each snapshot another beside it."""

    schema: str

    @classmethod
    def of(cls, city: str) -> "Place":
        """Return the place of a city, by the name that a URL gives it (`?city=330100`); the one without a name is `cockpit`."""
        return cls(f"cockpit_{city}" if city else "cockpit")

    def of_snapshot(self, snapshot_id: str) -> str:
        """Return the schema in which the views of a snapshot stand."""
        return f"{self.schema}_{snapshot_id}"

    def translated(self, snapshot_id: str | None = None) -> dict[str | None, str]:
        """Return the `schema_translate_map` under which statements read the catalogue, and a snapshot."""
        return {_OWN: self.schema} | ({None: self.of_snapshot(snapshot_id)} if snapshot_id else {})


def is_city(name: str) -> bool:
    """Say whether a name can stand in those of schemas, which have 63 signs on PostgreSQL."""
    return _NAME.fullmatch(name) is not None


@dataclass(frozen=True, slots=True)
class Partition:
    """The rows of a table in a period: a year (`2021`) or a month (`202106`), `rest` where none is known, or all (empty)."""

    table: str
    period: str
    version: str
    rows: int
    digest: str

    @property
    def name(self) -> str:
        """What its physical table is called."""
        return "__".join(part for part in (self.table, self.period, self.version) if part)


@dataclass(frozen=True, slots=True)
class Published:
    """One snapshot of a server, as its catalogue has it."""

    id: str
    holder: str
    size: int
    providers: tuple[str, ...]
    last_batch: tuple[str, str] | None
    partitions: tuple[Partition, ...]

    def of(self, table: str) -> tuple[Partition, ...]:
        """Return the partitions of a table, oldest first."""
        return tuple(
            sorted((one for one in self.partitions if one.table == table), key=lambda one: one.period)
        )

    def record(self, *, is_current: bool) -> SnapshotRecord:
        """Return what is shown of it."""
        counts = {table.name: sum(one.rows for one in self.of(table.name)) for table in LOADED}
        return SnapshotRecord(
            id=self.id,
            size=self.size,
            is_current=is_current,
            created=datetime.strptime(self.id.split("-")[0], "%Y%m%dT%H%M%S%fZ").replace(tzinfo=UTC),
            rows={name: rows for name, rows in counts.items() if rows},
            providers=self.providers,
            last_batch=self.last_batch,
        )


def current(connection: Connection) -> str | None:
    """Return the id of the snapshot in use, None where nothing was published."""
    last = select(pointing.c.snapshot_id).order_by(pointing.c.at.desc()).limit(1)
    return connection.execute(last).scalar_one_or_none()


def published(connection: Connection) -> list[Published]:
    """Return all snapshots, oldest first."""
    of_each = _partitions(connection)
    return [
        Published(
            row.snapshot_id,
            row.holder,
            row.size,
            tuple(row.providers.splitlines()),
            (row.batch_id, row.origin) if row.batch_id else None,
            tuple(of_each.get(row.snapshot_id, ())),
        )
        for row in connection.execute(select(snapshot).order_by(snapshot.c.snapshot_id))
    ]


def _partitions(connection: Connection) -> dict[str, list[Partition]]:
    of_each: dict[str, list[Partition]] = {}
    for own, *row in connection.execute(select(partition)):
        of_each.setdefault(own, []).append(Partition(*row))
    return of_each


def staged(connection: Connection) -> list[Published]:
    """Return what copies sent that did not end, oldest first: partitions that are whole, of a snapshot that is not there."""
    known = set(connection.execute(select(snapshot.c.snapshot_id)).scalars())
    return [
        Published(own, "", 0, (), None, tuple(parts))
        for own, parts in sorted(_partitions(connection).items())
        if own not in known
    ]


def left(connection: Connection) -> list[Published]:
    """Return what copies sent so long ago that nobody will end them."""
    since = f"{datetime.now(UTC) - _STAYS:%Y%m%dT%H%M%S%fZ}"
    return [one for one in staged(connection) if one.id < since]


def stage(connection: Connection, own: str, part: Partition) -> None:
    """Write down a partition of a copy that has not ended."""
    connection.execute(insert(partition), [_row(own, part)])


def enter(connection: Connection, new: Published) -> None:
    """Write down a snapshot and its partitions."""
    batch_id, origin = new.last_batch or (None, None)
    connection.execute(insert(snapshot).values(
        snapshot_id=new.id, holder=new.holder, size=new.size, providers="\n".join(new.providers),
        batch_id=batch_id, origin=origin,
    ))  # fmt: skip
    if new.partitions:
        connection.execute(insert(partition), [_row(new.id, one) for one in new.partitions])


def _row(own: str, part: Partition) -> dict[str, object]:
    return {"snapshot_id": own, "table_name": part.table, "period": part.period, "version": part.version,
            "rows": part.rows, "digest": part.digest}  # fmt: skip


def point_to(connection: Connection, snapshot_id: str, holder: str) -> None:
    """Put a snapshot in use, from the moment at which this row is seen."""
    now = datetime.now(UTC).replace(tzinfo=None)
    connection.execute(insert(pointing).values(at=now, snapshot_id=snapshot_id, holder=holder))


def unused(all_of_them: Iterable[Published], dropped: Iterable[Published]) -> list[Partition]:
    """Return the partitions that nobody needs once some snapshots are gone."""
    gone = {one.id for one in dropped}
    needed = {part.name for one in all_of_them if one.id not in gone for part in one.partitions}
    parts = {part.name: part for one in all_of_them if one.id in gone for part in one.partitions}
    return [part for name, part in sorted(parts.items()) if name not in needed]
