"""Filters that a reader chose and that do not narrow what is told: named on cards, in blocks and in files alike."""

from collections.abc import Collection, Iterable

from components.words import phrases
from data_access.domain.filters import FILTERS, Selection
from data_access.domain.text import Text
from data_access.metrics.indicators import Indicator
from data_access.metrics.indicators.overview import platforms
from data_access.metrics.labels import Labels
from data_access.metrics.query import unhonoured

_ALL_DATA = Text(
    "关注分、名次和原因按各平台全部数据计，筛选只决定列出哪些平台。",
    "Points, places and reasons are of all data of a platform; filters choose which platforms are listed.",
)


def not_narrowed(
    asked: Iterable[Indicator],
    selection: Selection,
    names: Labels,
    lang: str,
    *,
    fixed: Collection[str] = (),
    beside: Collection[str] = (),
) -> str:
    """Return the sentence that names the chosen filters which some of the indicators cannot honour, empty where there are none.

    `fixed` are filters of the page, which no reader chose; `beside` are those that what is told leaves out by itself.
    """
    unused = {key for one in asked for key in unhonoured(one, selection)} | set(beside)
    titles = [names.title(key, selection.values(key)) for key in FILTERS if key in unused - set(fixed)]
    if not titles:
        return ""
    return phrases.NOT_NARROWED(lang).format(phrases.AND(lang).join(title(lang) for title in titles))


def attention_notes(selection: Selection, names: Labels, lang: str) -> tuple[str, ...]:
    """Return what filters do to the list of platforms that need attention, and which do nothing; nothing where none is chosen."""
    if not any(key in FILTERS for key, _ in selection.filters):
        return ()
    return _ALL_DATA(lang), not_narrowed((platforms,), selection, names, lang)
