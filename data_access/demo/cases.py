"""Enforcement cases 案件 of a demo city: sources, which of them are filed, and how the cases go."""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import pyarrow as pa

from data_access.demo.arrays import NO_DAY, NO_TIME, Flags, Floats, Ints, Times, coded, money, numbered, rows
from data_access.demo.factors import Decided, factor_columns, payment_columns
from data_access.demo.hearings import hearing_columns
from data_access.demo.identities import FIRMS
from data_access.demo.parts import Place
from data_access.demo.platforms import Platforms
from data_access.demo.shares import Counts, pick, pick_rows, scaled, scatter
from data_access.demo.stages import at_least, stage_rows
from data_access.demo.window import AS_OF, CASEWORK_FROM, LAST_SECOND, MID_2021, STARTS_ON, stream
from data_access.derive.deadlines import due_array, rule_version
from data_access.domain.codes import codes
from data_access.domain.working_days import working_days
from data_access.store.schema import enforcement_case

_VIOLATIONS = {
    "V03": 26, "V01": 17, "V15": 12, "V16": 10, "V17": 10, "V18": 5, "V14": 5, "V04": 4, "V02": 3.2, "V22": 2.2,
    "V12": 1.4, "V19": 1.1, "V21": 0.8, "V11": 0.5, "V20": 0.4, "V13": 0.3, "V06": 0.15, "V05": 0.1, "V07": 0.1,
    "V10": 0.03, "V08": 0.03, "V09": 0.02, "V99": 1.2,
}  # fmt: skip
#: From what cases stem: those that are not filed, those that are, and those filed since Zhejiang Fair Online finds leads.
_SOURCES = (
    {"item": 0.52, "fair_online": 0.16, "sampling": 0.14, "transfer": 0.08, "inspection": 0.1},
    {"item": 0.44, "fair_online": 0.1, "sampling": 0.29, "transfer": 0.08, "inspection": 0.09},
    {"item": 0.22, "fair_online": 0.46, "sampling": 0.2, "transfer": 0.05, "inspection": 0.07},
)
_FAIR_ONLINE = np.datetime64("2021-03-01", "s")


@dataclass(frozen=True, slots=True)
class Casework:
    """Periods with the sources registered and the cases filed in each, and what is published of them.

    `decided_2020` are cases decided in 2020, `fined` the fines and confiscations in fen decided from 2016 to mid-2021,
    `corrected` the sources of these years that ended with an order to correct; None where nothing is published.
    """

    periods: tuple[tuple[str, str, int, int], ...]
    decided_2020: int | None = None
    fined: int | None = None
    corrected: int | None = None

    @property
    def sources(self) -> int:
        """All sources at full scale."""
        return sum(sources for _, _, sources, _ in self.periods)


@dataclass
class Cases:
    """Case sources in the order of registration; NaT where a step has not been reached, -1 for no outcome."""

    source_at: Times
    verified_at: Times
    filed_at: Times
    decided_at: Times
    published_at: Times
    closed_at: Times
    outcome: Ints
    fine: Ints
    confiscated: Ints
    paid: Ints

    def ordered(self) -> "Cases":
        """Return the cases by time of their source."""
        order = np.argsort(self.source_at, kind="stable")
        return Cases(*(getattr(self, f.name)[order] for f in fields(self)))


def case_tables(place: Place, casework: Casework, seed: int, scale: float) -> tuple[pa.Table, pa.Table]:
    """Return the rows of tables `enforcement_case` and `case_stage`, which tell the same story."""
    rng = stream(seed, "enforcement_case")
    filed = _filed(rng, casework, scale)
    left = _unfiled(rng, casework, filed.source_at, scale)
    both = (np.concatenate([getattr(filed, f.name), getattr(left, f.name)]) for f in fields(Cases))
    cases = Cases(*both).ordered()
    ids = numbered("A", np.arange(1, len(cases.source_at) + 1), 7)
    since = np.interp(cases.source_at.astype(float), _seconds("2015-01-01", "2021-06-30"), [0.2, 0.83])
    online = stream(seed, "is_online").random(len(since)) < since
    stages, current, answered, served = stage_rows(stream(seed, "case_stage"), cases, ids, online)
    decided = Decided(
        cases.fine, cases.confiscated, cases.paid, served, cases.closed_at, ~np.isnat(cases.filed_at)
    )
    hearings = hearing_columns(seed, answered, cases.decided_at)
    own = {"is_online": online, **hearings, **factor_columns(seed, decided), **payment_columns(seed, decided)}
    return _rows(rng, place, place.platforms(seed), cases, ids, current, own), stages


