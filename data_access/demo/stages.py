"""The stages that each case of the demo city went through, from the times of the case."""

from typing import Protocol

import numpy as np
import pyarrow as pa

from data_access.demo.arrays import NO_TIME, Flags, Ints, Times, coded, rows
from data_access.demo.window import LAST_SECOND
from data_access.domain.codes import codes
from data_access.store.schema import case_stage

_PATH = (
    "SRC", "VERI", "FILE", "INV", "PROOF", "REVW", "NOTE", "HEAR", "DEC", "SERV", "EXEC", "PUB",
    "TRANS", "CORR", "NOPEN", "REVOK", "CLOSE",
)  # fmt: skip
#: When a case under way enters a stage, as a share of the time from filing to decision.
_BETWEEN = {"INV": 0.03, "PROOF": 0.35, "REVW": 0.6, "NOTE": 0.75, "HEAR": 0.85}


#: How often a stage is done online in a case that is not online throughout; verification is where such a case leaves it.
_ONLINE = {
    "SRC": 0.96, "FILE": 0.8, "INV": 0.45, "PROOF": 0.7, "REVW": 0.85, "NOTE": 0.6, "HEAR": 0.35, "DEC": 0.85, "SERV": 0.55,
    "EXEC": 0.75, "PUB": 0.98, "TRANS": 0.7, "CORR": 0.8, "NOPEN": 0.8, "REVOK": 0.8, "CLOSE": 0.9,
}  # fmt: skip


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
) -> tuple[pa.Table, Ints, Times]:
    """Return the rows of table `case_stage`, the current stage of each case as a place in its code list, and when it was served.

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
    return rows(case_stage, columns), stages[last], entered[:, _PATH.index("SERV")]


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
    planned = cases.filed_at + np.rint(rng.gamma(4, 14, n) * 86_400).astype(np.int64)
    way = (np.where(np.isnat(end), planned, end) - cases.filed_at).astype(np.int64)
    some = {"HEAR": rng.random(n) < 0.22, "PROOF": rng.random(n) < 0.7}
    for stage, share in _BETWEEN.items():
        reached = cases.filed_at + (np.where(filed, way, 0) * share).astype(np.int64)
        put(stage, reached, some.get(stage))
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
