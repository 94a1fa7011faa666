"""What falls due as tables for files: the list, and the counts of each kind in each district."""

from collections.abc import Iterable

from data_access.domain.text import Text
from data_access.exports.reports import Cell, Table
from data_access.lookups.due import TITLES, WHENS, Counts, DueRow
from data_access.lookups.due_times import OFFICES
from data_access.metrics.labels import Labels
from data_access.metrics.query import UNKNOWN

_HEADS = (
    Text("期限", "Due"), Text("剩余工作日（负为超期自然日）", "Working days left (negative: calendar days overdue)"), Text("事项", "Kind"),
    Text("编号", "Record"), Text("平台", "Platform"), Text("平台编号", "Platform id"), Text("区县", "District"), Text("承办", "Handled by"),
    Text("起算", "Runs from"), Text("依据", "Rule"), Text("链接", "Link"),
)  # fmt: skip
_SHAPES = ("day", "n", "text", "text", "text", "text", "text", "text", "day", "text", "text")
_COUNTED = ("overdue", "today", "3", "5", "10")
_KIND, _DISTRICT = Text("事项", "Kind"), Text("区县或责任单位", "District or department")


def due_table(rows: Iterable[DueRow], names: Labels, lang: str) -> Table:
    """Return the list of what falls due: a row for each step, in the order given; days as ISO text."""
    told: list[tuple[Cell, ...]] = [
        (
            row.due_on.isoformat(), row.left, TITLES[row.kind](lang), row.record,
            names.name("platform", row.platform, lang) if row.platform else None, row.platform,
            names.name("district", row.district, lang) if row.district else None,
            names.name(OFFICES, row.office, lang) if row.office else row.handler,
            row.begun.isoformat() if row.begun else None, row.law(lang), row.href,
        )
        for row in rows
    ]  # fmt: skip
    return Table(tuple(head(lang) for head in _HEADS), _SHAPES, tuple(told))


def counts_table(counts: Counts, names: Labels, lang: str) -> Table:
    """Return how many steps of each kind fall due in each district and time; the times hold each other, they are not added up."""
    titles = (_KIND(lang), _DISTRICT(lang), *(WHENS[when](lang) for when in _COUNTED))
    rows: list[tuple[Cell, ...]] = []
    for kind in counts.kinds():
        where = {(one.district, one.office) for one in counts.tallies if one.kind == kind}
        for district, office in sorted(where, key=lambda one: one[0] or one[1] or ""):
            numbers = (counts.number(when, kind, district, office) for when in _COUNTED)
            place = ("district", district) if district else (OFFICES, office or UNKNOWN)
            rows.append((TITLES[kind](lang), names.name(*place, lang), *numbers))
    return Table(titles, ("text", "text", *("n" for _ in _COUNTED)), tuple(rows), marks=(0, 1))
