"""Rows of a load as they are let in: what is doubtful is left out of them, and each knows what is wrong with it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, FromClause, String, Table, case, func, literal, null, or_, select

from data_access.intake.validation import PLAIN, Check, Terms, column_checks, rule_checks

#: What each row knows of itself: whether it is refused for a fault or held for a code, whether a value was left out, all
#: sentences, and the keys of all checks.
WRONG, HELD, DOUBTFUL, REASON, BROKEN = "wrong__", "held__", "doubtful__", "reason__", "broken__"
_MARKS = (WRONG, HELD, DOUBTFUL)


def judged(table: Table, rows: FromClause, terms: Terms = PLAIN) -> FromClause:
    """Return rows (`row_no`, columns of `table`, and the text of unread ones) without their doubtful values.

    Columns are looked at first, then the rules between them. A row that breaks a rule still, whatever was left out of
    it, is refused.
    """
    seen = _without_doubts("details", table, rows, column_checks(table, rows, terms))
    rules = rule_checks(table, seen, terms)
    if not any(check.drops for check in rules):
        return _without_doubts("judged", table, seen, rules)
    kept = _without_doubts("kept", table, seen, rules)
    again = [replace(check, drops=()) for check in rule_checks(table, kept, terms)]
    return _without_doubts("judged", table, kept, again)


def is_refused(rows: FromClause) -> ColumnElement[bool]:
    """Return the predicate of judged rows that are not let in, for a fault or until their code is known."""
    return or_(rows.c[WRONG], rows.c[HELD])


def _without_doubts(name: str, table: Table, rows: FromClause, what: Sequence[Check]) -> FromClause:
    columns: list[ColumnElement[Any]] = [rows.c.row_no]
    for target in table.columns:
        if target.name in rows.c:
            value = rows.c[target.name]
            doubts = [check.broken for check in what if target.name in check.drops]
            columns.append(case((or_(*doubts), null()), else_=value).label(target.name) if doubts else value)
    by_mark = {
        WRONG: [check.broken for check in what if not check.drops and not check.holds],
        HELD: [check.broken for check in what if check.holds],
        DOUBTFUL: [check.broken for check in what if check.drops],
    }
    for mark in _MARKS:
        before = [rows.c[mark]] if mark in rows.c else []
        columns.append(_any([*before, *by_mark[mark]]).label(mark))
    columns.append(_joined(rows, REASON, "; ", [(check.broken, check.says) for check in what]))
    columns.append(_joined(rows, BROKEN, "|", [(check.broken, literal(check.key)) for check in what]))
    return select(*columns).subquery(name)


def _any(broken: list[ColumnElement[bool]]) -> ColumnElement[bool]:
    """Unknown breaks nothing."""
    return func.coalesce(or_(*broken), False) if broken else literal(False)


def _joined(
    rows: FromClause,
    name: str,
    separator: str,
    parts: Iterable[tuple[ColumnElement[bool], ColumnElement[str]]],
) -> ColumnElement[str]:
    before = [func.nullif(rows.c[name], "", type_=String)] if name in rows.c else []
    texts = [*before, *[case((broken, says)) for broken, says in parts]]
    joined = func.concat_ws(separator, *texts, type_=String) if texts else literal("")
    return joined.label(name)