def _filed(rng: np.random.Generator, casework: Casework, scale: float) -> Cases:
    """Return the cases that are filed: verified within weeks, decided within 90 days but for a few."""
    parts = [_spread(rng, start, end, scaled(filed, scale)) for start, end, _, filed in casework.periods]
    filed_at = np.sort(np.concatenate(parts))
    n = len(filed_at)
    verified = filed_at - rng.integers(1_800, 28_800, n)
    source = verified - np.rint(rng.gamma(2.2, 3.6, n) * 86_400).astype(np.int64).clip(3_600)
    source = np.maximum(source, STARTS_ON.astype("datetime64[s]") + 32_400)
    verified = np.maximum(verified, source)
    days = np.where(
        rng.random(n) < 0.014, 91 + rng.exponential(30, n), np.clip(rng.gamma(1.7, 10, n) + 10, 10, 89)
    )
    decided = _office(rng, filed_at.astype("datetime64[D]") + np.rint(days).astype(np.int64))
    decided = at_least(decided, filed_at)
    outcome = pick(rng, [0.37, 0.21, 0.05, 0.37], n)
    outcome = np.array(
        [codes("outcome").index(o) for o in ("fine", "warning", "confiscation", "no_penalty")]
    )[outcome]
    revoked = _revoked(rng, decided, casework, scale)
    outcome = np.where(revoked, codes("outcome").index("revoked"), outcome)
    happened = decided <= LAST_SECOND
    closed = decided + np.rint(rng.gamma(2, 9, n) * 86_400).astype(np.int64)
    punished = np.isin(outcome, [codes("outcome").index("fine"), codes("outcome").index("confiscation")])
    published = _office(rng, working_days().add_array(decided, _publication_steps(rng, n)))
    published = _until_now(np.where(punished & happened, published, NO_TIME))
    closed = np.where(punished, np.maximum(closed, published + 3_600), closed)
    closed = np.where(punished & np.isnat(published), NO_TIME, np.where(revoked, decided, closed))
    fine, confiscated, paid = _sums(rng, decided, outcome, casework, scale)
    return Cases(
        source, verified, filed_at, np.where(revoked, NO_TIME, _until_now(decided)), published, _until_now(closed),
        np.where(happened, outcome, -1), np.where(happened, fine, 0), np.where(happened, confiscated, 0),
        np.where(happened, paid, 0),
    )  # fmt: skip


def _revoked(rng: np.random.Generator, decided: Times, casework: Casework, scale: float) -> Flags:
    """Return which cases are dropped 销案: about one in seventy, in 2020 as many as leave the published number."""
    revoked = rng.random(len(decided)) < 0.015
    if casework.decided_2020 is None:
        return revoked
    of_2020 = np.flatnonzero(decided.astype("datetime64[Y]") == np.datetime64("2020"))
    surplus = len(of_2020) - scaled(casework.decided_2020, scale)
    revoked[of_2020] = scatter(rng, len(of_2020), max(0, surplus))
    return revoked


