"""Checks of a store: its published figures, or the rules that its rows must keep; a printed line for each."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import pandas as pd
from sqlalchemy import Column, Select, String, Table, cast, func, literal, select, union_all

from data_access.cli.published import ASKS, Ask, Figure, figures
from data_access.derive import reference_checks
from data_access.domain.access import WHOLE_CITY
from data_access.domain.errors import CockpitError
from data_access.domain.filters import Selection
from data_access.domain.periods import Period
from data_access.metrics.indicators import INDICATORS
from data_access.metrics.labels import Labels, labels
from data_access.metrics.query import fetch, unhonoured
from data_access.store.row_counts import row_counts
from data_access.store.schema import DERIVED, LOADED, region
from data_access.store.schema.links import Link
from data_access.store.schema.rules import RULES, Rule
from data_access.store.schema.rules.derived import DERIVED_RULES
from data_access.store.snapshots import Snapshot
from data_access.store.store import Store

#: Numbers that must come out the same as a whole and as the sum of their parts.
SUMS: tuple[tuple[str, str], ...] = (
    ("complaints_and_reports", "district"), ("complaints_and_reports", "platform"), ("complaints_and_reports", "kind"),
    ("complaints_and_reports", "month"), ("complaints_and_reports", "class"), ("shops", "platform"), ("shops", "district"),
    ("shops", "category"), ("gmv", "platform"), ("gmv", "month"), ("gmv", "class"), ("platforms", "district"),
    ("cases_decided", "district"), ("cases_filed", "violation"), ("negatives_listed", "reason"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report; `is_ok` is None for what was not asked."""

    is_ok: bool | None
    text: str

    def __str__(self) -> str:
        """Return the line as printed."""
        return f"{'-' if self.is_ok is None else 'ok' if self.is_ok else 'NOT OK':<7}{self.text}"


def check(store: Store, published: Path | None, cities: Path | None = None) -> int:
    """Print a line for each check and return 0, or 1 where one failed.

    With a file of published figures, each of the store's city is asked through its indicator; with a folder of cities,
    which has a store for each under its code, all figures must have an answer. Without figures, the rows are checked:
    the schema's rules, code lists, references between records, and sums over parts. Raises StoreMissing and BadFile.
    """
    if published is None and cities is not None:
        raise CockpitError("A folder of cities is asked for published figures: give --published too.")
    with ExitStack() as held, store.snapshot() as snapshot:
        return _told(
            _against(_cities(snapshot, cities, held), figures(published), whole=cities is not None)
            if published
            else _rows(snapshot)
        )


def _told(findings: Iterator[Finding]) -> int:
    """Print the findings and return 0, or 1 where one is not well."""
    failed = asked = left = 0
    for finding in findings:
        print(finding, flush=True)
        asked += finding.is_ok is not None
        failed += finding.is_ok is False
        left += finding.is_ok is None
    others = f", {left} of other cities not asked (--cities FOLDER asks all)" if left else ""
    print(f"{asked} checked, {failed} not ok{others}")
    return 1 if failed else 0


def _cities(snapshot: Snapshot, cities: Path | None, held: ExitStack) -> dict[str, Snapshot]:
    """Return the data of each city: those of the folder, and the given ones for their own."""
    folders = sorted(folder for folder in cities.iterdir() if folder.is_dir()) if cities else []
    found = [held.enter_context(Store(str(folder)).snapshot()) for folder in folders]
    return {labels(one).dataset.city: one for one in (*found, snapshot)}


def _against(cities: dict[str, Snapshot], wanted: list[Figure], *, whole: bool) -> Iterator[Finding]:
    for figure in wanted:
        said = f"{figure.system:<22} {figure.key:<38} {figure.words}"
        city = figure.city if figure.city in cities else _city_around(figure.city, cities)
        if city is None:
            where = f"it is a figure of {figure.city}: ask the store of that city (demo --city {figure.city})"
            yield Finding(False if whole else None, f"{said} | {where}")
            continue
        if (ask := ASKS.get(figure.key)) is None:
            yield Finding(is_ok=False, text=f"{said} | no indicator answers it")
            continue
        try:
            ours = _ours(cities[city], figure, ask, () if city == figure.city else (figure.city,))
            yield Finding(
                figure.agrees(ours),
                f"{said} | published {figure.relation} {_plain(float(figure.value))}, ours {_plain(ours)} {figure.unit}",
            )
        except CockpitError as error:
            yield Finding(is_ok=False, text=f"{said} | {error}")


def _city_around(district: str, cities: dict[str, Snapshot]) -> str | None:
    """Return the city of which a district's figure can be asked; a city in a province has a store of its own."""
    known = region.c.adcode == district, region.c.level == "district", region.c.parent.in_(list(cities))
    for snapshot in cities.values():
        found = snapshot.frame(select(region.c.parent).where(*known))
        if not found.empty:
            return str(found["parent"].iloc[0])
    return None


