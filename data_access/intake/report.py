"""What became of the rows of a load: for the person who ran it, the batch table and the rejects file."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, Self, TextIO

from data_access.store.folders import ListFile

#: Sentences about single rows that the terminal shows; the rejects file has them all.
SHOWN = 5
#: Begins the reason of a row that came in without a doubtful value.
LEFT_OUT = "value left out: "


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row comes from: its row (the header is row 1) and line, its values there, and its sheet where there are several."""

    row: int
    line: int
    values: tuple[Any, ...]
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class BatchReport:
    """One table of one load; read = loaded + rejected + duplicate, always.

    `reasons` counts rejected rows by what is wrong with them (a row may break several checks), `held` says how many of
    them only wait for a code. `doubtful` of the loaded rows came in without a value that is in doubt, `doubts` counts
    those by what was wrong. `rejects` is the file that lists them all, `held_file` the one to load again; None where
    there are none. `examples` and `doubted` are sentences about the first of them, `notes` about the source.
    """

    batch_id: str
    table: str
    origin: str
    read: int
    loaded: int
    rejected: int
    duplicate: int
    reasons: tuple[tuple[str, int], ...] = ()
    rejects: Path | None = None
    held: int = 0
    held_file: Path | None = None
    examples: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    doubtful: int = 0
    doubts: tuple[tuple[str, int], ...] = ()
    doubted: tuple[str, ...] = ()


def printed(reports: Iterable[BatchReport]) -> str:
    """Return reports as a table for a terminal, with the reasons for rejection and what was left out below."""
    reports = list(reports)
    lines = [f"{'table':<20}{'read':>12}{'loaded':>12}{'rejected':>12}{'duplicate':>12}"]
    for report in reports:
        numbers = (report.read, report.loaded, report.rejected, report.duplicate)
        lines.append(f"{report.table:<20}" + "".join(f"{number:>12,}" for number in numbers))
    for report in reports:
        lines += [f"  {report.table}: {note}" for note in report.notes]
        lines += [f"  {report.table}: {count:,} × {reason}" for reason, count in report.reasons]
        if report.held:
            lines.append(
                f"  {report.table}: {report.held:,} rejected rows are held back in {report.held_file}"
            )
    lines += _once(report.examples for report in reports)
    for report in reports:
        if report.doubtful:
            lines.append(f"  {report.table}: of these, {report.doubtful:,} loaded with a value left out")
            for doubt, count in report.doubts:
                is_most = 2 * count > report.loaded  # a format that is wrong drops a whole column
                lines.append(f"    {count:,} × {doubt}{'; look at the mapping' * is_most}")
    lines += _once(report.doubted for report in reports)
    files = dict.fromkeys(str(report.rejects) for report in reports if report.rejects)
    return "\n".join([*lines, *(f"  rejected and duplicate rows, values left out: {file}" for file in files)])


def _once(sentences: Iterable[tuple[str, ...]]) -> list[str]:
    """Return sentences that several reports of a load may have in common."""
    return [f"  {text}" for text in dict.fromkeys(chain.from_iterable(sentences))]


class RejectsFile:
    """A CSV file of rows that were not let in, or not with all their values; it comes into being with the first of them.

    `row` counts records with the header as row 1, `line` counts lines as an editor shows them.
    """

    def __init__(self, place: ListFile, origin: str = "") -> None:
        self.origin, self._place = origin, place
        self.examples: list[str] = []
        self.doubted: list[str] = []
        self._file: TextIO | None = None

    def write(
        self, table: str, row: int, line: int, reason: str, text: str, *, is_kept: bool = False
    ) -> None:
        """Add one row with its place, the reason and its original text; `is_kept` says that it came in all the same."""
        if self._file is None:
            path = self._place.written_to
            path.parent.mkdir(parents=True, exist_ok=True)
            # With a byte order mark spreadsheets show Chinese.
            self._file = path.open("w", encoding="utf-8-sig", newline="")
            csv.writer(self._file).writerow(("table", "file", "row", "line", "reason", "text"))
        reason = f"{LEFT_OUT}{reason}" if is_kept else reason
        csv.writer(self._file).writerow((table, self.origin, row, line, reason, text))
        examples = self.doubted if is_kept else self.examples
        if len(examples) < SHOWN:
            place = f"row {row}" if line in (0, row) else f"row {row} (line {line})"
            examples.append(f"{self.origin}, {place}: {reason}.")

    @property
    def written(self) -> Path | None:
        """Where the file stands in the end, if there is one."""
        return None if self._file is None else self._place.stands_at

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()


class HeldFile:
    """Rows that wait for a code, as a CSV file with the header of their source: it can be loaded by the same mapping."""

    def __init__(self, place: ListFile, columns: tuple[str, ...]) -> None:
        self.path, self._place, self._columns = place.stands_at, place, columns
        self.rows = 0

    def write(self, records: Iterable[tuple[str | None, ...]]) -> None:
        """Add records of the source."""
        path = self._place.written_to
        path.parent.mkdir(parents=True, exist_ok=True)
        is_new = not self.rows
        with path.open(
            "w" if is_new else "a", encoding="utf-8-sig" if is_new else "utf-8", newline=""
        ) as file:
            writer = csv.writer(file)
            if is_new:
                writer.writerow(self._columns)
            for record in records:
                writer.writerow(["" if value is None else value for value in record])
                self.rows += 1


def as_csv(values: Iterable[object]) -> str:
    """Return values as one record of a CSV file."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="").writerow(["" if value is None else value for value in values])
    return buffer.getvalue()
