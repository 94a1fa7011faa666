"""How the days of a column are spelt: which of them says the day first is decided by the values, or is not decided."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime

_DAYS = (
    "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y", "%d.%m.%Y",
    "%m.%d.%Y", "%d/%m/%y", "%m/%d/%y", "%d-%m-%y", "%m-%d-%y", "%d.%m.%y", "%d-%b-%y", "%d-%b-%Y", "%d %b %Y",
    "%b %d, %Y", "%b %d %Y", "%d %B %Y", "%B %d, %Y", "%B %d %Y", "%Y-%d-%m", "%Y/%d/%m",
)  # fmt: skip
_TIMES = (
    "",
    " %H:%M",
    " %H:%M:%S",
    " %I:%M %p",
    " %I:%M:%S %p",
    " %I:%M%p",
    " %I:%M:%S%p",
    "T%H:%M",
    "T%H:%M:%S",
)
_TOGETHER = ("%Y%m%d%H%M%S", "%Y年%m月%d日 %H时%M分", "%Y年%m月%d日%H时%M分", "%Y年%m月%d日 %H时%M分%S秒")
#: A zone and fractions of a second, which only ISO spellings may have: a load reads them without being told.
_TAIL = re.compile(r"(?<=:\d\d)(\.\d+)?\s?(Z|[+-]\d\d(:?\d\d)?)?$", re.IGNORECASE)
_ISO = "%Y-%m-%d"
#: Every spelling that is looked for.
SPELT = (*(day + time for day in _DAYS for time in _TIMES), *_TOGETHER)
#: Spellings that a column may mix, and the share of one form that the other order must not read to be ruled out.
_SPELLINGS, _SLIPS = 3, 0.01
_FIRST, _LAST = 1900, datetime.now().year + 50


@dataclass(frozen=True, slots=True)
class Spellings:
    """The spellings that read a column, the commonest first, and the share of its values that they read together.

    `shown` is a value that only its own order of day and month reads. `undecided` has the two spellings that read the
    values equally well: which is meant does not stand in the file.
    """

    formats: tuple[str, ...] = ()
    share: float = 0.0
    shown: str = ""
    undecided: tuple[str, str] | None = None

    @property
    def is_iso(self) -> bool:
        """Whether a load reads them without being told."""
        return all(form.startswith(_ISO) for form in self.formats)


def spellings_of(values: list[str]) -> Spellings:
    """Find the spellings of the days in some values, none of them empty."""
    forms: dict[str, Counter[str]] = {}
    for value in values:
        forms.setdefault(_form(value), Counter())[value] += 1
    known = [(form, found) for form, found in forms.items() if form in _BY_FORM]
    known.sort(key=lambda one: one[1].total(), reverse=True)
    formats: list[str] = []
    undecided, shown, read = None, "", 0
    for form, found in known[:_SPELLINGS]:
        counts = {spelling: _read(found, spelling) for spelling in _BY_FORM[form]}
        best, *others = sorted(counts, key=lambda spelling: counts[spelling].total(), reverse=True)
        total = counts[best].total()
        if not total:
            continue
        rival = others[0] if others else None
        # Whoever begins with the year goes on with the month, unless the values cannot be read so.
        if rival and not best.startswith(("%Y-%m", "%Y/%m")):
            if not _rules_out(counts[best], counts[rival], found.total()):
                undecided = undecided or (best, rival)
            elif not shown:
                shown = next(iter(counts[best] - counts[rival]))
        formats.append(best)
        read += total
    return Spellings(tuple(formats), read / len(values) if values else 0.0, shown, undecided)


def _rules_out(best: Counter[str], rival: Counter[str], total: int) -> bool:
    """Say whether the values decide between two orders: the best reads all but slips, the other does not."""
    return best.total() >= total * (1 - _SLIPS) and rival.total() < best.total() - total * _SLIPS


def _read(found: Counter[str], spelling: str) -> Counter[str]:
    return Counter({value: count for value, count in found.items() if _reads(value, spelling)})


def _reads(value: str, spelling: str) -> bool:
    try:
        moment = datetime.strptime(_TAIL.sub("", value), spelling)
    except ValueError:
        return False
    return _FIRST <= moment.year <= _LAST


def _form(text: str) -> str:
    """Return what spellings look like: `9` for one or two digits, `b` for a short month, `B` for a long one, `p` for AM and PM."""
    if len(text) > 40:
        return ""
    if text[:4].isdigit():
        text = _TAIL.sub("", text)
    text = re.sub(r"(?i)(?<=[\d ])[ap]m$", "p", text)
    text = re.sub(r"\d+", lambda digits: "9" if len(digits[0]) < 3 else "9" * len(digits[0]), text)
    return re.sub(r"[A-Za-z]{3,}", lambda word: "b" if len(word[0]) == 3 else "B", text)


def _form_of(spelling: str) -> str:
    parts = {"%Y%m%d%H%M%S": "9" * 14, "%Y%m%d": "9" * 8, "%Y": "9999", "%b": "b", "%B": "B", "%p": "p"}
    for part, form in parts.items():
        spelling = spelling.replace(part, form)
    return re.sub(r"%[mdyHIMS]", "9", spelling)


_BY_FORM: dict[str, list[str]] = {}
for _spelling in SPELT:
    _BY_FORM.setdefault(_form_of(_spelling), []).append(_spelling)
