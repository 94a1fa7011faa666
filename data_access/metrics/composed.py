"""Numbers made of other numbers: shares of the largest, rates, structures, daily averages, changes from a year before."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Float,
    Select,
    Subquery,
    and_,
    case,
    func,
    literal_column,
    select,
    true,
    union_all,
)

from data_access.domain.dimensions import GRAINS
from data_access.domain.filters import Selection
from data_access.domain.periods import Period, buckets, compared, shift_months
from data_access.domain.working_days import working_days
from data_access.metrics.indicators.base import Change, Concentration, Indicator, MixIndex, Per, PerDay
from data_access.metrics.indicators.measures import divided
from data_access.metrics.regions import CITY, DISTRICT
from data_access.metrics.sources import sql_day
from data_access.store.engines import Number

#: How a composed number asks for its parts, within the reader's scope.
Part = Callable[[Indicator, tuple[str, ...], Selection], Select[Any]]


def compose(
    value: Per | MixIndex | PerDay | Change,
    by: tuple[str, ...],
    selection: Selection,
    honoured: Selection,
    part: Part,
) -> Select[Any]:
    """Return the statement of a number whose parts are indicators; `honoured` are the filters that it knows itself."""
    match value:
        case Per():
            return per(value, by, honoured, part)
        case MixIndex():
            return mix(value, by, selection, part)
        case PerDay():
            return per_day(value, by, honoured, part)
        case Change():
            return change(value, by, honoured, part)


def concentration(value: Concentration, amounts: Select[Any], by: tuple[str, ...]) -> Select[Any]:
    """Return how much the largest hold of `amounts`, which are split by `by` and by what they are held across."""
    rows = amounts.subquery()
    keys = [rows.c[key] for key in by]
    amount = Number(rows.c.value)
    share = divided(amount, func.sum(amount).over(partition_by=keys or None))
    place = func.row_number().over(partition_by=keys or None, order_by=amount.desc())
    shares = select(*keys, share.label("share"), place.label("place")).subquery()
    if value.top is None:
        held = func.sum(shares.c.share * shares.c.share) * 10_000
    else:
        held = func.sum(case((shares.c.place <= value.top, shares.c.share)))
    groups = [shares.c[key] for key in by]
    return select(*groups, held.label("value"), func.count().label("n")).group_by(*groups)


def per(per: Per, by: tuple[str, ...], selection: Selection, part: Part) -> Select[Any]:
    """Return one indicator over another."""
    above = part(per.above, by, selection).subquery("above")
    common = _besides(by, per.ignoring)
    below = part(per.below, common, selection.without(*per.ignoring)).subquery("below")
    on = _same(above, below, common)
    if common == by:  # a member without rows above has the value 0, not none
        joined, keys = below.outerjoin(above, on), [below.c[key] for key in by]
    else:
        joined, keys = above.join(below, on), [above.c[key] for key in by]
    value = divided(func.coalesce(above.c.value, 0), below.c.value) * per.scale
    return select(*(key.label(name) for key, name in zip(keys, by, strict=True)), value.label("value"),
                  func.coalesce(above.c.n, 0).label("n")).select_from(joined)  # fmt: skip


def mix(mix: MixIndex, by: tuple[str, ...], selection: Selection, part: Part) -> Select[Any]:
    """Return the share of each member over its share in the whole, times 100."""
    common = _besides(by, mix.against)
    own = _shares(part(mix.of, by, selection), tuple(key for key in by if key not in common), common)
    whole = _shares(part(mix.of, common, selection.without(*mix.against)), (), common)
    if common == by:  # a member without rows of its own has the index 0, not none
        joined, keys = whole.outerjoin(own, _same(own, whole, common)), [whole.c[key] for key in by]
    else:
        joined, keys = own.join(whole, _same(own, whole, common)), [own.c[key] for key in by]
    value = divided(func.coalesce(own.c.share, 0), whole.c.share) * literal_column("100.0", Float())
    return select(*(key.label(name) for key, name in zip(keys, by, strict=True)), value.label("value"),
                  func.coalesce(own.c.n, 0).label("n")).select_from(joined)  # fmt: skip


def _besides(by: tuple[str, ...], left_out: tuple[str, ...]) -> tuple[str, ...]:
    """Return dimensions but those that are left out; cities are districts at another level."""
    return tuple(key for key in by if (DISTRICT if key == CITY else key) not in left_out)


def _shares(counts: Select[Any], within: tuple[str, ...], common: tuple[str, ...]) -> Subquery:
    """Return each member's share among the members of the same platform (of `within`) and the same time."""
    rows = counts.subquery()
    keys = [rows.c[key] for key in (*within, *(key for key in common if key in GRAINS))]
    share = divided(rows.c.value, func.sum(rows.c.value).over(partition_by=keys or None))
    return select(*(rows.c[key] for key in (*within, *common)), rows.c.n, share.label("share")).subquery()


