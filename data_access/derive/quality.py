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
    ScalarSelect,
    Select,
    Table,
    and_,
    delete,
    func,
    insert,
    select,
    true,
)

from data_access.derive import reference_checks
from data_access.derive.region_checks import Regions, parts_of, regions_of
from data_access.domain.currency import YUAN
from data_access.domain.working_days import elapsed
from data_access.store.drafts import Draft
from data_access.store.row_counts import row_counts
from data_access.store.schema import LOADED, code, dataset, load_batch, platform, quality_check, region
from data_access.store.schema.conditions import EXPECTED
from data_access.store.schema.rules import RULES, Rule

#: Lists that many others refer to are checked by those who refer to them.
_FACTS = tuple(table for table in LOADED if table not in (dataset, code, region))


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
        providers, last = _providers(connection), _last_deliveries(connection)
        held = {row.name: int(row.n) for row in connection.execute(row_counts(LOADED))}
        currency = connection.execute(select(dataset.c.currency)).scalar() or YUAN
        regions = regions_of(connection)
        rows = [
            {"table_name": table.name, "rule": checked.rule, "checked": checked.checked, "failed": checked.failed,
             "provider": providers.get(table.name), "checked_at": now}
            for table in _FACTS if held[table.name] for checked in _checks(connection, table, held, currency, regions, last)
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


def _checks(
    connection: Connection,
    table: Table,
    held: Mapping[str, int],
    currency: str,
    regions: Regions,
    last: Mapping[str, Any],
) -> Iterator[Checked]:
    total = held[table.name]
    yield from _completeness(connection, table)
    yield from _timeliness(table, last)
    yield from _consistency(connection, table, total, currency)
    yield from _references(connection, table, held)
    yield Checked(table, "duplicates", total, total - _different(connection, table))
    yield from _sums(connection, table, total, regions)


def _completeness(connection: Connection, table: Table) -> Iterator[Checked]:
    """Count what has no value, of required columns and of coded ones that the source fills at all, where a row must have it."""
    columns, counts = _empty(table)
    found = iter(connection.execute(counts).one())
    for column, filled, checked, missing in zip(columns, found, found, found, strict=True):
        if checked and (filled or not column.nullable):
            yield Checked(table, f"completeness:{column.name}", checked, missing)


@cache
def _empty(table: Table) -> tuple[list[Column[Any]], Select[Any]]:
    """Return columns, and the statement that counts for each its values, the rows that must have one, and those that have none."""
    columns = [c for c in table.columns if not c.nullable or c.info["codes"]]
    wanted = {c: EXPECTED.get(c, true()) for c in columns}
    counts: list[ColumnElement[Any]] = [
        count
        for c, must in wanted.items()
        for count in (
            func.count(c),
            func.count().filter(must),
            func.count().filter(and_(must, c.is_(None))),
        )
    ]
    return columns, select(*counts).select_from(table)


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


def _consistency(connection: Connection, table: Table, total: int, currency: str) -> Iterator[Checked]:
    rules, counted = _ruled(table, currency)
    if rules:
        for rule, count in zip(rules, connection.execute(counted).one(), strict=True):
            yield Checked(table, f"consistency:{rule.key}", total, count)
    coded, counted = _coded(table)
    if coded:
        for column, count in zip(coded, connection.execute(counted).one(), strict=True):
            yield Checked(table, f"consistency:{column.name}_listed", total, int(count or 0))


@cache
def _ruled(table: Table, currency: str) -> tuple[list[Rule], Select[Any]]:
    """Return the rules of a table where amounts are in a currency, and the statement that counts the rows that break each."""
    rules = [rule for rule in RULES if rule.table is table and rule.holds_in(currency)]
    counts: list[ColumnElement[Any]] = [func.count().filter(rule.broken) for rule in rules]
    return rules, select(*counts)


@cache
def _coded(table: Table) -> tuple[list[Column[Any]], Select[Any]]:
    """Return the columns of a table that hold codes, and the statement that counts for each what is on no list."""
    coded = [column for column in table.columns if column.info["codes"]]
    return coded, select(*map(_not_listed, coded))


def _not_listed(column: Column[Any]) -> ScalarSelect[Any]:
    """Count the rows whose code is on no list: by codes, of which there are few."""
    words = (
        select(column.label("code"), func.count().label("n"))
        .where(column.is_not(None))
        .group_by(column)
        .subquery()
    )
    listed = _listed(column.info["codes"])
    return select(func.sum(words.c.n)).where(words.c.code.not_in(listed)).scalar_subquery()


def _references(connection: Connection, table: Table, held: Mapping[str, int]) -> Iterator[Checked]:
    """Look for what rows refer to, where the store has such records at all, and whether it was there before them."""
    for link in (one for one in reference_checks.CHECKED if one.table is table and held[one.target.name]):
        found = reference_checks.Held(*connection.execute(reference_checks.counted(link)).one())
        if found.named:
            name = link.name.removeprefix(f"{table.name}.")
            yield Checked(table, f"consistency:{name}_found", found.named, found.unresolved)
            yield Checked(table, f"consistency:{name}_in_order", found.named, found.early)


def _listed(list_key: str) -> Any:
    if list_key == "platform":
        return select(platform.c.platform_id)
    return (
        select(region.c.adcode)
        if list_key == "region"
        else select(code.c.code).where(code.c.list_key == list_key)
    )


def _different(connection: Connection, table: Table) -> int:
    keys = select(func.hash(*table.primary_key.columns).label("key_hash")).distinct().subquery("keys")
    return int(connection.execute(select(func.count()).select_from(keys)).scalar_one())


def _sums(connection: Connection, table: Table, total: int, regions: Regions) -> Iterator[Checked]:
    """Add up districts of the city, unknown and elsewhere; what is missing from the total, or twice in it, fails."""
    columns = [column for column in table.columns if column.info["codes"] == "region"]
    for column, parts in zip(columns, parts_of(connection, columns, regions), strict=True):
        sum_of_parts = parts.inside + parts.elsewhere + parts.unknown
        yield Checked(table, f"sum:{column.name}", total, abs(total - sum_of_parts))


def _providers(connection: Connection) -> dict[str, str]:
    """Return who provided each table last."""
    batches = select(load_batch.c.table_name, load_batch.c.provider).order_by(load_batch.c.loaded_at)
    return {row.table_name: row.provider for row in connection.execute(batches)}
