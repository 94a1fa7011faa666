"""The hearings 听证 of a demo city's cases: asked for with the answer to the notice, told seven days before, held before the decision."""

from typing import Any

import numpy as np

from data_access.demo.arrays import NO_DAY, NO_TIME, Times
from data_access.demo.moments import in_office
from data_access.demo.window import LAST_SECOND, stream
from data_access.derive.deadlines import due_array
from data_access.domain.working_days import working_days

#: Working days from asking to the notice, and from the notice to the hearing: seven at least by law (行政处罚法 art. 64), in
#: `_LATE` of them fewer; so many lie between asking and a decision before which there is room for a hearing.
_TO_NOTICE, _TO_HEARING, _TOO_SHORT, _ROOM = (1, 3), (7, 10), 5, 13
#: The shares of those who answer that ask for a hearing, and of hearings whose notice comes too late.
_ASKS, _LATE = 0.7, 0.05


def hearing_columns(seed: int, answered: Times, decided: Times) -> dict[str, Any]:
    """Return the columns of table `enforcement_case` that tell of hearings, from when respondents answered and cases were decided."""
    rng, n, days = stream(seed, "hearings"), len(answered), working_days()
    room = days.between_array(answered, decided)
    asks = ~np.isnat(answered) & (rng.random(n) < _ASKS) & (np.isnan(room) | (room >= _ROOM))
    asked = np.where(asks, answered, NO_TIME)
    told = in_office(rng, days.add_array(asked, rng.integers(*_TO_NOTICE, n)))
    wait = np.where(rng.random(n) < _LATE, _TOO_SHORT, rng.integers(*_TO_HEARING, n))
    held = np.where(asks, days.add_array(told, wait), NO_DAY)
    return {
        "hearing_asked_at": asked,
        "hearing_notified_at": np.where(told <= LAST_SECOND, told, NO_TIME),
        "hearing_on": held,
        "hearing_notice_due": due_array("hearing_notice", held),
    }
