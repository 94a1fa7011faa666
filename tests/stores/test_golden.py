"""DuckDB, PostgreSQL and ClickHouse answer alike: whatever the product asks of the small city, from pages to the bulletin."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from math import isclose, isnan
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.sql.visitors import iterate

from data_access.metrics.indicators import INDICATORS
from data_access.metrics.indicators.measures import Measure
from data_access.store.engines import Quantile
from data_access.store.schema import metadata
from data_access.store.store import Store
from tests.stores.golden import SUBJECTS

#: Numbers that are no counts and no money, of which two engines round the last digit otherwise.
_ROUNDED = 1e-9
#: A version of the data, and in the id of a number the check that ends it: each store has its own.
_VERSION = re.compile(r"\d{8}T\d{12}Z-\w{4}(~[0-9a-f]{8})?")


def differences(wanted: Any, found: Any, place: str = "", *, is_exact: bool = False) -> Iterator[str]:
    """Yield where two values differ; floats may by a billionth of themselves, unless `is_exact`."""
    pairs: list[tuple[Any, Any, str]] = []
    if is_dataclass(wanted) and type(wanted) is type(found):
        pairs = [
            (getattr(wanted, one.name), getattr(found, one.name), f".{one.name}") for one in fields(wanted)
        ]
    elif isinstance(wanted, dict) and isinstance(found, dict) and wanted.keys() == found.keys():
        pairs = [(wanted[key], found[key], f"[{key!r}]") for key in wanted]
    elif isinstance(wanted, list | tuple) and isinstance(found, list | tuple) and len(wanted) == len(found):
        pairs = [(*pair, f"[{number}]") for number, pair in enumerate(zip(wanted, found, strict=True))]
    elif not _are_alike(wanted, found, is_exact=is_exact):
        yield f"{place} is {wanted!r} and {found!r}"
    for one, other, step in pairs:
        yield from differences(one, other, f"{place}{step}", is_exact=is_exact)


def _are_alike(wanted: Any, found: Any, *, is_exact: bool) -> bool:
    if isinstance(wanted, str) and isinstance(found, str):
        return _VERSION.sub("", wanted) == _VERSION.sub("", found)
    if not isinstance(wanted, float) or not isinstance(found, float):
        return bool(wanted == found)
    if isnan(wanted) or isnan(found):
        return isnan(wanted) and isnan(found)
    return wanted == found if is_exact else isclose(wanted, found, rel_tol=_ROUNDED)


def _is_counted(key: str) -> bool:
    """Whether an indicator is a count or an amount of money, which are the same to the last digit; a quantile lies between two."""
    unit, value = INDICATORS[key].unit, INDICATORS[key].value
    is_between = isinstance(value, Measure) and any(isinstance(one, Quantile) for one in iterate(value.value))
    return not is_between and (unit.is_money or (unit.decimals == 0 and unit.key != "index"))


@cache
def _golden(store: Store, subject: str) -> dict[Any, Any]:
    """Return what the embedded store answers, which `tests/oracle` holds against a second computation."""
    with store.snapshot() as snapshot:
        return SUBJECTS[subject](snapshot)


@pytest.mark.parametrize("engine", ["postgresql", "clickhouse"])
def test_a_city_is_the_same_on_a_server_as_in_a_folder(
    engine: str, small_store: Store, request: pytest.FixtureRequest
) -> None:
    store: Store = request.getfixturevalue(f"{engine}_city")
    with small_store.snapshot() as ours, store.snapshot() as theirs:
        for table in metadata.sorted_tables:
            wanted, found = (sorted(one.rows(select(table)), key=repr) for one in (ours, theirs))
            assert wanted == found, table.name


@pytest.mark.parametrize("subject", SUBJECTS)
@pytest.mark.parametrize("engine", ["postgresql", "clickhouse"])
def test_an_engine_answers_as_the_embedded_one(
    engine: str, subject: str, small_store: Store, request: pytest.FixtureRequest
) -> None:
    store: Store = request.getfixturevalue(f"{engine}_city")
    wanted = _golden(small_store, subject)
    with store.snapshot() as snapshot:
        found = SUBJECTS[subject](snapshot)
    assert len(wanted) > 10
    if subject.startswith("answers"):
        different = [one for key in wanted.keys() | found.keys() for one in differences(
            wanted.get(key), found.get(key), str(key), is_exact=_is_counted(key[0]))]  # fmt: skip
    else:
        different = list(differences(wanted, found))
    assert not different, f"{len(different)} differ:\n" + "\n".join(sorted(different)[:20])
