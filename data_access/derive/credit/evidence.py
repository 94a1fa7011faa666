"""From the store's tables to facts that rules may judge: dated events, and rates over the months before each assessment."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import ColumnElement, Connection, Date, Select, and_, case, cast, func, or_, select

from data_access.derive.credit.scoring import Fact
from data_access.store.engines import Day, DaysBetween, Month, Total
from data_access.store.schema import (
    annual_report,
    complaint_report,
    enforcement_case,
    licence_check,
    negative_entity,
    platform,
    platform_duty,
    sampling,
    takedown,
    transaction_month,
)

#: Conduct that a platform answers for itself; cases about its sellers show in its complaints.
OWN_VIOLATIONS = ("V06", "V07", "V08", "V09", "V10", "V11", "V19", "V20")
#: First handling should be answered within so many days.
FEEDBACK_DAYS = 7

_item, _case, _platform, _batch = complaint_report.c, enforcement_case.c, platform.c, sampling.c
Events = Iterator[tuple[str, Fact]]
Counts = npt.NDArray[np.float64]  # platforms down, months across


def _reports(connection: Connection) -> Events:
    """A report that is not there on its day is missing until it comes, and late once it has."""
    for row in connection.execute(select(annual_report)):
        late = row.reported_on is not None and row.reported_on > row.due_on
        if row.reported_on is None or late:
            missing_from = row.due_on + timedelta(days=1)
            yield row.platform_id, Fact("report_missing", str(row.year), missing_from, until=row.reported_on)
        if late:
            yield row.platform_id, Fact("report_late", str(row.year), row.reported_on)


def _penalties(connection: Connection) -> Events:
    amount = func.coalesce(_case.fine, 0) + func.coalesce(_case.confiscated, 0)
    statement = select(_case.platform_id, _case.case_id, cast(_case.decided_at, Date).label("day"), amount.label("amount")).where(
        _case.decided_at.is_not(None), _case.outcome.in_(("fine", "warning", "confiscation")),
        _case.violation.in_(OWN_VIOLATIONS), _case.platform_id.is_not(None),
    )  # fmt: skip
    for row in connection.execute(statement):
        yield row.platform_id, Fact("penalty", row.case_id, row.day, float(row.amount))


def _listings(connection: Connection) -> Events:
    """The operator of the platform itself on the lists of abnormal operations and of serious violations."""
    spell = negative_entity.c
    own = negative_entity.join(platform, _platform.uscc == spell.entity_id)
    statement = select(
        _platform.platform_id, spell.spell_id, spell.reason, spell.listed_at, spell.delisted_at
    )
    for row in connection.execute(
        statement.select_from(own).where(spell.reason.in_(("abnormal", "serious")))
    ):
        ended = row.delisted_at.date() if row.delisted_at else None
        yield (
            row.platform_id,
            Fact(f"{row.reason}_list", row.spell_id, row.listed_at.date(), until=ended),
        )


def _displays(connection: Connection) -> Events:
    """What a patrol did not find on display counts until a later patrol finds it."""
    c = licence_check.c
    statement = select(
        c.platform_id, c.check_id, c.checked_on, c.licence_shown, c.permit_shown, c.rules_shown
    )
    missing: dict[str, Any] = {}
    for row in connection.execute(statement.order_by(c.platform_id, c.checked_on, c.check_id)):
        shown = (
            row.licence_shown is not False and row.permit_shown is not False and row.rules_shown is not False
        )
        if shown and (first := missing.pop(row.platform_id, None)):
            yield row.platform_id, Fact("licence", first.check_id, first.checked_on, until=row.checked_on)
        if not shown:
            missing.setdefault(row.platform_id, row)
    for platform_id, first in missing.items():
        yield platform_id, Fact("licence", first.check_id, first.checked_on)


def _duties(connection: Connection) -> Events:
    c = platform_duty.c
    for row in connection.execute(
        select(c.platform_id, c.duty, c.checked_on).where(~c.is_met, c.duty == "reporting")
    ):
        yield row.platform_id, Fact("reporting", row.duty, row.checked_on)  # fmt: skip


def _takedowns(connection: Connection) -> Events:
    """An order to take listings down that was not carried out in its time."""
    c = takedown.c
    late = or_(c.done_at > c.due_at, c.done_at.is_(None))
    for row in connection.execute(
        select(c.platform_id, c.order_id, c.due_at).where(late, c.platform_id.is_not(None))
    ):
        yield row.platform_id, Fact("takedown_late", row.order_id, row.due_at.date() + timedelta(days=1))


#: Facts that are events, by what reads them; a further one is an entry.
EVENTS: tuple[Callable[[Connection], Events], ...] = (
    _reports,
    _penalties,
    _listings,
    _displays,
    _duties,
    _takedowns,
)


def events(connection: Connection) -> dict[str, list[Fact]]:
    """Return the dated facts of each platform."""
    found: dict[str, list[Fact]] = defaultdict(list)
    for read in EVENTS:
        for platform_id, fact in read(connection):
            found[platform_id].append(fact)
    return found


class Rates:
    """Facts that are rates over the months before an assessment, from counts by platform and month."""

    def __init__(self, connection: Connection, ends: Sequence[date]) -> None:
        statement = select(_platform.platform_id, _platform.class_l1).order_by(_platform.platform_id)
        known = connection.execute(statement).all()
        self._platforms = [row.platform_id for row in known]
        self._class = np.array([row.class_l1 or "" for row in known])
        self._first, self._last = _month_number(date(2000, 1, 1)), _month_number(ends[-1])
        self._counts = {name: self._read(connection, statement) for name, statement in _counted().items()}

    def _read(self, connection: Connection, statement: Select[Any]) -> Counts:
        places = {platform_id: place for place, platform_id in enumerate(self._platforms)}
        counts = np.zeros((len(places), self._last - self._first + 1))
        for row in connection.execute(statement):
            month = _month_number(row.month) - self._first
            if row.platform_id in places and 0 <= month < counts.shape[1]:
                counts[places[row.platform_id], month] += float(row.n or 0)
        return counts

    def _over(self, name: str, end: date, months: int) -> Counts:
        """Return the sums of a count over the months up to a month end, a place for each platform."""
        after = _month_number(end) - self._first + 1
        window: Counts = self._counts[name][:, max(0, after - months) : after].sum(axis=1)
        return window

    def at(self, end: date, months: int) -> dict[str, list[Fact]]:
        """Return the rates of each platform over the `months` up to a month end."""
        found: dict[str, list[Fact]] = defaultdict(list)
        for kind, (above, below, share) in _RATES.items():
            top, base = self._over(above, end, months), self._over(below, end, months)
            rate = np.divide(top, base, out=np.full(len(top), np.nan), where=base > 0)
            references = self._references(rate, share) if share is not None else None
            n = top if share is not None and kind == "complaint_rate" else base
            for place in np.flatnonzero(~np.isnan(rate)):
                reference = (
                    None if references is None or np.isnan(references[place]) else float(references[place])
                )
                found[self._platforms[place]].append(
                    Fact(kind, f"{end:%Y-%m}", end, float(rate[place]) * _SCALE.get(kind, 1),
                         reference if reference is None else reference * _SCALE.get(kind, 1), int(n[place]))
                )  # fmt: skip
        return found

    def _references(self, rate: Counts, share: float) -> Counts:
        """Return for each platform the quantile of the rates of the others of its class, none where it is alone."""
        references = np.full(len(rate), np.nan)
        is_known = ~np.isnan(rate)
        for name in np.unique(self._class):
            own = np.flatnonzero(is_known & (self._class == name))
            if len(own) > 1:
                references[own] = quantiles_of_others(rate[own], share)
        return references


def quantiles_of_others(values: Counts, share: float) -> Counts:
    """Return for each of at least two values the quantile of all others, interpolated as `numpy.quantile` does it.

    In order, the others of a value are all values without one place: none is sorted twice.
    """
    order = np.argsort(values, kind="stable")
    ordered, places = values[order], np.arange(len(values))
    at = share * (len(values) - 2)
    low, part = int(at), at - int(at)
    high = min(low + 1, len(values) - 2)
    below, above = (ordered[place + (places <= place)] for place in (low, high))
    between = above - below
    found = np.empty_like(values)
    found[order] = below + between * part if part < 0.5 else above - between * (1 - part)
    return found


def _month_number(day: date) -> int:
    return day.year * 12 + day.month


#: A rate is one count over another; against the quantile of its class where one is named.
_RATES: Mapping[str, tuple[str, str, float | None]] = {
    "complaint_rate": ("valid", "orders", 0.5),
    "closure_on_time": ("closed_in_time", "due", None),
    "first_handling": ("sent", "complaints", None),
    "feedback_late": ("answered_late", "answered", None),
    "sampling": ("samples_failed", "samples", 0.75),
}
_SCALE = {"complaint_rate": 1_000_000}


def _counted() -> dict[str, Select[Any]]:
    """Return the counts by platform and month that rates are made of."""
    complaint = _item.kind == "complaint"
    answered = func.coalesce(_item.settled_at, _item.returned_at)
    valid = and_(
        complaint, _item.refused_at.is_(None), or_(_item.result.is_(None), _item.result != "withdrawn")
    )
    in_time = case((and_(_item.closed_at.is_not(None), Day(_item.closed_at) <= _item.close_due), 1))
    late = case((DaysBetween(_item.platform_received_at, answered) > FEEDBACK_DAYS, 1))
    sent = and_(complaint, _item.platform_received_at.is_not(None))
    due = and_(complaint, _item.close_due.is_not(None))
    finished = and_(sent, answered.is_not(None))
    counts = {
        "valid": _by_month(_item.registered_at, func.count(), valid),
        "complaints": _by_month(_item.registered_at, func.count(), complaint),
        "sent": _by_month(_item.registered_at, func.count(), sent),
        "due": _by_month(_item.close_due, func.count(), due),
        "closed_in_time": _by_month(_item.close_due, func.count(in_time), due),
        "answered": _by_month(answered, func.count(), finished),
        "answered_late": _by_month(answered, func.count(late), finished),
    }
    sold = transaction_month.c
    counts["orders"] = select(sold.platform_id, sold.month, Total(sold.orders).label("n")).group_by(
        sold.platform_id, sold.month
    )
    month, tested = Month(_batch.tested_at).label("month"), _batch.tested_at.is_not(None)
    samples = (
        select(_batch.platform_id, month, func.count().label("n"))
        .where(tested, _batch.platform_id.is_not(None))
        .group_by(_batch.platform_id, month)
    )
    return counts | {"samples": samples, "samples_failed": samples.where(_batch.is_unqualified)}


def _by_month(
    moment: ColumnElement[Any], number: ColumnElement[Any], where: ColumnElement[bool]
) -> Select[Any]:
    month = Month(moment).label("month")
    return select(_item.platform_id, month, number.label("n")).where(where, _item.platform_id.is_not(None), moment.is_not(None)).group_by(
        _item.platform_id, month
    )  # fmt: skip


def states(connection: Connection) -> dict[str, dict[str, float]]:
    """Return what the register says of each platform that a bonus may be given for."""
    rows = connection.execute(select(_platform.platform_id, _platform.is_odr, _platform.guarantee_fund))
    return {
        row.platform_id: {"odr": float(bool(row.is_odr)), "guarantee_fund": float(row.guarantee_fund or 0)}
        for row in rows
    }
