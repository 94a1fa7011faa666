"""Which annotated days concern which numbers, and which of them part a series, so that its sides are not compared."""

from collections.abc import Collection, Mapping
from datetime import date

from data_access.domain.periods import Period
from data_access.domain.text import Text
from data_access.metrics import sources as of
from data_access.metrics.indicators.base import Indicator
from data_access.metrics.labels import Labels
from data_access.metrics.sources import Flow, Source

#: The sources that count each subject; districts have none of their own, a chart by district is one of theirs.
COUNTED: Mapping[str, tuple[Source, ...]] = {
    "complaints": (of.ITEMS, of.ITEM_PROBLEMS),
    "mediation": (of.MEDIATIONS, of.MEDIATORS),
    "shops": (of.SHOPS, of.SHOP_REGISTER),
    "sales": (of.TRANSACTIONS,),
    "platforms": (
        of.PLATFORMS,
        of.SITES,
        of.DUTIES,
        of.PLATFORM_REPORTS,
        of.LICENCE_CHECKS,
        of.ANNUAL_REPORTS,
        of.INTERVIEWS,
        of.JOINT_MEMBERS,
        of.JOINT_MEETINGS,
        of.DECISIONS,
    ),
    "cases": (of.CASES, of.STAGES, of.SITE_CHECKS),
    "entities": (of.NEGATIVES, of.ENTITY_REGISTER, of.ENTITY_EVENTS, of.COMPLAINANTS, of.TRIGGERS, of.MOVES),
    "credit": (
        of.CREDIT_SCORES,
        of.CREDIT_ITEMS,
        of.CREDIT_OBJECTIONS,
        of.CREDIT_NOTICES,
        of.INSPECTION_DRAWS,
        of.INSPECTIONS,
    ),
    "co_investigation": (of.REQUESTS, of.AGREEMENTS, of.ACCOUNTS),
    "exchange": (of.EXCHANGES, of.IDENTITY_CHECKS, of.MISMATCHES, of.NOTICES),
    "sampling": (of.SAMPLING, of.TAKEDOWNS),
    "leads": (
        of.LEADS,
        of.MODELS,
        of.REVISIONS,
        of.MONITORING,
        of.GOODS_SEARCHES,
        of.EVIDENCE,
        of.REVIEW_LEADS,
        of.TRACE_CODES,
    ),
    "disputes": (of.DISPUTES, of.ORGANISATIONS, of.RULINGS),
    "catering": (of.KITCHENS, of.RIDERS, of.MERCHANTS, of.KITCHEN_ANOMALIES),
    "conduct": (of.RULE_VERSIONS, of.MODERATION_ACTS, of.MODERATION_APPEALS),
    "live": (of.LIVE_ROOMS, of.LIVE_HOSTS, of.LIVE_AGENCIES, of.LIVE_CHECKS),
    "districts": (),
}
#: The kinds of events from which on something else is counted, or otherwise: what is told before and after is not alike.
BREAKS = ("break", "co_investigation")
#: What the events of a kind concern where nobody said it; those of other kinds concern everything.
_OF_KIND = {
    "promotion": ("sales", "complaints"),
    "festival": ("sales", "complaints"),
    "policy": ("complaints", "platforms", "cases"),
    "co_investigation": ("co_investigation",),
}


def concerns(
    subjects: str | None, kind: str, indicator: Indicator, narrowed_by: Collection[str] = ()
) -> bool:
    """Say whether an event concerns a number: by its `subjects` (names of `COUNTED`, commas between), else by its kind.

    `narrowed_by` are the dimensions by which the number is split or narrowed.
    """
    named = [one.strip() for one in (subjects or "").split(",") if one.strip()] or list(
        _OF_KIND.get(kind, ())
    )
    if not named or ("districts" in named and "district" in narrowed_by):
        return True
    counted = {source.key for name in named for source in COUNTED.get(name, ())}
    return any(one.source.key in counted for one in (indicator, *indicator.parts()))


def breaks_between(
    indicator: Indicator, now: Period, earlier: Period, known: Labels
) -> tuple[tuple[date, Text], ...]:
    """Return the days, with their words, on which the rules or the counting of a number changed between two periods.

    A stock is what stands at their ends, a flow is of all their days. Districts that were redrawn part nothing: what was
    counted in an old one stands under its successor.
    """
    is_flow = isinstance(indicator.source.cohorts[indicator.cohort], Flow)
    after = earlier.start if is_flow else earlier.end
    rules = {one for each in (indicator, *indicator.parts()) for one in each.source.breaks}
    noted = [
        (one.day, one.title)
        for one in known.annotations
        if one.kind in BREAKS and concerns(one.subjects, one.kind, indicator)
    ]
    return tuple(
        sorted((one for one in (*rules, *noted) if after < one[0] <= now.end), key=lambda one: one[0])
    )
