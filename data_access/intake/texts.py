"""Delimited text into the staging table: what cannot be split into columns is set aside and named."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from operator import attrgetter
from pathlib import Path
from typing import BinaryIO, Protocol

import duckdb
from sqlalchemy import MetaData, Table, column, func, select, table

from data_access.domain.errors import BadFile
from data_access.intake.mapping import SourceOptions
from data_access.intake.sniffing import DELIMITERS, Header, decoded, encoding_of, has_lone_returns, header_of
from data_access.intake.staging import INCOMING, Malformed, Staged, records_of
from data_access.store.drafts import Draft


class Write(Protocol):
    """Reads the view `incoming` into a table of the engine, given its columns and those that are no text."""

    def __call__(self, columns: tuple[str, ...], native: frozenset[str] = ...) -> object:
        """Read the view once."""


#: DuckDB keeps this much of a broken record and reads records up to this size.
_KEPT, _LONGEST = 10_000, 2_000_000
#: What DuckDB says where it cuts a kept record inside a Chinese character.
_CUT_CHARACTER = "Invalid unicode"
_OPEN = ("UNQUOTED VALUE", "LINE SIZE OVER MAXIMUM")
_REASONS = {
    "MISSING COLUMNS": "the row has fewer columns than the header; complete it",
    "TOO MANY COLUMNS": "the row has more columns than the header; quote values that hold the delimiter",
    "UNQUOTED VALUE": "a quoted value is not closed, the row may be cut off; complete it or correct its quotes",
    "INVALID ENCODING": "the row holds bytes that are no characters of the file's encoding; save the file as UTF-8",
    "LINE SIZE OVER MAXIMUM": "a quoted value is not closed within 2 MB; correct its quotes",
}


@dataclass(frozen=True, slots=True)
class _Error:
    """A record that DuckDB refused: its first byte, what is wrong with it, and its text."""

    start: int
    kind: str
    text: str

    @property
    def spans(self) -> bool:
        return self.kind in _OPEN and ("\n" in self.text.strip("\r\n") or len(self.text) >= _KEPT)


def stage_text(
    draft: Draft, path: Path, wanted: tuple[str, ...], options: SourceOptions, write: Write
) -> Staged:
    """Read delimited text in any encoding, through `write`; raises BadFile."""
    encoding = encoding_of(path, options.encoding)
    is_plain = encoding in ("utf-8", "utf-8-sig") and not has_lone_returns(path)
    text = path if is_plain else _as_utf8(path, encoding, draft.scratch)
    header = header_of(text, str(path), wanted, options)
    blanked: dict[int, str] = {}
    errors = _read(draft, path, text, header, write)
    if errors is None or any(error.spans for error in errors):
        # The engine skips what lies behind a quote that is never closed; without its line the rest can be read.
        if text == path:
            text = draft.scratch / f"{path.stem}.mended.csv"
            shutil.copyfile(path, text)
        blanked = _mend(text, header)
        errors = _read(draft, path, text, header, write)
    if errors is None:
        raise BadFile(f"{path} holds rows that are too long and broken; export it anew.")
    malformed, bad = _malformed(text, header, errors, blanked)
    return Staged(
        str(path), header.columns, malformed=malformed, text=text, delimiter=header.delimiter,
        header_lines=header.lines, bad=bad, skipped=tuple(one.row - 2 - before for before, one in enumerate(malformed)),
    )  # fmt: skip


def _as_utf8(path: Path, encoding: str, folder: Path) -> Path:
    result = folder / f"{path.stem}.utf8.csv"
    with result.open("wb") as file:
        file.writelines(decoded(path, encoding))
    return result


def _read(draft: Draft, path: Path, text: Path, header: Header, write: Write) -> list[_Error] | None:
    """Read the text and return the records that were refused, None where the engine could not even list them."""
    relation = draft.connection.read_csv(
        str(text),
        columns=dict.fromkeys(header.columns, "VARCHAR"),
        auto_detect=False,
        header=False,
        skiprows=header.lines,
        delimiter=header.delimiter,
        quotechar='"',
        escapechar='"',
        strict_mode=True,
        store_rejects=True,
    )
    relation.create_view(INCOMING, replace=True)
    try:
        write(header.columns)
    except duckdb.Error as error:
        if _CUT_CHARACTER in str(error):
            return None
        if isinstance(error, duckdb.InvalidInputException):
            raise BadFile(f"{path} cannot be read as delimited text: {error}") from error
        raise
    return _errors(draft)


def _errors(draft: Draft) -> list[_Error]:
    names = ("line", "line_byte_position", "error_type", "column_idx", "csv_line")
    refused = table("reject_errors", *[column(name) for name in names])
    c = refused.c
    kind = func.concat(func.min_by(c.error_type, c.column_idx))
    statement = (
        select(c.line, func.min(c.line_byte_position), kind, func.min(c.csv_line))
        .group_by(c.line)
        .order_by(c.line)
    )
    with draft.engine.begin() as connection:
        found = connection.execute(statement).all()
        for name in ("reject_errors", "reject_scans"):
            Table(name, MetaData()).drop(connection)
    # A record is said to start at the line ends before it.
    return [
        _Error(start + len(text) - len(text.lstrip("\r\n")), kind or _OPEN[1], text)
        for _, start, kind, text in found
    ]


def _mend(text: Path, header: Header) -> dict[int, str]:
    """Put spaces in place of each line that opens a quote and never closes it, so that all others keep their place.

    Returns the text of those lines by their number.
    """
    blanked: dict[int, str] = {}
    comma = re.escape(header.delimiter.encode())
    field = rb'(?:"[^"]*(?:""[^"]*)*"|[^"%b\r\n][^%b\r\n]*|)' % (comma, comma)
    record = re.compile(rb"%b(?:%b%b)*[\r\n]*" % (field, comma, field))
    with text.open("r+b") as file:
        at, number = sum(len(file.readline()) for _ in range(header.lines)), header.lines
        while line := file.readline():
            length, number = len(line), number + 1
            if b'"' in line:
                length, more = _closed(file, line, record)
                number += more
                if not length:
                    content = line.rstrip(b"\r\n")
                    file.seek(at)
                    file.write(b" " * len(content))
                    blanked[number] = content.decode("utf-8", errors="replace")
                    length = len(line)
                file.seek(at + length)
            at += length
    return blanked


def _closed(file: BinaryIO, line: bytes, record: re.Pattern[bytes]) -> tuple[int, int]:
    """Return the length of the record that begins with a line and its further lines, 0 where its quotes do not close."""
    lines, quotes, size = [line], line.count(b'"'), len(line)
    if record.fullmatch(line):
        return size, 0
    while quotes % 2 and size < _LONGEST and (line := file.readline()):
        lines.append(line)
        quotes, size = quotes + line.count(b'"'), size + len(line)
    return (size, len(lines) - 1) if quotes % 2 == 0 and record.fullmatch(b"".join(lines)) else (0, 0)


def _malformed(
    text: Path, header: Header, errors: list[_Error], blanked: dict[int, str]
) -> tuple[tuple[Malformed, ...], tuple[tuple[int, bool], ...]]:
    """Name the refused records; what follows an open quote and is no row by itself belongs to its record."""
    result: list[Malformed] = []
    bad: list[tuple[int, bool]] = []
    follows, merged = 0, 0  # the row that would continue an open record; rows that did
    errors = sorted(errors, key=attrgetter("start"))
    lines = list(_lines(text, [error.start for error in errors]))
    rows = _rows(text, header, lines)
    for error, line in zip(errors, lines, strict=True):
        opened, row = blanked.get(line), rows[line]
        if opened is None and row == follows and error.kind == "MISSING COLUMNS":
            last, merged, follows = result[-1], merged + 1, row + 1
            result[-1] = replace(last, text="\n".join((last.text, error.text.strip("\r\n"))))
            bad.append((line, False))
            continue
        follows = row + 1 if opened is not None else 0
        content = error.text.strip("\r\n") if opened is None else opened
        reason = _reason("UNQUOTED VALUE" if opened is not None else error.kind, content, header)
        result.append(Malformed(row - merged, line, reason, content))
        bad.append((line, True))
    return tuple(result), tuple(bad)


def _reason(kind: str, content: str, header: Header) -> str:
    columns = len(header.columns)
    for other in DELIMITERS:
        if (
            kind == "MISSING COLUMNS"
            and other != header.delimiter
            and content.count(other) >= columns - 1 > 0
        ):
            return (
                f"the row is separated by {other!r} and the header by {header.delimiter!r}; "
                f"use one delimiter throughout (the header has {columns} columns)"
            )
    return f"{_REASONS.get(kind, kind.lower())} (the header has {columns} columns)"


def _lines(text: Path, starts: list[int]) -> Iterator[int]:
    """Yield the lines on which bytes stand, given in order."""
    with text.open("rb") as file:
        at, line = 0, 1
        for start in starts:
            while at < start and (block := file.read(min(start - at, 1 << 20))):
                at, line = at + len(block), line + block.count(b"\n")
            yield line


def _rows(text: Path, header: Header, lines: list[int]) -> dict[int, int]:
    """Return the row of each record that starts on one of some lines; the header is row 1."""
    wanted = set(lines)
    rows: dict[int, int] = {}
    for row, (line, _, _) in enumerate(records_of(text, header.lines, header.delimiter), start=2):
        if len(rows) == len(wanted):
            break
        if line in wanted:
            rows[line] = row
    return rows
