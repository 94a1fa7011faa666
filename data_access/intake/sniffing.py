"""What kind of text a file is: its encoding, delimiter and header row, found with the help of the wanted columns."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice
from pathlib import Path

from data_access.domain.errors import BadFile
from data_access.intake.mapping import SourceOptions

DELIMITERS = (",", ";", "\t", "|")
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_HEAD, _BLOCK, _RECORDS = 1 << 18, 1 << 20, 50
#: A text of more bytes is looked at in several places, in so many bytes each.
LARGE, PLACES, PART = 1 << 22, 8, 1 << 18
# A quote that is never closed makes one long value; it is to be reported, not to stop the look at the header.
csv.field_size_limit(1 << 24)


@dataclass(frozen=True, slots=True)
class Header:
    """Where the data of a text begins: `lines` counts the physical lines up to and with the header."""

    delimiter: str
    columns: tuple[str, ...]
    lines: int


def encoding_of(path: Path, stated: str | None) -> str:
    """Return the stated encoding, or UTF-8, UTF-16 or GB18030, whichever reads the whole file; raises BadFile.

    A multi-byte character cut in two at the very end is no objection: the row it ends is judged as a row.
    """
    with path.open("rb") as file:
        head = file.read(4)
    marked = next((name for bom, name in _BOMS if head.startswith(bom)), None)
    wheres = []
    for name in [stated or marked or ""] if stated or marked else ["utf-8", "gb18030"]:
        where = _undecodable(path, name)
        if where is None:
            return name
        wheres.append(f"not as {name} ({where})")
    raise BadFile(
        f"{path} cannot be read as text: {'; '.join(wheres)}. State its encoding under [source], or save it as UTF-8."
    )


def _undecodable(path: Path, encoding: str) -> str | None:
    """Return the line and bytes that are no text of an encoding, None where all of the file is."""
    try:
        decoder = codecs.getincrementaldecoder(encoding)()
    except LookupError:
        raise BadFile(
            f"{path}: the encoding {encoding!r} is not known; give utf-8, gb18030 or another."
        ) from None
    lines = 1
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            try:
                decoder.decode(block)
            except UnicodeDecodeError as error:
                # The decoder may have kept bytes of the block before: they hold no line end.
                line = lines + error.object[: error.start].count(b"\n")
                return f"line {line}: bytes {error.object[error.start : error.end].hex(' ')}"
            lines += block.count(b"\n")
    return None


def decoded(path: Path, encoding: str) -> Iterator[bytes]:
    """Yield a file block by block as UTF-8 without a byte order mark, its lines ended by LF whatever ended them.

    A character that is cut in two at the very end becomes a byte that no UTF-8 has, so that its row is refused.
    Raises UnicodeDecodeError.
    """
    decoder = codecs.getincrementaldecoder("utf-8-sig" if encoding == "utf-8" else encoding)()
    lines = io.IncrementalNewlineDecoder(decoder, translate=True)
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield lines.decode(block).encode()
    is_cut = bool(decoder.getstate()[0])
    decoder.reset()
    yield lines.decode(b"", final=True).encode() + b"\xff" * is_cut


def has_lone_returns(path: Path) -> bool:
    """Say whether a file of one-byte line ends has a carriage return without a line feed behind it."""
    returns = pairs = 0
    last = b""
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            returns += block.count(b"\r")
            pairs += block.count(b"\r\n") + (last == b"\r" and block[:1] == b"\n")
            last = block[-1:]
    return returns > pairs


def header_of(path: Path, name: str, wanted: tuple[str, ...], options: SourceOptions) -> Header:
    """Find the header among the first records of UTF-8 text as the row that names all `wanted` columns.

    `name` is how errors call the file. Raises BadFile naming the missing column and the nearest that is there.
    """
    with path.open("rb") as file:
        text = file.read(_HEAD).decode("utf-8-sig", errors="replace")
    best: tuple[int, Header] | None = None
    for delimiter in [options.delimiter] if options.delimiter else DELIMITERS:
        for row, header in enumerate(_candidates(text, delimiter), start=1):
            if options.header_row in (None, row):
                found = len(set(wanted) & set(header.columns))
                if best is None or found > best[0]:
                    best = found, header
    if best is None:
        raise BadFile(f"{name} has no header row; an empty file cannot be loaded.")
    check_columns(name, best[1].columns, wanted)
    return best[1]


def looked_at(count: int) -> tuple[int, int]:
    """Return how many of so many rows to look at are the first ones, and how many stand at each place further on."""
    each = count // (2 * PLACES)
    return count - each * PLACES, each


def places(size: int) -> list[int]:
    """Return where the places lie in a source of so many bytes or rows."""
    return [size * place // (PLACES + 1) for place in range(1, PLACES + 1)]


def first_records(path: Path, count: int) -> list[list[str]]:
    """Return the first records of delimited text, split where most of them have the same number of columns.

    Of a large file, which may be sorted, some of them come from further on, whatever its size.
    """
    encoding, size = encoding_of(path, None), path.stat().st_size
    is_large = size > LARGE and not encoding.startswith("utf-16")
    blocks = islice(decoded(path, encoding), 1 if size > LARGE else None)
    delimiter, records = _split(b"".join(blocks).decode(errors="replace"), count)
    if not is_large:
        return records
    first, each = looked_at(count)
    width = Counter(map(len, records)).most_common(1)[0][0]
    records = records[:first]
    with path.open("rb") as file:
        for start in places(size):
            file.seek(start)
            file.readline()  # what is left of the line that the place lies in
            text = file.read(PART).decode(encoding, errors="replace")
            # A place within a quoted text of several lines makes a few records of another width.
            records += [record for record in _records(text, delimiter, each) if len(record) == width]
    return records


def _split(text: str, count: int) -> tuple[str, list[list[str]]]:
    """Return the delimiter that gives most records the same number of columns, and the first records."""
    best: tuple[int, str, list[list[str]]] = 0, DELIMITERS[0], []
    for delimiter in DELIMITERS:
        records = _records(text, delimiter, count)
        width, times = Counter(map(len, records)).most_common(1)[0] if records else (0, 0)
        if not best[2] or (width - 1) * times > best[0]:
            best = (width - 1) * times, delimiter, records
    return best[1:]


def _records(text: str, delimiter: str, count: int) -> list[list[str]]:
    return list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), count))


def check_columns(name: str, columns: tuple[str, ...], wanted: tuple[str, ...]) -> None:
    """Raise BadFile where a wanted column is not among the columns of a source."""
    for column in wanted:
        if column not in columns:
            twice = [name for name in columns if re.fullmatch(re.escape(column) + r"_\d+", name)]
            if len(twice) > 1:
                raise BadFile(
                    f"{name}, row of the header: the column {column!r} stands there {len(twice)} times; let the mapping "
                    f"name the one that is meant: {' or '.join(twice)}."
                )
            near = get_close_matches(column, columns, n=3, cutoff=0.4)
            known = f"the nearest are {', '.join(near)}" if near else f"it has {', '.join(columns[:12])}"
            raise BadFile(f"{name} has no column {column!r}; {known}. Correct the mapping or the file.")


def _candidates(text: str, delimiter: str) -> Iterator[Header]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    for _, record in zip(range(_RECORDS), reader, strict=False):
        yield Header(delimiter, distinct([cell.strip() for cell in record]), reader.line_num)


def distinct(names: list[str]) -> tuple[str, ...]:
    """Give columns without a name, or with the same name, names of their own: `column_3`, `State_1`, `State_2`.

    Names that differ in case alone are the same to the engine, and `rowid` is its own.
    """
    given = [name or f"column_{position}" for position, name in enumerate(names, start=1)]
    total = Counter(["rowid", *[name.lower() for name in given]])
    seen: Counter[str] = Counter()
    result = []
    for name in given:
        seen[name.lower()] += 1
        result.append(name if total[name.lower()] == 1 else f"{name}_{seen[name.lower()]}")
    return tuple(result)
