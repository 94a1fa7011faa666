"""What 浙江公平在线 finds: models, coverage, and leads from detection to feedback."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from data_access.demo.arrays import NO_DAY, Flags, Times, coded, numbered, rows
from data_access.demo.moments import DAY, HOUR, on_platforms, so_far, weights_of
from data_access.demo.parts import Chunks, Place
from data_access.demo.shares import Counts, apportion, pick, scaled
from data_access.demo.window import LAST_SECOND, stream
from data_access.domain.codes import code_titles, codes
from data_access.domain.working_days import working_days
from data_access.store import schema

SINCE = np.datetime64("2021-02-26T09:00:00", "s")
#: Working days in which a city feeds back; the sources do not say how many, so it is the demo's own.
FEEDBACK_DAYS = 10
#: Leads by type: the first six types are named in publications, the others are the demo's own.
_TYPES = {"01": 1.2, "02": 3.1, "03": 5.4, "04": 0.8, "05": 0.5, "06": 27, "07": 17, "08": 11, "09": 9, "10": 10, "11": 6,
          "12": 9}  # fmt: skip
#: How likely review finds each type a false alarm, and the month of 2021 in which its first model was developed.
_FALSE = {"01": 2.4, "02": 2.8, "03": 1.8, "04": 2.2, "05": 2.0, "06": 0.9, "07": 1.0, "08": 1.4, "09": 0.5, "10": 0.9,
          "11": 0.4, "12": 0.8}  # fmt: skip


@dataclass(frozen=True, slots=True)
class LeadTotals:
    """How many leads end where: closed by disposition, still under verification, waiting, unreviewed, and false."""

    closed: Mapping[str, int]
    verifying: int
    waiting: int
    unreviewed: int
    false: int
    reverse_share: float
    platforms: int
    listings: int
    models: int


#: Published: 22,000 risks found and disposed of, 6,187 of them filed and 2,451 shops put right; 415 platforms and
#: 670 million listings watched. How many leads were unfounded is not published: they come on top, as they are no risks.
ZHEJIANG = LeadTotals(
    {"filed": 6_187, "corrected": 2_451, "taken_down": 12_742, "transferred": 640, "unfounded": 1_402},
    640, 95, 180, 2_310, 0.043, 415, 670_000_000, 36,
)  # fmt: skip
#: The demo's share of Hangzhou, 41 % of the province, of which no more are filed than its casework has cases of the year; no
#: publication gives it.
HANGZHOU = LeadTotals(
    {"filed": 941, "corrected": 1_005, "taken_down": 6_820, "transferred": 262, "unfounded": 575},
    262, 39, 74, 947, 0.06, 104, 274_700_000, 36,
)  # fmt: skip


def model_chunks(totals: LeadTotals, seed: int, scale: float) -> Chunks:  # noqa: ARG001  (models are not scaled)
    """Yield the rows of table `monitor_model`: each type has one, the frequent types have more; all but one are adopted."""
    types, (kind, developed, adopted) = codes("lead_type"), _models(totals, seed)
    rank = [int((kind[:place] == one).sum()) + 1 for place, one in enumerate(kind)]
    yield schema.monitor_model, rows(schema.monitor_model, {
        "model_id": numbered("M", np.arange(1, len(kind) + 1), 3),
        "name": pa.array([f"{code_titles('lead_type')[types[one]].zh}模型{of}" for one, of in zip(kind, rank, strict=True)]),
        "lead_type": coded(kind, types),
        "developed_on": developed,
        "adopted_on": adopted,
        "retired_on": np.full(len(kind), NO_DAY),
    })  # fmt: skip


def _models(totals: LeadTotals, seed: int) -> tuple[Counts, Times, Times]:
    """Return the type of each model, when it was developed, and when it was adopted; NaT for the one that is not."""
    rng, types = stream(seed, "monitor_model"), codes("lead_type")
    extra = pick(rng, weights_of(types, _TYPES), totals.models - len(types))
    kind = np.concatenate([np.arange(len(types)), np.sort(extra)])
    first = np.arange(len(kind)) < len(types)
    since = np.datetime64("2021-01-11", "D")
    developed = since + np.where(first, rng.integers(0, 46, len(kind)), rng.integers(60, 300, len(kind)))
    adopted = developed + rng.integers(7, 42, len(kind))
    adopted[-1] = NO_DAY
    return kind, developed, adopted


def _found_by(totals: LeadTotals, kind: Counts, detected: Times, is_false: Flags, seed: int) -> Counts:
    """Return the model that found each lead: one of its type that was adopted by then, else the first of the type.

    Later models err less: they found more of what was confirmed.
    """
    of, _, adopted = _models(totals, seed)
    luck, found = stream(seed, "models of leads").random(len(kind)), np.zeros(len(kind), np.int64)
    skew = np.where(is_false, 1.8, 0.7)
    for one in np.unique(kind):
        own, models = np.flatnonzero(kind == one), np.flatnonzero(of == one)
        since = np.sort(adopted[models[1:]])  # NaT comes last, and before no moment
        known = 1 + np.searchsorted(since, detected[own].astype("datetime64[D]"), side="right")
        ranked = np.concatenate([models[:1], models[1:][np.argsort(adopted[models[1:]])]])
        found[own] = ranked[(luck[own] ** skew[own] * known).astype(np.int64)]
    return found


def coverage_chunks(place: Place, totals: LeadTotals, seed: int, scale: float) -> Chunks:  # noqa: ARG001  (as published)
    """Yield the rows of table `monitoring_month`: from some twenty platforms to all that are watched at the year's end."""
    months = np.arange("2021-02", "2022-01", dtype="datetime64[M]")
    grown = np.linspace(0.05, 1, len(months)) ** 0.8
    weights = list(place.districts.values())
    ends = (months + 1).astype("datetime64[D]") - 1
    n = len(weights)
    yield schema.monitoring_month, rows(schema.monitoring_month, {
        "month_end": np.repeat(ends, n),
        "district": coded(np.tile(np.arange(n), len(months)), list(place.districts)),
        "platforms": np.concatenate([apportion(round(totals.platforms * part), weights) for part in grown]).astype(np.int32),
        "listings": np.concatenate([apportion(round(totals.listings * part**1.6), weights) for part in grown]),
    })  # fmt: skip


