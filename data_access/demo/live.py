"""Live commerce of a demo city: agencies, hosts and rooms of the platforms where goods are sold live, and checks of rooms.

How many there are is not published: the numbers here are the demo's own, and all persons are invented.
"""

from itertools import product

import numpy as np
import pyarrow as pa

from data_access.demo.arrays import NO_DAY, Flags, Ints, Times, coded, numbered, rows
from data_access.demo.identities import BRANDS, FIRMS, PEOPLE
from data_access.demo.moments import in_office
from data_access.demo.parts import Chunks, Place
from data_access.demo.shares import pick, scaled
from data_access.demo.ties.columns import days, places
from data_access.demo.window import AS_OF, stream
from data_access.derive.deadlines import due_array
from data_access.domain.codes import codes
from data_access.store.schema import live_agency, live_check, live_host, live_room

_KINDS = {"shop": 58, "host": 31, "platform": 3, "generated": 8}
_SOURCES = {"patrol": 52, "complaint": 31, "platform": 11, "assigned": 6}
_VIOLATIONS = {"V01": 31, "V03": 19, "V04": 13, "V15": 12, "V17": 9, "V21": 8, "V22": 5, "V14": 3}
_OUTCOMES = {"corrected": 61, "interviewed": 14, "filed": 17, "transferred": 8}
_TITLES = tuple(f"{brand}{end}（虚构）" for brand, end in product(BRANDS, ("直播间", "好物直播", "工厂直播")))
_FIRST, _CHECKED = np.datetime64("2016-06-01", "D"), np.datetime64("2020-03-01", "D")
#: For each room so many checks; of a hundred checks so many find something.
_CHECKS, _FOUND = 0.5, 0.31


