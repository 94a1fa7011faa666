"""The working-day calendar as rows of `working_day`: the same days that deadlines are counted by."""

from functools import cache

import numpy as np
import pandas as pd
import pyarrow as pa
from sqlalchemy import column, delete, insert, select, table

from data_access.domain.working_days import CSV
from data_access.store.drafts import Draft
from data_access.store.schema import working_day


@cache
def calendar_rows() -> pa.Table:
    """Return every day of the calendar with the number of working days up to and including it."""
    frame = pd.read_csv(CSV)
    working = frame["is_workday"].to_numpy(dtype=bool)
    return pa.table({
        "day": pa.array(pd.to_datetime(frame["date"]).dt.date, pa.date32()),
        "is_working": pa.array(working),
        "number": pa.array(np.cumsum(working).astype(np.int32)),
        "holiday": pa.array(frame["holiday_zh"].where(frame["holiday_zh"].notna(), None), pa.string()),
        "source": pa.array(frame["source"], pa.string()),
    })  # fmt: skip


def derive(draft: Draft) -> int:
    """Fill `working_day` anew, and return its rows."""
    found = calendar_rows()
    draft.connection.register("calendar_rows", found)
    incoming = table("calendar_rows", *(column(name) for name in found.column_names))
    with draft.engine.begin() as connection:
        connection.execute(delete(working_day))
        connection.execute(insert(working_day).from_select(found.column_names, select(incoming)))
    draft.connection.unregister("calendar_rows")
    return len(found["day"])