def _unfiled(rng: np.random.Generator, casework: Casework, filed_sources: Times, scale: float) -> Cases:
    """Return the sources that become no case, as many as each period's total leaves."""
    parts = []
    for start, end, sources, _ in casework.periods:
        among = (filed_sources >= np.datetime64(start, "s")) & (filed_sources < np.datetime64(end, "s"))
        parts.append(_spread(rng, start, end, max(0, scaled(sources, scale) - int(among.sum()))))
    source = np.sort(np.concatenate(parts))
    n = len(source)
    steps = np.where(rng.random(n) < 0.02, 16 + rng.exponential(8, n), np.clip(rng.gamma(2.5, 3, n), 1, 15))
    verified = _office(rng, working_days().add_array(source, np.rint(steps).astype(np.int64)))
    closed = _until_now(verified + rng.integers(1_800, 3 * 86_400, n))
    verified = _until_now(verified)
    listed = codes("outcome")
    outcome = np.where(rng.random(n) < 0.12, listed.index("transferred"), listed.index("not_filed"))
    # Orders to correct lie wholly inside or outside the published period, whichever date one counts by.
    inside = np.flatnonzero((source >= CASEWORK_FROM) & (closed < MID_2021 + 1))
    outside = (closed < CASEWORK_FROM) | (source > MID_2021 + 1)
    corrected = outside & (rng.random(n) < 0.035)
    published = len(inside) * 0.035 if casework.corrected is None else scaled(casework.corrected, scale)
    corrected[inside[scatter(rng, len(inside), round(published))]] = True
    outcome = np.where(corrected, listed.index("corrected"), outcome)
    none, zero = np.full(n, NO_TIME), np.zeros(n, np.int64)
    ended = np.where(np.isnat(closed), -1, outcome)
    return Cases(
        source, verified, none, none.copy(), none.copy(), closed, ended, zero, zero.copy(), zero.copy()
    )


def _sums(
    rng: np.random.Generator, decided: Times, outcome: Ints, casework: Casework, scale: float
) -> tuple[Counts, Counts, Counts]:
    """Return fines, confiscations and payments in fen; mostly small, and adding up to the sum that may be published."""
    listed = codes("outcome")
    fined, taken = outcome == listed.index("fine"), outcome == listed.index("confiscation")
    n = len(outcome)
    fine = np.where(fined, rng.lognormal(6.5, 0.95, n), 0)
    confiscated = np.where(taken | (fined & (rng.random(n) < 0.12)), rng.lognormal(5.2, 1.1, n), 0)
    period = (decided >= CASEWORK_FROM) & (decided < MID_2021 + 1)
    wanted = None if casework.fined is None else round(casework.fined * scale)
    factor = 1.0 if wanted is None else wanted / 100 / (fine[period].sum() + confiscated[period].sum())
    fines = np.rint(np.maximum(fine * factor, fined * 50) / 10).astype(np.int64) * 1_000
    confiscations = np.rint(confiscated * factor).astype(np.int64) * 100
    if wanted is not None:
        largest = np.flatnonzero(period)[np.argmax(fines[period])]
        fines[largest] += wanted - int(fines[period].sum() + confiscations[period].sum())
    kept = np.where(rng.random(n) < 0.965, 1.0, np.where(rng.random(n) < 0.5, 0, rng.uniform(0.2, 0.8, n)))
    just = decided + 12 * 86_400 > LAST_SECOND
    kept = np.where(just & (rng.random(n) < 0.6), 0, kept)
    return fines, confiscations, np.floor((fines + confiscations) * kept / 100).astype(np.int64) * 100


