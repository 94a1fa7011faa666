"""Backups of the state: one SQLite file, whatever engine the state is on, made while servers write; restoring verifies its seal."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, func, insert, select

from data_access.domain.errors import CockpitError
from data_access.state import audit, chain
from data_access.state.chain import RESTORED, Entry
from data_access.state.database import State
from data_access.state.heads import Head
from data_access.state.tables import audit as lines
from data_access.state.tables import metadata, version

_ROWS = 500
#: What each database counts for itself.
_OWN = frozenset({version.name})


def backup(state: State, file: Path, who: str) -> audit.Verified:
    """Write all of a state, as it stands at one moment, into a new file that only its owner may read; raises CockpitError.

    That it left has its line, which is in the backup too; neither keys nor heads are.
    """
    if file.exists():
        raise CockpitError(f"{file} exists; name a new file for the backup.")
    audit.record(state, Entry(who, "state_backed_up", file.name, "", 0, ""))
    state.tell_head()
    with _beside(file) as half:
        made = State(f"sqlite:///{half}", state.outside, begins_anew=True)
        with state.snapshot() as source, made.alone() as target:
            _copy(source, target)
        found = audit.verify(made, with_heads=False)
        made.close()
        os.replace(half, file)
    return found


def restore(state: State, file: Path, who: str) -> tuple[audit.Verified, Head | None]:
    """Put a backup, once its seal is verified, into a state that `begins_anew` and holds nothing; raises CockpitError.

    A line says that it was restored, by which later heads of the state that was lost are given up. Returns what was verified
    and the new head.
    """
    if not file.is_file():
        raise CockpitError(f"There is no backup {file}.")
    with tempfile.TemporaryDirectory(prefix="cockpit-restore-") as folder:
        copy = (
            Path(folder) / "backup.sqlite"
        )  # an earlier version is brought to date, which the backup itself must not be
        shutil.copyfile(file, copy)
        kept = State(f"sqlite:///{copy}", state.outside, begins_anew=True)
        found = audit.verify(kept, with_heads=False)
        with kept.snapshot() as source, state.alone() as target:
            if before := chain.last(target):
                raise CockpitError(
                    f"The database holds an audit of {before['id']} lines; move its file aside, or name an empty database in "
                    "COCKPIT_STATE, and restore into that."
                )
            _copy(source, target)
            state.writing(target).enter(
                Entry(who, RESTORED, f"backup {file.name}", f"lines={found.lines}", 0, "")
            )
        kept.close()
    return found, state.tell_head()


@contextmanager
def _beside(file: Path) -> Iterator[Path]:
    """Lend the name of a new and empty file in the folder of another, which only its owner may read and which does not stay."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-")
    os.close(handle)
    try:
        yield Path(name)
    finally:
        for left in (name, f"{name}-wal", f"{name}-shm"):
            Path(left).unlink(missing_ok=True)


def _copy(source: Connection, target: Connection) -> None:
    for table in metadata.sorted_tables:
        if table.name in _OWN:
            continue
        found = source.execution_options(yield_per=_ROWS).execute(select(table))
        for part in found.partitions(_ROWS):
            target.execute(insert(table), [dict(row._mapping) for row in part])  # noqa: SLF001  (SQLAlchemy's public name)
        own = table.autoincrement_column
        if own is not None and target.dialect.name == "postgresql" and table is not lines:
            highest = select(func.coalesce(func.max(own), 0) + 1).scalar_subquery()
            sequence = func.pg_get_serial_sequence(table.name, own.name)
            target.execute(select(func.setval(sequence, highest, False)))
