"""The rule by which platforms are ranked for attention: its signs, their limits and points, and what a reader is told of each.

It is one table. Points are ours: no public source gives them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from data_access.domain.periods import Period
from data_access.domain.text import Text

Key = Literal["credit", "rate", "surge", "overdue", "late", "samples"]
#: Fewer than this behind a rate, and behind each side of a surge, say nothing.
LEAST = 30


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign: from which multiple of what it is held against it gives one point, and from which two."""

    title: Text
    against: Text
    one: float = 1.5
    two: float = 2.0


#: The weights, as data: the grade gives its points by colour, every other sign by how many times the reference it is.
COLOUR_POINTS: Mapping[str, int] = {"red": 2, "yellow": 1}
_CITY = Text("全市", "the city")
SIGNS: Mapping[Key, Sign] = {
    "credit": Sign(Text("信用等级", "Credit grade"), Text("—", "—")),
    "rate": Sign(
        Text("百万单投诉量", "Complaints per million orders"), Text("同类其他平台", "the others of its class")
    ),
    "surge": Sign(Text("投诉举报突增", "Surge"), Text("对比的4周", "the 4 weeks compared with"), 1.25, 1.5),
    "overdue": Sign(Text("在办件超期占比", "Open items overdue"), _CITY),
    "late": Sign(Text("先行处置逾期率", "First answers late"), _CITY),
    "samples": Sign(Text("抽检不合格率", "Failed samples"), _CITY),
}
RULE = Text(
    f"六项迹象各记0、1或2分，相加为关注分，分高者在前，同分者投诉多的在前：信用黄1分、红或一票否决2分，"
    f"突增25%记1分、50%记2分，其余各项达到对照的1.5倍记1分、2倍记2分。n不足{LEAST}的不记分并注明，占比还须95%区间整体高于对照，突增须超出偶然。",
    f"Each of six signs gives 0, 1 or 2 points and the sum ranks, most points first, then most complaints: yellow credit 1, red or "
    f"overridden 2, a rise of 25% 1 and of 50% 2, every other sign 1 from 1.5 times what it is held against and 2 from twice. What "
    f"stands on n < {LEAST} gives none and says so, a share must have its 95% interval above the reference, a rise must be beyond chance.",
)


@dataclass(frozen=True, slots=True)
class Reason:
    """One sign of one platform: its value, the reference, the n that both can be trusted by, and the points it gives.

    `parts` are the numerator and the denominator of the value where it has them; of credit the value is the score, `colour`
    its colour and `rule` the heaviest deduction with its points. `days` are those compared with, of a surge.
    """

    sign: Key
    points: int
    n: int
    value: float = float("nan")
    reference: float = float("nan")
    parts: tuple[float, float] | None = None
    colour: str = ""
    veto: str = ""
    rule: tuple[str, float] | None = None
    days: Period | None = None

    @property
    def is_few(self) -> bool:
        """Whether it stands on too few to give a point."""
        return self.sign != "credit" and self.n < LEAST


@dataclass(frozen=True, slots=True)
class Ranked:
    """One platform: its place among `of`, its points and complaints, and every sign that the store records."""

    platform: str
    rank: int
    of: int
    points: int
    complaints: int
    reasons: tuple[Reason, ...]

    @property
    def telling(self) -> tuple[Reason, ...]:
        """The signs that give points, the most first."""
        return tuple(sorted((one for one in self.reasons if one.points), key=lambda one: -one.points))

    @property
    def missing(self) -> tuple[Key, ...]:
        """The signs, but the grade, that the store does not record or has no days to compare with."""
        told = {one.sign for one in self.reasons}
        return tuple(key for key in SIGNS if key != "credit" and key not in told)

    @property
    def is_thin(self) -> bool:
        """Whether it has too little data for any rate: only its grade can rank it."""
        return all(one.is_few for one in self.reasons if one.sign != "credit")


def points_of(sign: Key, value: float, reference: float) -> int:
    """Return the points of a value: what is held against nothing, or is not known, gives none."""
    if not reference > 0 or not value > 0:
        return 0
    return sum(value >= limit * reference for limit in (SIGNS[sign].one, SIGNS[sign].two))
