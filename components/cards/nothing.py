"""Why a card has nothing to show: too few to tell, nothing to divide by, not yet published, or none at all."""

from collections.abc import Collection

from components.cards.rate_notes import without_base
from components.charts import KINDS
from components.model.card import Card
from components.model.context import CardContext
from components.words import describe, phrases
from data_access.domain.filters import FILTERS, Selection
from data_access.domain.periods import Period
from data_access.domain.text import Text
from data_access.metrics.coverage import unrecorded
from data_access.metrics.indicators import Indicator
from data_access.metrics.indicators.base import Per
from data_access.metrics.labels import Labels
from data_access.metrics.query import grain_of

_EACH_TOO_FEW = Text("每一项都不足 {} 件，样本不足。", "Each part stands on fewer than {}: too few to tell.")


def nothing(spec: Card, reader: CardContext) -> str:
    """Return why a card is empty: too few to tell, or none at all, and which filters a reader may relax."""
    if spec.main.min_n and not KINDS[spec.chart].of_platform:
        (row,) = reader.ask.rows(spec.main, (), reader.look(spec).selection)
        if row["n"] >= spec.main.min_n and row["value"] is not None:
            return _EACH_TOO_FEW(reader.lang).format(spec.main.min_n)
        if row["n"] >= spec.main.min_n and isinstance(spec.main.value, Per):
            return without_base(spec.main, reader.lang)
        if row["n"]:
            return phrases.TOO_FEW(reader.lang).format(n=f"{row['n']:,}")
    if spec.is_key and (last := _last_year(spec.main, reader)):
        return last
    chosen = chosen_filters(reader.selection, reader.page["fixed"])
    names = phrases.AND(reader.lang).join(reader.labels.title(key)(reader.lang) for key in chosen)
    relax = phrases.RELAX(reader.lang).format(names) if chosen else ""
    return f"{none_found(chosen, reader.lang)} {relax}".strip()


def chosen_filters(selection: Selection, fixed: Collection[str]) -> list[str]:
    """Return the filters that a reader chose, which are none of those that his page holds."""
    return [key for key, _ in selection.filters if key in FILTERS and key not in fixed]


def none_found(chosen: Collection[str], lang: str) -> str:
    """Return that there is nothing: where filters are chosen under these, else in the period."""
    return (phrases.NO_ROWS if chosen else phrases.NONE_IN_PERIOD)(lang)


def not_recorded(missing: Text, known: Labels, lang: str) -> str:
    """Return that a store does not record what is `missing` (see `coverage.unrecorded`)."""
    place = phrases.THIS_PROVINCE if known.dataset.is_province else phrases.THIS_CITY
    return phrases.NO_SOURCE(lang).format(place(lang), missing(lang))


def empty_list(
    counted: Indicator,
    by: tuple[str, ...],
    selection: Selection,
    known: Labels,
    lang: str,
    fixed: Collection[str],
) -> str:
    """Return why a list of the rows on which a number stands is empty: not recorded, nothing that matches, or none in the period."""
    if missing := unrecorded(counted, by, known.recorded):
        return not_recorded(missing, known, lang)
    return none_found(chosen_filters(selection, fixed), lang)


def _last_year(indicator: Indicator, reader: CardContext) -> str:
    """Return the last year for which a figure that is kept by year is known, where the period has none."""
    horizon = reader.labels.dataset.horizon
    if grain_of(indicator, "month") != "year":
        return ""
    whole = reader.selection.during(Period(horizon.starts_on, reader.selection.period.end))
    known = [row for row in reader.ask.rows(indicator, ("year",), whole) if row["value"] is not None]
    if not known:
        return ""
    last = known[-1]
    said = describe.with_unit(last["value"], indicator.unit, reader.lang)
    return phrases.LAST_PUBLISHED(reader.lang).format(last["year"].year, said)
