"""The registry of indicators: the place where a number is defined, once."""

from data_access.indicators import (
    bridges,
    cases,
    co_investigation,
    entities,
    first_handling,
    governance,
    overview,
)
from data_access.indicators.base import INDICATORS, Indicator, Unit

__all__ = [
    "INDICATORS",
    "Indicator",
    "Unit",
    "bridges",
    "cases",
    "co_investigation",
    "entities",
    "first_handling",
    "governance",
    "overview",
]
