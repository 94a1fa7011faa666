"""What credit supervision sees of the demo's platforms: annual reports, patrols, searches."""

import numpy as np
import pyarrow as pa

from data_access.demo.arrays import NO_DAY, Flags, Ints, Times, coded, rows
from data_access.demo.parts import Chunks, Place
from data_access.demo.platforms import SPELL_MONTHS, Platforms, licence_shown, operator_codes, patrol_luck
from data_access.demo.window import AS_OF, stream
from data_access.domain.codes import codes
from data_access.store.schema import (
    annual_report,
    goods_search,
    licence_check,
    negative_entity,
)

#: Reports on the years from 2013 are due in the middle of the year after (企业信息公示暂行条例 art. 8).
_YEARS = np.arange(2013, 2021)
_PATROLS: Times = np.arange("2018-11", "2022-01", dtype="datetime64[M]")
_SEARCHES: Times = np.arange("2018-11", "2022-01", dtype="datetime64[M]")
#: Hits in a thousand listings, by class of keywords, and the share of hits that inspections have by class.
_HITS = {
    "prohibited": 1.1,
    "counterfeit": 4.2,
    "wildlife": 0.4,
    "tobacco": 0.9,
    "medical": 1.6,
    "claims": 6.5,
}
#: When operators of platforms stood on a list themselves, the worst platform first: reason, listed, removed.
_LISTED = (
    ("serious", "2020-10-12", "NaT"), ("abnormal", "2020-07-08", "2021-09-20"), ("abnormal", "2019-07-05", "2020-03-11"),
    ("serious", "2019-11-04", "2021-04-19"), ("abnormal", "2021-07-07", "NaT"), ("abnormal", "2020-12-02", "2021-08-16"),
    ("serious", "2021-05-17", "NaT"), ("serious", "2021-10-25", "NaT"),
)  # fmt: skip


def listing_chunks(place: Place, seed: int) -> Chunks:
    """Yield the operators of platforms that stood on the negative list themselves."""
    yield negative_entity, _listing_rows(place, seed)


def credit_chunks(place: Place, seed: int) -> Chunks:
    """Yield annual reports, patrols and searches of a city's platforms."""
    yield annual_report, _report_rows(place, seed)
    yield licence_check, _patrol_rows(place, seed)
    yield goods_search, _search_rows(place, seed)


def _worst(known: Platforms, count: int) -> Ints:
    """Return the platforms that draw most complaints for their size, of those in operation for long, worst first."""
    settled = np.isnat(known.closed) & (known.launched < np.datetime64("2018-01-01"))
    order: Ints = np.argsort(
        np.where(settled & (known.weight < np.quantile(known.weight, 0.8)), -known.quality, 0), kind="stable"
    )
    return order[:count]


def _listing_rows(place: Place, seed: int) -> pa.Table:
    known, rng = place.platforms(seed), stream(seed, "operators_listed", place.city)
    own, n = _worst(known, len(_LISTED)), len(_LISTED)
    uscc, hours = operator_codes(known).to_pylist(), rng.integers(32_400, 61_200, (2, n))
    listed, removed = (np.array([row[side] for row in _LISTED], "datetime64[s]") for side in (1, 2))
    columns = {
        "spell_id": pa.array([f"NP{number:04d}" for number in range(1, n + 1)]),
        "entity_id": pa.array([uscc[place] for place in own]),
        "entity_name": _words([known.words("operator")[place] for place in own]),
        "platform_id": coded(own, known.ids),
        "district": _words([known.words("district")[place] for place in own]),
        "reason": _words([row[0] for row in _LISTED]),
        "level": _words(["high" if row[0] == "serious" else "low" for row in _LISTED]),
        "listed_at": listed + hours[0],
        "delisted_at": removed + hours[1],
    }
    return rows(negative_entity, columns)


def _words(words: list[str]) -> pa.Array:
    listed = sorted(set(words))
    return coded(np.array([listed.index(word) for word in words]), listed)


