"""The register of reverse complainants 反向投诉人 as those see it who have the right: features, score, what persons decided, exit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pandas as pd

from data_access.domain.access import RIGHTS, Scope
from data_access.domain.claimant_rules import FEATURES, VERSION, points
from data_access.domain.errors import NotAllowed, UnknownName
from data_access.lookups.readable import as_kept
from data_access.lookups.record_links import Reading, every
from data_access.lookups.records import NoSuchRecord
from data_access.metrics.labels import labels
from data_access.metrics.sources import SOURCES
from data_access.store.schema import reverse_complainant
from data_access.store.snapshots import Snapshot

#: So many persons are listed, those with the highest score first; how many there are is said.
MOST = 200
STATUSES = ("suspected", "confirmed", "watch", "removed")


@dataclass(frozen=True, slots=True)
class Claimant:
    """One person of the register. `points` are those that each feature gives by the rules of now, by its column.

    `district` is told in words, `district_code` as the reader's districts are.
    `scored` is their sum, None where no feature is recorded; `score` is what was recorded, by the rules `version`.
    """

    person: str
    name: str
    district: str
    district_code: str | None
    status: str
    score: int | None
    version: str
    scored: int | None
    values: Mapping[str, float]
    points: Mapping[str, float]
    first_seen: date
    reviewed_at: datetime | None
    reviewed_by: str
    review_reason: str
    review_due: date | None
    is_overdue: bool
    exit_at: datetime | None
    exit_reason: str

    @property
    def differs(self) -> bool:
        """Whether the rules of now give another score than was recorded by the same version."""
        return self.version == VERSION and None not in (self.score, self.scored) and self.score != self.scored


@dataclass(frozen=True, slots=True)
class Claimants:
    """Persons of one status, of so many; `counts` are those of each status, `titles` its words. `is_recorded`: whether there is a register."""

    status: str
    total: int
    counts: Mapping[str, int]
    titles: Mapping[str, str]
    listed: tuple[Claimant, ...]
    as_of: date
    is_recorded: bool


def claimants(snapshot: Snapshot, status: str, scope: Scope, lang: str) -> Claimants:
    """Return the persons of a status in the districts of a reader. Raises NotAllowed without the right, UnknownName for a status."""
    if not scope.sees_persons:
        raise NotAllowed(RIGHTS["persons"])
    if status not in STATUSES:
        raise UnknownName("status of reverse complainants", status, STATUSES)
    reading, c = Reading(snapshot, labels(snapshot), scope, lang), reverse_complainant.c
    source, on = SOURCES["complainants"], reading.names.dataset.horizon.as_of
    counts = {one: int(snapshot.rows(every(source, c.status == one, scope))[0][0]) for one in STATUSES}
    asked = every(source, c.status == status, scope).with_only_columns(*as_kept(c, reading.names))
    frame = snapshot.frame(asked.order_by(c.score.desc().nulls_last(), c.person_hash).limit(MOST))
    known = reading.names.lists.get("complainant_status", {})
    titles = {one: known[one].title(lang) if one in known else one for one in STATUSES}
    people = tuple(_claimant(reading, row, on) for row in frame.to_dict("records"))
    is_recorded = reverse_complainant in reading.names.recorded
    return Claimants(status, counts[status], counts, titles, people, on, is_recorded)


def claimant(snapshot: Snapshot, person: str, scope: Scope, lang: str) -> Claimant:
    """Return one person of the register in the districts of a reader. Raises NotAllowed without the right, NoSuchRecord for nobody."""
    (row,) = kept(snapshot, (person,), scope) or (None,)
    if row is None:
        raise NoSuchRecord("complainants", person[:40])
    reading = Reading(snapshot, labels(snapshot), scope, lang)
    return _claimant(reading, row, reading.names.dataset.horizon.as_of)


def kept(snapshot: Snapshot, persons: Iterable[str], scope: Scope) -> list[dict[Any, Any]]:
    """Return the rows of some persons in the districts of a reader, as they are kept. Raises NotAllowed without the right."""
    if not scope.sees_persons:
        raise NotAllowed(RIGHTS["persons"])
    c = reverse_complainant.c
    asked = every(SOURCES["complainants"], c.person_hash.in_(tuple(persons)), scope)
    frame = snapshot.frame(asked.with_only_columns(*as_kept(c, labels(snapshot))).order_by(c.person_hash))
    return frame.to_dict("records")


def _claimant(reading: Reading, row: Mapping[Any, Any], on: date) -> Claimant:
    c = reverse_complainant.c
    values = {one.column: float(row[one.column]) for one in FEATURES if not pd.isna(row[one.column])}
    given = points(values)
    due, left = row["review_due"], row["exit_at"]
    review_due = None if pd.isna(due) else pd.Timestamp(due).date()
    exit_at = None if pd.isna(left) else pd.Timestamp(left).to_pydatetime()
    reviewed = row["reviewed_at"]

    def words(name: str) -> str:
        return reading.words(row, c[name])

    return Claimant(
        row["person_hash"],
        words("name"),
        words("district"),
        None if pd.isna(row["district"]) else row["district"],
        row["status"],
        None if pd.isna(row["score"]) else int(row["score"]),
        words("score_version"),
        round(sum(given.values())) if given else None,
        values,
        given,
        pd.Timestamp(row["first_seen"]).date(),
        None if pd.isna(reviewed) else pd.Timestamp(reviewed).to_pydatetime(),
        words("reviewed_by"),
        words("review_reason"),
        review_due,
        exit_at is None and review_due is not None and review_due <= on,
        exit_at,
        words("exit_reason"),
    )
