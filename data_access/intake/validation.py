"""What a row must keep to be let in: the declaration of its table as predicates over all rows of a load."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Date,
    DateTime,
    FromClause,
    String,
    Table,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
)
from sqlalchemy.sql.visitors import iterate, replacement_traverse

from data_access.intake.credit_codes import is_wrong
from data_access.intake.names import codes_of
from data_access.intake.shaping import UNREAD
from data_access.store.schema import annotation, reference_figure
from data_access.store.schema.rules import RULES, Rule

#: Days that may lie ahead on the day of a load, besides time limits: ends of validity, and what is announced.
_AHEAD = {"valid_to", "verified_to"}
_ANNOUNCED = (annotation, reference_figure)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that can be wrong with a row: `broken` marks it, `says` is the sentence for it.

    `holds` tells that such a row waits for its code instead of being wrong.
    """

    key: str
    broken: ColumnElement[bool]
    says: ColumnElement[str]
    holds: bool = False


@dataclass(frozen=True, slots=True)
class Wording:
    """How sentences call the columns of a source, and which targets hold a row back for an unknown code."""

    sources: Mapping[str, str]
    holding: Collection[str] = ()

    def column(self, name: str) -> str:
        """Return the name of a target column with what it is called in the source."""
        source = self.sources.get(name)
        return name if source is None else f"{name} (column '{source}')"


UNMAPPED = Wording({})


def checks(table: Table, rows: FromClause, wording: Wording = UNMAPPED) -> tuple[Check, ...]:
    """Return everything to check on `rows`, which have columns of `table` and perhaps the text of unread ones."""
    result: list[Check] = []
    for target in table.columns:
        if target.name in rows.c:
            result += _column_checks(target, rows, wording)
    for rule in RULES:
        compared = _compared(rule, rows) if rule.table is table else []
        if compared:
            says = _rule_says(rule, [(wording.column(name), rows.c[name]) for name in compared])
            result.append(Check(rule.key, _on(rows, table, rule.broken), says))
    return tuple(result)


def _on(rows: FromClause, table: Table, predicate: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return a predicate on a table as one on rows that have its columns by name; a column they lack is NULL."""

    def of_rows(element: Any, **_: Any) -> ColumnElement[Any] | None:
        if not (isinstance(element, Column) and element.table is table):
            return None
        return rows.c[element.name] if element.name in rows.c else cast(null(), element.type)

    result: ColumnElement[bool] = replacement_traverse(predicate, {}, of_rows)
    return result


def _compared(rule: Rule, rows: FromClause) -> list[str]:
    """Return the columns that a rule looks at and the rows have."""
    named = (element.name for element in iterate(rule.broken) if isinstance(element, Column))
    return [name for name in dict.fromkeys(named) if name in rows.c]


def _rule_says(rule: Rule, compared: list[tuple[str, ColumnElement[Any]]]) -> ColumnElement[str]:
    """Return the words of a rule with the columns that it compares and their values."""
    values = [
        func.concat(f"{words} is ", func.coalesce(cast(value, String), "empty"), type_=String)
        for words, value in compared
    ]
    listed = func.concat_ws(", ", *values, type_=String)
    said = f"{rule.says.en} / {rule.says.zh}: "
    return func.concat(said, listed, "; correct the one that is wrong", type_=String)


def _column_checks(target: Column[Any], rows: FromClause, wording: Wording) -> list[Check]:
    name, value, info = target.name, rows.c[target.name], target.info
    words, unread = wording.column(name), rows.c.get(name + UNREAD)
    result = []
    if info["codes"]:
        result.append(_code_check(target, value, unread, wording))
    elif unread is not None:
        kind = type(target.type).__name__.lower()
        says = _says(f"{words}: ", unread, f" is no {kind}; correct the value{_hint(target)}")
        result.append(Check(f"{name}:type", unread.is_not(None), says))
    if not target.nullable:
        missing = value.is_(None) if unread is None else value.is_(None) & unread.is_(None)
        result.append(Check(f"{name}:missing", missing, literal(f"{words} is missing; fill it in")))
    for bound, beyond, side in ((info["low"], value.__lt__, "below"), (info["high"], value.__gt__, "above")):
        if bound is not None:
            says = _says(f"{words}: ", value, f" is {side} {bound:g}; correct the value")
            result.append(Check(f"{name}:{side}", beyond(bound), says))
    if isinstance(target.type, Date | DateTime) and _is_past(target):
        tomorrow = datetime.now().date() + timedelta(days=1)
        says = _says(
            f"{words}: ",
            value,
            f" lies after the day of this load ({datetime.now().date()}); correct the date",
        )
        result.append(Check(f"{name}:future", value >= tomorrow, says))
    if name == "uscc":
        says = _says(
            f"{words}: ", value, " fails its check characters (GB 32100); copy it from the licence again"
        )
        result.append(Check(f"{name}:check", is_wrong(value), says))
    return result


def _hint(target: Column[Any]) -> str:
    is_time = isinstance(target.type, Date | DateTime)
    return ", or add its spelling to `formats` in the mapping" if is_time else ""


def _is_past(target: Column[Any]) -> bool:
    return not (target.name.endswith("_due") or target.name in _AHEAD or target.table in _ANNOUNCED)


def _code_check(
    target: Column[Any], value: ColumnElement[Any], unread: ColumnElement[str] | None, wording: Wording
) -> Check:
    name, list_key, words = target.name, target.info["codes"], wording.column(target.name)
    word, broken = (
        (value, value.not_in(codes_of(list_key))) if unread is None else (unread, unread.is_not(None))
    )
    if name in wording.holding:
        after = f" is not in the list '{list_key}' yet; add it there and load the held rows again"
        return Check(f"{name}:held", broken, _says(f"held back: {words}: ", word, after), holds=True)
    after = (
        f" is not in the list '{list_key}'; correct it, map it under `values`, "
        'or let the mapping say unknown = "create"'
    )
    return Check(f"{name}:code", broken, _says(f"{words}: ", word, after))


def _says(before: str, value: ColumnElement[Any], after: str) -> ColumnElement[str]:
    return func.concat(before, "'", cast(value, String), "'", after, type_=String)


def is_broken(what: tuple[Check, ...]) -> ColumnElement[bool]:
    """Return the predicate of rows that break any check; unknown breaks nothing."""
    return func.coalesce(or_(*[check.broken for check in what]), False)


def judged(rows: FromClause, what: tuple[Check, ...]) -> Any:
    """Return the SELECT of the broken rows: `row_no`, all sentences, all keys, and whether they only wait."""
    reason = func.concat_ws("; ", *[case((check.broken, check.says)) for check in what], type_=String)
    keys = func.concat_ws("|", *[case((check.broken, literal(check.key))) for check in what], type_=String)
    wrong = [check.broken for check in what if not check.holds]
    waits = ~func.coalesce(or_(*wrong), False) if any(check.holds for check in what) else literal(False)
    return select(rows.c.row_no, reason, keys, waits).where(is_broken(what))
