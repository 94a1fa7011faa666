"""Complaints 投诉 and reports 举报 of a demo city: who complains about what, where and when, and what came of it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data_access.demo.arrays import Flags, Floats, Ints, Times, coded, money, numbered, rows
from data_access.demo.identities import PEOPLE, hashed_people, people, telephones
from data_access.demo.lifecycles import Life, complaint_life, lateness_of, report_life
from data_access.demo.mixes import channel_mix, goods_mix, prices, problem_mix, violation_mix
from data_access.demo.parts import Place
from data_access.demo.platforms import Platforms
from data_access.demo.recovery import recovering
from data_access.demo.seasons import complaint_weights
from data_access.demo.shares import Counts, pick, pick_rows, scaled, scatter, zipf
from data_access.demo.volumes import Stretch, Volumes, route_counts
from data_access.demo.window import stream
from data_access.derive.deadlines import rule_version
from data_access.domain.codes import codes
from data_access.store.schema import complaint_report

_HOURS = [
    1.2,
    0.7,
    0.4,
    0.3,
    0.3,
    0.4,
    0.8,
    1.8,
    4.2,
    7.4,
    8.2,
    6.8,
    4.8,
    5.4,
    7.4,
    7.8,
    7.2,
    5.8,
    4.2,
    4.2,
    4.8,
    5,
    4.2,
    2.6,
]
_CLASS = {"1": 1.0, "2": 1.25, "3": 0.6, "4": 0.2, "5": 0.4, "6": 0.15}
CHUNK = 500_000
_FOOD = ("general_food", "tobacco_drinks", "catering")
_RATINGS = [
    [0.003, 0.005, 0.017, 0.275, 0.7],
    [0.02, 0.03, 0.08, 0.35, 0.52],
]  # one to five: success, otherwise


@dataclass
class Items:
    """Complaints and reports in the order of registration: places in code lists, one place per item."""

    registered: Times
    is_report: Flags
    extended: Flags
    route: Ints
    platform: Ints
    respondent: Ints
    goods: Ints
    problem: Ints

    def ordered(self) -> "Items":
        """Return the items by time of registration."""
        order = np.argsort(self.registered, kind="stable")
        return Items(*(getattr(self, f.name)[order] for f in fields(self)))


def complaint_chunks(place: Place, volumes: Volumes, seed: int, scale: float) -> Iterator[pa.Table]:
    """Yield the rows of table `complaint_report`, stretch by stretch and at most 500,000 at a time."""
    parts = _stretches(place, volumes, seed, scale)
    for part in recovering(parts, volumes.recovered, scale) if volumes.recovered else parts:
        for start in range(0, part.num_rows, CHUNK):
            yield part.slice(start, CHUNK)


def _stretches(place: Place, volumes: Volumes, seed: int, scale: float) -> Iterator[pa.Table]:
    known, numbered_in = place.platforms(seed), Counter[int]()
    for stretch in volumes.stretches:
        first = stretch.start == np.datetime64(stretch.year - 1970, "Y")
        rng = stream(seed, "complaint_report", stretch.year if first else stretch.start)
        items = _items(rng, seed, place, stretch, scale).ordered()
        life = _lives(rng, known, items, stretch)
        offline = _offline(rng, volumes, stretch, len(items.route), scale)
        unplaced = _unplaced(rng, volumes, items, offline)
        before = numbered_in[stretch.year]
        yield _rows(
            rng,
            place,
            items,
            life,
            known=known,
            offline=offline,
            unplaced=unplaced,
            seed=seed,
            scale=scale,
            before=before,
        )
        numbered_in[stretch.year] += len(items.route)


def _items(rng: np.random.Generator, seed: int, place: Place, stretch: Stretch, scale: float) -> Items:
    known, year = place.platforms(seed), stretch.year
    counts, listed = route_counts(stretch, scale), codes("route")
    route = np.repeat(
        [listed.index(r) if r != "report" else listed.index("administrative") for r in counts],
        [*counts.values()],
    )
    is_report = np.arange(len(route)) < counts["report"]
    in_canal = route == listed.index("red_flag_canal")
    days, sizes = np.arange(stretch.start, stretch.end), _complaint_sizes(known, year)
    month_of_day = days.astype("datetime64[M]").astype(np.int64) % 12
    into_year = int((stretch.start - np.datetime64(f"{year}-01-01")).astype(int))
    demand = np.stack([complaint_weights(year)[into_year : into_year + len(days)]] * 2)
    demand[1] *= sizes[12:].sum(axis=1)[month_of_day] > 0
    day = pick_rows(rng, demand, in_canal.astype(np.int64))
    hour = pick(rng, _HOURS, len(day))
    registered = days[day].astype("datetime64[s]") + hour * 3_600 + rng.integers(0, 3_600, len(day))
    platform = pick_rows(rng, sizes, month_of_day[day] + 12 * in_canal)
    goods = pick_rows(rng, goods_mix(known), platform)
    food = np.isin(goods, [codes("goods").index(code) for code in _FOOD])
    problem = pick_rows(rng, problem_mix(seed, known), platform * 4 + is_report * 2 + food)
    respondent = pick(rng, place.regions()[1], len(day))
    extended = is_report & (rng.random(len(day)) < 0.12)
    return Items(registered, is_report, extended, route, platform, respondent, goods, problem)


def _complaint_sizes(known: Platforms, year: int) -> Floats:
    """Return how many complaints each platform draws: twelve rows of months for all, then twelve for the canal."""
    months = np.arange(f"{year}-01", f"{year + 1}-01", dtype="datetime64[M]").astype("datetime64[D]")
    by_class = np.array([_CLASS[code[0]] for code in known.words("subclass")])
    business = np.where(np.array(known.words("mode")) == "b2b", 0.35, 1.0)
    sizes = known.sizes(months) * known.quality * by_class * business
    connected = months[:, None] >= known.canal_since
    return np.concatenate([sizes, np.where(connected, sizes, 0)])


def _offline(rng: np.random.Generator, volumes: Volumes, stretch: Stretch, n: int, scale: float) -> Flags:
    """Return which items are not about online purchases: the usual share, or as many as the published number leaves."""
    if stretch.online is None:
        return rng.random(n) < volumes.offline
    return scatter(rng, n, n - min(n, scaled(stretch.online, scale)))


def _unplaced(rng: np.random.Generator, volumes: Volumes, items: Items, offline: Flags) -> Flags:
    """Return which items no platform has to do with: some of those not about online purchases."""
    administrative = items.route == codes("route").index("administrative")
    unplaced: Flags = offline & administrative & (rng.random(len(offline)) < volumes.unplaced)
    return unplaced


def _lives(rng: np.random.Generator, known: Platforms, items: Items, stretch: Stretch) -> Life:
    year, lateness = stretch.year, 0.0 if stretch.prompt else lateness_of(stretch.year)
    slowness, life = known.slowness[items.platform], Life.blank(len(items.route))
    complaints, reports = np.flatnonzero(~items.is_report), np.flatnonzero(items.is_report)
    in_canal = items.route[complaints] == codes("route").index("red_flag_canal")
    life.put(
        complaints,
        complaint_life(rng, items.registered[complaints], in_canal, slowness[complaints], year, lateness),
    )
    life.put(
        reports,
        report_life(rng, items.registered[reports], slowness[reports], items.extended[reports], lateness),
    )
    return life


def _rows(
    rng: np.random.Generator, place: Place, items: Items, life: Life, *, known: Platforms, offline: Flags, unplaced: Flags,
    seed: int, scale: float, before: int,
) -> pa.Table:  # fmt: skip
    n, year, regions = len(items.route), items.registered[0].item().year, place.regions()[0]
    platform = np.where(unplaced, -1, items.platform)
    home = np.array([regions.index(code) for code in known.words("district")])[items.platform]
    local = np.array([code in place.districts for code in regions])[items.respondent]
    elsewhere = local & (unplaced | (rng.random(n) < 0.3))
    named = ~items.is_report | (rng.random(n) < 0.62)
    person = _people(rng, items.is_report, scale)
    versions = [
        rule_version(step, date(year, 1, 1))
        for step in ("mediation", "verification", "verification_extended")
    ]
    timely, unanswered = life.is_timely()
    columns = {f.name: getattr(life, f.name) for f in fields(life)} | _amounts(rng, items, life)
    columns |= {
        "item_id": numbered(f"T{year}", before + np.arange(1, n + 1), 7),
        "kind": coded(items.is_report.astype(np.int8), codes("kind")),
        "platform_id": coded(platform, known.ids),
        "handling_district": coded(np.where(elsewhere, items.respondent, home), regions),
        "respondent_region": coded(items.respondent, regions),
        "platform_region": coded(np.where(unplaced, -1, home), regions),
        "problem": coded(items.problem, codes("problem")),
        "goods": coded(items.goods, codes("goods")),
        "channel": coded(pick(rng, channel_mix(year, in_zhejiang=place.in_zhejiang), n), codes("channel")),
        "route": coded(items.route, codes("route")),
        "violation": coded(_violations(rng, items), codes("violation")),
        "is_online": ~offline,
        "is_named": named,
        "registered_at": items.registered,
        "refuse_reason": coded(life.refuse_reason, codes("refuse_reason")),
        "is_timely": pa.array(timely, mask=unanswered),
        "result": coded(life.result, codes("result")),
        "complainant_name": _hidden(people(person), named),
        "complainant_phone": pc.if_else(pa.array(named), telephones(person), pa.scalar(None, pa.string())),
        "complainant_hash": pc.if_else(
            pa.array(named), hashed_people(person, seed), pa.scalar(None, pa.string())
        ),
        "rule_version": coded(items.is_report.astype(np.int8) + items.extended, versions),
    }
    return rows(complaint_report, columns, tied=("shop_id", "entity_id", "case_id", "handler"))


def _violations(rng: np.random.Generator, items: Items) -> Counts:
    reports = np.flatnonzero(items.is_report)
    violation = np.full(len(items.route), -1, np.int64)
    violation[reports] = pick_rows(rng, violation_mix(), items.problem[reports])
    return violation


def _people(rng: np.random.Generator, is_report: Flags, scale: float) -> Counts:
    """Return the person behind each item: most complain once, a few very often, above all with reports."""
    n = len(is_report)
    often = rng.random(n) < np.where(is_report, 0.34, 0.05)
    regulars = pick(rng, zipf(np.arange(1, scaled(6_000, scale) + 1), 0.9), n)
    return np.where(often, regulars, rng.integers(1_000_000, 9_000_000, n))


def _hidden(names: pa.DictionaryArray, named: Flags) -> pa.Array:
    return coded(np.where(named, names.indices.to_numpy(), -1), PEOPLE)


def _amounts(rng: np.random.Generator, items: Items, life: Life) -> dict[str, pa.Array]:
    """Return what was in dispute and recovered, and how the complainant rated the handling; NULL for reports."""
    n, listed = len(items.route), codes("result")
    disputed = np.rint(rng.lognormal(4.8, 1.15, n) * prices()[items.goods] * 100).astype(np.int64) + 100
    success = np.isin(life.result, [listed.index("settled"), listed.index("mediated")])
    manner = pick(rng, [0.56, 0.3, 0.11, 0.03], n)
    ratio = np.choose(manner, [np.ones(n), rng.uniform(0.2, 0.95, n), rng.uniform(1, 3, n), np.ones(n)])
    recovered = np.floor(disputed * ratio).astype(np.int64)
    recovered = np.where(
        (manner == 3) & (disputed < 12_500), 50_000, recovered
    )  # the 500-yuan minimum of art. 55
    closed = ~np.isnat(life.closed_at) & ~items.is_report & (life.result != listed.index("refused"))
    rated = closed & (rng.random(n) < np.where(success, 0.43, 0.14))
    rating = 1 + np.where(success, pick(rng, _RATINGS[0], n), pick(rng, _RATINGS[1], n))
    return {
        "amount_disputed": money(disputed, 14, items.is_report),
        "amount_recovered": money(recovered, 14, ~(success & ~items.is_report)),
        "satisfaction": pa.array(rating.astype(np.int32), mask=~rated),
    }
