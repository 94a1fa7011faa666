"""How many rows tables hold, asked in one statement: each has its price, and most tables hold none."""

from collections.abc import Iterable

from sqlalchemy import CompoundSelect, Table, func, literal, select, union_all


def row_counts(tables: Iterable[Table]) -> CompoundSelect[str, int]:
    """Return the statement for the name of each of these tables, of which there is one at least, with its number of rows."""
    counts = [
        select(literal(table.name).label("name"), func.count().label("n")).select_from(table)
        for table in tables
    ]
    return union_all(*counts)