def _ours(snapshot: Snapshot, figure: Figure, ask: Ask, districts: tuple[str, ...]) -> float:
    """Return our number as a reader would ask for it in the address; raises what hinders it."""
    known = labels(snapshot)
    query = {"from": figure.start.isoformat(), "to": figure.end.isoformat(), **(ask.filters or {})}
    if districts:
        query["district"] = ",".join(districts)
    selection, problems = Selection.from_query(query, known.dataset.horizon, known.known)
    if problems:
        raise problems[0]
    if selection.period != Period(figure.start, figure.end):
        days = known.dataset.horizon
        raise CockpitError(f"the store knows only {days.starts_on} to {days.as_of}")
    entry = INDICATORS[ask.indicator]
    if ignored := unhonoured(entry, selection):
        raise CockpitError(f"{ask.indicator} cannot be narrowed by {', '.join(ignored)}")
    return float(fetch(snapshot, entry, (), selection, WHOLE_CITY)["value"].iloc[0])


def _plain(number: float) -> str:
    return "nothing" if pd.isna(number) else f"{number:,.4f}".rstrip("0").rstrip(".")


def _rows(snapshot: Snapshot) -> Iterator[Finding]:
    known = labels(snapshot)
    rules = [rule for rule in (*RULES, *DERIVED_RULES) if rule.holds_in(known.dataset.currency)]
    for table, of_table in groupby(rules, key=lambda rule: rule.table):
        yield from _ruled(snapshot, table, list(of_table))
    for table in (*LOADED, *DERIVED):
        if coded := [column for column in table.columns if column.info["codes"]]:
            yield from _codes(snapshot, coded, known)
    rows_of = dict(snapshot.rows(row_counts(LOADED)))
    for link in (one for one in reference_checks.CHECKED if rows_of[one.target.name]):
        yield from _references(snapshot, link)
    horizon = known.dataset.horizon
    whole = Selection(Period(horizon.starts_on, horizon.as_of))
    for key, by in SUMS:
        total = float(fetch(snapshot, INDICATORS[key], (), whole, WHOLE_CITY)["value"].sum())
        parts = float(fetch(snapshot, INDICATORS[key], (by,), whole, WHOLE_CITY)["value"].sum())
        is_same = abs(total - parts) <= 1e-9 * max(1.0, abs(total))
        yield Finding(is_same, f"sum  {key:<24} by {by:<24} {_plain(parts)} of {_plain(total)}")


def _ruled(snapshot: Snapshot, table: Table, rules: list[Rule]) -> Iterator[Finding]:
    """Count the rows of a table that break each of its rules, in one look at them."""
    (counts,) = snapshot.rows(
        select(*(func.count().filter(rule.broken) for rule in rules)).select_from(table)
    )
    for rule, broken in zip(rules, map(int, counts), strict=True):
        words = f"{rule.says.en} ({rule.says.zh})"
        yield Finding(broken == 0, f"rule {table.name:<18} {rule.key:<32} {broken:,} rows {words}")


def _references(snapshot: Snapshot, link: Link) -> Iterator[Finding]:
    """Look for what the rows of a table refer to, which the store has records of."""
    held = reference_checks.Held(*map(int, snapshot.rows(reference_checks.counted(link))[0]))
    strange = (
        [str(key) for (key,) in snapshot.rows(reference_checks.strangers(link))] if held.unresolved else []
    )
    named = f": {', '.join(strange)}" if strange else ""
    words = f"{held.unresolved:,} of {held.named:,} name a {link.target.name} that is not there{named}"
    yield Finding(not held.unresolved, f"link {link.name:<42} {words}")
    yield Finding(
        not held.early,
        f"time {link.name:<42} {held.early:,} of {held.named:,} out of order with {link.target.name}",
    )


def _codes(snapshot: Snapshot, columns: list[Column[Any]], known: Labels) -> Iterator[Finding]:
    """Compare the distinct codes of columns of a table with their lists."""
    held: dict[str, set[str]] = {column.name: set() for column in columns}
    for name, code in snapshot.rows(union_all(*map(_distinct, columns))):
        held[name].add(code)
    for column in columns:
        strange = sorted(held[column.name] - set(known.lists.get(column.info["codes"], {})))
        named = f": {', '.join(strange[:5])}" if strange else ""
        place = f"{column.table.name}.{column.name}"
        yield Finding(
            not strange,
            f"list {place:<42} {len(strange)} codes that {column.info['codes']} lacks{named}",
        )


def _distinct(column: Column[Any]) -> Select[str, str]:
    """Return the statement for the codes of a column, each beside its name: as texts, since lists are types of their own."""
    own = select(column.label("code")).distinct().where(column.is_not(None)).subquery()
    return select(literal(column.name).label("name"), cast(own.c.code, String).label("code"))