def _same(left: Subquery, right: Subquery, keys: tuple[str, ...]) -> ColumnElement[bool]:
    """Return the join of two answers on their keys; the rows without a value belong together too."""
    return and_(true(), *(left.c[key].is_not_distinct_from(right.c[key]) for key in keys))


def per_day(value: PerDay, by: tuple[str, ...], selection: Selection, part: Part) -> Select[Any]:
    """Return an amount over the days of the period, or of each bucket as far as the period goes."""
    amount = part(value.of, by, selection).subquery("amount")
    keys = [amount.c[key].label(key) for key in by]
    grain = next((key for key in by if key in GRAINS), None)
    if grain is None:
        days = _number(_days(value, selection.period))
        return select(*keys, divided(amount.c.value, days).label("value"), amount.c.n)
    period = selection.period
    parts = [
        (whole.start, Period(max(whole.start, period.start), min(whole.end, period.end)))
        for whole in buckets(period, grain)
    ]
    rows = [
        select(sql_day(start).label("bucket"), _number(_days(value, cut)).label("days"))
        for start, cut in parts
    ]
    days_of = union_all(*rows).subquery("days_of")
    return select(*keys, divided(amount.c.value, days_of.c.days).label("value"), amount.c.n).select_from(
        amount.join(days_of, days_of.c.bucket == amount.c[grain])
    )


def _days(value: PerDay, period: Period) -> int:
    """Return how many days an average divides by: a figure of the trade says whether calendar or working days."""
    return working_days().inside(period.start, period.end) if value.is_working else period.days


def _number(number: int) -> ColumnElement[float]:
    return literal_column(f"{number}.0", Float())


def change(value: Change, by: tuple[str, ...], selection: Selection, part: Part) -> Select[Any]:
    """Return how much an indicator changed against the same time a year before, as a share; n is the smaller of both.

    A member that one of the two times lacks has no change.
    """
    earlier = compared(selection.period, "yoy") or selection.period
    now = part(value.of, by, selection).subquery("now")
    before = part(value.of, by, selection.during(earlier)).subquery("before")
    grain = next((key for key in by if key in GRAINS), None)
    on = _same(now, before, tuple(key for key in by if key != grain))
    joined: Any = now.join(before, on)
    if grain is not None:
        starts = [whole.start for whole in buckets(selection.period, grain)]
        rows = [
            select(sql_day(day).label("bucket"), sql_day(shift_months(day, -12)).label("earlier"))
            for day in starts
        ]
        years = union_all(*rows).subquery("years")
        joined = now.join(years, years.c.bucket == now.c[grain]).join(
            before, and_(on, years.c.earlier == before.c[grain])
        )
    fewer = case((now.c.n < before.c.n, now.c.n), else_=before.c.n)
    return select(*(now.c[key].label(key) for key in by),
                  (divided(now.c.value, before.c.value) - _number(1)).label("value"), fewer.label("n")).select_from(joined)  # fmt: skip
