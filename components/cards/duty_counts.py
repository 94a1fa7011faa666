"""The numbers of the board of what platforms owe: of each platform how many files and answers were due, and how many are wanting."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from components.model.context import Ask
from data_access.domain.filters import Selection
from data_access.domain.text import Text
from data_access.metrics.coverage import Recorded, unrecorded
from data_access.metrics.indicators import Indicator
from data_access.metrics.indicators import platform_reports as of
from data_access.metrics.query import UNKNOWN, Question

#: Members of `report_kind`, in the order of their columns.
_KINDS = ("identity", "tax")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: how many of what is `due` are wanting by `wanting`, of one kind of file or of all; a stock has no `due`.

    A platform owes a handful of files, of which each counts, and may owe a thousand answers, of which some are always late: only files are red.
    """

    wanting: Indicator
    due: Indicator | None
    kind: str = ""
    is_of_files: bool = True

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """What it counts: what is wanting, and of what."""
        return (self.wanting, self.due) if self.due else (self.wanting,)


COLUMNS = (
    *(Column(one, of.reports_due, kind) for kind in _KINDS for one in (of.reports_late, of.reports_short)),
    Column(of.reports_overdue, None),
    Column(of.reports_returned, None),
    Column(of.co_answers_late, of.co_answers_due, is_of_files=False),
    Column(of.co_answers_short, of.co_answers_due, is_of_files=False),
)
_LATE, _SHORT, _DUE = Text("逾期", "Late"), Text("不全", "Short"), Text("到期", "Due")
_TITLED = Text("{}：{}", "{}: {}")
#: What stands over the columns: groups with how many columns each has, and the heads under them.
GROUPS = (
    (Text("身份信息（每半年）", "Identities, half-yearly"), 2), (Text("涉税信息（每季度）", "Tax data, quarterly"), 2),
    (Text("现在", "Now"), 2), (Text("协查答复", "Answers to co-investigation"), 2),
)  # fmt: skip
HEADS = (
    _LATE, _SHORT, _LATE, _SHORT, Text("逾期未报", "Overdue"), Text("退回未补正", "To correct"), _LATE, _SHORT,
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class DutyBoard:
    """The counts of a selection by platform, of those columns that the store records; `platforms`, most in arrears first."""

    told: tuple[Column, ...]
    platforms: tuple[str, ...]
    _counts: Mapping[tuple[Indicator, str], Mapping[str, int]]

    def number(self, indicator: Indicator | None, kind: str, platform: str) -> int | None:
        """Return how many a platform has, 0 where it has none, None where they are not recorded."""
        found = self._counts.get((indicator, kind)) if indicator else None
        return found.get(platform, 0) if found is not None else None

    def arrears(self, platform: str, *, of_files: bool) -> int:
        """Return how much of a platform is wanting: of its files alone, or of all."""
        columns = [one for one in self.told if one.is_of_files or not of_files]
        return sum(self.number(one.wanting, one.kind, platform) or 0 for one in columns)

    @property
    def owing(self) -> list[str]:
        """The platforms that owe files at all."""
        keys = _keys([one for one in self.told if one.is_of_files])
        return [one for one in self.platforms if any(one in self._counts[key] for key in keys)]

    @property
    def indicators(self) -> list[Indicator]:
        """Everything that is counted."""
        return list(dict.fromkeys(one for one, _ in sorted(self._counts, key=_named)))


def duty_board(ask: Ask, selection: Selection, known: Recorded) -> DutyBoard:
    """Return the board of a selection; platforms of which nothing is due are left out."""
    told = tuple(one for one in COLUMNS if not unrecorded(one.wanting, (), known))
    asked = sorted(_keys(told), key=_named)
    every = dict.fromkeys(one for one, _ in asked)
    ask.ahead(
        [*(question(*one, selection) for one in asked), *(Question(one, (), selection) for one in every)]
    )
    counts = {key: _counted(*key, ask, selection) for key in asked}
    found = DutyBoard(told, tuple({platform for own in counts.values() for platform in own}), counts)
    order = sorted(
        found.platforms,
        key=lambda one: (-found.arrears(one, of_files=True), -found.arrears(one, of_files=False), one),
    )
    return DutyBoard(told, tuple(order), counts)


def question(indicator: Indicator, kind: str, selection: Selection) -> Question:
    """Return the question whose answer has the number of each platform, of one kind of file or (empty) of all."""
    return Question(indicator, ("platform", "report_kind") if kind else ("platform",), selection)


def _counted(indicator: Indicator, kind: str, ask: Ask, selection: Selection) -> dict[str, int]:
    """Return the number of each platform that has any row of it."""
    return {
        row["platform"]: int(row["value"] or 0)
        for row in ask.rows(*question(indicator, kind, selection))
        if row["platform"] != UNKNOWN and (not kind or row["report_kind"] == kind)
    }


def _keys(columns: Sequence[Column]) -> set[tuple[Indicator, str]]:
    return {(one, column.kind) for column in columns for one in column.indicators}


def _named(key: tuple[Indicator, str]) -> tuple[str, str]:
    return key[0].key, key[1]


def numbers(lang: str) -> list[tuple[str, Indicator, str]]:
    """Return every number of a row in the order of its columns, what was due before what is wanting: title, indicator, kind of file."""
    groups = [words(lang) for words, width in GROUPS for _ in range(width)]
    found: dict[tuple[Indicator, str], str] = {}
    for group, head, column in zip(groups, HEADS, COLUMNS, strict=True):
        if column.due:
            found.setdefault((column.due, column.kind), _TITLED(lang).format(group, _DUE(lang)))
        found[column.wanting, column.kind] = _TITLED(lang).format(group, head(lang))
    return [(title, one, kind) for (one, kind), title in found.items()]
