"""Where a number comes from, and the number again: from the version of the data that its id names, else from today's."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
from sqlalchemy import Select, Table
from sqlalchemy.sql.visitors import iterate

from data_access.domain.access import Scope
from data_access.domain.dimensions import GRAINS
from data_access.domain.errors import NotAllowed, NotSplittable, StoreMissing, UnknownName
from data_access.domain.text import Text
from data_access.lookups.named_numbers import named_number
from data_access.lookups.provenance import provenance
from data_access.metrics.coverage import unrecorded
from data_access.metrics.indicators import Indicator
from data_access.metrics.labels import Labels, labels
from data_access.metrics.number_ids import BadNumberId, NumberId, member_of
from data_access.metrics.query import Question, compile_query, fetch
from data_access.store.patience import Patience
from data_access.store.schema import (
    DERIVED,
    credit_item,
    credit_score,
    evidence,
    evidence_check,
    load_batch,
    shop,
    shop_month,
)
from data_access.store.snapshots import Snapshot
from data_access.store.store import Store

_OUTSIDE = Text(
    "这个数统计的范围超出您可查看的区县，不能为您重算。请向给您编号的人索取，或联系安全管理员。",
    "This number covers districts that you may not see, and is not computed for you. Ask whoever gave you its id, or the security "
    "administrator.",
)
_NUMBER = Text("这个数", "this number")
#: What derived tables are computed from; scores of credit from nearly every table that is delivered.
_COMPUTED_FROM: dict[Table, frozenset[Table] | None] = {
    shop_month: frozenset({shop}),
    evidence_check: frozenset({evidence}),
    credit_score: None,
    credit_item: None,
}


@dataclass(frozen=True, slots=True)
class Sql:
    """The statement as it is sent to the store, and its parameters by name or place, in their order."""

    text: str
    parameters: tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """One number: the members of the splits that name it, its value (None: there is none, or n is too small to show) and its n."""

    members: tuple[str, ...]
    value: float | None
    n: int


@dataclass(frozen=True, slots=True, eq=False)
class Replay:
    """A number given again: its cells, the statement, the deliveries that it rests on (columns of load_batch), and their version.

    `wanted` is the id that was asked, `found` that of what is given: another where that version of the data is not kept.
    `lacking` names what the store would have to record, where it does not.
    """

    wanted: NumberId
    found: NumberId
    indicator: Indicator
    cells: tuple[Cell, ...]
    sql: Sql
    deliveries: pd.DataFrame
    labels: Labels
    lacking: Text | None

    def names(self, cell: Cell, lang: str) -> list[str]:
        """Return what the members of a cell are called, in the order of its splits; a bucket of time by its first day."""
        pairs = zip(self.wanted.by, cell.members, strict=True)
        return [member if key in GRAINS else self.labels.name(key, member, lang) for key, member in pairs]

    def id_of(self, cell: Cell) -> str:
        """Return the id of one cell, of the data that gave it."""
        return str(replace(self.found, members=cell.members))

    @property
    def is_same_data(self) -> bool:
        """Whether it is computed on the very data of its id."""
        return self.wanted.version == self.found.version

    @property
    def is_same_definition(self) -> bool:
        """Whether the definition is still the one of its id."""
        return self.wanted.edition == self.found.edition


def replay(store: Store, text: str, scope: Scope, patience: Patience | None = None) -> Replay:
    """Return the number of an id. Raises BadNumberId, and NotAllowed where a reader of this scope may not see all of it."""
    wanted = _wanted(text, scope)
    with _as_it_was(store, wanted.version, patience) as snapshot:
        return _replayed(snapshot, wanted)


def may_replay(text: str, scope: Scope) -> bool:
    """Return whether a text is the id of a number that a reader of this scope may see."""
    try:
        _wanted(text, scope)
    except (BadNumberId, NotAllowed):
        return False
    return True


def _wanted(text: str, scope: Scope) -> NumberId:
    wanted = NumberId.read(text)
    try:
        named_number(wanted.indicator)
    except UnknownName as error:
        raise BadNumberId from error
    if not scope.covers(wanted.scope):
        raise NotAllowed(_NUMBER, _OUTSIDE)
    return wanted


@contextmanager
def _as_it_was(store: Store, version: str, patience: Patience | None) -> Iterator[Snapshot]:
    """Lend the data of a version where they are kept and can be read, else those in use; raises StoreMissing."""
    try:
        snapshot = store.kept(version, patience)
    except (UnknownName, StoreMissing):
        snapshot = store.snapshot(patience)
    with snapshot:
        yield snapshot


def _replayed(snapshot: Snapshot, wanted: NumberId) -> Replay:
    known, scope = labels(snapshot), wanted.scope
    indicator = known.in_currency(named_number(wanted.indicator))
    question = Question(indicator, wanted.by, wanted.selection)
    try:
        statement = compile_query(*question, scope)
    except (UnknownName, NotSplittable) as error:  # splits that an indicator has no more
        raise BadNumberId from error
    lacking = unrecorded(indicator, wanted.by, known.recorded)
    cells = () if lacking else tuple(_cells(fetch(snapshot, *question, scope), wanted, indicator))
    found = NumberId.of(question, scope, snapshot.version, wanted.members)
    return Replay(
        wanted, found, indicator, cells, _sql(snapshot, statement), _deliveries(snapshot, statement), known, lacking
    )  # fmt: skip


def _cells(frame: pd.DataFrame, wanted: NumberId, indicator: Indicator) -> Iterator[Cell]:
    for row in frame.to_dict("records"):
        members = tuple(member_of(key, row[key]) for key in wanted.by)
        if wanted.members and members != wanted.members:
            continue
        value, n = row["value"], int(row["n"])
        is_told = not pd.isna(value) and n >= indicator.min_n
        yield Cell(members, float(value) if is_told else None, n)


def _sql(snapshot: Snapshot, statement: Select[Any]) -> Sql:
    with snapshot.connect() as connection:
        schemas = connection.get_execution_options().get("schema_translate_map")
        compiled = statement.compile(
            dialect=connection.dialect,
            schema_translate_map=schemas,
            render_schema_translate=bool(schemas),
            compile_kwargs={"render_postcompile": True},
        )
    parameters = compiled.params
    places = getattr(compiled, "positiontup", None)
    named = ((name, parameters[name]) for name in (places or parameters))
    shown = ((f"${place}" if places else name, value) for place, (name, value) in enumerate(named, 1))
    return Sql(str(compiled), tuple(shown))


def _deliveries(snapshot: Snapshot, statement: Select[Any]) -> pd.DataFrame:
    """Return the deliveries of the tables that a statement reads, or from which those are computed, newest first."""
    read = {one for one in iterate(statement) if isinstance(one, Table)}
    batches = provenance(snapshot).batches[[column.name for column in load_batch.c]]
    if any(_COMPUTED_FROM.get(table, frozenset()) is None for table in read):
        return batches
    for table in read.intersection(DERIVED):
        read |= _COMPUTED_FROM.get(table) or frozenset()
    return batches[batches["table_name"].isin({table.name for table in read})]
