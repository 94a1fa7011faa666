"""Keys of rows: which are the same, in one load and with those that a table has."""

from typing import Any

from sqlalchemy import FromClause, Integer, Table, and_, exists, func, or_, select


def key_hash(table: Table, rows: FromClause) -> Any:
    """Return the hash of the key of rows: different hashes prove different keys."""
    return func.hash(*[rows.c[column.name] for column in table.primary_key], type_=Integer)


def same_key(table: Table, left: FromClause, right: FromClause) -> Any:
    """Return the predicate that two rows have the same key of a table."""
    return and_(*[left.c[column.name] == right.c[column.name] for column in table.primary_key])


def again(table: Table, good: FromClause) -> Any:
    """Return the SELECT of row numbers whose key an earlier row or the table has, and whether the table has it."""
    keys = [good.c[c.name] for c in table.primary_key]
    firsts = select(*keys, func.min(good.c.row_no).label("first_row")).group_by(*keys)
    first = firsts.having(func.count() > 1).subquery("firsts")
    later = and_(same_key(table, good, first), good.c.row_no > first.c.first_row)
    known = exists().where(same_key(table, table, good))
    repeated = select(good.c.row_no, known.label("known"))
    return repeated.where(or_(exists().where(later), known))
