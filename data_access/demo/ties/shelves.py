"""Where shops stand: by platform, category and region, with the days on which they are open and whose they are."""

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data_access.demo.arrays import Flags, Ints, Times, coded, numbered
from data_access.demo.identities import SHOP_ENDINGS, SHOP_NAMES
from data_access.demo.mixes import categories_of
from data_access.demo.parts import Place
from data_access.demo.shops import category_weights
from data_access.demo.ties.columns import days, places, put, taken
from data_access.demo.ties.disguises import Disguises
from data_access.demo.ties.traders import Traders
from data_access.domain.codes import codes

_TYPES = ("company", "individual", "natural")
_NEVER = np.iinfo(np.int16).max
_TRIES = 5
#: How often an event is about a shop whose operator the city has registered, where there is one; and how much more often
#: about the first shops of a shelf than about the others.
_KNOWN, _SKEW = 0.5, 1.8


@dataclass(slots=True, eq=False)
class Shelves:
    """The shops of a city as they come, a platform at a time; a shop's number is its place among all, from 0."""

    place: Place
    seed: int
    who: Traders
    disguises: Disguises
    opened: list[Ints] = field(default_factory=list)
    closed: list[Ints] = field(default_factory=list)
    starts: dict[int, Ints] = field(default_factory=dict)
    owned: list[Ints] = field(default_factory=list)
    owners: list[Ints] = field(default_factory=list)
    count: int = 0
    categories: Ints = field(init=False)
    main: Ints = field(init=False)

    def __post_init__(self) -> None:
        known = self.place.platforms(self.seed)
        self.categories = categories_of(known)
        self.main = np.array([category_weights(goods).argmax() for goods in known.words("goods")])

    def stock(self, shops: pa.Table) -> pa.Table:
        """Take in all shops of one platform, in the order of category, region and type; return them with name and operator."""
        regions, ids = self.place.regions()[0], self.place.platforms(self.seed).ids
        platform = ids.index(str(shops["platform_id"][0]))
        region, kind = places(shops, "operator_region", regions), places(shops, "operator_type", _TYPES)
        opened, closed = days(shops, "opened_on"), days(shops, "closed_on")
        shop, trader = self.who.shops_of(platform, region * 3 + kind, opened)
        cell = places(shops, "category", codes("category")) * len(regions) + region
        cells = len(codes("category")) * len(regions)
        self.starts[platform] = self.count + np.searchsorted(cell, np.arange(cells + 1))
        self.opened.append(opened.astype(np.int64).astype(np.int16))
        self.closed.append(np.where(np.isnat(closed), _NEVER, closed.astype(np.int64)).astype(np.int16))
        branded = np.full(len(opened), -1, np.int64)
        branded[shop] = trader
        hidden = self.disguises.hidden(platform, trader)
        told = self.disguises.tell(platform, self.count + 1, kind, shop, shop[hidden], trader[hidden])
        shop, trader = shop[~hidden], trader[~hidden]
        self.owned.append(self.count + shop)
        self.owners.append(trader)
        owner = np.full(len(opened), -1, np.int64)
        owner[shop] = trader
        number = self.count + np.arange(len(opened))
        self.count += len(opened)
        entity = pa.DictionaryArray.from_arrays(
            pa.array(_ranked(owner, trader).astype(np.int32), mask=owner < 0),
            taken(self.who.ids, np.unique(trader)),
        )
        return put(shops, name=self._names(number, branded, kind), entity_id=entity, **told)

    def _names(self, number: Ints, owner: Ints, kind: Ints) -> pa.Array:
        """Return invented names: an operator's shops bear his brand wherever they are."""
        brand = number * 7_919 % 104_729 % (len(SHOP_NAMES) // len(SHOP_ENDINGS))
        if len(self.who.brand):
            own = self.who.brand[np.maximum(owner, 0)]
            brand = np.where((owner >= 0) & (own >= 0), own, brand)
        return coded(brand * len(SHOP_ENDINGS) + kind, SHOP_NAMES)

    def close(self) -> None:
        """Have all shops in one row: none comes after."""
        for name in ("opened", "closed", "owned", "owners"):
            parts = getattr(self, name)
            setattr(self, name, [np.concatenate(parts)] if parts else [np.array([], np.int64)])

    def find(self, rng: np.random.Generator, platform: Ints, category: Ints, region: Ints, at: Times) -> Ints:
        """Return for each event a shop of that platform, category and region that was open on its day; -1 where none is found."""
        cell = category * len(self.place.regions()[0]) + region
        asks = np.flatnonzero((platform >= 0) & (category >= 0) & (region >= 0))
        low, high = np.zeros(len(platform), np.int64), np.zeros(len(platform), np.int64)
        for one in np.unique(platform[asks]):
            if one in self.starts:
                own = asks[platform[asks] == one]
                low[own], high[own] = self.starts[one][cell[own]], self.starts[one][cell[own] + 1]
        (opened,), (closed,), (owned,) = self.opened, self.closed, self.owned
        first, last = np.searchsorted(owned, low), np.searchsorted(owned, high)
        found, left = np.full(len(platform), -1, np.int64), np.flatnonzero(high > low)
        day = at.astype("datetime64[D]").astype(np.int64)
        for _ in range(_TRIES):
            luck, of_known = rng.random((2, len(left)))
            any_ = low[left] + (luck**_SKEW * (high - low)[left]).astype(np.int64)
            drawn = first[left] + (luck * (last - first)[left]).astype(np.int64)
            is_known = (of_known < _KNOWN) & (last > first)[left]
            shop = np.where(
                is_known, owned[np.minimum(drawn, max(len(owned) - 1, 0))] if len(owned) else any_, any_
            )
            fits = (opened[shop] <= day[left]) & (day[left] < closed[shop])
            found[left[fits]] = shop[fits]
            left = left[~fits]
        return found

    def is_open(self, shop: Ints, at: Times) -> Flags:
        """Return whether each shop was open on its day: no shop (-1) never is, but where a city keeps none at all."""
        (opened,), (closed,), day = self.opened, self.closed, at.astype("datetime64[D]").astype(np.int64)
        if not len(opened):
            return np.ones(len(shop), bool)
        found: Flags = (shop >= 0) & (opened[shop] <= day) & (day < closed[shop])
        return found

    def owner(self, shop: Ints) -> Ints:
        """Return the place of each shop's operator among the traders, -1 where the city has not registered him."""
        (owned,), (owners,) = self.owned, self.owners
        if not len(owned):
            return np.full(len(shop), -1, np.int64)
        at = np.minimum(np.searchsorted(owned, shop), len(owned) - 1)
        return np.where((shop >= 0) & (owned[at] == shop), owners[at], -1)


def shop_ids(shop: Ints) -> pa.Array:
    """Return the numbers of shops as the register has them, NULL for -1."""
    return pc.if_else(
        pa.array(shop >= 0), numbered("S", np.maximum(shop, 0) + 1, 9), pa.scalar(None, pa.string())
    )


def _ranked(owner: Ints, trader: Ints) -> Ints:
    return np.searchsorted(np.unique(trader), owner)
