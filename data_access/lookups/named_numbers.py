"""What the id of a number counts: an indicator of the registry, one as it was seen on an earlier day, or a kind of what falls due."""

from datetime import date

from data_access.domain.errors import UnknownName
from data_access.lookups.due import KINDS, waiting
from data_access.metrics.indicators import INDICATORS
from data_access.metrics.indicators.base import Indicator
from data_access.metrics.maturity import as_seen


def named_number(name: str) -> Indicator:
    """Return the indicator that an id names. Raises UnknownName.

    `closure_rate`; `closure_rate@2021-06-30` is that measure as it stood at the end of a day, with which a younger period is
    compared; `due_closure_2021-06-30` the steps of a kind that were not done at the end of a day.
    """
    if name in INDICATORS:
        return INDICATORS[name]
    try:
        if "@" in name:
            key, _, day = name.partition("@")
            return as_seen(_maturing(key), date.fromisoformat(day))
        kind, _, day = name.removeprefix("due_").rpartition("_")
        if name.startswith("due_") and kind in KINDS:
            return waiting(KINDS[kind], date.fromisoformat(day))
    except ValueError as error:  # of a day that is none
        raise UnknownName("number", name, INDICATORS) from error
    raise UnknownName("number", name, INDICATORS)


def _maturing(key: str) -> Indicator:
    found = INDICATORS[key]
    if found.matures is None or not found.matures.events:
        raise UnknownName("number that was another one earlier", key, ())
    return found
