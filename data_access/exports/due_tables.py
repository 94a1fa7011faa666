"""What falls due as tables for files: the list, and the counts of each kind in each district."""

from collections.abc import Iterable
from functools import cache

from data_access.domain.filters import Selection
from data_access.domain.text import Text
from data_access.exports.answers import NUMBER_ID, NumberIds
from data_access.exports.reports import Cell, Table
from data_access.lookups.due import TASK, TITLES, WHENS, Asked, Counts, DueRow, counted
from data_access.lookups.due_times import OFFICES
from data_access.metrics.labels import Labels
from data_access.metrics.query import UNKNOWN

_HEADS = (
    Text("期限", "Due"), Text("剩余工作日（负为超期自然日）", "Working days left (negative: calendar days overdue)"), Text("事项", "Kind"),
    Text("编号", "Record"), Text("平台", "Platform"), Text("平台编号", "Platform id"), Text("区县", "District"), Text("承办", "Handled by"),
    Text("起算", "Runs from"), Text("依据", "Rule"), Text("链接", "Link"),
    NUMBER_ID,
)  # fmt: skip
_SHAPES = ("day", "n", "text", "text", "text", "text", "text", "text", "day", "text", "text", "text")
_COUNTED = ("overdue", "today", "3", "5", "10")
_ID_OF = Text("取数编号：{}", "Number id: {}")
_KIND, _DISTRICT = Text("事项", "Kind"), Text("区县或责任单位", "District or department")


def due_table(
    rows: Iterable[DueRow], asked: Asked, selection: Selection, names: Labels, lang: str, ids: NumberIds
) -> Table:
    """Return the list of what falls due: a row for each step, in the order given; days as ISO text.

    The id of a row is that of the number that counts it: of its kind, in its district or at its office. Tasks are no facts and have none.
    """

    @cache
    def counted_by(kind: str, place: str | None) -> str | None:
        if kind == TASK:
            return None
        return ids(counted(kind, asked.when, selection), (place or UNKNOWN,))

    told: list[tuple[Cell, ...]] = [
        (
            row.due_on.isoformat(), row.left, TITLES[row.kind](lang), row.record,
            names.name("platform", row.platform, lang) if row.platform else None, row.platform,
            names.name("district", row.district, lang) if row.district else None,
            names.name(OFFICES, row.office, lang) if row.office else row.handler,
            row.begun.isoformat() if row.begun else None, row.law(lang), row.href,
            counted_by(row.kind, row.district or row.office),
        )
        for row in rows
    ]  # fmt: skip
    return Table(tuple(head(lang) for head in _HEADS), _SHAPES, tuple(told))


def counts_table(counts: Counts, selection: Selection, names: Labels, lang: str, ids: NumberIds) -> Table:
    """Return how many steps of each kind fall due in each district and time, then the id of each of these numbers.

    The times hold each other, they are not added up.
    """
    words = [WHENS[when](lang) for when in _COUNTED]
    titles = (_KIND(lang), _DISTRICT(lang), *words, *(_ID_OF(lang).format(one) for one in words))
    rows: list[tuple[Cell, ...]] = []
    for kind in counts.kinds():
        where = {(one.district, one.office) for one in counts.tallies if one.kind == kind}
        for district, office in sorted(where, key=lambda one: one[0] or one[1] or ""):
            numbers = (counts.number(when, kind, district, office) for when in _COUNTED)
            place = ("district", district) if district else (OFFICES, office or UNKNOWN)
            again = (
                ids(counted(kind, when, selection), (district or office or UNKNOWN,)) for when in _COUNTED
            )
            rows.append((TITLES[kind](lang), names.name(*place, lang), *numbers, *again))
    shapes = ("text", "text", *("n" for _ in _COUNTED), *("text" for _ in _COUNTED))
    return Table(titles, shapes, tuple(rows), marks=(0, 1))
