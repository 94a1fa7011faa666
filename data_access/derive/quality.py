"""Quality of what is held, as rows of `quality_check`: completeness, timeliness, consistency, duplicates, sums."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Select,
    Table,
    and_,
    delete,
    func,
    insert,
    literal,
    select,
    true,
    union_all,
)

from data_access.derive import reference_checks
from data_access.derive.region_checks import Regions, codes_of, parts_of, regions_of
from data_access.domain.currency import YUAN
from data_access.domain.working_days import elapsed
from data_access.store.drafts import Draft
from data_access.store.row_counts import row_counts
from data_access.store.schema import LOADED, code, dataset, load_batch, platform, quality_check, region
from data_access.store.schema.conditions import EXPECTED
from data_access.store.schema.rules import RULES, Rule

#: Lists that many others refer to are checked by those who refer to them.
_FACTS = tuple(table for table in LOADED if table not in (dataset, code, region))


_LISTED = union_all(
    select(code.c.list_key, code.c.code).where(code.c.list_key.not_in(("platform", "region"))),
    select(literal("platform"), platform.c.platform_id),
    select(literal("region"), region.c.adcode),
)


@dataclass(frozen=True, slots=True)
class Known:
    """What all tables are judged by: the rows that each holds, the currency of amounts, codes by list, regions, last deliveries."""

    held: Mapping[str, int]
    currency: str
    lists: Mapping[str, set[str]]
    regions: Regions
    last: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Checked:
    """One check of one table: of `checked` rows, `failed` fail."""

    table: Table
    rule: str
    checked: int
    failed: int


def derive(draft: Draft) -> int:
    """Fill `quality_check` anew for every table that holds rows, and return its rows."""
    now = datetime.now().replace(microsecond=0)
    with draft.engine.begin() as connection:
        connection.execute(delete(quality_check))
        providers = _providers(connection)
        held = {row.name: int(row.n) for row in connection.execute(row_counts(LOADED))}
        currency = connection.execute(select(dataset.c.currency)).scalar() or YUAN
        known = Known(
            held, currency, _lists(connection), regions_of(connection), _last_deliveries(connection)
        )
        rows = [
            {"table_name": table.name, "rule": checked.rule, "checked": checked.checked, "failed": checked.failed,
             "provider": providers.get(table.name), "checked_at": now}
            for table in _FACTS if held[table.name] for checked in _checks(connection, table, known)
        ]  # fmt: skip
        if rows:
            connection.execute(insert(quality_check), rows)
    return len(rows)


def is_late(as_of: date, rhythm_days: int | None, today: date) -> bool:
    """Say whether a source that delivers every `rhythm_days` working days is late on a day.

    A source without a rhythm is never late; days beyond the working-day calendar count Monday to Friday.
    """
    if rhythm_days is None or today <= as_of:
        return False
    return elapsed(as_of, today) > rhythm_days


def _checks(connection: Connection, table: Table, known: Known) -> Iterator[Checked]:
    total, columns, rules = known.held[table.name], _wanted(table), _rules(table, known.currency)
    *counts, different = connection.execute(_counted(table, known.currency)).one()
    codes = codes_of(connection, table)
    found = iter(counts)
    for column, filled, checked, missing in zip(columns, found, found, found, strict=False):
        if checked and (filled or not column.nullable):
            yield Checked(table, f"completeness:{column.name}", checked, missing)
    yield from _timeliness(table, known.last)
    for rule, broken in zip(rules, found, strict=True):
        yield Checked(table, f"consistency:{rule.key}", total, broken)
    for column, rows in codes.items():
        listed = known.lists.get(column.info["codes"], set[str]())
        strange = sum(n for code_, n in rows.items() if code_ is not None and code_ not in listed)
        yield Checked(table, f"consistency:{column.name}_listed", total, strange)
    yield from _references(connection, table, known.held)
    yield Checked(table, "duplicates", total, total - different)
    yield from _sums(table, total, codes, known.regions)


def _wanted(table: Table) -> list[Column[Any]]:
    """Return the columns that are looked at for what is missing: the required, and the coded ones."""
    return [c for c in table.columns if not c.nullable or c.info["codes"]]


def _rules(table: Table, currency: str) -> list[Rule]:
    return [rule for rule in RULES if rule.table is table and rule.holds_in(currency)]


@cache
def _counted(table: Table, currency: str) -> Select[Any]:
    """Return the statement that counts in one look at a table, where amounts are in a currency, what is wrong with its rows.

    For each of its wanted columns it counts values, rows that must have one, and those of them that have none: required
    columns, and coded ones that the source fills at all, where a row must have it. Then the rows that break each rule, and
    the different keys.
    """
    counts: list[ColumnElement[Any]] = []
    for c in _wanted(table):
        must = EXPECTED.get(c, true())
        counts += [
            func.count(c),
            func.count().filter(must),
            func.count().filter(and_(must, c.is_(None))),
        ]
    counts += [func.count().filter(rule.broken) for rule in _rules(table, currency)]
    keys = select(func.hash(*table.primary_key.columns).label("key_hash")).distinct().subquery("keys")
    different = select(func.count()).select_from(keys).scalar_subquery()
    return select(*counts, different).select_from(table)


def _timeliness(table: Table, last: Mapping[str, Any]) -> Iterator[Checked]:
    """Judge the last delivery by the days between what it covers and when it came."""
    if (own := last.get(table.name)) is not None:
        yield Checked(table, "timeliness", 1, int(is_late(own.as_of, own.rhythm_days, own.loaded_at.date())))


def _last_deliveries(connection: Connection) -> dict[str, Any]:
    """Return the last delivery with a rhythm of each table that had one; of invented data none."""
    c = load_batch.c
    is_dated = and_(c.rhythm_days.is_not(None), c.as_of.is_not(None))
    statement = (
        select(c.table_name, c.as_of, c.rhythm_days, c.loaded_at)
        .where(is_dated, c.is_synthetic.is_(False))
        .order_by(c.loaded_at, c.batch_id)
    )
    return {row.table_name: row for row in connection.execute(statement)}


def _references(connection: Connection, table: Table, held: Mapping[str, int]) -> Iterator[Checked]:
    """Look for what rows refer to, where the store has such records at all, and whether it was there before them."""
    for link in (one for one in reference_checks.CHECKED if one.table is table and held[one.target.name]):
        found = reference_checks.Held(*connection.execute(reference_checks.counted(link)).one())
        if found.named:
            name = link.name.removeprefix(f"{table.name}.")
            yield Checked(table, f"consistency:{name}_found", found.named, found.unresolved)
            yield Checked(table, f"consistency:{name}_in_order", found.named, found.early)


def _lists(connection: Connection) -> dict[str, set[str]]:
    """Return the codes of every list, the platforms and regions among them."""
    found: dict[str, set[str]] = {}
    for list_key, own in connection.execute(_LISTED).all():
        found.setdefault(list_key, set()).add(own)
    return found


def _sums(
    table: Table, total: int, codes: Mapping[Column[Any], Mapping[str | None, int]], regions: Regions
) -> Iterator[Checked]:
    """Add up districts of the city, unknown and elsewhere; what is missing from the total, or twice in it, fails."""
    for column, rows in codes.items():
        if column.info["codes"] == "region":
            parts = parts_of(rows, regions)
            sum_of_parts = parts.inside + parts.elsewhere + parts.unknown
            yield Checked(table, f"sum:{column.name}", total, abs(total - sum_of_parts))


def _providers(connection: Connection) -> dict[str, str]:
    """Return who provided each table last."""
    batches = select(load_batch.c.table_name, load_batch.c.provider).order_by(load_batch.c.loaded_at)
    return {row.table_name: row.provider for row in connection.execute(batches)}
