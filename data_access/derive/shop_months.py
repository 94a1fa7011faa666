"""Shops into their month-end stock and flow, by platform, category, operator's region and type."""

from collections.abc import Iterator
from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from sqlalchemy import (
    ColumnElement,
    Integer,
    String,
    and_,
    cast,
    column,
    delete,
    exists,
    extract,
    func,
    select,
)
from sqlalchemy import table as named_table

from data_access.store.drafts import Draft
from data_access.store.schema import dataset, shop, shop_month

Counts = npt.NDArray[np.int32]
Months = npt.NDArray[np.int64]

_GROUP = ("platform_id", "category", "operator_region", "operator_type")
_MEASURES = ("active", "opened", "closed", "licence_shown", "verified")
#: What a shop must say somewhere for a measure to be known.
_TOLD_BY = {
    "closed": shop.c.closed_on,
    "licence_shown": shop.c.licence_shown_from,
    "verified": shop.c.verified_from,
}
_MONTHS = ("opened", "closed", "shown", "verified", "lapsed")
#: Index of the month of something that has not happened: after every window.
_NEVER = 1_000_000
_BATCH = 1_000_000


def derive(draft: Draft) -> int:
    """Fill `shop_month` anew and return its rows.

    At a month end t a shop is active if it opened up to t and closes after t; it shows its licence if it is
    active and began to by t; it is verified if it is active within its spell of verification. What no shop of the
    store tells (when it closed, whether it shows its licence) is left empty. Rows with nothing to count are left out.
    Memory: five numbers of four bytes for each combination and month, and one batch.
    """
    with draft.engine.begin() as connection:
        connection.execute(delete(shop_month))
        held = connection.execute(select(dataset.c.starts_on, dataset.c.as_of)).one_or_none()
    if held is None:
        return 0
    ends = month_ends(held.starts_on, held.as_of)
    groups = _groups(draft)
    if not ends or not groups.num_rows:
        return 0
    stock = _Stock(ends, groups, _untold(draft))
    for batch in _spells(draft, groups):
        stock.add(batch)
    draft.append(shop_month, stock.months())
    with draft.engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(shop_month)) or 0


def month_ends(first: date, last: date) -> list[date]:
    """Return the last days of months from `first` to `last`; a month that is not over is not among them."""
    months = np.arange(np.datetime64(first, "M"), np.datetime64(last, "M") + 2)
    ends = [day.item() for day in months.astype("datetime64[D]") - 1]
    return [day for day in ends if first <= day <= last]


class _Stock:
    """Counts by combination (rows) and month (columns); a last column takes what lies after the window."""

    def __init__(self, ends: list[date], groups: pa.Table, untold: frozenset[str]) -> None:
        self._ends, self._untold = ends, untold
        self._groups = {name: groups[name].combine_chunks() for name in _GROUP}
        self._first = ends[0].year * 12 + ends[0].month
        self._shape = groups.num_rows, len(ends) + 1
        self.counts = {name: np.zeros(self._shape, np.int32) for name in _MEASURES}

    def add(self, shops: pa.RecordBatch) -> None:
        """Count one batch of shops, whose months are those of their begins and ends."""
        group = shops["shop_group"].to_numpy().astype(np.int64)
        month = {name: shops[name].to_numpy().astype(np.int64) - self._first for name in _MONTHS}
        self._flow("opened", group, month["opened"])
        self._flow("closed", group, month["closed"])
        self._stand("active", group, month["opened"], month["closed"])
        self._stand("licence_shown", group, month["shown"], month["closed"])
        self._stand("verified", group, month["verified"], month["lapsed"])

    def _flow(self, name: str, group: Months, month: Months) -> None:
        inside = (month >= 0) & (month < len(self._ends))
        self.counts[name] += self._tally(group[inside], month[inside])

    def _stand(self, name: str, group: Months, begun: Months, ended: Months) -> None:
        begun, ended = (np.clip(month, 0, len(self._ends)) for month in (begun, ended))
        stood = begun < ended
        self.counts[name] += self._tally(group[stood], begun[stood])
        self.counts[name] -= self._tally(group[stood], ended[stood])

    def _tally(self, group: Months, month: Months) -> Counts:
        rows, columns = self._shape
        return (
            np.bincount(group * columns + month, minlength=rows * columns)
            .reshape(self._shape)
            .astype(np.int32)
        )

    def months(self) -> pa.RecordBatchReader:
        """Return the rows of each month end, made as they are read; stocks become the running sum of their changes."""
        for name in ("active", "licence_shown", "verified"):
            np.cumsum(self.counts[name], axis=1, out=self.counts[name])
        return pa.RecordBatchReader.from_batches(self._of(0).schema, map(self._of, range(len(self._ends))))

    def _of(self, position: int) -> pa.RecordBatch:
        now = {name: counts[:, position] for name, counts in self.counts.items()}
        some = np.flatnonzero(np.any(np.stack(list(now.values())) != 0, axis=0))
        end = pa.array([self._ends[position]] * len(some), pa.date32())
        told = {
            name: pa.nulls(len(some), pa.int32()) if name in self._untold else pa.array(counts[some])
            for name, counts in now.items()
        }
        groups = {name: values.take(pa.array(some)) for name, values in self._groups.items()}
        return pa.RecordBatch.from_pydict({**groups, "month_end": end, **told})


def _untold(draft: Draft) -> frozenset[str]:
    """Return the measures of which no shop of the store says anything."""
    held = [exists(select(shop.c.shop_id).where(day.is_not(None)).limit(1)) for day in _TOLD_BY.values()]
    with draft.engine.connect() as connection:
        told = connection.execute(select(*held)).one()
    return frozenset(name for name, is_told in zip(_TOLD_BY, told, strict=True) if not is_told)


def _groups(draft: Draft) -> pa.Table:
    """Return the combinations of shops in order, numbered from 0."""
    keys = [shop.c[name] for name in _GROUP]
    statement = select(*keys).distinct().order_by(*keys)
    with draft.engine.connect() as connection:
        found = connection.execute(statement).all()
    columns = [pa.array(values, pa.string()) for values in zip(*found, strict=True)] or [[]] * len(_GROUP)
    return pa.Table.from_arrays([pa.array(range(len(found)), pa.int32()), *columns], ["shop_group", *_GROUP])


def _spells(draft: Draft, groups: pa.Table) -> Iterator[pa.RecordBatch]:
    """Yield for each shop its combination and the months in which its spells begin and end."""
    draft.connection.register("shop_groups", groups)
    known = named_table(
        "shop_groups", column("shop_group", Integer), *[column(name, String) for name in _GROUP]
    )
    same = and_(*[shop.c[name].is_not_distinct_from(known.c[name]) for name in _GROUP])
    s = shop.c
    statement = select(
        known.c.shop_group,
        _month(s.opened_on).label("opened"),
        _month(s.closed_on).label("closed"),
        func.greatest(_month(s.opened_on), _month(s.licence_shown_from)).label("shown"),
        func.greatest(_month(s.opened_on), _month(s.verified_from)).label("verified"),
        func.least(_month(s.closed_on), _month(s.verified_to)).label("lapsed"),
    ).join_from(shop, known, same)
    text = str(statement.compile(draft.engine, compile_kwargs={"literal_binds": True}))
    yield from draft.connection.execute(text).to_arrow_reader(_BATCH)
    draft.connection.unregister("shop_groups")


def _month(day: ColumnElement[date]) -> ColumnElement[int]:
    months = extract("year", day) * 12 + extract("month", day)
    return cast(func.coalesce(months, _NEVER), Integer)
