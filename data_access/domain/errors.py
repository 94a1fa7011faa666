"""Typed errors: each names the thing that is wrong and says what to do next."""

from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches

from data_access.domain.text import Text

#: Signs of a text that nobody knows: what is longer is told by its beginning.
_TOLD = 200


class CockpitError(Exception):
    """Base of every error this project raises; its text names the thing and says what to do next."""


class UnknownName(CockpitError):
    """A key that is in no registry (an indicator, a dimension, a filter, a value)."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        known = sorted(known)
        close = get_close_matches(name, known, n=3, cutoff=0.5)
        hint = f"did you mean {', '.join(close)}?" if close else f"known are: {', '.join(known) or 'none'}."
        super().__init__(f"There is no {kind} {_short(name)!r}; {hint}")
        self.kind, self.name, self.close = kind, name, close


class BadValue(CockpitError):
    """A value that a key cannot take, for example a date that is none."""

    def __init__(self, key: str, value: str, wanted: str) -> None:
        super().__init__(f"{key}={_short(value)!r} cannot be read; give {wanted}.")
        self.key, self.value = key, value


class BeyondData(BadValue):
    """Days of which a store knows nothing: its data begin on `first` and end on `last`."""

    def __init__(self, key: str, value: str, first: date, last: date) -> None:
        super().__init__(key, value, f"days between {first} and {last}")
        self.first, self.last = first, last


def _short(text: str) -> str:
    return text if len(text) <= _TOLD else f"{text[:_TOLD]}…"


class NotAllowed(CockpitError):
    """The reader lacks a right; `words` say so in his language, those of the right unless others are given."""

    def __init__(self, right: Text, words: Text | None = None) -> None:
        self.words = words or Text(
            f"您的账号没有权限：{right('zh')}。如需办理，请联系安全管理员。",
            f"Your account may not {right('en')}; ask the security administrator for this right.",
        )
        super().__init__(self.words("en"))


class StoreMissing(CockpitError):
    """There is no readable store where the settings point."""


class StoreEmpty(StoreMissing):
    """The store can be read and holds nothing yet."""


class QueryTooSlow(CockpitError):
    """A query passed its time limit and was stopped."""


class Abandoned(CockpitError):
    """Nobody waits for the answer any more, so that it was not looked for to the end."""


class NotSplittable(CockpitError):
    """An indicator was asked by a dimension that its source does not have."""


class StoreBusy(CockpitError):
    """Another process is writing a draft of the same store."""


class StoreFull(CockpitError):
    """There was no room to write a draft; the data in use is as it was."""


class BadMapping(CockpitError):
    """A mapping file that cannot be used; the text names the file, the key and the nearest known one."""


class BadFile(CockpitError):
    """A source file that cannot be read at all, or that lacks what its mapping asks for."""


class NothingLoaded(CockpitError):
    """A load was refused because not one row of it came in."""


class TooManyRejects(CockpitError):
    """A load was refused because more rows were rejected than allowed."""


class NoTableFits(CockpitError):
    """A file that is not surely any of the tables, so that no mapping is proposed."""


class StateUnusable(CockpitError):
    """The state database, or what guards its audit, cannot be read or written; `words` is what a reader is told.

    The error's own text is for the operator: it may name files.
    """

    words = Text(
        "状态库（审计、任务、冻结页）暂时无法读写；不能留痕的内容一律不导出。请联系运维，原因见服务器日志。",
        "The state database (audit, tasks, frozen pages) cannot be used just now; nothing is exported without the audit. "
        "Ask the operator: the log says why.",
    )
    is_logged = False
