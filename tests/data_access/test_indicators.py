"""The registry: every entry is whole, named like the others, and used."""

import ast
import re
from pathlib import Path

import pytest

from data_access.domain.codes import codes
from data_access.domain.dimensions import DIMENSIONS, GRAINS
from data_access.domain.errors import UnknownName
from data_access.domain.filters import FILTERS
from data_access.metrics.indicators import INDICATORS, Indicator
from data_access.metrics.indicators.base import Per, Registry, indicator
from data_access.metrics.indicators.complaint_rates import RATES
from data_access.metrics.indicators.measures import count
from data_access.metrics.indicators.units import RATIO
from data_access.metrics.sources import SOURCES, Flow
from tests.shared import swept

ROOT = Path(__file__).parents[2]
#: Shares of an amount in a larger one: published sums or whole markets, of which there is no number of cases to say.
_OF_AMOUNTS = {
    "cross_border_share",
    "gmv_share",
    "gmv_cr4",
    "gmv_national_share",
    "online_consumption_retail_share",
}
every_indicator = swept("entry", INDICATORS.values())


def _names_used() -> set[str]:
    """Return every attribute, name and text in the source outside the registry: the keys that stand somewhere."""
    paths = [
        path
        for folder in ("pages", "components", "data_access")
        for path in (ROOT / folder).rglob("*.py")
        if "indicators" not in path.parts
    ]
    found: set[str] = set()
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Attribute(attr=name) | ast.Name(id=name):
                    found.add(name)
                case ast.Constant(value=str(text)):
                    found.add(text)
    return found


def test_every_indicator_is_used() -> None:
    parts = {part.key for entry in INDICATORS.values() for part in entry.parts()}
    used = _names_used()
    switched = {rate.key for count, rates in RATES.items() if count in used for rate in rates.values()}
    unused = set(INDICATORS) - parts - used - switched
    assert not unused, f"these stand on no page, in no check and in no other indicator: {sorted(unused)}"


@every_indicator
def test_an_indicator_is_kept_under_its_own_snake_case_key(entry: Indicator) -> None:
    assert INDICATORS[entry.key] is entry
    assert re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", entry.key)


@every_indicator
def test_an_indicator_asks_for_what_its_source_has(entry: Indicator) -> None:
    assert SOURCES[entry.source.key] is entry.source
    assert entry.cohort in entry.source.cohorts
    assert set(entry.splits()) | set(entry.filters()) | set(entry.blind) <= set(DIMENSIONS)
    own = {key for part in (entry, *entry.parts()) for key in part.source.dimensions}
    assert set(entry.blind) <= own, "a dimension that the source has not needs no hiding"


@every_indicator
def test_a_share_says_from_how_many_it_may_be_shown(entry: Indicator) -> None:
    assert entry.min_n >= 0
    assert entry.version >= 1
    assert entry.target is None or entry.unit is not RATIO or 0 <= entry.target <= 1
    assert not (entry.unit is RATIO and entry.additive), "shares do not add up"
    assert entry.min_n or entry.unit is not RATIO or entry.key in _OF_AMOUNTS


@every_indicator
def test_a_rate_of_two_flows_counts_both_over_the_same_period(entry: Indicator) -> None:
    if isinstance(entry.value, Per):
        parts = entry.value.above, entry.value.below
        assert all(isinstance(part.source.cohorts[part.cohort], Flow) for part in parts)


def test_a_key_declared_twice_is_an_error() -> None:
    entry = INDICATORS["shops"]
    with pytest.raises(ValueError, match="declared twice"):
        indicator(
            entry.key,
            entry.title,
            entry.definition,
            entry.formula,
            entry.unit,
            entry.source,
            "as_of",
            count(),
        )
    assert INDICATORS["shops"] is entry


def test_an_empty_registry_knows_nothing() -> None:
    with pytest.raises(UnknownName, match="known are: none"):
        Registry()["shops"]


def test_every_filter_narrows_some_indicator_and_every_dimension_splits_one() -> None:
    split = {key for entry in INDICATORS.values() for key in entry.splits()}
    assert set(FILTERS) <= {key for entry in INDICATORS.values() for key in entry.filters()}
    assert set(DIMENSIONS) - set(GRAINS) == split


def test_every_dimension_with_codes_has_a_list_that_names_them() -> None:
    from_tables = {
        "region",
        "province",
        "platform",
        "mediator",
        "model",
        "live_host",
        "live_agency",
        "age",
        "",
    }
    for dimension in DIMENSIONS.values():
        assert dimension.codes in from_tables or codes(dimension.codes), dimension.key


def test_every_source_is_asked_by_some_indicator_or_lists_its_rows() -> None:
    asked = {part.source.key for entry in INDICATORS.values() for part in (entry, *entry.parts())}
    assert not set(SOURCES) - asked - _names_used()
