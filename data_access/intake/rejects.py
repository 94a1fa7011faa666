"""What a load did not let in, for those who must mend it: where each row stands and why, and the rows that only wait."""

import re
from collections import Counter
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pandas as pd

from data_access.domain.access import RIGHTS, Scope
from data_access.domain.errors import NotAllowed, UnknownName
from data_access.domain.spreadsheet import harmless, watermark_title
from data_access.domain.text import Text
from data_access.intake.refusals import WAITS
from data_access.intake.report import LEFT_OUT

_OF_NO_DISTRICT = Text(
    "被退回的数据还不属于任何辖区，只对全市范围的账号开放。",
    "Rows that were refused belong to no district yet; they are for accounts of the whole city.",
)
_BATCH = re.compile(r"[0-9TZ]+-[0-9a-f]+")


@dataclass(frozen=True, slots=True)
class Left:
    """How many rows of one table the rejects file of a batch names.

    Some of them only wait for a code, and some came in, without a value that is in doubt.
    """

    named: int
    waiting: int
    doubtful: int


#: What batches left out, by batch and table.
LeftOut = dict[tuple[str, str], Left]


def left_out(place: Path | None, batch_ids: set[str]) -> LeftOut:
    """Return what batches left out, by the files at the place of their store; nothing of those that left none."""
    result: LeftOut = {}
    for file in _files(place):
        if file.stem in batch_ids:
            frame = _read(file, ["table", "reason"])
            waiting = Counter(frame["table"][_waits(frame)])
            doubtful = Counter(frame["table"][frame["reason"].str.startswith(LEFT_OUT)])
            for table, named in Counter(frame["table"]).items():
                result[file.stem, table] = Left(named, waiting[table], doubtful[table])
    return result


@dataclass(frozen=True, slots=True, eq=False)
class Refused:
    """Rows that a batch left out: `frame` says where each stands and why, `again` is the file that can be loaded again."""

    frame: pd.DataFrame
    again: Path | None = None

    @property
    def rows(self) -> int:
        """How many they are."""
        return len(self.frame)

    def csv(self, scope: Scope, lang: str = "zh", mark: str = "", unmasked_for: str = "") -> bytes:
        """Return table, file, row, line and reason as CSV (UTF-8 with BOM, for Excel), with a watermark as last column.

        The original text may hold personal data: only a reader with that right gets it. He gets rows that wait for a
        code as they can be loaded again, under the header of their source, to which nothing may be added. What was
        refused belongs to no district yet: a reader of some gets none of it. The title of the watermark names the one whom the
        texts are `unmasked_for`. Raises NotAllowed.
        """
        if scope.districts is not None:
            raise NotAllowed(RIGHTS["read"], _OF_NO_DISTRICT)
        if self.again and scope.sees_persons:
            return self.again.read_bytes()
        shown = self.frame if scope.sees_persons else self.frame.drop(columns="text")
        marked = {watermark_title(lang, unmasked_for): mark} if mark else {}
        written = StringIO()
        shown.assign(**marked).map(harmless).to_csv(written, index=False)
        return written.getvalue().encode("utf-8-sig")


def rejects(place: Path | None, batch_id: str) -> Refused:
    """Return a batch's refused rows. Raises UnknownName."""
    return Refused(_read(_file(place, batch_id)))


def held(place: Path | None, batch_id: str) -> Refused:
    """Return the rows of a batch that wait for a code. Raises UnknownName."""
    frame = _read(_file(place, batch_id))
    waiting = frame[_waits(frame)]
    files = list(place.glob(f"held/*-{batch_id}.csv")) if place else []
    if waiting.empty or not files:
        raise UnknownName("batch with held rows", batch_id, [])
    return Refused(waiting, files[0])


def _waits(frame: pd.DataFrame) -> "pd.Series[bool]":
    return frame["reason"].str.contains(WAITS, regex=False)


def _files(place: Path | None) -> list[Path]:
    return sorted(place.glob("rejects/*.csv")) if place else []


def _file(place: Path | None, batch_id: str) -> Path:
    known = {file.stem: file for file in _files(place)}
    if not _BATCH.fullmatch(batch_id) or batch_id not in known:
        raise UnknownName("batch with refused rows", batch_id, list(known))
    return known[batch_id]


def _read(file: Path, columns: list[str] | None = None) -> pd.DataFrame:
    return pd.read_csv(file, usecols=columns, dtype=str, keep_default_na=False, encoding="utf-8-sig")
