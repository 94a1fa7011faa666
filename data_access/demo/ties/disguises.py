"""Operators whom a platform does not know by their code: the same under other names, at other addresses; and others like them.

What is planted so can be found by name, address and contact; who it really is stands in no table of the city.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from data_access.demo.arrays import Flags, Ints
from data_access.demo.identities import FIRMS, PEOPLE, hashed
from data_access.demo.parts import Place
from data_access.demo.premises import contacts, premises
from data_access.demo.ties.traders import Traders
from data_access.demo.window import stream

#: Of the shops of registered traders so many are known to their platform without the code; and for each three of them
#: there is one that only seems to be somebody's.
_HIDDEN, _DECOYS = 0.06, 1 / 3
#: Of so many shops of natural persons the operator is told; the same persons sell on so many platforms that follow.
_ONE_IN, _SPREAD = 2_500, 3
_COMPANY, _INDIVIDUAL, _NATURAL = 0, 1, 2
#: Signs that are mistaken for one another, by sound or shape.
_MISTYPED = dict(zip("栖澜砚杉缃霁芷槿汀菱梧漪禾麦舟朴陌谷坪渡埠岭仓田栈驿川", "溪蓝研衫湘齐止瑾丁凌吾猗和迈州扑墨古平度步领苍甸站译穿", strict=True))  # fmt: skip
_BRANCHES = ("西湖", "城东", "滨江", "第一", "临平", "北门")
_MARK = "（虚构）"
#: How often a name, an address and a contact are told in which way.
_NAMES = {"same": 0.25, "branch": 0.2, "width": 0.2, "mistyped": 0.2, "form": 0.15}
_ADDRESSES = {"same": 0.3, "width": 0.2, "short": 0.24, "moved": 0.13, "mistyped": 0.08, "none": 0.05}
_CONTACTS = {"same": 0.8, "none": 0.13, "other": 0.07}
#: One agent registers many, at his own address and under his own contact.
_AGENT = 777
#: Keys of addresses and contacts of decoys, and of natural persons, beyond those of the register.
_OTHERS, _PERSONS = 2**38, 2**39


class Told(NamedTuple):
    """What a platform knows of one shop's operator, and who that really is."""

    shop: int
    name: str
    address: str | None
    contact: str | None
    operator: str


