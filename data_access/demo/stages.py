"""The stages that each case of the demo city went through, from the times of the case."""

from typing import Protocol

import numpy as np
import pyarrow as pa

from data_access.demo.arrays import NO_TIME, Flags, Ints, Times, coded, rows
from data_access.demo.moments import in_office
from data_access.demo.window import LAST_SECOND
from data_access.domain.codes import codes
from data_access.domain.working_days import working_days
from data_access.store.schema import case_stage

_PATH = (
    "SRC", "VERI", "FILE", "INV", "PROOF", "REVW", "NOTE", "HEAR", "DEC", "SERV", "EXEC", "PUB",
    "TRANS", "CORR", "NOPEN", "REVOK", "CLOSE",
)  # fmt: skip
#: When a case under way enters a stage, as a share of the time from filing to the notice of what is intended.
_BETWEEN = {"INV": 0.04, "PROOF": 0.46, "REVW": 0.8}
#: That notice leaves the respondent five working days for his defence or to ask for a hearing (行政处罚程序规定 art. 57, 行政处罚法
#: arts. 63, 64 and 85), and the decision comes after them; it comes at this share of the way where there is more time.
TO_ANSWER, _NOTICE = 5, 0.75
#: So many working days lie between filing and decision at least: two until the notice, then those of the respondent.
LEAST_DAYS = TO_ANSWER + 3
#: Whoever answers in a case that takes so many may ask for a hearing, for which the notice comes so many before the decision.
_LONG, _FOR_HEARING = 26, 22

#: How often a stage is done online in a case that is not online throughout; verification is where such a case leaves it.
_ONLINE = {
    "SRC": 0.96, "FILE": 0.8, "INV": 0.45, "PROOF": 0.7, "REVW": 0.85, "NOTE": 0.6, "HEAR": 0.35, "DEC": 0.85, "SERV": 0.55,
    "EXEC": 0.75, "PUB": 0.98, "TRANS": 0.7, "CORR": 0.8, "NOPEN": 0.8, "REVOK": 0.8, "CLOSE": 0.9,
}  # fmt: skip


def at_least(ends: Times, filed: Times) -> Times:
    """Return the ends of cases, later where fewer than `LEAST_DAYS` working days had passed since they were filed."""
    after = working_days().add_array(filed, LEAST_DAYS)
    delay = np.maximum((after - ends.astype("datetime64[D]")).astype(np.int64), 0)
    return ends + np.where(np.isnat(filed), 0, delay * 86_400)


class CaseTimes(Protocol):
    """What is known of the cases: their times and outcome, one place each."""

    source_at: Times
    verified_at: Times
    filed_at: Times
    decided_at: Times
    published_at: Times
    closed_at: Times
    outcome: Ints


def stage_rows(
    rng: np.random.Generator, cases: CaseTimes, ids: pa.Array, online: Flags
) -> tuple[pa.Table, Ints, Times, Times]:
    """Return the rows of table `case_stage`, the current stage of each case as a place in its code list, when the respondent answered its notice, and when it was served.

    The cases marked `online` are so in every stage, the others are not in one at least. A case leaves a stage when it enters the next; the last stage stays open until the case is closed.
    """
    entered = _entered(rng, cases)
    entered[entered > LAST_SECOND] = NO_TIME
    case, step = np.nonzero(~np.isnat(entered))
    at = entered[case, step]
    last = np.append(case[1:] != case[:-1], True)
    left = np.where(last, NO_TIME, np.append(at[1:], NO_TIME))
    finished = last & (step == _PATH.index("CLOSE"))
    left = np.where(finished, at, left)
    stages = np.array([codes("stage").index(code) for code in _PATH])[step]
    columns = {
        "case_id": ids.take(pa.array(case)),
        "stage": coded(stages, codes("stage")),
        "entered_at": at,
        "left_at": left,
        "is_online": online[case] | _partly_online(rng, entered, case, step),
    }
    answered, served = (entered[:, _PATH.index(stage)] for stage in ("HEAR", "SERV"))
    return rows(case_stage, columns), stages[last], answered, served


def _partly_online(rng: np.random.Generator, entered: Times, case: Ints, step: Ints) -> Flags:
    """Return which stages of cases that are not online throughout are: never verification, or the source before it."""
    unverified = np.isnat(entered[:, _PATH.index("VERI")])
    odds = np.array([_ONLINE.get(stage, 0.0) for stage in _PATH])[step]
    left_out = (step == _PATH.index("SRC")) & unverified[case]
    partly: Flags = (rng.random(len(step)) < odds) & ~left_out
    return partly