def lead_chunks(place: Place, totals: LeadTotals, seed: int, scale: float) -> Chunks:
    """Yield the rows of table `risk_lead` in the order of detection."""
    rng, steps = stream(seed, "risk_lead", place.city), _steps(totals, scale)
    n, known, types = len(steps.disposition), place.platforms(seed), codes("lead_type")
    lags = rng.gamma([[1.5], [1.2], [3.0], [1.3]], [[0.9], [0.5], [2.0], [0.8]], (4, n)) * DAY
    late = rng.random(n) < 0.028
    lags[2] += late * rng.uniform(9, 24, n) * DAY
    detected = _detected(rng, steps, lags.sum(axis=0))
    reviewed, dispatched, verified, fed_back = (
        detected + part.astype(np.int64) for part in lags.cumsum(axis=0).round()
    )
    kind = _types(rng, steps)
    due = (
        working_days()
        .add_array(dispatched.astype("datetime64[D]"), np.full(n, FEEDBACK_DAYS))
        .astype("datetime64[D]")
    )
    is_disposed, is_sent = steps.disposition >= 0, steps.is_sent
    order = np.argsort(detected, kind="stable")
    model = _found_by(totals, kind, detected, steps.is_reviewed & ~steps.is_confirmed, seed)
    columns = {
        "lead_id": numbered("L", np.arange(1, n + 1), 6),
        "model_id": numbered("M", model[order] + 1, 3),
        "lead_type": coded(kind[order], types),
        "platform_id": coded(on_platforms(rng, known, detected, known.quality)[order], known.ids),
        "district": coded(pick(rng, list(place.districts.values()), n), list(place.districts)),
        "detected_at": detected[order],
        "reviewed_at": so_far(reviewed, steps.is_reviewed)[order],
        "is_confirmed": pa.array(steps.is_confirmed[order], mask=~steps.is_reviewed[order]),
        "dispatched_at": so_far(dispatched, is_sent)[order],
        "feedback_due": np.where(is_sent, due, NO_DAY)[order],
        "verified_at": so_far(verified, is_disposed)[order],
        "disposition": coded(steps.disposition[order], codes("disposition")),
        "feedback_at": so_far(fed_back, is_disposed)[order],
        "is_reverse": rng.random(n) < totals.reverse_share,
    }
    tied = ("item_id", "shop_id", "entity_id", "case_id", "handler")
    yield schema.risk_lead, rows(schema.risk_lead, columns, tied)


@dataclass(frozen=True, slots=True)
class _Steps:
    """How far each lead has come; `disposition` is negative for those not disposed of."""

    disposition: Counts
    is_reviewed: Flags
    is_confirmed: Flags
    is_sent: Flags


def _steps(totals: LeadTotals, scale: float) -> _Steps:
    listed = codes("disposition")
    ends = [(listed.index(name), True, True, True, count) for name, count in totals.closed.items()]
    ends += [(-1, True, True, True, totals.verifying), (-1, True, True, False, totals.waiting),
             (-1, False, False, False, totals.unreviewed), (-1, True, False, False, totals.false)]  # fmt: skip
    counts = [scaled(count, scale) for *_, count in ends]
    disposition, reviewed, confirmed, sent = (np.repeat([end[i] for end in ends], counts) for i in range(4))
    return _Steps(disposition, reviewed, confirmed, sent)


def _detected(rng: np.random.Generator, steps: _Steps, lag: Times) -> Times:
    """Return when each was detected: what has come to its end early enough, what waits within the last days."""
    n, whole = len(lag), (LAST_SECOND - SINCE).astype(np.int64)
    ended = (steps.disposition >= 0) | (steps.is_reviewed & ~steps.is_confirmed)
    passed = rng.random(n) ** 0.72 * (whole - 8 * HOUR - lag)
    # What is still verified was mostly sent lately; one in three is past its limit, and counts as not disposed of.
    recent = np.where(steps.is_sent, np.where(rng.random(n) < 0.34, rng.uniform(22, 120, n), rng.uniform(7, 15, n)),
                      np.where(steps.is_reviewed, rng.uniform(5, 9, n), rng.uniform(0, 3, n)))  # fmt: skip
    at = np.where(
        ended, np.maximum(passed, 0), whole - np.maximum(recent * DAY, np.where(steps.is_reviewed, lag, 0))
    )
    moments: Times = SINCE + np.maximum(at, 0).astype(np.int64)
    return moments


def _types(rng: np.random.Generator, steps: _Steps) -> Counts:
    """Return the type of each; false alarms come rather from what is hard to see."""
    types = codes("lead_type")
    usual, doubtful = weights_of(types, _TYPES), weights_of(types, _FALSE)
    n = len(steps.disposition)
    is_false = steps.is_reviewed & ~steps.is_confirmed
    return np.where(is_false, pick(rng, usual * doubtful, n), pick(rng, usual, n))
