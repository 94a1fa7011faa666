"""Where the invented platforms have their address: points within their districts, so that a map can show them."""

from collections.abc import Sequence

import numpy as np

from data_access.demo.arrays import Floats
from data_access.demo.window import stream
from data_access.domain.codes import region_by_code, region_table
from data_access.lookups.boundary_files import points_within
from data_access.lookups.geo import UnknownBoundaries

#: Without boundaries a point lies about so many degrees around the middle of its district.
_AROUND = 0.05


def addresses(city: str, districts: Sequence[str], seed: int) -> tuple[Floats, Floats]:
    """Return longitude and latitude of a platform in each of these districts, NaN where the district has no place."""
    rng = stream(seed, "addresses", city)
    shares = rng.random((len(districts), 2))
    points = np.full((len(districts), 2), np.nan)
    areas = np.array([_area(city, district) for district in districts])
    for area in dict.fromkeys(areas.tolist()):
        own = np.flatnonzero(areas == area).tolist()
        points[own] = _points(area, [districts[place] for place in own], shares[own])
    return points[:, 0], points[:, 1]


def _area(city: str, district: str) -> str:
    """Return whose map has a district: its city's where the store holds a province, else the store's own."""
    above = region_by_code(district)["parent"]
    return above if above and region_by_code(above)["parent"] == city else city


def _points(area: str, districts: Sequence[str], shares: Floats) -> Floats:
    try:
        return np.column_stack(points_within(area, districts, shares))
    except UnknownBoundaries:
        middles = {row["adcode"]: (row["longitude"], row["latitude"]) for row in region_table().to_pylist()}
        found = [middles.get(district, (None, None)) for district in districts]
        return np.array(found, float) + (shares - 0.5) * 2 * _AROUND