def live_chunks(place: Place, rooms: int, seed: int, scale: float) -> Chunks:
    """Yield the rows of tables `live_agency`, `live_host`, `live_room` and `live_check`; none where no platform sells live."""
    known = place.platforms(seed)
    sells = np.array(["直播" in entry["format_tags"] for entry in known.entries]) & known.has_shops
    if not sells.any():
        return
    rng, n = stream(seed, "live", place.city), scaled(rooms, scale)
    agencies = _agencies(rng, place, max(3, n // 40))
    hosts = _hosts(rng, place, seed, agencies, np.where(sells, known.weight**0.5, 0.0), n)
    table = _rooms(rng, place, seed, hosts)
    yield live_agency, agencies
    yield live_host, hosts
    yield live_room, table
    yield live_check, _checks(rng, place, table, round(n * _CHECKS))


def _agencies(rng: np.random.Generator, place: Place, n: int) -> pa.Table:
    since = _FIRST + rng.integers(0, 1_500, n)
    return rows(live_agency, {
        "agency_id": numbered("MCN", np.arange(1, n + 1), 4),
        "name": pa.array([FIRMS[(97 * one) % len(FIRMS)] for one in range(n)]),
        "district": coded(pick(rng, list(place.districts.values()), n), list(place.districts)),
        "since": since,
        "ended": np.where(rng.random(n) < 0.05, np.minimum(since + 900, AS_OF), NO_DAY),
    }, tied=("entity_id",))  # fmt: skip


def _hosts(
    rng: np.random.Generator, place: Place, seed: int, agencies: pa.Table, odds: np.ndarray, n: int
) -> pa.Table:
    """Return a host for each room: two of five belong to an agency, which was there when they began."""
    known, among = place.platforms(seed), agencies.num_rows
    platform = pick(rng, odds, n)
    agency = np.where(rng.random(n) < 0.42, (rng.random(n) ** 2 * among).astype(np.int64), -1)
    first = np.maximum(known.launched[platform], _FIRST)
    first = np.where(agency >= 0, np.maximum(first, days(agencies, "since")[agency]), first)
    span = np.maximum((AS_OF - 30 - first).astype(np.int64), 1)
    since = first + (rng.random(n) ** 0.6 * span).astype(np.int64)
    ids = agencies["agency_id"].combine_chunks()
    closed = known.closed[platform]
    ended = np.where(rng.random(n) < 0.12, since + rng.integers(30, 400, n), closed)
    return rows(live_host, {
        "host_id": numbered("ZB", np.arange(1, n + 1), 6),
        "name": coded((np.arange(n) * 7_919) % len(PEOPLE), PEOPLE),
        "agency_id": ids.take(pa.array(agency, mask=agency < 0)),
        "platform_id": coded(platform, known.ids),
        "since": since,
        "ended": np.where((ended >= since) & (ended <= AS_OF), ended, NO_DAY),
    })  # fmt: skip


def _rooms(rng: np.random.Generator, place: Place, seed: int, hosts: pa.Table) -> pa.Table:
    n, ids = hosts.num_rows, place.platforms(seed).ids
    opened, closed = days(hosts, "since"), days(hosts, "ended")
    last = np.where(np.isnat(closed), AS_OF, closed)
    verified = np.maximum(last - rng.integers(1, 200, n), opened)
    return rows(live_room, {
        "room_id": numbered("LR", np.arange(1, n + 1), 6),
        "title": coded(rng.integers(0, len(_TITLES), n), _TITLES),
        "kind": coded(pick(rng, list(_KINDS.values()), n), list(_KINDS)),
        "platform_id": coded(places(hosts, "platform_id", ids), ids),
        "host_id": hosts["host_id"].combine_chunks(),
        "agency_id": hosts["agency_id"].combine_chunks(),
        "district": coded(pick(rng, list(place.districts.values()), n), list(place.districts)),
        "opened_on": opened,
        "closed_on": closed,
        "verified_on": verified,
        "verify_due": due_array("seller_verification", verified),
    }, tied=("entity_id",))  # fmt: skip


def _checks(rng: np.random.Generator, place: Place, rooms: pa.Table, n: int) -> pa.Table:
    """Return checks of rooms while they were open; some rooms are looked at, and found wanting, again and again."""
    room = (rng.random(n) ** 2.2 * rooms.num_rows).astype(np.int64)
    opened, closed = days(rooms, "opened_on")[room], days(rooms, "closed_on")[room]
    last = np.where(np.isnat(closed), AS_OF, closed - 1)
    first = np.maximum(opened + 1, _CHECKED)
    fits = first <= last
    room, first, last = room[fits], first[fits], last[fits]
    n = len(room)
    day = first + (rng.random(n) * ((last - first).astype(np.int64) + 1)).astype(np.int64)
    order = np.argsort(day, kind="stable")
    room, at = room[order], in_office(rng, day[order])
    found = rng.random(n) < _FOUND
    source, outcome = pick(rng, list(_SOURCES.values()), n), pick(rng, list(_OUTCOMES.values()), n)
    violation = np.array([codes("violation").index(one) for one in _VIOLATIONS])[
        pick(rng, list(_VIOLATIONS.values()), n)
    ]
    corrected = at.astype("datetime64[D]") + rng.integers(1, 25, n)
    corrected = np.where(found & (outcome == 0) & (corrected <= AS_OF), corrected, NO_DAY)
    districts = list(place.districts)
    agencies = rooms["agency_id"].to_pylist()
    agency = np.array([-1 if agencies[one] is None else int(agencies[one][3:]) for one in room], np.int64)
    own = {
        name: rooms[name].combine_chunks().take(pa.array(room))
        for name in ("room_id", "host_id", "agency_id", "platform_id")
    }
    return rows(live_check, own | {
        "check_id": numbered("LC", np.arange(1, n + 1), 6),
        "district": coded(places(rooms, "district", districts)[room], districts),
        "source": coded(source, list(_SOURCES)),
        "checked_at": at,
        "violation": coded(np.where(found, violation, -1), codes("violation")),
        "outcome": coded(np.where(found, outcome, -1), list(_OUTCOMES)),
        "corrected_on": corrected,
        "host_repeats": pa.array(_again(room, at, found), mask=~found),
        "agency_repeats": pa.array(_again(agency, at, found), mask=~found | (agency < 0)),
    }, tied=("item_id",))  # fmt: skip


def _again(key: Ints, at: Times, found: Flags) -> Flags:
    """Return for rows in the order of time which of those found follow another of the same key within a year."""
    again, last = np.zeros(len(key), bool), dict[int, np.datetime64]()
    for row in np.flatnonzero(found & (key >= 0)):
        before = last.get(int(key[row]))
        again[row] = before is not None and at[row] - before <= np.timedelta64(365, "D")
        last[int(key[row])] = at[row]
    return again
