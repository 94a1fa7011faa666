"""Several values in one cell: a row of a child table for each of them, beside the key of the row that names them."""

from dataclasses import replace

from sqlalchemy import Column, Table, delete, func, or_, select

from data_access.intake.declarations import Mapping
from data_access.intake.reading import UNREAD
from data_access.intake.shaping import Shaped
from data_access.store.drafts import Draft
from data_access.store.schema import CHILDREN, metadata

#: For each child table its parent and the column that names several values.
_PARENTS = {child: (metadata.tables[parent], named) for (parent, named), child in CHILDREN.items()}


def is_child(table: Table) -> bool:
    """Say whether a table holds the values of the rows of another one."""
    return table in _PARENTS


def whole_of(mapping: Mapping) -> Mapping:
    """Return the mapping of the rows themselves, without a column whose values have a table of their own."""
    if mapping.split is None or mapping.split.into is None:
        return mapping
    columns = {name: rule for name, rule in mapping.columns.items() if name != mapping.split.into}
    child = CHILDREN[mapping.table.name, mapping.split.into]
    return replace(mapping, columns=columns, split=None, child=child)


def pieces_of(mapping: Mapping) -> Mapping | None:
    """Return the mapping of the values of one column into their own table, None where they have none."""
    if mapping.split is None or mapping.split.into is None:
        return None
    child = CHILDREN[mapping.table.name, mapping.split.into]
    columns = {column.name: mapping.columns[column.name] for column in child.columns}
    return replace(mapping, table=child, columns=columns, group=None, limits=None, rhythm_days=None)


def without_strays(draft: Draft, shaped: Shaped, table: Table) -> Shaped:
    """Return the values that rows of the parent name; a word for the unknown is no value."""
    parent, named = _PARENTS[table]
    rows, (key,) = shaped.rows, _keys_of(parent)
    is_value = or_(rows.c[named].is_not(None), rows.c[named + UNREAD].is_not(None))
    known = select(rows).where(rows.c[key.name].in_(select(key)), is_value).subquery("of_known_rows")
    keys = select(known.c.row_no, *[known.c[column.name] for column in table.primary_key]).subquery("keyed")
    with draft.engine.connect() as connection:
        count = int(connection.execute(select(func.count()).select_from(known)).scalar_one())
    return replace(shaped, rows=known, keys=keys, count=count)


def forget(draft: Draft, shaped: Shaped, table: Table) -> None:
    """Remove from a child table the values of rows of its parent that come anew."""
    (key,) = _keys_of(_PARENTS[table][0])
    with draft.engine.begin() as connection:
        connection.execute(delete(table).where(table.c[key.name].in_(select(shaped.rows.c[key.name]))))


def _keys_of(table: Table) -> list[Column[str]]:
    return list(table.primary_key.columns)
