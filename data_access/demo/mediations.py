"""Mediation 调解 of a demo city: its mediators, and what they made of the complaints on the mediation platform."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data_access.demo.arrays import NO_TIME, Floats, Ints, Times, coded, numbered, rows
from data_access.demo.identities import people
from data_access.demo.parts import Chunks, Place
from data_access.demo.shares import apportion, pick, pick_rows, scaled
from data_access.demo.window import LAST_SECOND, STARTS_ON, stream
from data_access.domain.codes import codes, region_by_code
from data_access.store.schema import mediation, mediator

#: The busiest year has some 770 complaints a working day: about three for each of so many mediators.
MEDIATORS = 260
#: Each body with its share of mediators, how often courts confirm its agreements, and how often these are kept.
_KINDS = {"people": (42, 0.06, 0.955), "administrative": (20, 0.02, 0.97), "platform": (22, 0.005, 0.985),
          "council": (10, 0.02, 0.965), "judicial": (6, 0.45, 0.98)}  # fmt: skip
_ORGANISATIONS = {"people": "人民调解委员会", "administrative": "市场监管所", "platform": "平台调解中心", "council": "消保委",
                  "judicial": "诉前调解室"}  # fmt: skip
_MODES = {2014: (0.02, 0.68, 0.3), 2019: (0.2, 0.62, 0.18), 2020: (0.46, 0.49, 0.05), 2021: (0.5, 0.43, 0.07)}
#: Sessions still to come are set from the morning after the last day on, at most so many days later.
_NEXT_DAY, _SET_DAYS = LAST_SECOND + 9 * 3_600, 12
_TAKEN = ("item_id", "platform_id", "handling_district", "registered_at", "closed_at", "result", "satisfaction",
          "amount_recovered", "accepted_at")  # fmt: skip


def with_mediations(place: Place, seed: int, scale: float, items: Chunks) -> Chunks:
    """Pass the chunks of complaints on, then yield mediators and the mediation of every complaint on that route."""
    kept = []
    for table, chunk in items:
        yield table, chunk
        kept.append(on_the_route(chunk))
    yield mediator, mediator_rows(place, seed, scale)
    start = 1
    for chunk in kept:
        if chunk.num_rows:
            yield mediation, mediation_rows(place, seed, scale, chunk, start)
            start += chunk.num_rows


def on_the_route(items: pa.Table) -> pa.Table:
    """Return what mediation needs to know of the complaints that take its route."""
    route = items["route"].combine_chunks()
    place = pc.index_in("mediation", route.dictionary).as_py()
    return items.filter(pc.equal(route.indices, place)).select(list(_TAKEN))


def mediator_rows(place: Place, seed: int, scale: float) -> pa.Table:
    """Return the rows of table `mediator`; most joined within the window, as the platform grew."""
    rng, who = stream(seed, "mediator"), _mediators(place, seed, scale)
    n, kinds, names = len(who.district), list(_KINDS), list(place.districts)
    columns = {
        "mediator_id": numbered("M", np.arange(1, n + 1), 4),
        "name": people(rng.integers(1, 10**6, n)),
        "kind": coded(who.kind, kinds),
        "organisation": coded(
            who.district * len(kinds) + who.kind,
            [
                f"{region_by_code(code)['name']}{_ORGANISATIONS[kind]}（虚构）"
                for code in names
                for kind in kinds
            ],
        ),
        "district": coded(who.district, names),
        "since": who.since,
        "until": np.full(n, np.datetime64("NaT", "D")),
    }
    return rows(mediator, columns)


class _Mediators(NamedTuple):
    """The mediators as arrays: body, district, how much each takes on, and since when."""

    kind: Ints
    district: Ints
    load: Floats
    since: Times


def _mediators(place: Place, seed: int, scale: float) -> _Mediators:
    rng, weights = stream(seed, "mediators"), list(place.districts.values())
    n = max(2 * len(weights), scaled(MEDIATORS, scale))
    # Every district has one from the first day, so that each complaint finds somebody.
    first = np.arange(n) < len(weights)
    district = np.append(
        np.arange(len(weights)), np.repeat(np.arange(len(weights)), apportion(n - len(weights), weights))
    )
    since = STARTS_ON + np.where(first | (rng.random(n) < 0.12), -30, rng.integers(0, 2_550, n))
    kind = pick(rng, [share for share, _, _ in _KINDS.values()], n)
    return _Mediators(kind, district, rng.gamma(4, 0.25, n) + 0.1, since)


def mediation_rows(place: Place, seed: int, scale: float, items: pa.Table, start: int) -> pa.Table:
    """Return the rows of table `mediation` for complaints on that route, numbered from `start`."""
    rng, who, n = stream(seed, "mediation", start), _mediators(place, seed, scale), items.num_rows
    registered, closed = _times(items, "registered_at"), _times(items, "closed_at")
    result = _places(items["result"], codes("result"))
    agreed, failed, withdrawn = (
        result == codes("result").index(r) for r in ("mediated", "mediation_failed", "withdrawn")
    )
    held = ~np.isnat(_times(items, "accepted_at"))
    district = _places(items["handling_district"], list(place.districts))
    chosen = np.where(held & (district >= 0), _chosen(rng, who, district, registered.min()), -1)
    kind = np.where(chosen >= 0, who.kind[chosen], -1)
    _, confirms, keeps = (np.array(part) for part in zip(*_KINDS.values(), strict=True))
    attended = rng.random(n) < np.select([agreed, failed, withdrawn], [0.985, 0.7, 0.8], 0.9)
    opened = np.minimum(registered + rng.integers(60, 1_800, n), LAST_SECOND)
    share, luck = stream(seed, "sessions", start).random((2, n))
    session = np.where(np.isnat(closed), _NEXT_DAY + (share * _SET_DAYS * 86_400).astype(np.int64),
                       opened + (share * (closed - opened).astype(np.int64)).astype(np.int64))  # fmt: skip
    columns = {
        "mediation_id": numbered("MT", np.arange(start, start + n), 7),
        "item_id": items["item_id"].combine_chunks(),
        "mediator_id": _named(chosen, len(who.kind)),
        "platform_id": items["platform_id"].combine_chunks(),
        "district": items["handling_district"].combine_chunks(),
        "kind": coded(kind, list(_KINDS)),
        "mode": coded(np.where(chosen >= 0, _modes(rng, opened), -1), ("video", "phone", "on_site")),
        "opened_at": opened,
        "rounds": pa.array((1 + rng.poisson(np.where(failed, 1.1, 0.45))).astype(np.int32), mask=chosen < 0),
        "is_attended": pa.array(attended, mask=chosen < 0),
        # Who was never taken up has no session; of those in hand two in three have one set.
        "next_session_at": np.where((chosen >= 0) & (~np.isnat(closed) | (luck < 0.67)), session, NO_TIME),
        "closed_at": closed,
        "result": items["result"].combine_chunks(),
        "amount": items["amount_recovered"].combine_chunks(),
        "is_fulfilled": pa.array(rng.random(n) < keeps[kind], mask=~agreed),
        "is_confirmed": pa.array(rng.random(n) < confirms[kind], mask=~agreed),
        "rating": items["satisfaction"].combine_chunks(),
    }
    return rows(mediation, columns)


def _chosen(rng: np.random.Generator, who: _Mediators, district: Ints, day: np.datetime64) -> Ints:
    """Return a mediator of each district who was there on a day, those who take on more the more often."""
    of_district = np.arange(district.max() + 1)[:, None] == who.district[None, :]
    return pick_rows(rng, of_district * who.load * (who.since <= day), np.maximum(district, 0))


def _modes(rng: np.random.Generator, opened: Times) -> Ints:
    years = opened.astype("datetime64[Y]").astype(int) + 1970
    first = int(years.min())
    known = range(first, int(years.max()) + 1)
    odds = np.array(
        [
            [np.interp(year, list(_MODES), [mix[m] for mix in _MODES.values()]) for m in range(3)]
            for year in known
        ]
    )
    return pick_rows(rng, odds, years - first)


def _named(places: Ints, n: int) -> pa.Array:
    return coded(places, numbered("M", np.arange(1, n + 1), 4).to_pylist())


def _times(items: pa.Table, name: str) -> Times:
    found: Times = items[name].to_numpy().astype("datetime64[s]")
    return found


def _places(column: pa.ChunkedArray, words: Sequence[str]) -> Ints:
    """Return where each value of a coded column stands in `words`, -1 for NULL and for words that are not there."""
    whole = column.combine_chunks()
    found = pc.index_in(whole.dictionary, pa.array(words)).take(whole.indices)
    places: Ints = pc.fill_null(found, -1).to_numpy(zero_copy_only=False)
    return places
