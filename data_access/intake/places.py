"""Regions of another city into the store, so that it can be run with its own districts."""

from datetime import date
from pathlib import Path

import pyarrow as pa
from sqlalchemy import delete, select

from data_access.intake.days import begin_dataset
from data_access.intake.load import load_chunks
from data_access.intake.mapping import DatasetOptions
from data_access.intake.report import BatchReport
from data_access.lookups.boundary_files import Named, regions_of
from data_access.store.drafts import Draft
from data_access.store.schema import region

#: A file of boundaries does not say since when its regions exist.
_ALWAYS = date(1900, 1, 1)


def load_regions(
    draft: Draft,
    path: Path,
    *,
    area: str,
    area_name: str | None,
    named: Named,
    provider: str,
    level: str = "district",
) -> list[BatchReport]:
    """Let the regions of a file that GeoPandas reads into a draft as parts of `area`, whose row comes first.

    Regions that the store has already are taken anew. A store that does not say yet which city it holds then holds
    this one; `level` is that of regions whose file has no column `level`. Raises BadFile.
    """
    with draft.engine.connect() as connection:
        held = {row.adcode: row for row in connection.execute(select(region))}
    parts = regions_of(path, area, named, level, {code: row.parent for code, row in held.items()})
    own = next((part for part in parts if part["adcode"] == area), None)
    known = held.get(area)
    name = area_name or (own["name"] if own else known.name if known else area)
    english = own["name_en"] if own else known.name_en if known else name
    if own is None and known is None:
        parts.insert(0, {"adcode": area, "name": name, "name_en": english, "level": "city"})
    rows = [{"valid_from": _ALWAYS, **part} for part in parts]
    with draft.engine.begin() as connection:
        connection.execute(delete(region).where(region.c.adcode.in_([row["adcode"] for row in rows])))
    columns = ("adcode", "name", "name_en", "level", "parent", "valid_from", "longitude", "latitude")
    table = pa.Table.from_pylist([{column: row.get(column) for column in columns} for row in rows])
    begin_dataset(draft, DatasetOptions(area, name, english, is_synthetic=False, currency=None))
    return load_chunks(draft, [(region, table)], provider=provider, origin=path.name, is_synthetic=False)
