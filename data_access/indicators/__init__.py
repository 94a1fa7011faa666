"""The registry of indicators: the place where a number is defined, once."""

from data_access.indicators import cases, entities, first_handling, governance, overview
from data_access.indicators.base import INDICATORS, Indicator, Unit

__all__ = ["INDICATORS", "Indicator", "Unit", "cases", "entities", "first_handling", "governance", "overview"]
