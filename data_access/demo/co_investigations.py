"""Co-investigation 异地协查 of a demo city: the requests that it sent and received, beside its agreements."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
from sqlalchemy import Table

from data_access.demo.accounts import Accounts
from data_access.demo.agreements import agreement_rows, partners
from data_access.demo.arrays import NO_TIME, Flags, Floats, Ints, Times, coded, numbered, rows
from data_access.demo.connectors import bridge_names
from data_access.demo.networks import Network
from data_access.demo.parts import Place
from data_access.demo.shares import pick, pick_rows, scaled, scatter
from data_access.demo.ties.columns import put, taken
from data_access.demo.window import LAST_SECOND, stream
from data_access.domain.codes import codes
from data_access.domain.working_days import working_days
from data_access.store.schema import co_investigation, partner_account, partner_region

#: Mean days to the answer: "three to five months" by hand; online ever fewer from each of these days to the next, two
#: to three of them since 2020.
_BY_HAND, _SPREAD = 112.0, 0.72
_ONLINE = {
    "2015-12-01": 7.0,
    "2016-12-01": 5.6,
    "2017-12-01": 4.4,
    "2018-12-01": 3.5,
    "2019-12-01": 2.55,
    "2021-12-31": 2.35,
}
#: Days in which an answer is expected: the two to three days that the network promises.
_LIMIT = 3
#: The share of each kind of request, and how long it takes against the mean.
_KINDS = {"identity": 0.46, "trade": 0.27, "evidence": 0.17, "transfer": 0.1}
_PACE = {"identity": 0.8, "trade": 0.95, "evidence": 1.3, "transfer": 1.45}
_RESULTS = {"provided": 0.83, "partly": 0.08, "not_found": 0.09}
_OFFICE, _REST = 1.0, 0.16


def co_investigation_tables(
    place: Place, network: Network, seed: int, scale: float
) -> Iterator[tuple[Table, pa.Table]]:
    """Yield the rows of `partner_region`, of `partner_account`, then those of `co_investigation` in the order of sending."""
    agreements = agreement_rows(place, network, seed)
    yield partner_region, agreements
    accounts = Accounts(place, agreements, seed)
    requests = _requests(stream(seed, place.city, "co_investigation"), place, network, seed, scale)
    sent, online = requests["sent_at"].to_numpy(), requests["bridge"].is_valid().to_numpy()
    rng = stream(seed, place.city, "accounts of requests")
    account = accounts.of(rng, requests["region"].to_pylist(), sent, online)
    yield partner_account, accounts.table(account, sent)
    yield co_investigation, put(requests, account_id=taken(accounts.ids, account))


def _requests(rng: np.random.Generator, place: Place, network: Network, seed: int, scale: float) -> pa.Table:
    sent = np.sort(
        np.concatenate([_spread(rng, a, b, scaled(count, scale)) for a, b, count in network.periods])
    )
    n = len(sent)
    online = _online(rng, sent, network)
    incoming = rng.random(n) < network.incoming
    kind = pick(rng, [_KINDS[code] for code in codes("co_kind")], n)
    others = partners(place, network)
    partner = pick(rng, _partner_weights(others, network), n)
    received, answered = _answers(
        rng, sent, online, _pace(rng, kind, [one["province"] for one in others], partner)
    )
    result = _results(rng, kind, answered)
    known = place.platforms(seed)
    platform = _platforms(rng, known.sizes, sent)
    platform[rng.random(n) > np.where(incoming, 0.985, 0.93)] = -1
    bridge = np.array([codes("bridge").index(name) for name in bridge_names(known, network.bridges)])
    ours = codes("bridge").index(network.bridges[0])
    districts = list(place.districts)
    return rows(co_investigation, {
        "request_id": numbered("Q", np.arange(1, n + 1), 7),
        "direction": coded(np.where(incoming, 0, 1), codes("co_direction")),
        "kind": coded(kind, codes("co_kind")),
        "province": coded(*_worded([one["province"] for one in others], partner)),
        "region": coded(*_worded([one["name"] for one in others], partner)),
        "district": coded(pick(rng, list(place.districts.values()), n), districts),
        "platform_id": coded(platform, known.ids),
        "bridge": coded(np.where(online, np.where(platform < 0, ours, bridge[platform]), -1), codes("bridge")),
        "sent_at": sent, "received_at": received, "due": sent.astype("datetime64[D]") + _LIMIT,
        "feedback_at": answered,
        "result": coded(result, codes("co_result")),
        "is_rapid": _rapid(rng, sent, answered, online, network, scale),
    }, tied=("account_id", "item_id", "case_id", "entity_id", "handler"))  # fmt: skip


def _worded(words: list[str], places: Ints) -> tuple[Ints, list[str]]:
    """Return places in a list of distinct words."""
    distinct = list(dict.fromkeys(words))
    return np.array([distinct.index(word) for word in words])[places], distinct


def _partner_weights(partners: list[dict[str, str]], network: Network) -> Floats:
    """Return how much each region asks: its province's weight, most of it from the first cities of the list."""
    place: dict[str, int] = {}
    found = []
    for region in partners:
        rank = place[region["province"]] = place.get(region["province"], 0) + 1
        found.append((region["province"], rank**-0.7))
    sums = {province: sum(w for p, w in found if p == province) for province, _ in found}
    return np.array([network.provinces[province] * weight / sums[province] for province, weight in found])


