"""Rates that a reader chose beside counts: which cards tell them, what is divided by what, and why there is none."""

from collections.abc import Iterable
from dataclasses import replace

from components.charts import KINDS
from components.model.card import Card
from components.model.context import CardContext
from components.words import phrases
from data_access.domain.filters import DEFAULT_PER, FILTERS, Selection
from data_access.domain.text import Text
from data_access.metrics.indicators import Indicator
from data_access.metrics.indicators.base import Per
from data_access.metrics.indicators.complaint_rates import RATES, rate_of
from data_access.metrics.query import can_split

_FILTERED = Text(
    "按「{}」筛选时不能算{}：诉求与{}的「{}」口径不同，不可相除。请取消该筛选，或改看件数。",
    "With a filter on {} there is no {}: items and {} do not mean the same by {}. Take the filter away, or look at the count.",
)
_SPLIT = Text(
    "不能按「{}」算{}：{}没有同口径的「{}」。请改看件数。",
    "There is no {1} by {0}: {2} have no {3} of the same meaning. Look at the count.",
)
_NO_BASE = Text(
    "所选时段没有可作分母的「{}」，不能算{}。", "There is no “{}” in the period to divide by, and no {}."
)
_FORMULA = Text("{}＝{}", "{}: {}")


def _inside(indicator: Indicator, lang: str) -> str:
    """Return what an indicator is called inside a sentence."""
    title = indicator.title(lang)
    return title[0].lower() + title[1:] if lang == "en" else title


def _is_chosen(indicator: Indicator, reader: CardContext) -> bool:
    chosen = reader.selection.per
    return chosen != DEFAULT_PER and any(indicator.key == rates[chosen].key for rates in RATES.values())


def bound(spec: Card, reader: CardContext) -> Card:
    """Return a card with its indicators as they are read here: money in the currency of the data set, items as a rate.

    A reader chooses what complaints and reports are told by. What is drawn together stays counts unless all of it has rates.
    """
    rates = [rate_of(one, reader.selection.per) for one in spec.indicators]
    kind = KINDS[spec.chart]
    if any(rates) and (kind.is_switched or all(rates)):
        told = tuple(rate or one for rate, one in zip(rates, spec.indicators, strict=True))
        spec = replace(spec, indicators=told, chart=kind.of_rates or spec.chart)
    return reader.bound(spec)


def refused(indicator: Indicator, by: tuple[str, ...], selection: Selection, reader: CardContext) -> str:
    """Return why a rate that the reader chose cannot be told under a selection or by a split, empty where it can."""
    if not _is_chosen(indicator, reader) or not isinstance(indicator.value, Per):
        return ""
    lang, title = reader.lang, _inside(indicator, reader.lang)
    above, below = indicator.value.above, _inside(indicator.value.below, lang)
    strange = [key for key, _ in selection.filters if key in above.filters() - indicator.filters()]
    if strange:
        names = phrases.AND(lang).join(reader.labels.title(key)(lang) for key in FILTERS if key in strange)
        return _FILTERED(lang).format(names, title, below, names)
    if not can_split(indicator, by):
        names = phrases.AND(lang).join(
            reader.labels.title(key)(lang) for key in by if key not in indicator.splits()
        )
        return _SPLIT(lang).format(names, title, below, names)
    return ""


def without_base(indicator: Indicator, lang: str) -> str:
    """Return that a rate has nothing to be divided by."""
    assert isinstance(indicator.value, Per)
    return _NO_BASE(lang).format(indicator.value.below.title(lang), _inside(indicator, lang))


def rate_notes(asked: Iterable[Indicator], reader: CardContext) -> list[str]:
    """Return what is divided by what: the title of a card is that of its count."""
    lang = reader.lang
    return [
        _FORMULA(lang).format(one.title(lang), one.formula(lang)) for one in asked if _is_chosen(one, reader)
    ]
