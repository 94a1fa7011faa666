"""The days that a store and each of its deliveries cover, and the row that says which city the store holds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self

from sqlalchemy import Column, Date, DateTime, Row, Table, func, insert, select, update

from data_access.domain.currency import YUAN
from data_access.domain.errors import BadMapping
from data_access.intake.mapping import DatasetOptions, Mapping
from data_access.store.drafts import Draft
from data_access.store.schema import (  # fmt: skip
    LOADED,
    annotation,
    catering_merchant,
    code,
    dataset,
    entity,
    entity_event,
    ip_organisation,
    joint_member,
    live_agency,
    live_host,
    live_room,
    load_batch,
    mediator,
    monitor_model,
    negative_entity,
    online_site,
    partner_account,
    partner_region,
    platform_duty,
    platform_rule,
    reference_figure,
    region,
    reverse_complainant,
    shop,
    trace_code,
)

#: Their days are those of laws, regions, announcements and registers, not days on which something was recorded.
_WITHOUT_DAYS = (
    dataset,
    code,
    region,
    annotation,
    reference_figure,
    mediator,
    partner_region,
    partner_account,
    entity,
    monitor_model,
)
#: Registers of what stands: one old entry, a shop that opened in 1999, says nothing of the days that the store knows whole.
_STANDING = (
    shop,
    platform_duty,
    platform_rule,
    negative_entity,
    reverse_complainant,
    online_site,
    catering_merchant,
    trace_code,
    ip_organisation,
    joint_member,
    live_agency,
    live_host,
    live_room,
)
#: Days that may lie ahead on the day of a load, besides time limits: ends of validity, and what is announced.
_AHEAD = {"valid_to", "verified_to", "next_session_at", "permit_until", "effective_on", "consulted_until"}
_ANNOUNCED = (annotation, reference_figure)

#: Days before these are spelled wrong: nothing of platforms is older, and no register that holds older days.
_PLAUSIBLE, _OLDEST = date(1990, 1, 1), date(1900, 1, 1)
_OLD = (region, entity, entity_event, annotation, reference_figure)


@dataclass(frozen=True, slots=True)
class Event:
    """The latest day of a load, and the target column that has it."""

    column: str
    day: date

    @classmethod
    def latest(cls, found: Iterable[tuple[str, date | None]]) -> Self | None:
        """Return the latest of the last days of some columns, of equal ones the first; None where there is none."""
        days = [cls(name, last_day(name, day)) for name, day in found if day is not None]
        return max(days, key=lambda event: event.day, default=None)


def is_past(column: Column[date]) -> bool:
    """Say whether the days of a time column must have been when they are loaded."""
    is_limit = "due" in column.name.split("_")
    return not (is_limit or column.name in _AHEAD or column.table in _ANNOUNCED)


def earliest(table: Table) -> date:
    """Return the first day that is plausible in a table."""
    return _OLDEST if table in _OLD else _PLAUSIBLE


def events(table: Table) -> list[Column[date]]:
    """Return the time columns of a table of facts that say when something happened; none of other tables.

    From when on something has been so, as a licence has been shown, is no event.
    """
    times = [
        c
        for c in table.columns
        if isinstance(c.type, Date | DateTime) and is_past(c) and not c.name.endswith("_from")
    ]
    return times if _leading(table) is not None else []


def last_day(name: str, moment: date) -> date:
    """Return the last day that a value of a time column stands for: a month counts to its end, or to today in it."""
    day = _day(moment)
    if name != "month":
        return day
    next_month = (day.replace(day=1) + timedelta(days=31)).replace(day=1)
    return max(day, min(next_month - timedelta(days=1), datetime.now().date()))


def covered(draft: Draft, table: Table) -> tuple[date, date] | None:
    """Return the first and last day that a table covers, None where it has no days or no rows.

    It begins with the first day of its leading time column, and ends with the last day of any event.
    """
    leading, columns = _leading(table), events(table)
    if leading is None:
        return None
    with draft.engine.connect() as connection:
        statement = select(func.min(leading), *[func.max(column) for column in columns])
        first, *latest = connection.execute(statement).one()
    last = Event.latest(zip((column.name for column in columns), latest, strict=True))
    return (_day(first), last.day) if last is not None else None


def enter_dataset(draft: Draft, mapping: Mapping, as_of: date | None = None) -> None:
    """Widen the days that the store covers, or say for the first time which city it holds; raises BadMapping.

    `as_of` is the day up to which the delivery is said to be whole. A store that nothing with days was loaded into
    yet covers the day of its load; its first facts say which days it really covers. It begins with its first flow: a
    register of what stands says when it begins only as long as nothing else does.
    """
    held, given = _held(draft), mapping.dataset
    if held is None and given is None:
        raise BadMapping(f"{mapping.path}: the store does not say yet which city it holds; add [dataset].")
    if held is not None and given is not None and held.city != given.city:
        raise BadMapping(
            f"{mapping.path}: the store holds {held.city!r}, not {given.city!r}; load into another."
        )
    loaded = _loaded(draft)
    currency = _currency(held, loaded, mapping)
    days = covered(draft, mapping.table)
    if as_of is not None:
        days = (min(days[0], as_of) if days else as_of, as_of)
    if held is None and given is not None:
        begin_dataset(draft, given, days)
    elif held is not None:
        known = (held.starts_on, held.as_of)
        new: dict[str, object] = {}
        if days and (widened := _widened(known, days, loaded, mapping.table)) != known:
            new["starts_on"], new["as_of"] = widened
        if currency != (held.currency or YUAN):  # of yuan nothing need be said
            new["currency"] = currency
        if new:
            with draft.engine.begin() as connection:
                connection.execute(update(dataset).values(new))


def currency_of(draft: Draft, mapping: Mapping) -> str:
    """Return the currency of the money in a store once a mapping is loaded into it: all of it has one; raises BadMapping.

    What was loaded before currencies were stated is in yuan.
    """
    return _currency(_held(draft), _loaded(draft), mapping)


def _currency(held: Row[tuple[object, ...]] | None, loaded: set[str], mapping: Mapping) -> str:
    given = mapping.dataset
    known: str | None = held.currency if held else None
    if known is None and held is not None and not _WITH_MONEY.isdisjoint(loaded):
        known = YUAN
    wanted = given.currency if given else None
    if known and wanted and known != wanted:
        raise BadMapping(
            f"{mapping.path}: dataset.currency is {wanted} and the money in the store is in {known}; amounts of two "
            f'currencies cannot be added. Load into another store, or say currency = "{known}" if these are too.'
        )
    return known or wanted or YUAN


def begin_dataset(draft: Draft, given: DatasetOptions, days: tuple[date, date] | None = None) -> None:
    """Say in a store that does not say it yet which city it holds; without days it covers today."""
    if _held(draft) is not None:
        return
    first, last = days or (datetime.now().date(),) * 2
    with draft.engine.begin() as connection:
        connection.execute(insert(dataset).values(
            city=given.city, name_zh=given.name_zh, name_en=given.name_en, is_synthetic=given.is_synthetic,
            starts_on=first, as_of=last, currency=given.currency,
        ))  # fmt: skip


def _held(draft: Draft) -> Row[tuple[object, ...]] | None:
    with draft.engine.connect() as connection:
        return connection.execute(select(dataset)).one_or_none()


def _widened(
    held: tuple[date, date], days: tuple[date, date], all_loaded: set[str], table: Table
) -> tuple[date, date]:
    """Return the first and last day of a store that held these days, now that a table covers those."""
    dated = {one.name for one in LOADED if one is dataset or _leading(one) is not None}
    loaded = dated & all_loaded
    if not loaded:  # its days were only those of a load
        return days
    last = max(days[1], held[1])
    if loaded <= {one.name for one in _STANDING}:
        return (min(days[0], held[0]) if table in _STANDING else days[0]), last
    return (held[0] if table in _STANDING else min(days[0], held[0])), last


#: Tables whose rows have an amount.
_WITH_MONEY = {table.name for table in LOADED if any(column.info["is_money"] for column in table.columns)}
_LOADED_SO_FAR = select(load_batch.c.table_name).distinct()


def _loaded(draft: Draft) -> set[str]:
    """Return the names of the tables into which anything was loaded; that of the data set where its days were stated."""
    with draft.engine.connect() as connection:
        return set(connection.execute(_LOADED_SO_FAR).scalars())


def _leading(table: Table) -> Column[date] | None:
    """Return the first required time column of a table of facts; the first day of a period is not one on which anything came."""
    times = [
        c
        for c in table.columns
        if isinstance(c.type, Date | DateTime) and not c.nullable and not c.name.endswith("_from")
    ]
    return times[0] if times and table not in _WITHOUT_DAYS else None


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
