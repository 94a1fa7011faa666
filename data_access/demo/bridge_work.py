"""What a bridge leaves to do: each seller that does not match the register, and each notice of a violation with its answer."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from data_access.demo.arrays import Ints, Times, coded, numbered, rows
from data_access.demo.mixes import violation_mix
from data_access.demo.moments import in_office, later, so_far
from data_access.demo.parts import Place
from data_access.demo.shares import pick, pick_rows
from data_access.demo.window import stream
from data_access.domain.codes import codes
from data_access.domain.working_days import working_days
from data_access.store.schema import identity_mismatch, violation_notice

#: Working days in which a platform is asked to answer a notice; no publication says how many, so it is the demo's own.
ANSWER_DAYS = 5
#: Of what the register knows otherwise: the share of each kind, how each ends, and how many are never taken up.
_KINDS = {"name": 0.52, "principal": 0.26, "ended": 0.22}
_OUTCOMES = {"corrected": 0.55, "shop_closed": 0.22, "registered": 0.09, "genuine": 0.08, "referred": 0.06}
_ANSWERS = {"taken_down": 0.58, "shop_closed": 0.11, "corrected": 0.27, "disputed": 0.04}
_FORGOTTEN = 0.0008


class Exchanged(NamedTuple):
    """Rows of `data_exchange` as arrays: platform, bridge, day, type of data, and their numbers by column."""

    platform: Ints
    bridge: list[str]
    day: Times
    data_type: np.ndarray
    found: Mapping[str, object]

    def number(self, name: str) -> Ints:
        """Return a number of each row, 0 where it has none."""
        values = self.found[name]
        values = values.fill_null(0).to_numpy() if isinstance(values, pa.Array) else values
        return np.asarray(values)

    def of(self, which: Ints, place: Place, seed: int) -> dict[str, object]:
        """Return the columns that each record has from its row."""
        known, bridges = place.platforms(seed), codes("bridge")
        at = np.array([bridges.index(name) for name in self.bridge])
        homes = list(dict.fromkeys(known.words("district")))
        home = np.array([homes.index(code) for code in known.words("district")])
        return {
            "platform_id": coded(self.platform[which], known.ids),
            "bridge": coded(at[which], bridges),
            "district": coded(home[self.platform[which]], homes),
        }


def mismatch_rows(place: Place, exchanged: Exchanged, seed: int) -> pa.Table:
    """Return the rows of table `identity_mismatch`: as many of each month and platform as its identity checks have."""
    rng, listed = stream(seed, place.city, "identity_mismatch"), codes("mismatch_kind")
    is_check = exchanged.data_type == "identity"
    differ = np.where(is_check, exchanged.number("mismatched"), 0)
    missing = np.where(is_check, exchanged.number("records") - exchanged.number("matched") - differ, 0)
    row = np.repeat(np.arange(len(is_check)), differ + missing)
    rank = np.arange(len(row)) - np.repeat(np.cumsum(differ + missing) - (differ + missing), differ + missing)
    among = np.array([listed.index(name) for name in _KINDS])
    kind = np.where(
        rank < differ[row], among[pick(rng, list(_KINDS.values()), len(row))], listed.index("not_found")
    )
    found = in_office(rng, exchanged.day[row])
    pace = place.platforms(seed).slowness[exchanged.platform[row]]
    lag = np.rint((later(rng, found, 1.6, 5.0) - found).astype(np.int64) * pace).astype(np.int64)
    settled = so_far(found + lag, rng.random(len(row)) >= _FORGOTTEN)
    outcomes = np.array([codes("mismatch_outcome").index(name) for name in _OUTCOMES])
    ended = outcomes[pick(rng, list(_OUTCOMES.values()), len(row))]
    order = np.argsort(found, kind="stable")
    return rows(identity_mismatch, exchanged.of(row[order], place, seed) | {
        "mismatch_id": numbered("XM", np.arange(1, len(row) + 1), 6),
        "kind": coded(kind[order], listed),
        "found_at": found[order],
        "settled_at": settled[order],
        "outcome": coded(np.where(np.isnat(settled), -1, ended)[order], codes("mismatch_outcome")),
    }, tied=("shop_id", "entity_id", "handler"))  # fmt: skip


def notice_rows(place: Place, exchanged: Exchanged, seed: int) -> pa.Table:
    """Return the rows of table `violation_notice`: one for each record of a violation that was passed to a platform."""
    rng = stream(seed, place.city, "violation_notice")
    count = np.where(exchanged.data_type == "violation", exchanged.number("records"), 0)
    row = np.repeat(np.arange(len(count)), count)
    sent, n = in_office(rng, exchanged.day[row]), len(row)
    order = np.argsort(sent, kind="stable")
    row, sent = row[order], sent[order]
    pace = place.platforms(seed).slowness[exchanged.platform[row]]
    lag = np.rint((later(rng, sent, 2.0, 1.5) - sent).astype(np.int64) * pace).astype(np.int64)
    answered = so_far(sent + lag, rng.random(n) >= _FORGOTTEN)
    answers = np.array([codes("notice_answer").index(name) for name in _ANSWERS])
    answer = answers[pick(rng, list(_ANSWERS.values()), n)]
    weights = violation_mix().sum(axis=0)[None, :]
    due = working_days().add_array(sent.astype("datetime64[D]"), np.full(n, ANSWER_DAYS))
    return rows(violation_notice, exchanged.of(row, place, seed) | {
        "notice_id": numbered("XN", np.arange(1, n + 1), 6),
        "violation": coded(pick_rows(rng, weights, np.zeros(n, np.int64)), codes("violation")),
        "sent_at": sent,
        "due": due.astype("datetime64[D]"),
        "answered_at": answered,
        "answer": coded(np.where(np.isnat(answered), -1, answer), codes("notice_answer")),
    }, tied=("shop_id", "entity_id", "handler"))  # fmt: skip