def _entered(rng: np.random.Generator, cases: CaseTimes) -> Times:
    """Return when each case (a row) entered each stage of the path (a column); NaT where it never did."""
    n = len(cases.source_at)
    entered = np.full((n, len(_PATH)), NO_TIME)

    def put(stage: str, at: Times, where: Flags | None = None) -> None:
        entered[:, _PATH.index(stage)] = at if where is None else np.where(where, at, NO_TIME)

    filed, listed = ~np.isnat(cases.filed_at), codes("outcome")
    outcome = {code: cases.outcome == place for place, code in enumerate(listed)}
    put("SRC", cases.source_at)
    known_end = np.where(np.isnat(cases.verified_at), cases.source_at + 5 * 86_400, cases.verified_at)
    put("VERI", cases.source_at + ((known_end - cases.source_at).astype(np.int64) * 0.2).astype(np.int64))
    put("FILE", cases.filed_at)
    end = np.where(np.isnat(cases.decided_at), cases.closed_at, cases.decided_at)
    planned = at_least(
        cases.filed_at + np.rint(rng.gamma(4, 14, n) * 86_400).astype(np.int64), cases.filed_at
    )
    way = (np.where(np.isnat(end), planned, end) - cases.filed_at).astype(np.int64)
    answers, proves = rng.random(n) < 0.22, rng.random(n) < 0.7
    last = cases.filed_at + np.where(filed, way, 0)
    may_be_heard = answers & (working_days().between_array(cases.filed_at, last) >= _LONG)
    noted = _noted(rng, cases.filed_at, last, np.where(may_be_heard, _FOR_HEARING, TO_ANSWER + 1))
    for stage, share in _BETWEEN.items():
        reached = cases.filed_at + ((noted - cases.filed_at).astype(np.int64) * share).astype(np.int64)
        put(stage, reached, filed & (proves if stage == "PROOF" else True))
    # Whoever is not to be penalised is not told of a penalty.
    told = filed & ~outcome["no_penalty"]
    put("NOTE", noted, told)
    put(
        "HEAR",
        in_office(rng, working_days().add_array(noted, rng.integers(1, TO_ANSWER + 1, n))),
        told & answers,
    )
    dropped = outcome["revoked"]
    for stage in ("PROOF", "REVW", "NOTE", "HEAR"):
        entered[dropped, _PATH.index(stage)] = NO_TIME
    _after_decision(rng, cases, entered)
    put("TRANS", cases.closed_at, outcome["transferred"])
    put("CORR", cases.closed_at, outcome["corrected"])
    put("NOPEN", cases.decided_at, outcome["no_penalty"])
    put("REVOK", cases.closed_at, dropped)
    put("CLOSE", cases.closed_at)
    return entered


def _noted(rng: np.random.Generator, filed: Times, end: Times, before: Ints) -> Times:
    """Return when the respondent is told what is intended, at least so many working days before the end."""
    usual = filed + ((end - filed).astype(np.int64) * _NOTICE).astype(np.int64)
    day = np.minimum(usual.astype("datetime64[D]"), working_days().before_array(end, before))
    return np.maximum(in_office(rng, day), filed)


def _after_decision(rng: np.random.Generator, cases: CaseTimes, entered: Times) -> None:
    """Fill decision, service, execution and publication, none of them after publication or closure."""
    listed = codes("outcome")
    punished = np.isin(cases.outcome, [listed.index("fine"), listed.index("confiscation")])
    decided = np.where(cases.outcome == listed.index("no_penalty"), NO_TIME, cases.decided_at)
    limit = np.where(np.isnat(cases.published_at), cases.closed_at, cases.published_at)
    limit = np.where(np.isnat(limit), decided + 12 * 86_400, limit)
    way = np.where(np.isnat(decided), 0, (limit - decided).astype(np.int64))
    served = decided + (way * rng.uniform(0.05, 0.4, len(way))).astype(np.int64)
    executed = served + ((way - (served - decided).astype(np.int64)) * 0.5).astype(np.int64)
    entered[:, _PATH.index("DEC")] = decided
    entered[:, _PATH.index("SERV")] = served
    entered[:, _PATH.index("EXEC")] = np.where(punished, executed, NO_TIME)
    entered[:, _PATH.index("PUB")] = np.where(punished, cases.published_at, NO_TIME)
