"""Rows of values into the staging table of text, batch by batch."""

from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
from sqlalchemy import insert, select

from data_access.intake.staging import STAGED, materialise, staged_table
from data_access.store.drafts import Draft

#: How many rows are handed on together.
BATCH = 20_000
Cells = list[str | None]


def keep_rows(draft: Draft, columns: tuple[str, ...], rows: Iterable[Cells]) -> None:
    """Write rows of text into the staging table, cut or filled to the width of its columns."""
    schema = pa.schema([(name, pa.string()) for name in columns])
    batch, kept = staged_table("batch", columns), staged_table(STAGED, columns)
    draft.connection.register("batch", schema.empty_table())
    materialise(draft, STAGED, select(batch))
    rows = iter(rows)
    while part := list(islice(rows, BATCH)):
        cells = [[*row[: len(columns)], *[None] * (len(columns) - len(row))] for row in part]
        arrays = [pa.array(values, pa.string()) for values in zip(*cells, strict=True)]
        draft.connection.register("batch", pa.Table.from_arrays(arrays, schema=schema))
        with draft.engine.begin() as connection:
            connection.execute(insert(kept).from_select(list(columns), select(batch)))
        draft.progress.advance(len(part))
    draft.connection.unregister("batch")


def text_of(value: Any, zone: ZoneInfo | None = None) -> str | None:
    """Return a value as text: days as ISO has them, those with a zone in the city's, and whole numbers as such."""
    match value:
        case None:
            return None
        case datetime():
            local = value.astimezone(zone).replace(tzinfo=None) if value.tzinfo and zone else value
            return local.isoformat(sep=" ")
        case date() | time():
            return value.isoformat()
        case float() if value != value:  # noqa: PLR0124  (only NaN differs from itself: no value)
            return None
        case float() if value.is_integer():
            return str(int(value))
        case Decimal() if value == value.to_integral_value():
            return str(int(value))
    return str(value)
