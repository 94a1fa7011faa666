"""Who trades where: the city's entities with the platforms on which each has a shop, and which shop that is."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data_access.demo.arrays import Ints, Times
from data_access.demo.identities import BRANDS
from data_access.demo.parts import Place
from data_access.demo.platforms import operator_codes
from data_access.demo.shares import pick
from data_access.demo.ties.columns import days, flags, places
from data_access.demo.window import stream

#: Types of shop operators with the kinds of entities that they are.
_TYPES = {"company": 0, "individual": 1, "cooperative": 0}
#: How many sell on a second platform, and how many of these on a third.
_SECOND, _THIRD = 0.4, 0.4
_NOBODY = pa.array([], pa.string())


@dataclass(frozen=True, slots=True, eq=False)
class Traders:
    """Entities that trade online, one place each, by the order of the register; `group` is region and type as one number.

    `platform` and `trader` are pairs: who sells on which platform, in the order of platforms. Of `ids` and `names`, those
    from `operators` on are the platforms' own, of whom no address and contact is asked.
    """

    ids: pa.Array
    names: pa.Array
    addresses: pa.Array
    contacts: pa.Array
    brand: Ints
    group: Ints
    established: Times
    platform: Ints
    trader: Ints
    operators: int

    def operator_of(self, platform: Ints) -> Ints:
        """Return the place of each platform's operator, -1 for none and where the city keeps no register."""
        return np.where((platform >= 0) & (self.operators < len(self.ids)), self.operators + platform, -1)

    def of_platform(self, platform: int) -> Ints:
        """Return the places of those who sell on a platform."""
        low, high = np.searchsorted(self.platform, [platform, platform + 1])
        return self.trader[low:high]

    def shops_of(self, platform: int, group: Ints, opened: Times) -> tuple[Ints, Ints]:
        """Return which shops of a platform belong to whom, as places of shops and of traders, in the order of shops.

        A trader's shop is of his region and type and opened after he was established; who finds none has none there.
        """
        own = self.of_platform(platform)
        own = own[np.lexsort((self.established[own], self.group[own]))]
        among = np.flatnonzero(np.isin(group, self.group[own]))
        among = among[np.lexsort((opened[among], group[among]))]
        starts, sizes = _runs(group[among], self.group[own])
        firsts, counts = _runs(self.group[own], self.group[own])
        # The oldest takes the oldest, and all of a group are spread over its shops.
        rank = ((np.arange(len(own)) - firsts + 0.5) / np.maximum(counts, 1) * sizes).astype(np.int64)
        shop = (
            among[np.minimum(starts + rank, len(among) - 1)] if len(among) else np.zeros(len(own), np.int64)
        )
        fits = (sizes >= counts) & (len(among) > 0)
        fits[fits] = opened[shop[fits]] > self.established[own[fits]]
        order = np.argsort(shop[fits], kind="stable")
        return shop[fits][order], own[fits][order]


def _runs(sorted_groups: Ints, wanted: Ints) -> tuple[Ints, Ints]:
    """Return where the run of each wanted group begins in groups that are sorted, and how long it is."""
    low = np.searchsorted(sorted_groups, wanted, side="left")
    return low, np.searchsorted(sorted_groups, wanted, side="right") - low


def traders(place: Place, seed: int, register: pa.Table | None) -> Traders:
    """Return who trades: of a register of entities those in retail and those whom the negative list knows on a platform."""
    known, rng = place.platforms(seed), stream(seed, "traders", place.city)
    nothing = np.array([], np.int64)
    if register is None:
        return Traders(
            _NOBODY,
            _NOBODY,
            _NOBODY,
            _NOBODY,
            nothing,
            nothing,
            nothing.astype("datetime64[D]"),
            nothing,
            nothing,
            0,
        )
    operators = operator_codes(known)
    mine = places(register, "platform_id", known.ids)
    is_operator = pc.is_in(register["entity_id"], value_set=operators).to_numpy(zero_copy_only=False)
    stands = register["ended_on"].is_null().to_numpy(zero_copy_only=False)
    chosen = np.flatnonzero(stands & ~is_operator & (flags(register, "is_retail") | (mine >= 0)))
    some = register.take(pa.array(chosen))
    n, runs = len(chosen), known.has_shops & np.isnat(known.closed)
    odds = np.where(runs, known.weight**0.6, 0.0)
    first = np.where((mine[chosen] >= 0) & runs[mine[chosen]], mine[chosen], pick(rng, odds, n))
    second = np.where(rng.random(n) < _SECOND, pick(rng, odds, n), -1)
    third = np.where((second >= 0) & (rng.random(n) < _THIRD), pick(rng, odds, n), -1)
    pairs = np.concatenate([column * n + np.arange(n) for column in (first, second, third)])
    pairs = np.unique(pairs[pairs >= 0]) if runs.any() else nothing
    regions = place.regions()[0]
    kind = np.array(list(_TYPES.values()))[places(some, "kind", list(_TYPES))]
    names = some["name"].combine_chunks()
    return Traders(
        ids=pa.concat_arrays([some["entity_id"].combine_chunks(), operators]),
        names=pa.concat_arrays([names, pa.array(known.words("operator"))]),
        addresses=some["address"].combine_chunks(),
        contacts=some["contact_hash"].combine_chunks(),
        brand=places(pa.table({"brand": pc.utf8_slice_codeunits(names, 0, 2)}), "brand", BRANDS),
        group=places(some, "district", regions) * 3 + kind,
        established=days(some, "established_on"),
        platform=pairs // n,
        trader=pairs % n,
        operators=n,
    )
