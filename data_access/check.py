"""Checks of a store: its published figures, or the rules that its rows must keep; a printed line for each."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from sqlalchemy import Column, func, select

from data_access.access import WHOLE_CITY
from data_access.errors import CockpitError
from data_access.filters import Selection
from data_access.indicators import INDICATORS
from data_access.labels import Labels, labels
from data_access.periods import Period
from data_access.published import ASKED_WHOLE, ASKS, Ask, Figure, figures
from data_access.query import fetch
from data_access.schema import DERIVED, LOADED
from data_access.schema.rules import RULES
from data_access.store import Store

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


def check(store: Store, published: Path | None) -> int:
    """Print a line for each check and return 0, or 1 where one failed.

    With a file of published figures, each is asked through its indicator; without one, the rows are checked: the
    schema's rules, code lists, and sums over parts. Raises StoreMissing and BadFile.
    """
    findings = _against(store, figures(published)) if published else _rows(store)
    failed = asked = 0
    for finding in findings:
        print(finding, flush=True)
        asked += finding.is_ok is not None
        failed += finding.is_ok is False
    print(f"{asked} checked, {failed} not ok")
    return 1 if failed else 0


def _against(store: Store, wanted: list[Figure]) -> Iterator[Finding]:
    known = labels(store)
    for figure in wanted:
        said = f"{figure.system:<22} {figure.key:<38} {figure.words}"
        ask = ASKS.get(figure.key)
        if ask is None:
            must = figure.system in ASKED_WHOLE
            yield Finding(
                False if must else None, f"{said} | {'no indicator answers it' if must else 'not asked yet'}"
            )
            continue
        try:
            ours = _ours(store, figure, ask, known)
            yield Finding(
                figure.agrees(ours),
                f"{said} | published {figure.relation} {_plain(float(figure.value))}, ours {_plain(ours)} {figure.unit}",
            )
        except CockpitError as error:
            yield Finding(is_ok=False, text=f"{said} | {error}")


def _ours(store: Store, figure: Figure, ask: Ask, known: Labels) -> float:
    """Return our number as a reader would ask for it in the address; raises what hinders it."""
    if figure.city != known.dataset.city:
        message = f"it is a figure of {figure.city}, the store holds {known.dataset.city}"
        raise CockpitError(message)
    query = {"from": figure.start.isoformat(), "to": figure.end.isoformat(), **(ask.filters or {})}
    selection, problems = Selection.from_query(query, known.dataset.horizon, known.known)
    if problems:
        raise problems[0]
    if selection.period != Period(figure.start, figure.end):
        days = known.dataset.horizon
        message = f"the store knows only {days.starts_on} to {days.as_of}"
        raise CockpitError(message)
    return float(fetch(store, INDICATORS[ask.indicator], (), selection, WHOLE_CITY)["value"].iloc[0])


def _plain(number: float) -> str:
    return "nothing" if pd.isna(number) else f"{number:,.4f}".rstrip("0").rstrip(".")


def _rows(store: Store) -> Iterator[Finding]:
    for rule in RULES:
        broken = int(
            store.frame(select(func.count().label("n")).select_from(rule.table).where(rule.broken))["n"].iloc[
                0
            ]
        )
        words = f"{rule.says.en} ({rule.says.zh})"
        yield Finding(broken == 0, f"rule {rule.table.name:<18} {rule.key:<32} {broken:,} rows {words}")
    known = labels(store)
    for table in (*LOADED, *DERIVED):
        for column in table.columns:
            if column.info["codes"]:
                yield _codes(store, column, known)
    horizon = known.dataset.horizon
    whole = Selection(Period(horizon.starts_on, horizon.as_of))
    for key, by in SUMS:
        total = float(fetch(store, INDICATORS[key], (), whole, WHOLE_CITY)["value"].sum())
        parts = float(fetch(store, INDICATORS[key], (by,), whole, WHOLE_CITY)["value"].sum())
        is_same = abs(total - parts) <= 1e-9 * max(1.0, abs(total))
        yield Finding(is_same, f"sum  {key:<24} by {by:<24} {_plain(parts)} of {_plain(total)}")


def _codes(store: Store, column: Column[object], known: Labels) -> Finding:
    """Compare the distinct codes of a column with its list."""
    held = set(store.frame(select(column.label("code")).distinct().where(column.is_not(None)))["code"])
    strange = sorted(held - set(known.lists.get(column.info["codes"], {})))
    named = f": {', '.join(strange[:5])}" if strange else ""
    place = f"{column.table.name}.{column.name}"
    return Finding(
        not strange, f"list {place:<42} {len(strange)} codes that {column.info['codes']} lacks{named}"
    )
