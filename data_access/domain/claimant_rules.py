"""How likely it is that somebody claims for profit 职业索赔: features, points and bands, by version. A score decides nothing.

Criteria: 沪工商办〔2018〕910号 (profit as purpose, no living consumption, knowing purchase, quantity, number of complaints and of
reviews or suits, judged together). The bands and points are ours; the features are of the twelve months before the score.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from data_access.domain.text import Text

VERSION = "claimants-1"
#: From so many points on somebody is watched, and is suspected; only a person confirms.
WATCHED, SUSPECTED = 40, 70


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature: no points up to `low`, all its `points` from `high` on, in proportion between; `column` is where it is recorded."""

    column: str
    points: int
    low: float
    high: float
    why: Text

    def scored(self, value: float) -> float:
        """Return the points that a value gives."""
        return self.points * min(max((value - self.low) / (self.high - self.low), 0.0), 1.0)


FEATURES: tuple[Feature, ...] = (
    Feature("items", 25, 5, 50, Text("投诉举报数量", "how many complaints and reports")),
    Feature("respondents", 20, 3, 30, Text("不为生活消费：被诉主体多", "no living consumption: many respondents")),
    Feature("same_problem_share", 15, 0.4, 0.9, Text("知假买假：同类问题集中", "knowing purchase: one problem again and again")),
    Feature("claim_share", 20, 0.5, 1.0, Text("牟利目的：多数要求赔偿", "profit as purpose: most claim compensation")),
    Feature("withdrawn_share", 15, 0.1, 0.6, Text("牟利目的：获赔即撤", "profit as purpose: withdrawn once paid")),
    Feature("reviews_sought", 5, 0, 5, Text("复议、诉讼与信息公开数量", "reviews, suits and requests for information")),
)  # fmt: skip


def points(values: Mapping[str, float | None]) -> dict[str, float]:
    """Return the points of each feature that is recorded, by its column; what is not recorded gives none."""
    return {
        one.column: one.scored(float(value))
        for one in FEATURES
        if (value := values.get(one.column)) is not None
    }


def score(values: Mapping[str, float | None]) -> int:
    """Return the score of somebody, 0 to 100."""
    return round(sum(points(values).values()))
