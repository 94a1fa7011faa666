"""The files that the demo's platforms owe: identities for each half-year, tax data for each quarter, most of them in time.

How many rows each has follows from the register of shops (`ties.reported`). The laws are younger than most of these periods
(see `metrics.indicators.platform_reports`): the demo measures them by the same limit.
"""

import numpy as np
import pyarrow as pa

from data_access.demo.arrays import NO_TIME, Times, coded, numbered, rows
from data_access.demo.identities import PEOPLE
from data_access.demo.moments import in_office, later, so_far
from data_access.demo.parts import Place
from data_access.demo.window import AS_OF, stream
from data_access.derive.deadlines import due_array
from data_access.domain.codes import codes
from data_access.store.schema import platform_report

#: 电子商务法, in force 2019-01-01, was the first to ask for such files (art. 28).
_FROM, _TO = "2019-01", "2022-01"
_MONTHS = {"identity": 6, "tax": 3}
_STEPS = {"identity": "identity_report", "tax": "tax_report"}
#: Shares of files that come late, of recent ones (in days) that have not come, and that are returned for what they lack.
_LATE, _NOT_YET, _RETURNED = 0.07, 0.03, 0.11
_RECENT = 200


def report_rows(place: Place, seed: int) -> pa.Table:
    """Return the rows of table `platform_report`: of each platform on which others sell, for each period in which it ran."""
    parts = [_due(place, seed, kind) for kind in _MONTHS]
    kind, own, begun, ended, due = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.lexsort((own, kind, due))
    kind, own, begun, ended, due = (column[order] for column in (kind, own, begun, ended, due))
    known, rng, n = place.platforms(seed), stream(seed, "platform_report", place.city), len(own)
    quality = known.quality[own]
    late = rng.random(n) < _LATE * quality**1.5
    waits = (due > AS_OF - _RECENT) & (rng.random(n) < _NOT_YET * quality**2)
    day = np.where(
        late, due + np.rint(rng.gamma(1.3, 14, n)).astype(np.int64) + 1, due - rng.integers(0, 24, n)
    )
    handed_in = so_far(in_office(rng, day), ~waits)
    came = ~np.isnat(handed_in)
    returned = so_far(later(rng, handed_in, 2.0, 4.0), came & (rng.random(n) < _RETURNED * quality))
    corrected = so_far(later(rng, returned, 1.6, 8.0), ~np.isnat(returned) & (rng.random(n) < 0.9))
    return rows(platform_report, {
        "report_id": numbered("BS", np.arange(1, n + 1), 5),
        "platform_id": coded(own, known.ids),
        "kind": coded(kind, codes("report_kind")),
        "period_from": begun,
        "period_to": ended,
        "due": due,
        "handed_in_at": np.where(came, handed_in, NO_TIME),
        "returned_at": returned,
        "corrected_at": corrected,
        "contact_name": coded(own * 17 % len(PEOPLE), PEOPLE),
    }, tied=("rows_due", "rows_in", "rows_complete"))  # fmt: skip


def _due(place: Place, seed: int, kind: str) -> tuple[Times, ...]:
    """Return kind, platform, first day, last day and limit of every file of a kind that is due of a platform that ran until then."""
    known = place.platforms(seed)
    first = np.arange(_FROM, _TO, _MONTHS[kind], dtype="datetime64[M]")
    last = (first + _MONTHS[kind]).astype("datetime64[D]") - 1
    period, own = (
        part.ravel() for part in np.meshgrid(np.arange(len(first)), np.arange(len(known)), indexing="ij")
    )
    begun, ended = first.astype("datetime64[D]")[period], last[period]
    due = due_array(_STEPS[kind], ended)
    closed = known.closed[own]
    owes = known.has_shops[own] & (known.launched[own] <= ended) & (np.isnat(closed) | (closed > due))
    listed = np.full(len(own), codes("report_kind").index(kind))
    return listed[owes], own[owes], begun[owes], ended[owes], due[owes]
