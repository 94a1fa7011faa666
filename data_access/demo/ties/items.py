"""Complaints and reports: the shop and entity that each is about, who handles it, and the case that came of it."""

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from data_access.demo.arrays import Ints, Times, coded
from data_access.demo.handlers import handlers
from data_access.demo.parts import Place
from data_access.demo.ties.cases import Cases, reports_of
from data_access.demo.ties.columns import moments, places, put, taken
from data_access.demo.ties.repeats import came_again
from data_access.demo.ties.shelves import Shelves, shop_ids
from data_access.demo.window import stream
from data_access.domain.codes import codes

#: Of so many items one is kept in mind, for the leads and requests that stem from items.
_ONE_IN = 12


@dataclass(frozen=True, slots=True, eq=False)
class Remembered:
    """Some items in the order of registration: what later records of the same platform may stem from."""

    ids: pa.Array
    platform: Ints
    shop: Ints
    entity: Ints
    registered: Times


@dataclass(slots=True, eq=False)
class Items:
    """Ties items as they come; `kept` are those remembered of each chunk."""

    place: Place
    seed: int
    shelves: Shelves
    cases: Cases
    kept: list[Remembered] = field(default_factory=list)

    def tie(self, chunk: pa.Table) -> pa.Table:
        """Return a chunk of table `complaint_report` with what it is tied to."""
        place, known, who = self.place, self.place.platforms(self.seed), self.shelves.who
        rng = stream(self.seed, "ties", "complaint_report", chunk["item_id"][0])
        platform, goods = places(chunk, "platform_id", known.ids), places(chunk, "goods", codes("goods"))
        region, registered = (
            places(chunk, "respondent_region", place.regions()[0]),
            moments(chunk, "registered_at"),
        )
        category = np.where(platform >= 0, self.shelves.categories[platform, goods], -1)
        shop = self.shelves.find(rng, platform, category, region, registered)
        regions = len(place.regions()[0])
        same = np.where(platform >= 0, (platform * len(codes("goods")) + goods) * regions + region, -1)
        chunk, shop = came_again(rng, chunk, self.shelves, same, shop)
        own = (platform >= 0) & ~known.has_shops[platform]
        entity = np.where(own, who.operator_of(platform), self.shelves.owner(shop))
        district = places(chunk, "handling_district", list(place.districts))
        ids = chunk["item_id"].combine_chunks()
        some = np.flatnonzero(self.shelves.is_open(shop, registered) & (rng.random(len(shop)) < 1 / _ONE_IN))
        self.kept.append(
            Remembered(ids.take(pa.array(some)), platform[some], shop[some], entity[some], registered[some])
        )
        result, case = self._results(chunk, district, platform, shop, entity)
        return put(
            chunk,
            shop_id=shop_ids(shop),
            entity_id=taken(who.ids, entity),
            result=coded(result, codes("result")),
            case_id=taken(self.cases.ids, case),
            handler=handlers(place, district, np.arange(len(shop)) + registered.astype(np.int64)),
        )

    def _results(
        self, chunk: pa.Table, district: Ints, platform: Ints, shop: Ints, entity: Ints
    ) -> tuple[Ints, Ints]:
        """Return the result of each item and the case that came of it, -1 for none; filed is what has a case."""
        cases, listed = self.cases, codes("result")
        registered, decided = moments(chunk, "registered_at"), moments(chunk, "closed_at")
        result, violation = places(chunk, "result", listed), places(chunk, "violation", codes("violation"))
        may = (violation >= 0) & (platform >= 0) & (result != listed.index("withdrawn"))
        report = reports_of(cases, np.where(may, district, -1), registered, decided)
        case = np.flatnonzero(report >= 0)
        own, found = report[case], np.full(len(result), -1, np.int64)
        found[own] = case
        corrected = cases.outcome[case] == codes("outcome").index("corrected")
        ended = np.where(corrected, listed.index("corrected"), listed.index("not_filed"))
        ended = np.where(np.isnat(cases.filed[case]), ended, listed.index("filed"))
        result = np.where(result == listed.index("filed"), listed.index("not_filed"), result)
        result[own] = np.where(np.isnat(decided[own]), -1, ended)
        cases.source_id[case] = chunk["item_id"].combine_chunks().take(pa.array(own)).to_pylist()
        cases.platform[case], cases.violation[case] = platform[own], violation[own]
        cases.shop[case], cases.entity[case] = shop[own], entity[own]
        return result, found

    def remembered(self) -> Remembered:
        """Return all that were kept in mind."""
        columns = [[getattr(part, name) for part in self.kept] for name in Remembered.__slots__]
        return Remembered(pa.concat_arrays(columns[0]), *(np.concatenate(column) for column in columns[1:]))
