"""What is left of a ranking beside those that have a mark of their own: summed, and in words where it dwarfs them all."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

from components.figures import marks
from components.figures.labels import width
from components.figures.marks import Say

#: A rest that is more times the largest member than this would press all members to the left.
_DWARFS = 1.5


@dataclass(frozen=True, slots=True)
class Words:
    """What a ranking says besides names and numbers: where a cut axis begins, and of a rest that dwarfs all how much it is."""

    axis: str
    beyond: str


WORDS = {
    "zh": Words("轴自 {} 起", "{label} {value}（首位{times:.1f}倍）"),
    "en": Words("axis begins at {}", "{label} {value} ({times:.1f}× the first)"),
}


def head_and_rest(
    ranked: list[dict[str, Any]], selected: frozenset[str], top: int, rest: str | None
) -> list[dict[str, Any]]:
    """The first `top` rows (code, label, value) and those selected, what is left as one, then what has no member.

    `rest` names what is left and may say of how many members (`{count}`); one alone stays itself, without a name they go.
    """
    ranked, nameless = marks.apart(ranked)
    head = [row for index, row in enumerate(ranked) if index < top or row["code"] in selected]
    kept = {row["code"] for row in head}
    tail = [row for row in ranked if row["code"] not in kept and row["value"] is not None]
    if rest is None or not tail:
        return [*head, *nameless]
    if len(tail) == 1:
        return [*head, *tail, *nameless]
    total = sum(row["value"] for row in tail)
    return [*head, {"code": marks.OTHER, "label": rest.format(count=len(tail)), "value": total}, *nameless]


def _largest(shown: Sequence[dict[str, Any]]) -> float:
    """The value of the largest member, 0 where there is none."""
    members = (row for row in shown if row["code"] not in (marks.OTHER, marks.UNKNOWN))
    return max((row["value"] for row in members if row["value"] is not None), default=0.0)


def is_dwarfing(row: dict[str, Any], shown: Sequence[dict[str, Any]]) -> bool:
    """Whether a row is no member and so much that the bars of members would say nothing beside it."""
    if row["code"] not in (marks.OTHER, marks.UNKNOWN) or row["value"] is None:
        return False
    return bool(0 < _DWARFS * _largest(shown) < row["value"])


def named(
    row: dict[str, Any], shown: Sequence[dict[str, Any]], say: Say, words: Words, room: float = inf
) -> str:
    """The name of a row; one that dwarfs all has no bar, so that its name says how much it is, and how often the largest.

    Where all of that is wider than `room`, how much it is stands alone: a number is never cut.
    """
    label = str(row["label"])
    if not is_dwarfing(row, shown):
        return label
    whole = words.beyond.format(label=label, value=say(row["value"]), times=row["value"] / _largest(shown))
    return whole if width(whole) <= room else f"{label} {say(row['value'])}"
