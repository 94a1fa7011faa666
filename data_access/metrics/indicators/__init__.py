"""The registry of indicators: the place where a number is defined, once."""

from data_access.metrics.indicators import (
    bridges,
    cases,
    casework,
    catering,
    co_investigation,
    complaint_rates,
    credit,
    display,
    disputes,
    entities,
    evidence,
    fair_online,
    first_handling,
    governance,
    interviews,
    mediation,
    overview,
    problems,
    registers,
    sampling,
)
from data_access.metrics.indicators.base import INDICATORS, Indicator
from data_access.metrics.indicators.units import MONEY, Unit

#: Every unit by its key; money of any other currency than yuan is written as one.
UNITS: dict[str, Unit] = {entry.unit.key: entry.unit for entry in INDICATORS.values()} | {MONEY.key: MONEY}

__all__ = [
    "INDICATORS", "UNITS", "Indicator", "Unit", "bridges", "cases", "casework", "catering", "co_investigation", "complaint_rates", "credit",
    "display", "disputes", "entities", "evidence", "fair_online", "first_handling", "governance", "interviews",
    "mediation", "overview", "problems", "registers", "sampling",
]  # fmt: skip
