"""Whether what a row refers to is there, and was there in time: every reference of the schema, counted."""

from datetime import date
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Column, ColumnElement, Date, Select, cast, func, null, select

from data_access.store.schema import LOADED
from data_access.store.schema.links import Link, begins, links

#: The references that are checked: platforms are a code list, which is checked as such, and what is derived follows its source.
CHECKED = tuple(link for link in links() if link.target.name != "platform" and link.table in LOADED)


class Held(NamedTuple):
    """Of one reference: rows that name something, rows that name what is not there, and rows that began out of order."""

    named: int
    unresolved: int
    early: int


@cache
def counted(link: Link) -> Select[int, int, int]:
    """Return the statement whose one row is a `Held`; days are compared, since sources keep some moments as days."""
    own, theirs = begins(link.table), begins(link.target)
    named = (
        select(link.column.label("key"), _day(own).label("on"))
        .where(link.holds, link.column.is_not(None))
        .cte("named")
    )
    # Asked of those alone that are named: there are ten million shops. A key that stands twice is one.
    found = (
        select(link.key.label("key"), func.min(_day(theirs)).label("on"))
        .where(link.key.in_(select(named.c.key)))
        .group_by(link.key)
        .cte("found")
    )
    is_early = named.c.on > found.c.on if link.turn == "came_of_it" else named.c.on < found.c.on
    return select(
        func.count().label("named"),
        func.count().filter(found.c.key.is_(None)).label("unresolved"),
        func.count().filter(is_early).label("early"),
    ).select_from(named.outerjoin(found, named.c.key == found.c.key))


def _day(moment: Column[Any] | None) -> ColumnElement[date]:
    """Return the day of a moment; where there is none, a NULL that is a day too: PostgreSQL takes a bare one for text."""
    return cast(null() if moment is None else moment, Date)


def strangers(link: Link, most: int = 5) -> Select[str]:
    """Return the statement for some of the keys that a reference names and its target lacks, in their order."""
    theirs = select(link.key).where(link.key.is_not(None))
    return (
        select(link.column.label("key"))
        .where(link.holds, link.column.is_not(None), link.column.not_in(theirs))
        .distinct()
        .order_by(link.column)
        .limit(most)
    )