def _spread(rng: np.random.Generator, start: str, end: str, n: int) -> Times:
    """Return `n` times of a period, most of them in office hours of working days."""
    days = np.arange(start, end, dtype="datetime64[D]")
    weights = np.where(working_days().between_array(days - 1, days) > 0, _OFFICE, _REST)
    drawn = days[pick(rng, weights * np.linspace(0.92, 1.08, len(days)), n)]
    return drawn.astype("datetime64[s]") + rng.integers(30_600, 64_800, n)


def _online(rng: np.random.Generator, sent: Times, network: Network) -> Flags:
    """Return which requests go over a bridge: ever more of them within two years, then all."""
    since = (sent.astype("datetime64[D]") - np.datetime64(network.online_since)).astype(float) / 730
    return rng.random(len(sent)) < np.where(since < 0, 0.0, 0.45 + 0.55 * since)


def _pace(rng: np.random.Generator, kind: Ints, provinces: list[str], partner: Ints) -> Floats:
    """Return how long each request takes against the mean: evidence longer than names, some provinces longer than others."""
    own = {province: rng.lognormal(0, 0.16) for province in dict.fromkeys(provinces)}
    of_kind = np.array([_PACE[code] for code in codes("co_kind")])[kind]
    pace: Floats = of_kind * np.array([own[province] for province in provinces])[partner]
    evened: Floats = pace / pace.mean()
    return evened


def _answers(rng: np.random.Generator, sent: Times, online: Flags, pace: Floats) -> tuple[Times, Times]:
    """Return when each request was received and answered; NaT where not yet."""
    known = np.array(list(_ONLINE), "datetime64[s]").astype(float)
    months, month = np.unique(sent.astype("datetime64[M]"), return_inverse=True)
    busy = rng.lognormal(0, 0.035, len(months))[month]
    mean = np.where(online, np.interp(sent.astype(float), known, list(_ONLINE.values())) * busy, _BY_HAND)
    days = pace * rng.lognormal(np.log(mean) - _SPREAD**2 / 2, _SPREAD, len(sent))
    way = np.where(online, rng.gamma(2, 0.02, len(sent)), rng.uniform(3, 9, len(sent)))
    received = sent + np.rint(way * 86_400).astype(np.int64)
    answered = sent + np.rint(np.maximum(days, way + 0.02) * 86_400).astype(np.int64)
    forgotten = rng.random(len(sent)) < 0.0006
    return _until_now(received), np.where(forgotten, NO_TIME, _until_now(answered))


def _until_now(times: Times) -> Times:
    return np.where(times > LAST_SECOND, NO_TIME, times)


def _results(rng: np.random.Generator, kind: Ints, answered: Times) -> Ints:
    """Return the result of each request: a transfer is accepted or declined, anything else found or not."""
    listed, n = codes("co_result"), len(kind)
    found = np.array([listed.index(code) for code in _RESULTS])[pick(rng, list(_RESULTS.values()), n)]
    taken = np.where(rng.random(n) < 0.87, listed.index("accepted"), listed.index("declined"))
    result = np.where(kind == codes("co_kind").index("transfer"), taken, found)
    return np.where(np.isnat(answered), -1, result)


def _platforms(rng: np.random.Generator, sizes: object, sent: Times) -> Ints:
    """Return the platform that each request is about, by size in its month."""
    months = np.unique(sent.astype("datetime64[M]"))
    weights = np.sqrt(sizes(months.astype("datetime64[D]")))  # type: ignore[operator]
    return pick_rows(rng, weights, np.searchsorted(months, sent.astype("datetime64[M]")))


def _rapid(
    rng: np.random.Generator, sent: Times, answered: Times, online: Flags, network: Network, scale: float
) -> Flags:
    """Return which requests ended in a rapid disposal, as many in each period as it says, by day of the answer."""
    flags = np.zeros(len(sent), bool)
    for start, end, count in network.rapid:
        inside = (answered >= np.datetime64(start, "s")) & (answered < np.datetime64(end, "s")) & online
        among = np.flatnonzero(inside)
        flags[among[scatter(rng, len(among), scaled(count, scale))]] = True
    return flags
