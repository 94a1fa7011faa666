"""The ids by which every number of a brief is given again, each once, with the words that tell it from the others."""

from collections.abc import Iterable

from data_access.brief.numbers import Numbers
from data_access.domain.dimensions import GRAINS
from data_access.domain.text import Text
from data_access.exports.answers import in_words
from data_access.metrics.indicators import INDICATORS
from data_access.metrics.number_ids import NumberId

_BY = Text("按{}", "by {}")
_AS_SEEN = Text("截至{}所见", "as seen on {}")


def told_apart(numbers: Numbers, ids: Iterable[NumberId]) -> tuple[tuple[str, str], ...]:
    """Return each id once, after what it is of: indicator, member or split, days and filters."""
    return tuple((_words(numbers, one), str(one)) for one in dict.fromkeys(ids))


def _words(numbers: Numbers, one: NumberId) -> str:
    lang, names = numbers.lang, numbers.labels
    key, _, seen = one.indicator.partition("@")
    title = INDICATORS[key].title(lang)
    members = [
        member if split in GRAINS else names.name(split, member, lang)
        for split, member in zip(one.by, one.members, strict=False)
    ]
    splits = members or [_BY(lang).format(names.title(split)(lang)) for split in one.by]
    as_seen = [_AS_SEEN(lang).format(seen)] if seen else []
    return " · ".join([title, *splits, in_words(one.selection, names, lang), *as_seen])