@dataclass(slots=True)
class Disguises:
    """Hides who trades; `planted` is told of each such shop, by number, who that really is."""

    place: Place
    seed: int
    who: Traders
    planted: dict[int, str] = field(default_factory=dict)

    def hidden(self, platform: int, traders: Ints) -> Flags:
        """Return which of the traders of a platform it does not know by their code."""
        found: Flags = stream(self.seed, "disguises", platform).random(len(traders)) < _HIDDEN
        return found

    def tell(
        self, platform: int, first: int, kind: Ints, owned: Ints, hidden: Ints, trader: Ints
    ) -> dict[str, pa.Array]:
        """Return what all shops of a platform tell of their operators: those `hidden` of their traders, some others of others.

        Shops are places on the platform, whose first shop has the number `first`; `owned` are all that have a trader.
        """
        told = [
            *self._traders(platform, first, hidden, trader),
            *self._others(platform, first, kind, owned, len(hidden)),
        ]
        self.planted |= {one.shop: one.operator for one in told}
        indices = np.full(len(kind), -1, np.int32)
        indices[[one.shop - first for one in told]] = np.arange(len(told))
        mask = indices < 0
        columns = {"operator_name": "name", "operator_address": "address", "contact_hash": "contact"}
        return {
            column: pa.array([getattr(one, name) for one in told], pa.string()).take(
                pa.array(indices, mask=mask)
            )
            for column, name in columns.items()
        }

    def _traders(self, platform: int, first: int, shops: Ints, traders: Ints) -> Iterator[Told]:
        rng = stream(self.seed, "disguises", platform, "names")
        who, n = self.who, len(traders)
        ways = [rng.choice(list(odds), n, p=list(odds.values())) for odds in (_NAMES, _ADDRESSES, _CONTACTS)]
        elsewhere = self._elsewhere(platform, n, 0)
        for at, (shop, trader) in enumerate(zip(shops.tolist(), traders.tolist(), strict=True)):
            name, address, contact = (
                told[trader].as_py() for told in (who.names, who.addresses, who.contacts)
            )
            moved, other = elsewhere[at]
            yield Told(
                first + shop,
                renamed(name, ways[0][at], at),
                moved if ways[1][at] == "moved" else readdressed(address, ways[1][at]),
                {"same": contact, "none": None, "other": other}[ways[2][at]],
                who.ids[trader].as_py(),
            )

    def _others(self, platform: int, first: int, kind: Ints, owned: Ints, hidden: int) -> Iterator[Told]:
        """Yield those who only seem to be somebody: chains, neighbours, an agent's clients, namesakes; then natural persons."""
        free = np.ones(len(kind), bool)
        free[owned] = False
        number, own = int(hidden * _DECOYS) + 1, np.flatnonzero(free & (kind != _NATURAL))
        own = own[np.linspace(0, len(own) - 1, min(number, len(own))).astype(np.int64)]
        elsewhere = self._elsewhere(platform, len(own), 1)
        agent = self._premises(np.array([_AGENT]))[0]
        for at, shop in enumerate(own.tolist()):
            key = int(hashed(np.array([platform * 10**6 + at]))[0])
            address: str | None
            address, contact = elsewhere[at]
            name = FIRMS[key % len(FIRMS)]
            way = (platform + at) % 4
            if way < 2 and self.who.operators:
                like = key % self.who.operators
                name = self.who.names[like].as_py()
                if way == 1:
                    name, address = (
                        renamed(name, "mistyped", at),
                        _next_door(self.who.addresses[like].as_py()),
                    )
            elif way == 2:
                address, contact = agent
            else:
                name, address = PEOPLE[key % 200], None
            yield Told(first + shop, name, address, contact, f"nobody else {first + shop}")
        yield from self._persons(platform, first, np.flatnonzero(free & (kind == _NATURAL)))

    def _persons(self, platform: int, first: int, free: Ints) -> Iterator[Told]:
        number = len(free) // _ONE_IN + 1 if len(free) else 0
        chosen = free[np.linspace(0, len(free) - 1, number).astype(np.int64)]
        keys = _PERSONS + platform // _SPREAD * 10**6 + np.arange(number)
        for key, shop, (address, contact) in zip(
            keys.tolist(), chosen.tolist(), self._premises(keys), strict=True
        ):
            told = address if (platform + shop) % 2 else None
            yield Told(first + shop, PEOPLE[key % len(PEOPLE)], told, contact, f"person {key}")

    def _elsewhere(self, platform: int, number: int, which: int) -> list[tuple[str, str]]:
        return self._premises(_OTHERS + (platform * 2 + which) * 10**6 + np.arange(number))

    def _premises(self, keys: Ints) -> list[tuple[str, str]]:
        return list(zip(premises(self.place.city, keys).to_pylist(), contacts(keys).to_pylist(), strict=True))


def renamed(name: str, way: str, luck: int) -> str:
    """Return a firm's name told in another way: as a branch, in another width, mistyped, or with another form behind."""
    if way == "branch":
        return name.replace(_MARK, f"{_BRANCHES[luck % len(_BRANCHES)]}分公司{_MARK}")
    if way == "width":
        return name[:2] + " " + name[2:].replace("（", "(").replace("）", ")")
    if way == "mistyped":
        sign = name[luck % 2]
        return name.replace(sign, _MISTYPED.get(sign, sign), 1)
    if way == "form":
        return name.replace("有限公司", "商行") if "有限公司" in name else name.replace("商行", "经营部")
    return name


def readdressed(address: str, way: str) -> str | None:
    """Return an address told in another way: in another width, shortened, mistyped, or not at all."""
    if way == "none":
        return None
    if way == "width":
        return address.translate({ord("0") + digit: ord("０") + digit for digit in range(10)})
    if way == "short":
        return address.partition("市")[2].replace("幢", "栋").removesuffix("室")
    if way == "mistyped":
        before, sign, behind = address.partition(next(sign for sign in address if sign in _MISTYPED))
        return before + _MISTYPED[sign] + behind
    return address


def _next_door(address: str) -> str:
    rest, _, room = address.removesuffix("室").rpartition("幢")
    return f"{rest}幢{int(room) + 1}室"
