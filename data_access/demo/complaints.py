"""Complaints 投诉 and reports 举报 of the demo city: who complains about what, where and when, and what came of it."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data_access.codes import codes
from data_access.demo.arrays import Flags, Floats, Ints, Times, coded, money, numbered, rows
from data_access.demo.identities import PEOPLE, people, telephones
from data_access.demo.lifecycles import Life, complaint_life, report_life
from data_access.demo.mixes import channel_mix, goods_mix, prices, problem_mix, violation_mix
from data_access.demo.platforms import Platforms, platforms
from data_access.demo.seasons import complaint_weights
from data_access.demo.shares import Counts, pick, pick_rows, scaled, zipf
from data_access.demo.shops import regions
from data_access.demo.volumes import route_counts
from data_access.demo.window import YEARS, stream, year_days
from data_access.derive.deadlines import rule_version
from data_access.schema import complaint_report

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


def complaint_chunks(seed: int, scale: float) -> Iterator[pa.Table]:
    """Yield the rows of table `complaint_report`, year by year and at most 500,000 at a time."""
    known = platforms(seed)
    for year in YEARS:
        rng = stream(seed, "complaint_report", year)
        items = _items(rng, seed, known, year, scale).ordered()
        of_year = _rows(rng, known, items, _lives(rng, known, items, year), scale)
        for start in range(0, of_year.num_rows, CHUNK):
            yield of_year.slice(start, CHUNK)


def _items(rng: np.random.Generator, seed: int, known: Platforms, year: int, scale: float) -> Items:
    counts, listed = route_counts(year, scale), codes("route")
    route = np.repeat(
        [listed.index(r) if r != "report" else listed.index("administrative") for r in counts],
        [*counts.values()],
    )
    is_report = np.arange(len(route)) < counts["report"]
    in_canal = route == listed.index("red_flag_canal")
    days, sizes = year_days(year), _complaint_sizes(known, year)
    month_of_day = days.astype("datetime64[M]").astype(np.int64) % 12
    demand = np.stack([complaint_weights(year)] * 2)
    demand[1] *= sizes[12:].sum(axis=1)[month_of_day] > 0
    day = pick_rows(rng, demand, in_canal.astype(np.int64))
    hour = pick(rng, _HOURS, len(day))
    registered = days[day].astype("datetime64[s]") + hour * 3_600 + rng.integers(0, 3_600, len(day))
    platform = pick_rows(rng, sizes, month_of_day[day] + 12 * in_canal)
    goods = pick_rows(rng, goods_mix(known), platform)
    food = np.isin(goods, [codes("goods").index(code) for code in _FOOD])
    problem = pick_rows(rng, problem_mix(seed, known), platform * 4 + is_report * 2 + food)
    respondent = pick(rng, regions()[1], len(day))
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


def _lives(rng: np.random.Generator, known: Platforms, items: Items, year: int) -> Life:
    slowness, life = known.slowness[items.platform], Life.blank(len(items.route))
    complaints, reports = np.flatnonzero(~items.is_report), np.flatnonzero(items.is_report)
    in_canal = items.route[complaints] == codes("route").index("red_flag_canal")
    life.put(
        complaints, complaint_life(rng, items.registered[complaints], in_canal, slowness[complaints], year)
    )
    life.put(
        reports, report_life(rng, items.registered[reports], slowness[reports], items.extended[reports], year)
    )
    return life


def _rows(rng: np.random.Generator, known: Platforms, items: Items, life: Life, scale: float) -> pa.Table:
    n, year = len(items.route), items.registered[0].item().year
    offline = rng.random(n) < 0.07
    unplaced = offline & (items.route == codes("route").index("administrative")) & (rng.random(n) < 0.35)
    platform = np.where(unplaced, -1, items.platform)
    home = np.array([regions()[0].index(code) for code in known.words("district")])[items.platform]
    local = np.array([code.startswith("3301") for code in regions()[0]])[items.respondent]
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
        "item_id": numbered(f"T{year}", np.arange(1, n + 1), 7),
        "kind": coded(items.is_report.astype(np.int8), codes("kind")),
        "platform_id": coded(platform, known.ids),
        "handling_district": coded(np.where(elsewhere, items.respondent, home), regions()[0]),
        "respondent_region": coded(items.respondent, regions()[0]),
        "platform_region": coded(np.where(unplaced, -1, home), regions()[0]),
        "problem": coded(items.problem, codes("problem")),
        "goods": coded(items.goods, codes("goods")),
        "channel": coded(pick(rng, channel_mix(year), n), codes("channel")),
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
        "rule_version": coded(items.is_report.astype(np.int8) + items.extended, versions),
    }
    return rows(complaint_report, columns)


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
