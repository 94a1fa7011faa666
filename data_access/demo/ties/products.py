"""Batches, leads, disputes, orders to take down and evidence: whom each is about, and what it stems from."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data_access.demo.arrays import NO_TIME, Ints, Times, coded
from data_access.demo.handlers import handlers
from data_access.demo.parts import Place
from data_access.demo.shares import pick
from data_access.demo.ties.cases import Cases, filed_in, led
from data_access.demo.ties.columns import moments, places, put, taken
from data_access.demo.ties.items import Remembered
from data_access.demo.ties.nearest import before, once
from data_access.demo.ties.shelves import Shelves, shop_ids
from data_access.demo.window import MID_2021, stream
from data_access.domain.codes import codes

#: Which leads end as which cases that were not filed, by disposition and outcome.
_UNFILED = {"corrected": "corrected", "unfounded": "not_filed", "transferred": "transferred"}
#: What each source of an order is, and what each subject of evidence that others stem from.
_ORDERED = {"sampling": "sampling", "fair_online": "lead", "case": "case", "ip": "dispute"}
#: How many of the leads that no case takes stem from a complaint or report, and the days in between.
_OF_ITEMS, _DAYS = 0.12, 30


@dataclass(slots=True, eq=False)
class Subjects:
    """Rows that others may stem from: number, platform, district and shop, and since when.

    `since` is when each began, `ready` when an order to take down could follow from it, NaT for never.
    """

    ids: pa.Array
    platform: Ints
    district: Ints
    shop: Ints
    since: Times
    ready: Times


@dataclass(slots=True, eq=False)
class Products:
    """Ties what the centres and the monitoring of a city found to shops, entities and cases."""

    place: Place
    seed: int
    shelves: Shelves
    cases: Cases

    def batches(self, table: pa.Table) -> tuple[pa.Table, Subjects]:
        """Return the rows of table `sampling` with whose they are and the case that each was filed in, on its day."""
        cases, rng = self.cases, stream(self.seed, "ties", "sampling")
        platform, district = self._platforms(table), self._districts(table)
        bought, tested, case_at = (moments(table, name) for name in ("bought_at", "tested_at", "case_at"))
        goods, regions = places(table, "goods", codes("goods")), self.place.regions()
        category = np.where(platform >= 0, self.shelves.categories[platform, goods], -1)
        shop = self.shelves.find(rng, platform, category, pick(rng, regions[1], len(bought)), bought)
        late, ready = case_at > MID_2021 + 1, np.where(np.isnat(case_at), case_at, tested)
        able = cases.of("sampling") & ~np.isnat(cases.filed)
        # What is filed by mid-2021 is published: no batch moves over that day.
        case = filed_in(cases, able, cases.district * 2 + (cases.filed > MID_2021 + 1),
                        district * 2 + late, platform, ready)  # fmt: skip
        shop, case = self._together(case, shop, bought)
        entity = self.shelves.owner(shop)
        ids = table["batch_id"].combine_chunks()
        led(cases, case, ids, platform, shop, entity)
        filed = np.where(case >= 0, cases.filed[case], case_at).astype("datetime64[us]")
        tied = put(table, shop_id=shop_ids(shop), entity_id=taken(self.shelves.who.ids, entity),
                   case_id=taken(cases.ids, case), case_at=pa.array(filed, pa.timestamp("us")))  # fmt: skip
        return tied, Subjects(ids, platform, district, shop, bought, tested)

    def leads(self, table: pa.Table, items: Remembered) -> tuple[pa.Table, Subjects]:
        """Return the rows of table `risk_lead` with whom they are about, the item that some stem from, and their cases."""
        cases, rng, n = self.cases, stream(self.seed, "ties", "risk_lead"), table.num_rows
        platform, district = self._platforms(table), self._districts(table)
        detected, verified = moments(table, "detected_at"), moments(table, "verified_at")
        disposition = places(table, "disposition", codes("disposition"))
        shop = self.shelves.find(rng, platform, self._mains(platform), self._homes(district), detected)
        case = self._lead_cases(district, platform, disposition, verified)
        item = before(platform, detected, items.platform, items.registered, _DAYS)
        item = np.where((case < 0) & (rng.random(n) < _OF_ITEMS), item, -1)
        shop = np.where(item >= 0, items.shop[item] if len(items.shop) else -1, shop)
        open_ = self.shelves.is_open(shop, detected)
        shop, item = np.where(open_, shop, -1), np.where(open_, item, -1)
        shop, case = self._together(case, shop, detected)
        entity, ids = self.shelves.owner(shop), table["lead_id"].combine_chunks()
        led(cases, case, ids, platform, shop, entity)
        tied = put(table, item_id=taken(items.ids, item), shop_id=shop_ids(shop),
                   entity_id=taken(self.shelves.who.ids, entity), case_id=taken(cases.ids, case),
                   handler=handlers(self.place, np.where(np.isnat(moments(table, "dispatched_at")), -1, district),
                                    np.arange(n)))  # fmt: skip
        goes_down = disposition == codes("disposition").index("taken_down")
        return tied, Subjects(ids, platform, district, shop, detected, np.where(goes_down, verified, NO_TIME))

    def _lead_cases(self, district: Ints, platform: Ints, disposition: Ints, verified: Times) -> Ints:
        """Return the case in which each lead ended, filed or not."""
        cases, ends, outcomes = self.cases, codes("disposition"), codes("outcome")
        filed = ~np.isnat(cases.filed)
        able = cases.of("fair_online")
        as_end = np.select(
            [filed, *(cases.outcome == outcomes.index(outcome) for outcome in _UNFILED.values())],
            [ends.index("filed"), *(ends.index(end) for end in _UNFILED)],
            -1,
        )
        key = np.where(disposition >= 0, district * len(ends) + disposition, -1)
        case_key = cases.district * len(ends) + as_end
        return filed_in(cases, able & (as_end >= 0), case_key, key, platform, verified)

    def disputes(self, table: pa.Table) -> tuple[pa.Table, Subjects]:
        """Return the rows of table `ip_dispute` with the shop and the entity that each is about."""
        rng, platform, district = (
            stream(self.seed, "ties", "ip_dispute"),
            self._platforms(table),
            self._districts(table),
        )
        accepted, noticed = moments(table, "accepted_at"), moments(table, "notice_at")
        regions = pick(rng, self.place.regions()[1], table.num_rows)
        shop = self.shelves.find(rng, platform, self._mains(platform), regions, noticed)
        entity = self.shelves.owner(shop)
        tied = put(table, shop_id=shop_ids(shop), entity_id=taken(self.shelves.who.ids, entity))
        return tied, Subjects(
            table["dispute_id"].combine_chunks(), platform, district, shop, noticed, accepted
        )

    def filed(self) -> Subjects:
        """Return the cases, from which orders follow once they are filed."""
        cases = self.cases
        return Subjects(cases.ids, cases.platform, cases.district, cases.shop, cases.at, cases.filed)

    def patrols(self, table: pa.Table) -> Subjects:
        """Return the patrols of table `licence_check`, which have no district and no shop."""
        nowhere, on = np.full(table.num_rows, -1, np.int64), moments(table, "checked_on")
        return Subjects(table["check_id"].combine_chunks(), self._platforms(table), nowhere, nowhere, on, on)

    def orders(self, table: pa.Table, of: dict[str, Subjects]) -> pa.Table:
        """Return the rows of table `takedown` with what each follows from: by source, the last one before on its platform."""
        listed, platform = codes("takedown_source"), self._platforms(table)
        source, issued = places(table, "source", listed), moments(table, "issued_at")
        ids, shop = table["source_id"].combine_chunks(), np.full(len(source), -1, np.int64)
        for name, rows in ((name, of[kind]) for name, kind in _ORDERED.items() if kind in of):
            own = source == listed.index(name)
            if name == "sampling":
                found = places(table, "source_id", rows.ids.to_pylist())
            else:
                found = once(before(np.where(own, platform, -1), issued, rows.platform, rows.ready, 120))
            found = np.where(own, found, -1)
            ids = pc.if_else(pa.array(found >= 0), taken(rows.ids, found), ids)
            shop = np.where(found >= 0, rows.shop[found] if len(rows.shop) else -1, shop)
        return put(table, source_id=ids, shop_id=shop_ids(shop))

    def evidence(self, table: pa.Table, of: dict[str, Subjects]) -> pa.Table:
        """Return the rows of table `evidence` with what each belongs to, whose platform and region it has."""
        listed, captured = codes("evidence_subject"), moments(table, "captured_at")
        subject, platform, district = (
            places(table, "subject", listed),
            self._platforms(table),
            self._districts(table),
        )
        ids = pa.nulls(len(subject), pa.string())
        for name, rows in ((name, rows) for name, rows in of.items() if name in listed):
            own = subject == listed.index(name)
            near = before(np.where(own, platform, -1), captured, rows.platform, rows.since, 90)
            any_ = before(
                np.where(own, 0, -1), captured, np.zeros(len(rows.platform), np.int64), rows.since, 3_660
            )
            found = np.where(near >= 0, near, any_)
            ids = pc.if_else(pa.array(found >= 0), taken(rows.ids, found), ids)
            platform = np.where(found >= 0, rows.platform[found], platform)
            district = np.where((found >= 0) & (rows.district[found] >= 0), rows.district[found], district)
        return put(
            table,
            subject_id=ids,
            platform_id=coded(platform, self.place.platforms(self.seed).ids),
            district=coded(district, list(self.place.districts)),
        )

    def _together(self, case: Ints, shop: Ints, at: Times) -> tuple[Ints, Ints]:
        """Return shop and case of each where all of a case are about the first one's shop; who is not leaves the case."""
        known, first = np.unique(case, return_index=True)
        shared = np.where(case >= 0, shop[first[np.searchsorted(known, case)]], shop)
        is_first = np.isin(np.arange(len(case)), first)
        stays = is_first | self.shelves.is_open(shared, at)
        return np.where(stays, shared, shop), np.where(stays, case, -1)

    def _platforms(self, table: pa.Table) -> Ints:
        return places(table, "platform_id", self.place.platforms(self.seed).ids)

    def _districts(self, table: pa.Table) -> Ints:
        return places(table, "district", list(self.place.districts))

    def _mains(self, platform: Ints) -> Ints:
        return np.where(platform >= 0, self.shelves.main[platform], -1)

    def _homes(self, district: Ints) -> Ints:
        regions = self.place.regions()[0]
        home = np.array([regions.index(code) if code in regions else -1 for code in self.place.districts])
        return np.where(district >= 0, home[district], -1)
