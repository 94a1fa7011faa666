"""What the leads of a demo city teach its models: every two months a model that erred has its standard revised."""

import numpy as np
import pyarrow as pa

from data_access.demo.arrays import coded, numbered, rows
from data_access.demo.leads import LeadTotals, lead_chunks
from data_access.demo.moments import in_office
from data_access.demo.parts import Chunks, Place
from data_access.demo.ties.columns import flags, moments, places
from data_access.demo.window import LAST_SECOND, stream
from data_access.domain.codes import codes
from data_access.store import schema

#: Days between two revisions of one model, and the day from which they are counted.
_EVERY, _SINCE = 61, np.datetime64("2021-04-20", "D")


def revision_chunks(place: Place, totals: LeadTotals, seed: int, scale: float) -> Chunks:
    """Yield the rows of table `model_revision`: of each span and model the most frequent error, and how many leads had it."""
    ((_, leads),) = lead_chunks(place, totals, seed, scale)
    rng, names, grounds = (
        stream(seed, "model_revision", place.city),
        sorted(set(leads["model_id"].to_pylist())),
        codes("revision_ground"),
    )
    model, kind = places(leads, "model_id", names), places(leads, "lead_type", codes("lead_type"))
    is_reviewed = ~np.isnat(moments(leads, "reviewed_at"))
    errors = {
        "false_alarm": (is_reviewed & ~flags(leads, "is_confirmed"), moments(leads, "reviewed_at")),
        "unfounded": (
            places(leads, "disposition", codes("disposition")) == codes("disposition").index("unfounded"),
            moments(leads, "verified_at"),
        ),
        "missed": (flags(leads, "is_reverse"), moments(leads, "detected_at")),
    }
    spans = int((LAST_SECOND.astype("datetime64[D]") - _SINCE).astype(int)) // _EVERY
    counts = np.zeros((len(errors), len(names), spans), np.int64)
    for place_, (holds, at) in enumerate(errors.values()):
        own = np.flatnonzero(holds & ~np.isnat(at))
        span = (at[own].astype("datetime64[D]") - _SINCE).astype(int) // _EVERY
        inside = (span >= 0) & (span < spans)
        np.add.at(counts[place_], (model[own[inside]], span[inside]), 1)
    which, span = np.nonzero(counts.max(axis=0))
    order = np.lexsort((which, span))
    which, span = which[order], span[order]
    worst = counts.argmax(axis=0)[which, span]
    of_model = dict(zip(model, kind, strict=True))
    revised = in_office(rng, _SINCE + (span + 1) * _EVERY - 1 - rng.integers(0, 5, len(which)))
    yield schema.model_revision, rows(schema.model_revision, {
        "revision_id": numbered("R", np.arange(1, len(which) + 1), 4),
        "model_id": pa.array([names[one] for one in which], pa.string()),
        "lead_type": coded(np.array([of_model[one] for one in which], np.int64), codes("lead_type")),
        "ground": coded(np.array([grounds.index(one) for one in errors])[worst], grounds),
        "leads": counts[worst, which, span].astype(np.int32),
        "revised_at": revised,
        "standard": pa.array([f"1.{one + 1}" for one in span], pa.string()),
    })  # fmt: skip
