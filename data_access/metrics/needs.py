"""What a store must record so that an expression says something: columns, some of which may stand in for others."""

from collections.abc import Iterable, Iterator
from itertools import product
from typing import Any

from sqlalchemy import Column
from sqlalchemy.sql import operators
from sqlalchemy.sql.elements import BooleanClauseList, ClauseElement
from sqlalchemy.sql.functions import FunctionElement, coalesce

#: Columns of which at least one must be recorded; of several such groups, each.
Group = frozenset[Column[Any]]


def needed(expression: ClauseElement) -> list[Group]:
    """Return the groups of optional columns that an expression needs; columns that every row has say nothing.

    What is joined by "and", compared or counted is needed together. Of what is joined by "or", or stands in for what is
    missing, one is enough: `Day(accepted) <= due or Day(refused) <= due` needs the limit, and one of the two days.
    """
    return _fewest(_groups(expression))


def _groups(expression: ClauseElement) -> Iterator[Group]:
    if isinstance(expression, Column):
        if expression.nullable and expression.table is not None:
            yield frozenset({expression})
        return
    parts = _parts(expression)
    if isinstance(expression, BooleanClauseList) and expression.operator is operators.or_:
        yield from _one_of([list(_groups(part)) for part in parts])
    elif isinstance(expression, coalesce):  # a constant in the end is no answer
        yield from _one_of([found for part in parts if (found := list(_groups(part)))])
    else:
        for part in parts:
            yield from _groups(part)


def _one_of(ways: list[list[Group]]) -> Iterator[Group]:
    """Yield what is needed where one of several ways is enough: of each combination of their groups any column."""
    if ways:
        for chosen in product(*ways):
            yield frozenset().union(*chosen)


def _parts(expression: ClauseElement) -> Iterable[ClauseElement]:
    """Return what an expression is made of: of a function, what it is given."""
    return expression.clauses if isinstance(expression, FunctionElement) else expression.get_children()


def _fewest(groups: Iterable[Group]) -> list[Group]:
    """Return groups without those that another makes good: where `a` is there, `a or b` is."""
    found = list(dict.fromkeys(groups))
    return [group for group in found if not any(other < group for other in found)]
