"""What can be wrong with a row: the declaration of its table as predicates over all rows of a load."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
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
)
from sqlalchemy.sql.visitors import iterate, replacement_traverse

from data_access.domain.currency import YUAN
from data_access.intake.cleaning import is_cut_short
from data_access.intake.credit_codes import is_wrong
from data_access.intake.days import earliest, is_past
from data_access.intake.names import codes_of
from data_access.intake.reading import UNREAD
from data_access.store.schema.rules import RULES, Rule


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that can be wrong with a row: `broken` marks it, `says` is the sentence for it.

    `drops` are the columns whose values are left out of such a row; where there are none, the row is rejected. `holds`
    tells that it waits for its code instead of being wrong.
    """

    key: str
    broken: ColumnElement[bool]
    says: ColumnElement[str]
    drops: tuple[str, ...] = ()
    holds: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """What a mapping says of its target columns: what they are called in the source, and what becomes of doubts.

    `unknown` says what an unknown code does, `on_violation` what any other doubtful value does ("reject" or "drop");
    for columns that they do not name, what the table needs costs the row, and all else costs the value. No day is before
    `earliest` (unless told, what is plausible for the table). Amounts are in `currency`.
    """

    sources: Mapping[str, str]
    unknown: Mapping[str, str] = field(default_factory=dict)
    on_violation: Mapping[str, str] = field(default_factory=dict)
    earliest: date | None = None
    currency: str = YUAN

    def column(self, name: str) -> str:
        """Return the name of a target column with what it is called in the source."""
        source = self.sources.get(name)
        return name if source is None else f"{name} (column '{source}')"

    def drops(self, target: Column[Any]) -> tuple[str, ...]:
        """Return the column if a doubtful value of it is left out, nothing if it costs the row."""
        is_kept = target.nullable and self.on_violation.get(target.name) != "reject"
        return (target.name,) if is_kept else ()


PLAIN = Terms({})
_CUT_SHORT = "a number cut short by a spreadsheet, which keeps 15 digits and shows fewer; store ids as text there and save it anew"


def checks(table: Table, rows: FromClause, terms: Terms = PLAIN) -> tuple[Check, ...]:
    """Return everything to check on `rows`, which have columns of `table` and perhaps the text of unread ones."""
    return (*column_checks(table, rows, terms), *rule_checks(table, rows, terms))


def column_checks(table: Table, rows: FromClause, terms: Terms = PLAIN) -> tuple[Check, ...]:
    """Return what to check of each column by itself."""
    present = [target for target in table.columns if target.name in rows.c]
    return tuple(check for target in present for check in _column_checks(target, rows, terms))


def rule_checks(table: Table, rows: FromClause, terms: Terms = PLAIN) -> tuple[Check, ...]:
    """Return the rules between the columns of a table."""
    result = []
    for rule in (one for one in RULES if one.table is table and one.holds_in(terms.currency)):
        compared = _compared(rule, rows)
        if compared:
            says = _rule_says(rule, [(terms.column(name), rows.c[name]) for name in compared])
            drops = _rule_drops(rule, rows, compared, terms)
            result.append(Check(rule.key, _on(rows, table, rule.broken), says, drops))
    return tuple(result)


def _rule_drops(rule: Rule, rows: FromClause, compared: list[str], terms: Terms) -> tuple[str, ...]:
    """Return what is left out of a row that breaks a rule, by the mapping's word and else by the rule's."""
    said = {name: terms.on_violation.get(name) for name in compared}
    if "reject" in said.values():
        return ()
    by_rule = tuple(name for name in rule.drops if name in rows.c)
    return by_rule or tuple(name for name, word in said.items() if word == "drop")


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


