"""Columns of chunks as arrays, and arrays as columns: what ties read and what they write."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data_access.demo.arrays import Flags, Ints, Times


def joined(chunks: Sequence[pa.Table]) -> pa.Table:
    """Return chunks of one table as one, each column in one piece."""
    if len(chunks) == 1:
        return chunks[0].combine_chunks()
    return (
        pa.concat_tables([chunk.unify_dictionaries() for chunk in chunks])
        .unify_dictionaries()
        .combine_chunks()
    )


def gathered(chunks: Iterable[pa.Table], most: int) -> Iterator[pa.Table]:
    """Yield the rows of one table in their order, as few times as `most` rows at a time allow: each time costs who lets them in."""
    held: list[pa.Table] = []
    for chunk in chunks:
        for start in range(0, chunk.num_rows, most):
            part = chunk.slice(start, most)
            if held and sum(one.num_rows for one in held) + part.num_rows > most:
                yield joined(held)
                held = []
            held.append(part)
    if held:
        yield joined(held)


def places(table: pa.Table, name: str, words: Sequence[str]) -> Ints:
    """Return where each value of a text column stands in `words`, -1 for NULL and for words that are not there."""
    column = table[name].combine_chunks()
    listed = pa.array(list(words), pa.string())
    if pa.types.is_dictionary(column.type):
        found = pc.index_in(column.dictionary, listed).take(column.indices)
    else:
        found = pc.index_in(column, listed)
    indices: Ints = pc.fill_null(found, -1).to_numpy(zero_copy_only=False).astype(np.int64)
    return indices


def moments(table: pa.Table, name: str) -> Times:
    """Return a column of moments or days to the second, NaT for NULL."""
    found: Times = table[name].combine_chunks().to_numpy(zero_copy_only=False).astype("datetime64[s]")
    return found


def days(table: pa.Table, name: str) -> Times:
    """Return a column of moments or days as days, NaT for NULL."""
    found: Times = moments(table, name).astype("datetime64[D]")
    return found


def flags(table: pa.Table, name: str) -> Flags:
    """Return a column of truths, false for NULL."""
    found: Flags = (
        pc.fill_null(table[name], pa.scalar(value=False)).to_numpy(zero_copy_only=False).astype(bool)
    )
    return found


def taken(values: pa.Array, which: Ints) -> pa.Array:
    """Return the value at each place, NULL for -1."""
    return values.take(pa.array(which, mask=which < 0))


def put(table: pa.Table, **columns: Any) -> pa.Table:
    """Return the table with some of its columns as given."""
    for name, values in columns.items():
        table = table.set_column(table.column_names.index(name), name, values)
    return table
