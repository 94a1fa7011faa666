"""Which annotated days concern which numbers: an event knows its subjects, and a chart draws no line for another's."""

from collections.abc import Collection, Mapping

from data_access.metrics import sources as of
from data_access.metrics.indicators.base import Indicator
from data_access.metrics.sources import Source

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