def _column_checks(target: Column[Any], rows: FromClause, terms: Terms) -> list[Check]:
    name, value, info = target.name, rows.c[target.name], target.info
    words, unread, drops = terms.column(name), rows.c.get(name + UNREAD), terms.drops(target)
    result = []
    if unread is not None and (info["codes"] or isinstance(target.type, String)):
        says = _says(f"{words}: ", unread, f" is {_CUT_SHORT}")
        is_needed = terms.unknown.get(name) in ("reject", "hold")
        result.append(Check(f"{name}:digits", is_cut_short(unread), says, () if is_needed else drops))
    if info["codes"]:
        result.append(_code_check(target, value, unread, terms))
    elif unread is not None and not isinstance(target.type, String):
        kind = type(target.type).__name__.lower()
        says = _says(f"{words}: ", unread, f" is no {kind}; correct the value{_hint(target)}")
        result.append(Check(f"{name}:type", unread.is_not(None), says, drops))
    if not target.nullable:
        missing = value.is_(None) if unread is None else value.is_(None) & unread.is_(None)
        result.append(Check(f"{name}:missing", missing, literal(f"{words} is missing; fill it in")))
    for bound, beyond, side in ((info["low"], value.__lt__, "below"), (info["high"], value.__gt__, "above")):
        if bound is not None:
            says = _says(f"{words}: ", value, f" is {side} {bound:g}; correct the value")
            result.append(Check(f"{name}:{side}", beyond(bound), says, drops))
    if isinstance(target.type, Date | DateTime):
        result += _day_checks(target, value, words, terms)
    if name == "uscc":
        says = _says(
            f"{words}: ", value, " fails its check characters (GB 32100); copy it from the licence again"
        )
        result.append(Check(f"{name}:check", is_wrong(value), says, drops))
    return result


def _day_checks(target: Column[Any], value: ColumnElement[Any], words: str, terms: Terms) -> list[Check]:
    first, drops = terms.earliest or earliest(target.table), terms.drops(target)
    day = cast(value, target.type)
    hint = case(
        (day < date(100, 1, 1), "read years of two digits with %y, which stands before %Y in `formats`"),
        (
            day < date(200, 1, 1),
            "a year of the Republic of China (民国) is 1911 less: add that before loading",
        ),
        else_="correct the date, or let the mapping say `earliest`",
    )
    before = _says(f"{words}: ", value, f" lies before {first}, which is not plausible; ")
    says = func.concat(before, hint, type_=String)
    result = [Check(f"{target.name}:implausible", day < first, says, drops)]
    if is_past(target):
        today = datetime.now().date()
        after = _says(f"{words}: ", value, f" lies after the day of this load ({today}); correct the date")
        result.append(Check(f"{target.name}:future", day >= today + timedelta(days=1), after, drops))
    return result


def _hint(target: Column[Any]) -> str:
    is_time = isinstance(target.type, Date | DateTime)
    return ", or add its spelling to `formats` in the mapping" if is_time else ""


def _code_check(
    target: Column[Any], value: ColumnElement[Any], unread: ColumnElement[str] | None, terms: Terms
) -> Check:
    name, list_key, words = target.name, target.info["codes"], terms.column(target.name)
    word, broken = (
        (value, value.not_in(codes_of(list_key)))
        if unread is None
        else (unread, unread.is_not(None) & ~is_cut_short(unread))
    )
    unknown = terms.unknown.get(name)
    if unknown == "hold":
        after = f" is not in the list '{list_key}' yet; add it there and load the held rows again"
        return Check(f"{name}:held", broken, _says(f"held back: {words}: ", word, after), holds=True)
    after = (
        f" is not in the list '{list_key}'; correct it, map it under `values`, "
        'or let the mapping say unknown = "create"'
    )
    drops = () if unknown == "reject" else terms.drops(target)
    return Check(f"{name}:code", broken, _says(f"{words}: ", word, after), drops)


def _says(before: str, value: ColumnElement[Any], after: str) -> ColumnElement[str]:
    return func.concat(before, "'", cast(value, String), "'", after, type_=String)
