"""What a rule is: a predicate that marks the rows which break it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Date, Table, and_, cast, or_

from data_access.domain.text import Text


@dataclass(frozen=True, slots=True)
class Rule:
    """One integrity rule of a table: `broken` is true for a row that breaks it.

    `drops` are the columns whose values a load leaves out of such a row, as doubtful; where there are none, the row is
    rejected. Where nobody can tell which of several steps is wrong, none of them is kept. A rule whose limit is an amount
    holds for data sets in its `currency` alone.
    """

    key: str
    table: Table
    broken: ColumnElement[bool]
    says: Text
    drops: tuple[str, ...] = ()
    currency: str | None = None

    def holds_in(self, currency: str) -> bool:
        """Whether it holds for data whose money is in a currency (ISO 4217)."""
        return self.currency in (None, currency)


def before(later: ColumnElement[Any], earlier: ColumnElement[Any]) -> ColumnElement[bool]:
    """Say that a step came before the one that it follows; a day without hours is compared as a day."""
    if isinstance(later.type, Date):
        return later < earlier
    day = cast(later, Date)
    return and_(later < earlier, or_(day < cast(earlier, Date), later != day))
