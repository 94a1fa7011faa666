"""Regions of another city into the store, so that it can be run with its own districts."""

from datetime import date
from pathlib import Path

import pyarrow as pa
from sqlalchemy import delete, select

from data_access.drafts import Draft
from data_access.errors import BadFile
from data_access.geo import regions_of
from data_access.intake.load import load_chunks
from data_access.intake.report import BatchReport
from data_access.schema import region

#: A file of boundaries does not say since when its regions exist.
_ALWAYS = date(1900, 1, 1)


def load_regions(
    draft: Draft,
    path: Path,
    *,
    area: str,
    area_name: str,
    key: str,
    name: str,
    provider: str,
    level: str = "district",
) -> list[BatchReport]:
    """Let the regions of a file that GeoPandas reads into a draft as the parts of `area`, whose row comes first.

    Regions that the store has already are taken anew. Raises BadFile.
    """
    if not path.exists():
        raise BadFile(f"There is no file {path}.")
    common = {"valid_from": _ALWAYS, "level": level, "parent": area}
    parts = [{**common, **row, "name_en": row["name"]} for row in regions_of(path, key, name)]
    codes = [str(part["adcode"]) for part in parts]
    with draft.engine.begin() as connection:
        connection.execute(delete(region).where(region.c.adcode.in_(codes)))
        held = connection.execute(select(region.c.adcode).where(region.c.adcode == area)).first()
    city = {"adcode": area, "name": area_name, "name_en": area_name, "level": "city", "valid_from": _ALWAYS}
    rows = [*([] if held or area in codes else [{**city, "parent": None}]), *parts]
    columns = ("adcode", "name", "name_en", "level", "parent", "valid_from", "longitude", "latitude")
    table = pa.Table.from_pylist([{column: row.get(column) for column in columns} for row in rows])
    return load_chunks(draft, [(region, table)], provider=provider, origin=path.name, is_synthetic=False)
