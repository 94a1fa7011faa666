"""Leads mined from reviews and traced food in a demo city: each lead that crossed a bridge is a row."""

from itertools import product

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data_access.demo.arrays import NO_DAY, coded, numbered, rows
from data_access.demo.identities import BRANDS
from data_access.demo.moments import HOUR, later, so_far
from data_access.demo.parts import Chunks, Place
from data_access.demo.shares import pick, scaled
from data_access.demo.ties.columns import days, places
from data_access.demo.window import AS_OF, stream
from data_access.store.schema import data_exchange, review_lead, trace_code

_WORDS = {"spoilt": 26, "foreign": 24, "ill": 17, "expired": 14, "dirty": 19}
_RESULTS = {"filed": 7, "corrected": 38, "exempt": 14, "unfounded": 41}
_MATTERS = {"licence": 4, "label": 3, "record": 5, "price": 2}
_SELLERS = tuple(f"{brand}{end}（虚构）" for brand, end in product(BRANDS, ("食品商行", "农产品店")))
_GOODS = ("苹果", "石榴", "挂面", "辣椒酱", "猕猴桃", "豆制品")


def with_review_leads(place: Place, seed: int, chunks: Chunks) -> Chunks:
    """Pass on what a city exchanges, then yield the rows of table `review_lead`: as many as its records of that type say."""
    kept = []
    for table, chunk in chunks:
        yield table, chunk
        if table is data_exchange:
            is_lead = pc.equal(chunk["data_type"].cast(pa.string()), "review_lead")
            kept.append(chunk.filter(is_lead).select(["day", "platform_id", "records"]))
    if kept:
        yield review_lead, _leads(place, seed, pa.concat_tables([one.unify_dictionaries() for one in kept]))


def _leads(place: Place, seed: int, sent: pa.Table) -> pa.Table:
    rng, known = stream(seed, "review_lead", place.city), place.platforms(seed)
    which = np.repeat(np.arange(sent.num_rows), sent["records"].to_numpy().astype(np.int64))
    mined = days(sent, "day").astype("datetime64[s]")[which] + rng.integers(6 * HOUR, 20 * HOUR, len(which))
    order = np.argsort(mined, kind="stable")
    which, mined, n = which[order], mined[order], len(which)
    checked = so_far(later(rng, mined + HOUR, 1.8, 1.6), rng.random(n) < 0.97)
    result = np.where(np.isnat(checked), -1, pick(rng, list(_RESULTS.values()), n))
    is_exempt = result == list(_RESULTS).index("exempt")
    return rows(review_lead, {
        "lead_id": numbered("RL", np.arange(1, n + 1), 6),
        "platform_id": coded(places(sent, "platform_id", known.ids)[which], known.ids),
        "district": coded(pick(rng, list(place.districts.values()), n), list(place.districts)),
        "word": coded(pick(rng, list(_WORDS.values()), n), list(_WORDS)),
        "mined_at": mined,
        "sent_at": so_far(mined + rng.integers(300, HOUR, n)),
        "checked_at": checked,
        "result": coded(result, list(_RESULTS)),
        "exempt_matter": coded(np.where(is_exempt, pick(rng, list(_MATTERS.values()), n), -1), list(_MATTERS)),
    })  # fmt: skip


def trace_chunks(place: Place, sellers: int, seed: int, scale: float) -> Chunks:
    """Yield the rows of table `trace_code`, one for each seller."""
    rng, n = stream(seed, "trace_code", place.city), scaled(sellers, scale)
    issued = np.sort(np.datetime64("2018-03-01") + rng.integers(0, 1_200, n))
    yield trace_code, rows(trace_code, {
        "code_id": numbered("TC", np.arange(1, n + 1), 5),
        "seller": coded(rng.integers(0, len(_SELLERS), n), _SELLERS),
        "district": coded(pick(rng, list(place.districts.values()), n), list(place.districts)),
        "goods": coded(rng.integers(0, len(_GOODS), n), _GOODS),
        "issued_on": issued,
        "ended_on": np.where(rng.random(n) < 0.02, np.minimum(issued + 400, AS_OF), NO_DAY),
        "scans": rng.gamma(1.2, 160, n).astype(np.int32),
    }, tied=("entity_id",))  # fmt: skip