def _report_rows(place: Place, seed: int) -> pa.Table:
    known, rng = place.platforms(seed), stream(seed, "annual_report", place.city)
    year, own = (part.ravel() for part in np.meshgrid(_YEARS, np.arange(len(known)), indexing="ij"))
    due = np.array([f"{y + 1}-06-30" for y in year], "datetime64[D]")
    launched, closed = known.launched[own], known.closed[own]
    obliged = (launched < np.array([f"{y + 1}-01-01" for y in year], "datetime64[D]")) & (
        np.isnat(closed) | (closed > due)
    )
    year, own, due = year[obliged], own[obliged], due[obliged]
    n, quality = len(own), known.quality[own]
    late, never = rng.random(n) < 0.04 * quality**2, rng.random(n) < 0.02 * quality**2
    reported = np.where(late, due + rng.integers(4, 160, n), due - rng.integers(1, 170, n))
    reported = np.where(never | (reported > AS_OF), NO_DAY, reported)
    shops = np.where(known.has_shops[own], np.rint(1_500 * known.weight[own] / known.weight.max() + 40), 0)
    shops_due = shops.astype(np.int64)
    shops_reported = rng.binomial(
        shops_due, np.clip(0.93 - 0.05 * quality + 0.008 * (year - 2013), 0.5, 0.99)
    )
    columns = {
        "platform_id": coded(own, known.ids),
        "year": year,
        "due_on": due,
        "reported_on": reported,
        "is_mismatched": pa.array(rng.random(n) < 0.06 * quality, mask=np.isnat(reported)),
        "shops_due": shops_due,
        "shops_reported": shops_reported,
        "shops_mismatched": rng.binomial(shops_reported, np.clip(0.05 * quality, 0, 1)),
    }
    return rows(annual_report, columns)


def _running(place: Place, seed: int, months: Times) -> tuple[Ints, Times]:
    """Return platform and month wherever a platform operates for the whole of a month."""
    known = place.platforms(seed)
    month, own = (part.ravel() for part in np.meshgrid(months, np.arange(len(known)), indexing="ij"))
    first, after = month.astype("datetime64[D]"), (month + 1).astype("datetime64[D]")
    runs: Flags = (known.launched[own] < first) & (np.isnat(known.closed[own]) | (known.closed[own] >= after))
    return own[runs], month[runs]


def _patrol_rows(place: Place, seed: int) -> pa.Table:
    """A patrol every month; what is missing on display usually stays so for some."""
    known, rng = place.platforms(seed), stream(seed, "licence_check", place.city)
    own, month = _running(place, seed, _PATROLS)
    n, quality = len(own), known.quality[own]
    spell = month.astype(np.int64) // SPELL_MONTHS
    luck = patrol_luck(known, place.city, seed)[own, spell]
    shops = np.where(known.has_shops[own], rng.integers(20, 81, n), 0)
    rate = np.clip(0.95 - 0.06 * quality + 0.0012 * (month - _PATROLS[0]).astype(np.int64), 0.4, 0.995)
    columns = {
        "check_id": pa.array([f"L{number:06d}" for number in range(1, n + 1)]),
        "platform_id": coded(own, known.ids),
        "checked_on": month.astype("datetime64[D]") + rng.integers(0, 25, n),
        "licence_shown": licence_shown(known, place.city, seed)[own, spell],
        "permit_shown": luck > 0.03 * quality**2,
        "rules_shown": luck > 0.05 * quality**2,
        "shops_checked": shops,
        "shops_shown": rng.binomial(shops, rate),
    }
    return rows(licence_check, columns)


def _search_rows(place: Place, seed: int) -> pa.Table:
    known, rng = place.platforms(seed), stream(seed, "goods_search", place.city)
    own, month = _running(place, seed, _SEARCHES)
    sells = known.has_shops[own]
    own, month = own[sells], month[sells]
    words = codes("keyword")
    keyword = np.tile(np.arange(len(words)), len(own))
    own, month = np.repeat(own, len(words)), np.repeat(month, len(words))
    n = len(own)
    searched = (
        np.rint(rng.gamma(4, 60, n) * (1 + 6 * np.sqrt(known.weight[own] / known.weight.max()))).astype(
            np.int64
        )
        + 20
    )
    hits = rng.binomial(
        searched, np.clip(np.array([_HITS[w] for w in words])[keyword] / 1_000 * known.quality[own], 0, 1)
    )
    columns = {
        "month": month.astype("datetime64[D]"),
        "platform_id": coded(own, known.ids),
        "keyword": coded(keyword, words),
        "searched": searched,
        "hits": hits,
        "kept": rng.binomial(hits, 0.86),
    }
    return rows(goods_search, columns)
