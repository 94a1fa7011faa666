"""What a ranking of platforms asks: the numbers behind each of its signs."""

from collections.abc import Iterator, Mapping

from data_access.domain.filters import Selection
from data_access.lookups.attention_rule import Key
from data_access.metrics.coverage import unrecorded
from data_access.metrics.indicators import Indicator
from data_access.metrics.indicators.credit import credit_deduction_items, credit_deductions, credit_score_mean
from data_access.metrics.indicators.first_handling import first_answers_late
from data_access.metrics.indicators.governance import (
    complaints,
    complaints_and_reports,
    complaints_per_million_orders,
    open_items,
    overdue,
)
from data_access.metrics.indicators.overview import orders, platforms
from data_access.metrics.indicators.sampling import unqualified_rate
from data_access.metrics.labels import Labels
from data_access.metrics.query import Question, whole
from data_access.metrics.signals import compares, windows

_BY = ("platform",)
#: What each sign is read from: the store must record all of it.
READ: Mapping[Key, tuple[Indicator, ...]] = {
    "rate": (complaints, orders), "surge": (complaints_and_reports,), "overdue": (overdue, open_items),
    "late": (first_answers_late,), "samples": (unqualified_rate,),
}  # fmt: skip


def base_of(selection: Selection) -> Selection:
    """Return what a ranking is computed under: the period and comparison of a reader, whatever he filters."""
    return selection.without(*(key for key, _ in selection.filters))


def questions(selection: Selection, known: Labels) -> list[Question]:
    """Return what a ranking asks, to be asked together."""
    base = base_of(selection)
    asked = [Question(platforms, _BY, base), complaints_of(selection)]
    for sign, _ in signs_read(selection, known):
        asked += behind_sign(sign, selection)
    if not unrecorded(credit_deductions, (), known.recorded):
        asked += [
            Question(credit_deductions, ("platform", "credit_rule"), base),
            Question(credit_deduction_items, _BY, base),
        ]
    return asked


def complaints_of(selection: Selection) -> Question:
    """Return the question for the complaints of each platform, which rank those of equal points."""
    return Question(complaints, _BY, base_of(selection))


def behind_sign(sign: Key, selection: Selection) -> list[Question]:
    """Return the two questions whose answers make a sign of each platform; a grade is one number.

    They are numerator and denominator, the later days and the earlier, or the share of each and that of the city.
    """
    base = base_of(selection)
    match sign:
        case "credit":
            return [Question(credit_score_mean, _BY, base)]
        case "surge":
            return [Question(complaints_and_reports, _BY, one) for one in windows(base)]
        case "late" | "samples":
            return [Question(READ[sign][0], by, base) for by in (_BY, ())]
        case _:
            return [Question(one, _BY, days_of(one, base)) for one in READ[sign]]


def signs_read(selection: Selection, known: Labels) -> Iterator[tuple[Key, tuple[Indicator, ...]]]:
    """Yield the signs that the store records, but the grade, with what they are read from."""
    for sign, indicators in READ.items():
        is_known = not any(unrecorded(one, ("platform",), known.recorded) for one in indicators)
        if is_known and (sign != "surge" or compares(base_of(selection), known)):
            yield sign, indicators


def days_of(indicator: Indicator, base: Selection) -> Selection:
    """Return the days of a part of the rate: whole months, in which orders are kept."""
    is_of_rate = indicator in (complaints, orders)
    return base.during(whole(complaints_per_million_orders, base.period)) if is_of_rate else base
