"""What facts refer to: the product's own lists in a new store, and the codes that a load declares or creates."""

from datetime import date
from typing import Any

import pyarrow as pa
from sqlalchemy import Table, literal, select

from data_access.domain.codes import code_table, region_table
from data_access.domain.errors import BadMapping
from data_access.intake.mapping import Mapping
from data_access.intake.shaping import Created
from data_access.store.drafts import Draft
from data_access.store.schema import code, platform, region

#: A region that a file names without a date has always been in force as far as the store knows.
ALWAYS = date(1900, 1, 1)


def missing_references(draft: Draft, mapping: Mapping) -> list[tuple[Table, pa.Table]]:
    """A store begins with the product's own code lists and regions; a mapping may declare further codes."""
    result = []
    if mapping.table is not code and _is_empty(draft, code):
        result.append((code, code_table()))
    if mapping.table is not region and _is_empty(draft, region):
        result.append((region, _regions(mapping)))
    if not mapping.codes:
        return result
    with draft.engine.connect() as connection:
        known = {tuple(row) for row in connection.execute(select(code.c.list_key, code.c.code))}
    rows = [
        {**row, "position": 900 + number, "parent": None, "basis": str(mapping.path.name)}
        for number, row in enumerate(mapping.codes)
        if (row["list_key"], row["code"]) not in known
    ]
    return [*result, (code, pa.Table.from_pylist(rows))] if rows else result


def _regions(mapping: Mapping) -> pa.Table:
    """Return the product's own regions, or for a city that is not among them that city alone."""
    known, given = region_table(), mapping.dataset
    if given is None or given.city in known["adcode"].to_pylist():
        return known
    root = {"adcode": given.city, "name": given.name_zh, "name_en": given.name_en, "level": "city"}
    return pa.Table.from_pylist([{**root, "valid_from": ALWAYS}])


def created_rows(mapping: Mapping, created: Created) -> list[tuple[Table, pa.Table]]:
    """Return the rows for new codes, platforms and regions."""
    result = []
    rows: list[dict[str, Any]]
    for list_key, new in created.items():
        words = list(new.items())
        match list_key:
            case "platform":
                table, rows = (
                    platform,
                    [{"platform_id": k, "name": word, "name_en": word} for k, word in words],
                )
            case "region":
                table, rows = region, [_region(mapping, key, word) for key, word in words]
            case _:
                table = code
                rows = [
                    {"list_key": list_key, "code": key, "zh": word, "en": word, "position": 1000 + number}
                    for number, (key, word) in enumerate(words)
                ]
        if rows:
            result.append((table, pa.Table.from_pylist(rows)))
    return result


def _region(mapping: Mapping, key: str, word: str) -> dict[str, Any]:
    if mapping.dataset is None:
        raise BadMapping(
            f"{mapping.path}: a mapping that creates regions needs [dataset], whose city they belong to."
        )
    return {
        "adcode": key, "name": word, "name_en": word, "level": mapping.dataset.region_level,
        "parent": mapping.dataset.city, "valid_from": ALWAYS,
    }  # fmt: skip


def _is_empty(draft: Draft, table: Table) -> bool:
    with draft.engine.connect() as connection:
        return connection.execute(select(literal(1)).select_from(table).limit(1)).first() is None
