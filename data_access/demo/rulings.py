"""Who settles disputes about intellectual property in a demo place, and the stages of administrative rulings."""

import numpy as np
import pyarrow as pa

from data_access.demo.arrays import NO_DAY, coded, numbered, rows
from data_access.demo.moments import so_far
from data_access.demo.parts import Place
from data_access.demo.shares import apportion, pick
from data_access.demo.ties.columns import moments, places, taken
from data_access.demo.window import LAST_SECOND, stream
from data_access.domain.codes import codes, region_by_code
from data_access.store.schema import ip_organisation, ip_ruling_stage

#: Of all organisations so many are of each kind, with what their names say; each route has organisations of one kind.
_KINDS = {"mediation": (78, "调解中心"), "arbitration": (14, "仲裁院"), "ruling": (8, "行政裁决庭")}
_OF_ROUTE = {"mediation": "mediation", "arbitration": "arbitration", "ruling": "ruling"}
#: When of the whole time of a ruling each stage begins.
_STAGES = {"accepted": 0.0, "served": 0.12, "heard": 0.55, "ruled": 1.0}


def organisations(place: Place, total: int, seed: int, route: pa.Array) -> tuple[pa.Table, pa.Array]:
    """Return the rows of table `ip_organisation`, and which of them handles each dispute by its route (NULL for none)."""
    rng, regions = stream(seed, "ip_organisation", place.city), list(place.districts)
    counts = apportion(total, [share for share, _ in _KINDS.values()])
    kind = np.repeat(np.arange(len(_KINDS)), counts)
    district = pick(rng, np.sqrt(list(place.districts.values())), total)
    words = [word for _, word in _KINDS.values()]
    names = [f"{region_by_code(regions[at])['name']}知识产权{words[of]}第{place_in}室（虚构）"
             for place_in, (at, of) in enumerate(zip(district, kind, strict=True), 1)]  # fmt: skip
    ids = numbered("IO", np.arange(1, total + 1), 4)
    table = rows(ip_organisation, {
        "org_id": ids,
        "name": pa.array(names),
        "kind": coded(kind, list(_KINDS)),
        "district": coded(district, regions),
        "since": np.datetime64("2019-06-01", "D") + rng.integers(0, 180, total),
        "ended": np.full(total, NO_DAY),
    })  # fmt: skip
    routes = places(pa.table({"ip_route": route}), "ip_route", list(_OF_ROUTE))
    firsts = np.cumsum(counts) - counts
    of = np.array([list(_KINDS).index(one) for one in _OF_ROUTE.values()])[routes]
    org = firsts[of] + (rng.random(len(routes)) * counts[of]).astype(np.int64)
    return table, taken(ids, np.where(routes >= 0, org, -1))


def ruling_rows(seed: int, disputes: pa.Table) -> pa.Table:
    """Return the rows of table `ip_ruling_stage`: the stages that each dispute on that route has reached, the last as it is closed."""
    routes = codes("ip_route")
    own = np.flatnonzero(places(disputes, "ip_route", routes) == routes.index("ruling"))
    rng, some = stream(seed, "ip_ruling_stage"), disputes.take(pa.array(own))
    accepted, closed = moments(some, "accepted_at"), moments(some, "closed_at")
    open_until = np.maximum(LAST_SECOND, accepted) + rng.integers(86_400, 40 * 86_400, len(own))
    whole = (np.where(np.isnat(closed), open_until, closed) - accepted).astype(np.int64)
    entered = np.stack([accepted + (whole * share).astype(np.int64) for share in _STAGES.values()], axis=1)
    reached = so_far(entered.ravel())
    which = np.flatnonzero(~np.isnat(reached))
    dispute = which // len(_STAGES)
    return rows(ip_ruling_stage, {
        "stage_id": numbered("IS", np.arange(1, len(which) + 1), 6),
        "dispute_id": some["dispute_id"].combine_chunks().take(pa.array(dispute)),
        "platform_id": some["platform_id"].combine_chunks().take(pa.array(dispute)),
        "district": some["district"].combine_chunks().take(pa.array(dispute)),
        "stage": coded(which % len(_STAGES), list(_STAGES)),
        "entered_at": reached[which],
    })  # fmt: skip
