"""From what each case stems: the report, lead, batch or request that came before it in the same district."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from data_access.demo.arrays import Flags, Ints, Times, coded
from data_access.demo.handlers import handlers
from data_access.demo.parts import Place
from data_access.demo.ties.columns import moments, places, put, taken
from data_access.demo.ties.nearest import DAY
from data_access.demo.ties.shelves import Shelves, shop_ids
from data_access.domain.codes import codes

#: How far back a case looks for its report, in reports of its district and in days.
_REPORTS, _DAYS = 40, 60
#: How long a lead or batch waits for the case that it is filed in, and how many one case takes.
_WAITS, _MOST = 150, 12


@dataclass(slots=True, eq=False)
class Cases:
    """The cases of a city while they find their sources; places in code lists, NaT and -1 for none."""

    table: pa.Table
    source: Ints
    district: Ints
    platform: Ints
    violation: Ints
    outcome: Ints
    at: Times
    filed: Times
    closed: Times
    source_id: npt.NDArray[Any]
    shop: Ints
    entity: Ints

    @property
    def ids(self) -> pa.Array:
        """Their numbers."""
        return self.table["case_id"].combine_chunks()

    def of(self, source: str) -> Flags:
        """Return which are of a source and have not found theirs."""
        found: Flags = (self.source == codes("case_source").index(source)) & (self.source_id == None)  # noqa: E711
        return found


def cases_of(place: Place, seed: int, table: pa.Table) -> Cases:
    """Return the cases of a table `enforcement_case`."""
    n = table.num_rows
    return Cases(
        table=table,
        source=places(table, "source", codes("case_source")),
        district=places(table, "district", list(place.districts)),
        platform=places(table, "platform_id", place.platforms(seed).ids),
        violation=places(table, "violation", codes("violation")),
        outcome=places(table, "outcome", codes("outcome")),
        at=moments(table, "source_at"),
        filed=moments(table, "filed_at"),
        closed=moments(table, "closed_at"),
        source_id=np.full(n, None, object),
        shop=np.full(n, -1, np.int64),
        entity=np.full(n, -1, np.int64),
    )


def reports_of(cases: Cases, district: Ints, registered: Times, decided: Times) -> Ints:
    """Return for each case the report that it stems from, -1 for none; each report leads to one case at most.

    It was registered in the case's district before the case, and decided when the case was filed or closed, as near as
    any. Reports that cannot lead to a case have the district -1.
    """
    report, used = np.full(len(cases.at), -1, np.int64), np.zeros(len(district), bool)
    order = np.lexsort((registered, district))
    starts = np.searchsorted(district[order], np.arange(district.max(initial=0) + 2))
    ended = np.where(np.isnat(cases.filed), cases.closed, cases.filed)
    wanting = cases.of("item") & (cases.at >= registered.min()) & (cases.at < registered.max() + _DAYS * DAY)
    for one in np.flatnonzero(wanting & (cases.district < len(starts) - 1)):
        low, high = starts[cases.district[one] : cases.district[one] + 2]
        last = low + np.searchsorted(registered[order[low:high]], cases.at[one], side="right")
        near = order[max(low, last - _REPORTS) : last]
        near = near[~used[near] & (registered[near] > cases.at[one] - _DAYS * DAY)]
        near = near[np.isnat(decided[near]) == np.isnat(ended[one])]
        if len(near):
            apart = (
                np.abs((decided[near] - ended[one]).astype(np.int64)) if not np.isnat(ended[one]) else -near
            )
            report[one] = near[np.argmin(apart)]
            used[report[one]] = True
    return report


def filed_in(cases: Cases, able: Flags, case_key: Ints, key: Ints, platform: Ints, ready: Times) -> Ints:
    """Return for each source that is `ready` the case that it became or was joined to, -1 for none.

    A case that is `able` takes up to a dozen sources of its key (district and kind) and of one platform that wait for
    one when it begins.
    """
    found, at = np.full(len(key), -1, np.int64), cases.at
    for one_key in np.unique(case_key[able]):
        own = np.flatnonzero((key == one_key) & ~np.isnat(ready) & (platform >= 0))
        own = own[np.argsort(ready[own], kind="stable")]
        mine = np.flatnonzero(able & (case_key == one_key))
        for case in mine[np.argsort(at[mine], kind="stable")]:
            waits = own[(found[own] < 0) & (ready[own] <= at[case]) & (ready[own] > at[case] - _WAITS * DAY)]
            if len(waits):
                most = np.bincount(platform[waits]).argmax()
                found[waits[platform[waits] == most][:_MOST]] = case
    return found


def led(cases: Cases, case_of: Ints, ids: pa.Array, platform: Ints, shop: Ints, entity: Ints) -> None:
    """Let each case stem from the first of the sources that were filed in it, and concern whom that concerns."""
    case, first = np.unique(case_of, return_index=True)
    case, first = case[case >= 0], first[case >= 0]
    cases.source_id[case] = ids.take(pa.array(first)).to_pylist()
    cases.platform[case] = platform[first]
    cases.shop[case], cases.entity[case] = shop[first], entity[first]


def case_rows(place: Place, seed: int, cases: Cases, shelves: Shelves, rng: np.random.Generator) -> pa.Table:
    """Return the rows of table `enforcement_case` with their sources; those without are about a shop of their district."""
    known, who, regions = place.platforms(seed), shelves.who, place.regions()[0]
    home = np.array([regions.index(code) if code in regions else -1 for code in place.districts])
    main = np.where(cases.platform >= 0, shelves.main[cases.platform], -1)
    drawn = shelves.find(
        rng, np.where(cases.shop < 0, cases.platform, -1), main, home[cases.district], cases.at
    )
    own = (cases.platform >= 0) & ~known.has_shops[cases.platform]
    entity = np.where(
        drawn >= 0, shelves.owner(drawn), np.where(own, who.operator_of(cases.platform), cases.entity)
    )
    cases.shop, cases.entity = np.where(cases.shop >= 0, cases.shop, drawn), entity
    names = cases.table["respondent_name"].combine_chunks().dictionary_decode()
    told = taken(who.names, entity)
    return put(
        cases.table,
        source_id=pa.array(cases.source_id.tolist(), pa.string()),
        platform_id=coded(cases.platform, known.ids),
        shop_id=shop_ids(cases.shop),
        entity_id=taken(who.ids, entity),
        violation=coded(cases.violation, codes("violation")),
        handler=handlers(place, cases.district, np.arange(len(entity))),
        respondent_name=pa.array([b or a for a, b in zip(names.to_pylist(), told.to_pylist(), strict=True)]),
    )
