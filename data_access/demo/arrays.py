"""Arrow columns from numpy arrays, without a Python object per value."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from sqlalchemy import Date, DateTime, Numeric, Table

Ints = npt.NDArray[np.integer[Any]]
Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Times = npt.NDArray[Any]  # datetime64 of days, seconds or months

NO_DAY = np.datetime64("NaT", "D")
NO_TIME = np.datetime64("NaT", "s")


def coded(places: Ints, words: Sequence[str]) -> pa.Array:
    """Return a dictionary-encoded text column; `places` index into `words`, a negative place is NULL."""
    width = np.int16 if len(words) < 2**15 else np.int32
    indices = pa.array(places.astype(width), mask=places < 0)
    return pa.DictionaryArray.from_arrays(indices, pa.array(list(words), pa.string()))


def constant(word: str | None, n: int) -> pa.Array:
    """Return a dictionary-encoded text column of one word (or NULL) in every row."""
    return coded(np.full(n, -1 if word is None else 0, np.int16), [word or ""])


def numbered(prefix: str, numbers: Ints, width: int) -> pa.Array:
    """Return texts such as S000000001: `prefix` and the number with leading zeros to `width` digits, or more where it has more."""
    width = max(width, len(str(int(numbers.max(initial=0)))))
    head = np.frombuffer(prefix.encode("ascii"), np.uint8)
    characters = np.empty((len(numbers), len(head) + width), np.uint8)
    characters[:, : len(head)] = head
    rest = numbers.astype(np.int64)
    for place in range(characters.shape[1] - 1, len(head) - 1, -1):
        rest, digit = np.divmod(rest, 10)
        characters[:, place] = digit + ord("0")
    return lettered(characters)


def lettered(characters: npt.NDArray[np.uint8]) -> pa.Array:
    """Return texts of one length from a matrix of ASCII characters, a row for each text."""
    n, width = characters.shape
    offsets = np.arange(n + 1, dtype=np.int32) * width
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(np.ascontiguousarray(characters))]
    return pa.Array.from_buffers(pa.string(), n, buffers)


def money(cents: Ints, digits: int, missing: Flags | None = None) -> pa.Array:
    """Return amounts in yuan as decimal128(digits, 2) from whole cents; `missing` marks NULLs."""
    words = np.zeros((len(cents), 2), np.int64)  # little-endian 128-bit integers; amounts are never negative
    words[:, 0] = cents
    valid = None if missing is None else pa.array(~missing).buffers()[1]
    return pa.Array.from_buffers(pa.decimal128(digits, 2), len(cents), [valid, pa.py_buffer(words)])


def rows(table: Table, columns: Mapping[str, Any], tied: Collection[str] = ()) -> pa.Table:
    """Return `columns` as an Arrow table in the order and with the date and number types of `table`.

    What is `tied` stays empty: it tells of rows of other tables, and is filled in once those are there (see `ties`).
    Raises KeyError for a column of the schema that is neither given nor tied.
    """
    n = len(next(iter(columns.values())))
    given = {**columns, **dict.fromkeys(tied, pa.nulls(n, pa.string()))}
    return pa.table({c.name: _typed(c.type, given[c.name]) for c in table.columns})


def _typed(kind: Any, values: Any) -> Any:
    if isinstance(values, pa.Array | pa.ChunkedArray):
        return values
    if isinstance(kind, DateTime):
        return pa.array(values.astype("datetime64[us]"), pa.timestamp("us"))
    if isinstance(kind, Date):
        return pa.array(values, pa.date32())
    if isinstance(kind, Numeric):
        return pa.array(values, pa.float64())
    return pa.array(values)
