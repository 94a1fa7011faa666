"""What credit supervision sees of the demo's platforms: annual reports, patrols, searches; then objections and inspections."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
from sqlalchemy import Table, or_, select

from data_access.demo.arrays import NO_DAY, Flags, Ints, Times, coded, rows
from data_access.demo.parts import Chunks, Place
from data_access.demo.platforms import Platforms, operator_codes
from data_access.demo.window import AS_OF, stream
from data_access.domain.codes import codes
from data_access.store.drafts import Draft
from data_access.store.schema import (
    annual_report,
    credit_item,
    credit_notice,
    credit_objection,
    credit_score,
    goods_search,
    inspection,
    inspection_draw,
    licence_check,
    negative_entity,
)

#: Tables whose rows answer what was derived: they are there once it is.
FOLLOWING: tuple[Table, ...] = (credit_objection, credit_notice, inspection)
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
_FOUND = {"A": 0.07, "B": 0.18, "C": 0.4, "D": 0.62}


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
    spell = month.astype(np.int64) // 4  # four patrols see the same state
    luck = stream(seed, "licence_spell", place.city).random((len(known), int(spell.max()) + 1))[own, spell]
    shops = np.where(known.has_shops[own], rng.integers(20, 81, n), 0)
    rate = np.clip(0.95 - 0.06 * quality + 0.0012 * (month - _PATROLS[0]).astype(np.int64), 0.4, 0.995)
    columns = {
        "check_id": pa.array([f"L{number:06d}" for number in range(1, n + 1)]),
        "platform_id": coded(own, known.ids),
        "checked_on": month.astype("datetime64[D]") + rng.integers(0, 25, n),
        "licence_shown": luck > 0.02 * quality**2,
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


def follow_up(draft: Draft, seed: int) -> Chunks:
    """Yield what was done about the scores and draws that a draft has derived: objections, notices, and inspections of those drawn."""
    yield from _filled(credit_objection, _objection_rows(draft, seed))
    yield from _filled(credit_notice, _notice_rows(draft, seed))
    yield from _filled(inspection, _inspection_rows(draft, seed))


def _filled(table: Table, found: pa.Table) -> Iterator[tuple[Table, pa.Table]]:
    if found.num_rows:
        yield table, found


def _objection_rows(draft: Draft, seed: int) -> pa.Table:
    """One in twelve dated deductions is objected to, a third of those with success."""
    c = credit_item.c
    dated = select(c.platform_id, c.rule, c.event_ref, c.event_day).where(
        c.points < 0, c.event_day < c.month_end
    )
    with draft.engine.connect() as connection:
        held = connection.execute(
            dated.distinct().order_by(c.event_day, c.platform_id, c.rule, c.event_ref)
        ).all()
    rng = stream(seed, "credit_objection")
    chosen = [row for row, luck in zip(held, rng.random(len(held)), strict=True) if luck < 0.12]
    n = len(chosen)
    filed = np.array([row.event_day for row in chosen], "datetime64[D]") + rng.integers(8, 30, n)
    decided = filed + rng.integers(6, 28, n)
    decided = np.where(decided > AS_OF, NO_DAY, decided)
    inside = filed <= AS_OF
    columns = {
        "objection_id": pa.array([f"O{number:05d}" for number in range(1, n + 1)]),
        "platform_id": pa.array([row.platform_id for row in chosen], pa.string()),
        "rule": pa.array([row.rule for row in chosen], pa.string()),
        "event_ref": pa.array([row.event_ref for row in chosen], pa.string()),
        "filed_on": filed,
        "decided_on": decided,
        "outcome": pa.array(
            np.where(rng.random(n) < 0.35, "upheld", "dismissed"), pa.string(), mask=np.isnat(decided)
        ),
    }
    return rows(credit_objection, columns).filter(pa.array(inside))


def _notice_rows(draft: Draft, seed: int) -> pa.Table:
    """A platform is told its first grade and each change of its colour; the mark goes with it to the page of its licence."""
    c = credit_score.c
    is_new = or_(c.colour_before.is_(None), c.colour_before != c.colour)
    statement = select(c.score_id, c.platform_id, c.month_end, c.colour).where(is_new)
    with draft.engine.connect() as connection:
        told = connection.execute(statement.order_by(c.month_end, c.platform_id)).all()
    rng, n = stream(seed, "credit_notice"), len(told)
    ended = np.array([row.month_end for row in told], "datetime64[D]")
    sent = ended + rng.integers(3, 12, n)
    displayed, received = sent + rng.integers(0, 4, n), sent + rng.integers(1, 15, n)
    columns = {
        "notice_id": pa.array([f"NC{row.score_id}" for row in told], pa.string()),
        "platform_id": pa.array([row.platform_id for row in told], pa.string()),
        "month_end": ended,
        "colour": pa.array([row.colour for row in told], pa.string()),
        "displayed_on": np.where((displayed <= AS_OF) & (rng.random(n) < 0.96), displayed, NO_DAY),
        "sent_on": sent,
        "received_on": np.where((received <= AS_OF) & (rng.random(n) < 0.93), received, NO_DAY),
    }
    return rows(credit_notice, columns).filter(pa.array(sent <= AS_OF))


def _inspection_rows(draft: Draft, seed: int) -> pa.Table:
    """Those drawn are checked within weeks, and the worse the class the more is found."""
    c = inspection_draw.c
    statement = select(c.plan_id, c.platform_id, c.credit_class, c.drawn_on).where(c.is_drawn)
    with draft.engine.connect() as connection:
        drawn = connection.execute(statement.order_by(c.draw_id)).all()
    rng, n = stream(seed, "inspection"), len(drawn)
    on = np.array([row.drawn_on for row in drawn], "datetime64[D]")
    checked = on + rng.integers(5, 50, n)
    found = rng.random(n) < np.array([_FOUND[row.credit_class] for row in drawn])
    done = (checked <= AS_OF) & (rng.random(n) < 0.97)
    published = checked + rng.integers(3, 19, n)
    published = np.where(done & (published <= AS_OF), published, NO_DAY)
    kinds = np.array(["V15", "V19", "V03", "V04", "V01"])[rng.integers(0, 5, n)]
    columns = {
        "inspection_id": pa.array([f"{row.plan_id}-{row.platform_id}" for row in drawn], pa.string()),
        "plan_id": pa.array([row.plan_id for row in drawn], pa.string()),
        "platform_id": pa.array([row.platform_id for row in drawn], pa.string()),
        "credit_class": pa.array([row.credit_class for row in drawn], pa.string()),
        "drawn_on": on,
        "checked_on": np.where(done, checked, NO_DAY),
        "is_found": pa.array(found, mask=~done),
        "violation": pa.array(kinds, pa.string(), mask=~(done & found)),
        "published_on": published,
    }
    return rows(inspection, columns)
