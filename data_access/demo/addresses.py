"""Where the invented platforms have their address: points within their districts, so that a map can show them."""

from collections.abc import Sequence

import numpy as np

from data_access.demo.arrays import Floats
from data_access.demo.window import stream
from data_access.domain.codes import region_table
from data_access.lookups.boundary_files import points_within
from data_access.lookups.geo import UnknownBoundaries

#: Without boundaries a point lies about so many degrees around the middle of its district.
_AROUND = 0.05


def addresses(city: str, districts: Sequence[str], seed: int) -> tuple[Floats, Floats]:
    """Return longitude and latitude of a platform in each of these districts, NaN where the district has no place."""
    rng = stream(seed, "addresses", city)
    shares = rng.random((len(districts), 2))
    try:
        return points_within(city, districts, shares)
    except UnknownBoundaries:
        middles = {row["adcode"]: (row["longitude"], row["latitude"]) for row in region_table().to_pylist()}
        around = (shares - 0.5) * 2 * _AROUND
        found = [middles.get(district, (None, None)) for district in districts]
        points = np.array(found, float) + around
        return points[:, 0], points[:, 1]
