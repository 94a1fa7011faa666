"""The accounts of a demo city's partners: as many for each agreement as it says, and who of them a request came from or went to."""

import numpy as np
import pyarrow as pa

from data_access.demo.arrays import NO_DAY, NO_TIME, Flags, Ints, Times, numbered, rows
from data_access.demo.parts import Place
from data_access.demo.window import stream
from data_access.store.schema import partner_account

_SPAN = 2**20
#: The first accounts of a region are used most.
_SKEW = 2.2


class Accounts:
    """Accounts in the order of regions and of days: each belongs to an agreement and to its region."""

    def __init__(self, place: Place, agreements: pa.Table, seed: int) -> None:
        rng = stream(seed, place.city, "partner_account")
        per = agreements["accounts"].to_numpy()
        signed = agreements["signed_on"].to_numpy().astype("datetime64[D]")
        self._names = agreements["name"].to_pylist()
        self._regions = {name: at for at, name in enumerate(dict.fromkeys(self._names))}
        of = np.repeat(np.arange(len(per)), per)
        opened = signed[of] + rng.integers(0, 21, len(of))
        region = np.array([self._regions[name] for name in self._names], np.int64)[of]
        order = np.lexsort((opened, region))
        self._of, self._opened, self._line = of[order], opened[order], self._key(region[order], opened[order])
        self._agreements, self.ids = agreements, numbered("XZ", np.arange(1, len(of) + 1), 5)

    def of(self, rng: np.random.Generator, regions: list[str], sent: Times, online: Flags) -> Ints:
        """Return the place of an account of each region that was open when a request was sent; -1 where there is none."""
        region = np.array([self._regions.get(name, -1) for name in regions], np.int64)
        day = sent.astype("datetime64[D]")
        first = np.searchsorted(self._line, region * _SPAN)
        last = np.searchsorted(self._line, self._key(region, day), side="right")
        chosen = first + (rng.random(len(region)) ** _SKEW * (last - first)).astype(np.int64)
        return np.where(online & (region >= 0) & (last > first), chosen, -1)

    def table(self, account: Ints, used: Times) -> pa.Table:
        """Return the rows of table `partner_account`; each was last used by the latest of its requests."""
        n, real = len(self._of), np.flatnonzero(account >= 0)
        last = np.full(n, np.iinfo(np.int64).min)
        np.maximum.at(last, account[real], used[real].astype("datetime64[s]").astype(np.int64))
        never = last == np.iinfo(np.int64).min
        taken = pa.array(self._of)
        return rows(partner_account, {
            "account_id": self.ids,
            "agreement_no": self._agreements["agreement_no"].take(taken).combine_chunks(),
            "name": self._agreements["name"].take(taken).combine_chunks(),
            "province": self._agreements["province"].take(taken).combine_chunks(),
            "opened_on": self._opened,
            "closed_on": np.full(n, NO_DAY),
            "last_used_at": np.where(never, NO_TIME, np.where(never, 0, last).astype("datetime64[s]")),
        })  # fmt: skip

    @staticmethod
    def _key(region: Ints, day: Times) -> Ints:
        return region * _SPAN + day.astype("datetime64[D]").astype(np.int64)
