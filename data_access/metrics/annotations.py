"""Days on which something happened that numbers show."""

from dataclasses import dataclass
from datetime import date

import pandas as pd
from sqlalchemy import select

from data_access.domain.text import Text
from data_access.store.schema import annotation
from data_access.store.snapshots import Snapshot


@dataclass(frozen=True, slots=True)
class Annotation:
    """A day with what happened on it; `subjects` are what it concerns (names of `events.COUNTED`), None where nobody said."""

    day: date
    kind: str
    title: Text
    subjects: str | None


def annotations(snapshot: Snapshot, kept: set[tuple[str, str]]) -> tuple[Annotation, ...]:
    """Return the annotated days, the earliest first; `kept` are the columns that the store has, by table."""
    columns = [one for one in annotation.c if (annotation.name, one.name) in kept]
    rows = snapshot.frame(select(*columns).order_by(annotation.c.day, annotation.c.kind))
    rows = rows.reindex(columns=[one.name for one in annotation.c])
    subjects = rows["subjects"].astype(object).where(rows["subjects"].notna(), None)
    told = zip(rows["day"], rows["kind"], rows["zh"], rows["en"], subjects, strict=True)
    return tuple(
        Annotation(pd.Timestamp(day).date(), str(kind), Text(zh, en), about)
        for day, kind, zh, en, about in told
    )
