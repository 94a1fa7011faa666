"""Negative entities, triggers, interviews and requests: where an entity trades, and what each stems from."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data_access.demo.arrays import Ints, coded
from data_access.demo.handlers import handlers
from data_access.demo.parts import Place
from data_access.demo.shares import pick
from data_access.demo.ties.cases import Cases
from data_access.demo.ties.columns import moments, places, put, taken
from data_access.demo.ties.items import Remembered
from data_access.demo.ties.nearest import before, once
from data_access.demo.ties.shelves import Shelves, shop_ids
from data_access.demo.ties.traders import Traders
from data_access.demo.window import stream
from data_access.domain.codes import codes

#: Of the requests that are sent, so many stem from an item and so many from a case; and of those received about
#: identities so many ask about an entity of the city's register.
_OF_ITEMS, _OF_CASES, _OF_ENTITIES = 0.34, 0.2, 0.5


def spells(place: Place, seed: int, who: Traders, table: pa.Table) -> pa.Table:
    """Return the rows of table `negative_entity`: who is listed again was found on another of the platforms where he sells."""
    known = place.platforms(seed)
    entity = (
        pc.fill_null(pc.index_in(table["entity_id"].combine_chunks(), who.ids), -1)
        .to_numpy()
        .astype(np.int64)
    )
    platform, listed = places(table, "platform_id", known.ids), moments(table, "listed_at")
    order = np.lexsort((listed, entity))
    starts = np.searchsorted(entity[order], entity[order])
    again = np.empty(len(order), np.int64)
    again[order] = np.arange(len(order)) - starts
    pairs = np.lexsort((who.platform, who.trader))
    low, high = (np.searchsorted(who.trader[pairs], entity, side=side) for side in ("left", "right"))
    moves = (entity >= 0) & (entity < who.operators) & (again > 0) & (high - low > 1)
    own = np.flatnonzero(moves)
    other = who.platform[pairs[low[own] + again[own] % (high - low)[own]]]
    there = known.launched[other].astype("datetime64[s]") <= listed[own]
    platform[own[there]] = other[there]
    return put(table, platform_id=coded(platform, known.ids))


def triggers(place: Place, seed: int, shelves: Shelves, table: pa.Table) -> pa.Table:
    """Return the rows of table `trigger_event`: those of the register of shops are about one, and about its operator."""
    rng, regions = stream(seed, "ties", "trigger_event"), place.regions()[0]
    of_shops = places(table, "register", codes("register")) == codes("register").index("shop")
    platform = np.where(of_shops, places(table, "platform_id", place.platforms(seed).ids), -1)
    main = np.where(platform >= 0, shelves.main[platform], -1)
    shop = shelves.find(rng, platform, main, places(table, "district", regions), moments(table, "fired_at"))
    operator = taken(shelves.who.ids, shelves.owner(shop))
    return put(
        table, shop_id=shop_ids(shop), entity_id=pc.coalesce(table["entity_id"].combine_chunks(), operator)
    )


def bridge_work(place: Place, seed: int, shelves: Shelves, table: pa.Table, moment: str) -> pa.Table:
    """Return rows of a bridge about sellers: each is about a shop that was open at that moment, and about its operator."""
    tied = about_sellers(place, seed, shelves, table, moment)
    districts = places(table, "district", list(place.districts))
    return put(tied, handler=handlers(place, districts, np.arange(table.num_rows)))


def about_sellers(place: Place, seed: int, shelves: Shelves, table: pa.Table, moment: str) -> pa.Table:
    """Return rows each of which is about a shop that was open at that moment, and about its operator."""
    rng, known = stream(seed, "ties", moment, table.num_rows), place.platforms(seed)
    platform, at = places(table, "platform_id", known.ids), moments(table, moment)
    regions, weights = place.regions()
    region = pick(rng, weights, len(platform)) if len(regions) else np.full(len(platform), -1)
    main = np.where(platform >= 0, shelves.main[platform], -1)
    shop = shelves.find(rng, platform, main, region, at)
    own = (platform >= 0) & ~known.has_shops[platform]
    entity = np.where(own, shelves.who.operator_of(platform), shelves.owner(shop))
    if "kind" in table.column_names:  # whom no register has, the city's register has not
        entity = np.where(places(table, "kind", ("not_found",)) == 0, -1, entity)
    return put(table, shop_id=shop_ids(shop), entity_id=taken(shelves.who.ids, entity))


def interviews(place: Place, seed: int, who: Traders, table: pa.Table, fired: pa.Table | None) -> pa.Table:
    """Return the rows of table `interview`: the platform's operator was talked to, after the trigger that asked for it."""
    ids = place.platforms(seed).ids
    platform = places(table, "platform_id", ids)
    tied = put(table, entity_id=taken(who.ids, who.operator_of(platform)))
    if fired is None:
        return tied
    asked = places(fired, "action", codes("trigger_action")) == codes("trigger_action").index("interview")
    among = np.where(asked, places(fired, "platform_id", ids), -1)
    trigger = once(before(platform, moments(table, "interviewed_at"), among, moments(fired, "acted_at"), 45))
    return put(tied, trigger_id=taken(fired["trigger_id"].combine_chunks(), trigger))


