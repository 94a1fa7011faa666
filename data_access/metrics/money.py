"""Money in the currency of a data set: what is declared in yuan is read in whatever the data are in."""

from dataclasses import replace
from functools import cache

from data_access.domain.currency import YUAN, money_words
from data_access.domain.text import Text
from data_access.metrics.indicators.base import Indicator
from data_access.metrics.indicators.units import MONEY, PER_100M_VOLUME, Unit
from data_access.metrics.indicators.units import YUAN as YUAN_UNIT


def money_unit(currency: str) -> Unit:
    """Return the unit of money in a currency (ISO 4217)."""
    return YUAN_UNIT if currency == YUAN else replace(MONEY, title=money_words(currency))


@cache  # so that the indicator of a data set is the same object wherever it is asked for
def in_currency(indicator: Indicator, currency: str) -> Indicator:
    """Return an indicator with the unit of a currency (ISO 4217) where it is of money or per money; any other as it is."""
    if indicator.unit is PER_100M_VOLUME:
        words = money_words(currency)
        title = Text(f"件/亿{words.zh}", f"per 100M {words.en}")
        return replace(indicator, unit=replace(PER_100M_VOLUME, title=title))
    unit = money_unit(currency)
    is_so = not indicator.unit.is_money or indicator.unit == unit
    return indicator if is_so else replace(indicator, unit=unit)
