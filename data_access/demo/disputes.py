"""Disputes about intellectual property: notice, measures, counter-notice, reinstatement, and how long they take."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from data_access.demo.arrays import NO_DAY, NO_TIME, coded, numbered, rows
from data_access.demo.moments import DAY, later, on_platforms, sells_goods, so_far, weights_of
from data_access.demo.parts import Chunks, Place
from data_access.demo.rulings import organisations, ruling_rows
from data_access.demo.shares import pick, scaled, scatter
from data_access.demo.window import stream
from data_access.domain.codes import codes
from data_access.store import schema

_RIGHTS = {"patent": 24, "trademark": 41, "copyright": 29, "geographic": 2.6, "secret": 0.9}
_ROUTES = {"notice": 46, "mediation": 33, "ruling": 7, "penalty": 8, "arbitration": 1.4, "court": 4.6}
#: How much longer than the mean a route takes.
_SLOWNESS = {
    "notice": 0.55,
    "mediation": 1.0,
    "ruling": 2.0,
    "penalty": 2.3,
    "arbitration": 1.8,
    "court": 2.9,
}
_RESULTS = {"agreed": 0.44, "infringed": 0.33, "not_infringed": 0.11, "withdrawn": 0.12}


@dataclass(frozen=True, slots=True)
class DisputeTotals:
    """Disputes accepted in 2020, before the system, and in 2021, those of 2021 dispatched across provinces, and who settles them."""

    before: int
    disputes: int
    across: int
    organisations: int


#: Published for 2021: 87,133 disputes, 20,177 of them dispatched across provinces, handled 30 % faster and more.
ZHEJIANG = DisputeTotals(30_000, 87_133, 20_177, 113)
#: The demo's share of Hangzhou, 41 %; no publication gives it.
HANGZHOU = DisputeTotals(12_300, 35_725, 8_273, 46)


def dispute_chunks(place: Place, totals: DisputeTotals, seed: int, scale: float) -> Chunks:
    """Yield those who settle disputes, the rows of table `ip_dispute` in the order of acceptance, and the stages of rulings."""
    rng, known = stream(seed, "ip_dispute", place.city), place.platforms(seed)
    counts = scaled(totals.before, scale), scaled(totals.disputes, scale)
    years = [np.datetime64(f"{year}-01-01T08:00:00", "s") for year in (2020, 2021)]
    accepted = np.concatenate([
        np.sort(start + (rng.random(count) * (364.6 if start < years[1] else 364.3) * DAY).astype(np.int64))
        for start, count in zip(years, counts, strict=True)
    ])  # fmt: skip
    n, is_new = len(accepted), np.arange(len(accepted)) >= counts[0]
    routes = codes("ip_route")
    route = pick(rng, weights_of(routes, _ROUTES), n)
    slow = weights_of(routes, _SLOWNESS)[route] * np.where(is_new, 1.0, 1.72)
    closed = so_far(accepted + np.rint(rng.gamma(2.2, 5.6, n) * slow * DAY).astype(np.int64).clip(3_600))
    across = np.where(is_new, False, rng.random(n) < 0.15)
    across[counts[0] :] = scatter(rng, counts[1], scaled(totals.across, scale))
    noticed = accepted - np.rint(rng.gamma(1.5, 0.8, n) * DAY).astype(np.int64).clip(600)
    acted = so_far(
        noticed + np.rint(rng.lognormal(np.where(is_new, 2.35, 2.9), 0.85, n) * 3_600).astype(np.int64)
    )
    columns = _countered(rng, np.where(rng.random(n) < 0.11, acted, NO_TIME)) | {
        "dispute_id": numbered("K", np.arange(1, n + 1), 6),
        "right_type": coded(pick(rng, weights_of(codes("right_type"), _RIGHTS), n), codes("right_type")),
        "ip_route": coded(route, routes),
        "platform_id": coded(on_platforms(rng, known, accepted, sells_goods(known) * 1.0), known.ids),
        "district": coded(pick(rng, list(place.districts.values()), n), list(place.districts)),
        "notice_at": noticed,
        "action_at": acted,
        "accepted_at": accepted,
        "closed_at": closed,
        "result": coded(np.where(np.isnat(closed), -1, pick(rng, weights_of(codes("ip_result"), _RESULTS), n)),
                        codes("ip_result")),
        "is_cross_province": across,
    }  # fmt: skip
    bodies, org = organisations(place, totals.organisations, seed, columns["ip_route"])
    yield schema.ip_organisation, bodies
    settled = rows(schema.ip_dispute, columns | {"org_id": org}, tied=("shop_id", "entity_id"))
    yield schema.ip_dispute, settled
    yield schema.ip_ruling_stage, ruling_rows(seed, settled)


def _countered(rng: np.random.Generator, acted: np.ndarray) -> dict[str, object]:
    """Return what follows from a counter-notice: forwarded, then sued, or measures ended when 15 days are over.

    电子商务法 art. 43: where the right holder has neither complained nor sued within fifteen days of receiving the
    statement, the platform ends its measures in good time, which is read here as by the end of the sixteenth day.
    """
    n = len(acted)
    counter = so_far(later(rng, acted, 2, 1.6))
    forwarded = so_far(later(rng, counter, 1.4, 0.6))
    is_sued = rng.random(n) < 0.21
    sent = ~np.isnat(forwarded)
    due = np.where(sent & ~is_sued, forwarded.astype("datetime64[D]") + 16, NO_DAY)
    days = np.where(rng.random(n) < 0.945, rng.uniform(15, 15.9, n), rng.uniform(17, 34, n))
    restored = so_far(
        forwarded + np.rint(days * DAY).astype(np.int64), sent & ~is_sued & (rng.random(n) < 0.99)
    )
    return {
        "counter_at": counter,
        "forwarded_at": forwarded,
        "is_sued": pa.array(is_sued, mask=~sent),
        "restore_due": due,
        "restored_at": restored,
    }