def run_by(place: Place, seed: int, who: Traders, table: pa.Table, name: str, since: str) -> pa.Table:
    """Return the rows of table `name`: each is run by an entity of its district that was there when it began, by its column `since`."""
    if not who.operators:
        return table
    rng, own = stream(seed, "ties", name), who.group[: who.operators] // 3
    region = places(table, "district", place.regions()[0])
    order = np.argsort(own, kind="stable")
    low, high = (np.searchsorted(own[order], region, side=side) for side in ("left", "right"))
    at = low + (rng.random(len(region)) * (high - low)).astype(np.int64)
    entity = order[np.minimum(at, len(order) - 1)]
    fits = (region >= 0) & (high > low) & (who.established[entity] <= moments(table, since))
    return put(table, entity_id=taken(who.ids, np.where(fits, entity, -1)))


def complained_of(place: Place, seed: int, items: Remembered, table: pa.Table) -> pa.Table:
    """Return the rows of table `live_check`: those that a complaint led to stem from one on their platform of the month before."""
    platform = places(table, "platform_id", place.platforms(seed).ids)
    by_complaint = places(table, "source", ("complaint",)) == 0
    item = before(
        np.where(by_complaint, platform, -1),
        moments(table, "checked_at"),
        items.platform,
        items.registered,
        30,
    )
    return put(table, item_id=taken(items.ids, item))


def requests(
    place: Place, seed: int, shelves: Shelves, cases: Cases, items: Remembered, table: pa.Table
) -> pa.Table:
    """Return the rows of table `co_investigation`: those sent stem from items and cases; cases stem from those taken over."""
    rng, n, who = stream(seed, "ties", "co_investigation"), table.num_rows, shelves.who
    platform, sent = places(table, "platform_id", place.platforms(seed).ids), moments(table, "sent_at")
    kind, district = places(table, "kind", codes("co_kind")), places(table, "district", list(place.districts))
    outgoing = places(table, "direction", codes("co_direction")) == codes("co_direction").index("out")
    luck = rng.random(n)
    item = before(
        np.where(outgoing & (luck < _OF_ITEMS), platform, -1), sent, items.platform, items.registered, 60
    )
    of_case = outgoing & (luck > 1 - _OF_CASES)
    case = before(np.where(of_case, platform, -1), sent, cases.platform, cases.at, 120)
    entity = np.where(item >= 0, items.entity[item] if len(items.entity) else -1, -1)
    entity = np.where(case >= 0, cases.entity[case], entity)
    asked = ~outgoing & (kind == codes("co_kind").index("identity")) & (rng.random(n) < _OF_ENTITIES)
    some = _some(rng, who, platform)
    asked &= (some >= 0) & (who.established[some] < sent) if len(who.established) else False
    entity = np.where(asked, some, entity)
    return put(
        table,
        item_id=taken(items.ids, item),
        case_id=taken(cases.ids, case),
        entity_id=taken(who.ids, entity),
        handler=handlers(place, district, np.arange(n)),
    )


def take_over(place: Place, seed: int, cases: Cases, table: pa.Table) -> None:
    """Let cases that were transferred stem from a request that was accepted in their district, each from another."""
    platform = places(table, "platform_id", place.platforms(seed).ids)
    district = places(table, "district", list(place.districts))
    taken_over = places(table, "result", codes("co_result")) == codes("co_result").index("accepted")
    taken_over &= places(table, "direction", codes("co_direction")) == codes("co_direction").index("in")
    key = np.where(cases.of("transfer"), cases.district, -1)
    among = np.where(taken_over, district, -1)
    found = once(before(key, cases.at, among, moments(table, "received_at"), 30))
    case = np.flatnonzero(found >= 0)
    cases.source_id[case] = table["request_id"].combine_chunks().take(pa.array(found[case])).to_pylist()
    cases.platform[case] = platform[found[case]]


def _some(rng: np.random.Generator, who: Traders, platform: Ints) -> Ints:
    """Return one of those who sell on each platform, -1 where nobody does."""
    low, high = (np.searchsorted(who.platform, platform, side=side) for side in ("left", "right"))
    at = low + (rng.random(len(platform)) * (high - low)).astype(np.int64)
    return np.where(
        (platform >= 0) & (high > low),
        who.trader[np.minimum(at, len(who.trader) - 1)] if len(who.trader) else -1,
        -1,
    )
