"""Where the data come from: the last delivery of each source, what the checks found, and which source is late."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from operator import attrgetter
from threading import Condition

import pandas as pd
from cachetools import LRUCache, cached
from sqlalchemy import select

from data_access.domain.text import Text
from data_access.lookups.rhythms import Rhythm, rhythm
from data_access.metrics.sources import SOURCES
from data_access.store.schema import load_batch, quality_check
from data_access.store.snapshots import Snapshot

_OTHER_TABLES = {
    "dataset": Text("数据集", "Data set"),
    "code": Text("代码表", "Code lists"),
    "region": Text("行政区划", "Regions"),
    "annotation": Text("事件标注", "Annotations"),
}


@dataclass(frozen=True, eq=False)
class Provenance:
    """All deliveries, newest first, and all checks, as frames of the columns of load_batch and quality_check."""

    batches: pd.DataFrame
    checks: pd.DataFrame

    def last(self) -> pd.DataFrame:
        """Return the last delivery of each table."""
        return self.batches.drop_duplicates("table_name")

    def late(self, today: date) -> list[Text]:
        """Return the sources whose next delivery is overdue by their own rhythm of working days."""
        return [table_title(name) for name, one in self.rhythms.items() if one.overdue(today)]

    @cached_property  # every board asks, and what was delivered stays as it is
    def rhythms(self) -> dict[str, Rhythm]:
        """The rhythm of each table that has one, the table delivered last first."""
        own = {str(name): rhythm(rows) for name, rows in self.batches.groupby("table_name", sort=False)}
        return {name: one for name, one in own.items() if one}

    def unreconciled(self) -> list[Text]:
        """Return the sources whose sums over regions do not meet their total."""
        sums = self.checks[self.checks["rule"].str.startswith("sum:") & (self.checks["failed"] > 0)]
        return [table_title(name) for name in sums["table_name"].drop_duplicates()]


@cached(LRUCache(maxsize=4), key=attrgetter("key"), condition=Condition())
def provenance(snapshot: Snapshot) -> Provenance:
    """Return where the data of a snapshot come from."""
    c = load_batch.c  # of two loads within a second the ids tell the later
    batches = snapshot.frame(select(load_batch).order_by(c.loaded_at.desc(), c.batch_id.desc(), c.table_name))
    checks = snapshot.frame(select(quality_check).order_by(quality_check.c.table_name, quality_check.c.rule))
    return Provenance(batches, checks)


def table_title(name: str) -> Text:
    """Return what readers call a table: the title of the source that reads it, else its own name."""
    titles = {source.table.name: source.title for source in SOURCES.values()} | _OTHER_TABLES
    return titles.get(name, Text(name, name))
