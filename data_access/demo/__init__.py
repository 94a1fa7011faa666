"""The calibrated synthetic city: Hangzhou as the founding articles publish it, peopled by invented platforms and firms.

Every table has a random stream of its own for each chunk, so that the same seed gives the same bytes.
"""

from collections.abc import Iterator

import pyarrow as pa
from sqlalchemy import Table

from data_access import schema
from data_access.codes import code_table, region_table
from data_access.demo.cases import case_tables
from data_access.demo.complaints import complaint_chunks
from data_access.demo.entities import LEFT, NEW, STANDING, entity_chunks
from data_access.demo.platforms import duty_rows, platform_rows
from data_access.demo.references import annotation_rows, dataset_rows, figure_rows
from data_access.demo.shares import scaled
from data_access.demo.shops import SHOPS, shop_chunks
from data_access.demo.transactions import transaction_chunks
from data_access.demo.volumes import TOTALS
from data_access.demo.window import CITY
from data_access.errors import BadValue, UnknownName

CITIES = (CITY,)
#: Below, some kinds of cases are not there at all; beyond, six digits do not number the invented firms.
SCALES = (0.001, 4)
#: Rows that do not depend on the scale (codes, platforms, transactions …), and cases with their stages at scale 1.
_FIXED_ROWS, _CASE_ROWS = 55_000, 141_000


def generate(city: str = CITY, scale: float = 1.0, seed: int = 1) -> Iterator[tuple[Table, pa.Table]]:
    """Yield each table of the schema that a load fills with its rows, in the order of references and in chunks.

    `scale` scales shops, complaints, cases and entities; platforms, codes and transactions stay whole. A chunk has at
    most 500,000 rows. Raises UnknownName for a city that there is no demo of, BadValue for a scale that is not from 0.001 to 4.
    """
    _check(city, scale)
    return _generate(scale, seed)


def expected_rows(city: str = CITY, scale: float = 1.0) -> int:
    """Return about how many rows `generate` will yield in all, for a progress bar; raises as `generate` does."""
    _check(city, scale)
    spells = (STANDING * 1.17 + LEFT + NEW) * scale
    return _FIXED_ROWS + round(
        scaled(SHOPS, scale) + sum(TOTALS.values()) * scale + spells + _CASE_ROWS * scale
    )


def _generate(scale: float, seed: int) -> Iterator[tuple[Table, pa.Table]]:
    yield schema.dataset, dataset_rows()
    yield schema.code, code_table()
    yield schema.region, region_table()
    yield schema.annotation, annotation_rows()
    yield schema.reference_figure, figure_rows()
    yield schema.platform, platform_rows(seed)
    yield schema.platform_duty, duty_rows(seed)
    for chunk in shop_chunks(seed, scale):
        yield schema.shop, chunk
    for chunk in transaction_chunks(seed):
        yield schema.transaction_month, chunk
    for chunk in complaint_chunks(seed, scale):
        yield schema.complaint_report, chunk
    cases, stages = case_tables(seed, scale)
    yield schema.enforcement_case, cases
    yield schema.case_stage, stages
    for chunk in entity_chunks(seed, scale):
        yield schema.negative_entity, chunk


def _check(city: str, scale: float) -> None:
    if city not in CITIES:
        raise UnknownName("demo city", city, CITIES)
    smallest, largest = SCALES
    if not smallest <= scale <= largest:
        raise BadValue("scale", str(scale), f"a number from {smallest} to {largest}")
