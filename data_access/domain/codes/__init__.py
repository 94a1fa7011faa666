"""The code lists and regions that every load uses, demo and real alike: two readable CSV files and their tables."""

from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import csv

from data_access.domain.errors import UnknownName
from data_access.domain.text import Text

_HERE = Path(__file__).parent
_CODES = pa.schema(
    [(name, pa.string()) for name in ("list_key", "code", "zh", "en")]
    + [("position", pa.int32()), ("parent", pa.string()), ("basis", pa.string())]
)
_REGIONS = pa.schema(
    [(name, pa.string()) for name in ("adcode", "name", "name_en", "level", "parent")]
    + [("valid_from", pa.date32()), ("valid_to", pa.date32()), ("successor", pa.string())]
    + [("longitude", pa.float64()), ("latitude", pa.float64())]
)


def code_table() -> pa.Table:
    """Return the rows of table `code`: every code list of the product in its order."""
    return _read("codes.csv", _CODES)


def region_table() -> pa.Table:
    """Return the rows of table `region`: China, its provinces, Zhejiang's cities, districts of the demo cities.

    Codes are those of GB/T 2260; a retired district names its successor, and a point is for labels only.
    """
    return _read("regions.csv", _REGIONS)


@cache
def _regions() -> dict[str, dict[str, Any]]:
    return {row["adcode"]: row for row in region_table().to_pylist()}


def region_by_code(adcode: str) -> dict[str, Any]:
    """Return the row of one region by its code. Raises UnknownName."""
    if adcode not in _regions():
        raise UnknownName("region", adcode, _regions())
    return _regions()[adcode]


@cache
def codes(list_key: str) -> tuple[str, ...]:
    """Return the codes of one list in its order. Raises UnknownName."""
    listed = code_table().select(["list_key", "code"]).to_pylist()
    found = tuple(row["code"] for row in listed if row["list_key"] == list_key)
    if not found:
        raise UnknownName("code list", list_key, {row["list_key"] for row in listed})
    return found


@cache
def code_titles(list_key: str) -> dict[str, Text]:
    """Return what each code of one list is called; empty for a list that is not ours, such as that of platforms."""
    rows = code_table().select(["list_key", "code", "zh", "en"]).to_pylist()
    return {row["code"]: Text(row["zh"], row["en"]) for row in rows if row["list_key"] == list_key}


@cache
def _read(name: str, schema: pa.Schema) -> pa.Table:
    """Read one CSV file of this folder by `schema`; an empty field is NULL."""
    options = csv.ConvertOptions(column_types=schema, strings_can_be_null=True, null_values=[""])
    return csv.read_csv(_HERE / name, convert_options=options).select(schema.names)