def _rows(
    rng: np.random.Generator,
    place: Place,
    known: Platforms,
    cases: Cases,
    ids: pa.Array,
    current: Ints,
    own: dict[str, Any],
) -> pa.Table:
    n = len(cases.source_at)
    filed, decided = ~np.isnat(cases.filed_at), ~np.isnat(cases.decided_at)
    punished = (cases.fine + cases.confiscated > 0) & decided
    districts = list(place.districts)
    district = pick(rng, list(place.districts.values()), n)
    columns = own | {
        "case_id": ids,
        "source": coded(_sources(rng, place, cases), codes("case_source")),
        "platform_id": coded(_platforms(rng, known, cases.source_at, districts, district), known.ids),
        "district": coded(district, districts),
        "violation": coded(_draw(rng, _VIOLATIONS, "violation", n), codes("violation")),
        "verify_due": due_array("verification", cases.source_at),
        "decision_due": due_array("decision", cases.filed_at),
        "publish_due": np.where(punished, due_array("publicity", cases.decided_at), NO_DAY),
        "stage": coded(current, codes("stage")),
        "outcome": coded(cases.outcome, codes("outcome")),
        "fine": money(cases.fine, 14, ~decided),
        "confiscated": money(cases.confiscated, 14, ~decided),
        "is_minor": rng.random(n) < np.where(cases.fine > 150_000, 0.12, np.where(filed, 0.66, 0.74)),
        "respondent_name": coded(rng.integers(0, len(FIRMS), n), FIRMS),
        "rule_version": coded(np.where(filed, 0, -1), [rule_version("decision", AS_OF.item())]),
    }
    times = ("source_at", "verified_at", "filed_at", "decided_at", "published_at", "closed_at")
    columns |= {name: getattr(cases, name) for name in times}
    return rows(enforcement_case, columns, tied=("source_id", "shop_id", "entity_id", "handler"))


def _platforms(
    rng: np.random.Generator, known: Platforms, at: Times, names: list[str], district: Ints
) -> Counts:
    """Return the platform of each case, one of the handling district's for two in three; a few have none."""
    months = np.arange("2013-12", "2022-01", dtype="datetime64[M]")
    sizes = np.sqrt(known.sizes(months.astype("datetime64[D]"))) * known.quality
    month = np.clip((at.astype("datetime64[M]") - months[0]).astype(np.int64), 0, len(months) - 1)
    home = np.array(known.words("district"))[None, :] == np.array(names)[:, None]
    near = np.where((rng.random(len(at)) < 0.66)[:, None], home[district] * 1.0 + 1e-9, 1.0)
    weights = sizes[month] * near
    edges = np.cumsum(weights, axis=1)
    drawn: Counts = (edges < (rng.random(len(at)) * edges[:, -1])[:, None]).sum(axis=1)
    return np.where(rng.random(len(at)) < 0.07, -1, drawn)


def _sources(rng: np.random.Generator, place: Place, cases: Cases) -> Counts:
    """Return the source of each case; Zhejiang Fair Online finds nothing elsewhere."""
    listed, filed = codes("case_source"), ~np.isnat(cases.filed_at)
    odds = np.array([[shares[code] for code in listed] for shares in _SOURCES])
    if not place.in_zhejiang:
        odds[:, listed.index("fair_online")] = 0
    return pick_rows(rng, odds, np.where(filed, 1 + (cases.filed_at >= _FAIR_ONLINE), 0))


def _draw(rng: np.random.Generator, shares: dict[str, float], list_key: str, n: int) -> Counts:
    return pick(rng, [shares.get(code, 0) for code in codes(list_key)], n)


def _publication_steps(rng: np.random.Generator, n: int) -> Counts:
    steps = np.where(rng.random(n) < 0.018, 21 + rng.exponential(9, n), np.clip(rng.gamma(3, 2.6, n), 1, 20))
    return np.rint(steps).astype(np.int64)


def _spread(rng: np.random.Generator, start: str, end: str, n: int) -> Times:
    """Return `n` times in office hours of working days, spread over a period; `end` is exclusive."""
    days = np.arange(start, end, dtype="datetime64[D]")
    days = days[working_days().between_array(days - 1, days) > 0]
    return _office(rng, days[pick(rng, np.linspace(0.85, 1.15, len(days)), n)])


def _office(rng: np.random.Generator, days: Times) -> Times:
    return days.astype("datetime64[s]") + rng.integers(32_400, 61_200, len(days))


def _until_now(times: Times) -> Times:
    return np.where(times > LAST_SECOND, NO_TIME, times)


def _seconds(*days: str) -> Floats:
    return np.array(days, "datetime64[s]").astype(float)
