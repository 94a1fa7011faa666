"""Who handles what: some two dozen invented officials in each district."""

import numpy as np
import pyarrow as pa

from data_access.demo.arrays import Ints, coded
from data_access.demo.identities import PEOPLE
from data_access.demo.parts import Place

_STAFF = 24


def handlers(place: Place, district: Ints, number: Ints) -> pa.Array:
    """Return who handles each matter of a district (-1: nobody is known), evenly; the same number always has the same."""
    words = [PEOPLE[7 * at % len(PEOPLE)] for at in range(_STAFF * len(place.districts))]
    mixed = np.asarray(number, np.int64) * 2_654_435_761 % 2**32 % _STAFF
    return coded(np.where(district >= 0, district * _STAFF + mixed, -1), words)
