"""Rows that something is wrong with: what is doubtful is left out of them, and each knows what it was."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    FromClause,
    Integer,
    String,
    Table,
    case,
    column,
    func,
    literal,
    null,
    or_,
    select,
)
from sqlalchemy import table as named_table

from data_access.intake.staging import materialise
from data_access.intake.validation import PLAIN, Check, Terms, checks, column_checks, rule_checks
from data_access.store.drafts import Draft

#: What each row knows of itself: whether it is refused for a fault or held for a code, whether a value was left out, all
#: sentences, and the keys of all checks.
WRONG, HELD, DOUBTFUL, REASON, BROKEN = "wrong__", "held__", "doubtful__", "reason__", "broken__"
_MARKS = (WRONG, HELD, DOUBTFUL)


def is_suspect(table: Table, rows: FromClause, terms: Terms = PLAIN) -> ColumnElement[bool]:
    """Return the predicate of rows that anything is wrong with; all others are let in as they are."""
    return _any([check.broken for check in checks(table, rows, terms)])


def is_refused(rows: FromClause) -> ColumnElement[bool]:
    """Return the predicate of judged rows that are not let in, for a fault or until their code is known."""
    return or_(rows.c[WRONG], rows.c[HELD])


def judge(draft: Draft, table: Table, rows: FromClause, terms: Terms = PLAIN) -> FromClause:
    """Write the suspects among rows, without their doubtful values, into the temporary table `judged` and return it.

    Rows have `row_no`, columns of `table`, and the text of unread ones. Columns are looked at first, then the rules
    between them. A row that breaks a rule still, whatever was left out of it, is refused. Each step is a table of its
    own: in one statement the engine would write out every step anew wherever the next one looks at it.
    """
    suspects = select(rows).where(is_suspect(table, rows, terms)).subquery("suspects")
    seen = _step(draft, "details", table, suspects, column_checks(table, suspects, terms))
    kept = _step(draft, "kept", table, seen, rule_checks(table, seen, terms))
    again = [replace(check, drops=()) for check in rule_checks(table, kept, terms)]
    return _step(draft, "judged", table, kept, again)


def _step(draft: Draft, name: str, table: Table, rows: FromClause, what: Sequence[Check]) -> FromClause:
    targets = [target for target in table.columns if target.name in rows.c]
    columns: list[ColumnElement[Any]] = [rows.c.row_no]
    for target in targets:
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
    materialise(draft, name, select(*columns))
    marks = [column(mark, Boolean) for mark in _MARKS]
    of_table = [column(target.name, target.type) for target in targets]
    return named_table(
        name, column("row_no", Integer), *of_table, *marks, column(REASON, String), column(BROKEN, String)
    )


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
