"""Invented addresses and hashed contacts of firms: roads that no city has, and never a telephone number."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data_access.demo.arrays import Ints, coded
from data_access.demo.identities import BRANDS, hashed, person_ids, texts
from data_access.domain.codes import region_by_code

ROADS = tuple(f"{brand}{kind}" for brand in BRANDS for kind in ("路", "街"))
#: Contacts are hashed from numbers beyond those of persons, so that none is a person's number under another name.
_CONTACTS = 2**40


def premises(region: str, keys: Ints) -> pa.Array:
    """Return an address in a region (its code) for each key; the same key always has the same."""
    luck = hashed(keys)
    parts = [
        coded((luck % np.uint64(len(ROADS))).astype(np.int64), ROADS).dictionary_decode(),
        *(_number(luck >> np.uint64(shift), most) for shift, most in ((12, 380), (24, 18), (36, 64))),
    ]
    named = pa.array([_where(region)] * len(keys), pa.string())
    ends = [pa.array([word] * len(keys), pa.string()) for word in ("号", "幢", "室")]
    road, house, building, room = parts
    return pc.binary_join_element_wise(named, road, house, ends[0], building, ends[1], room, ends[2], "")


def contacts(keys: Ints) -> pa.Array:
    """Return the hash of a contact for each key, T and sixteen hexadecimal digits."""
    return pc.replace_substring(texts(person_ids(keys.astype(np.int64) + _CONTACTS)), "N", "T")


def _number(luck: Ints, most: int) -> pa.Array:
    return pa.array((luck % np.uint64(most)).astype(np.int64) + 1).cast(pa.string())


def _where(region: str) -> str:
    """Return a region with the city around it, as addresses begin."""
    known = region_by_code(region)
    above = region_by_code(known["parent"])["name"] if known["level"] == "district" else ""
    return f"{above}{known['name']}"
