"""The road to the numbers for one reader, and the only caller of `fetch` in what is shown."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from components.model.rounds import asked
from data_access.domain.access import Scope
from data_access.domain.filters import Selection
from data_access.lookups import portraits
from data_access.lookups.geo import AreaMap, area_map
from data_access.lookups.identities import addresses
from data_access.metrics.indicators import Indicator
from data_access.metrics.plan import answer_all
from data_access.metrics.query import Question, fetch
from data_access.store.snapshots import Snapshot


@dataclass(frozen=True, slots=True)
class Facts:
    """The road to the numbers for one reader: what charts and key figures ask, all of one snapshot."""

    snapshot: Snapshot
    scope: Scope
    lang: str

    def __call__(self, indicator: Indicator, by: tuple[str, ...], selection: Selection) -> pd.DataFrame:
        """Answer an indicator by dimensions, together with what other cards ask where they are drawn in rounds."""

        def alone() -> pd.DataFrame:
            return fetch(self.snapshot, indicator, by, selection, self.scope)

        found: pd.DataFrame = asked(Question(indicator, by, selection), alone)
        return found

    def answers(self, questions: Sequence[Question]) -> Iterator[tuple[Question, Any]]:
        """Yield each question with its answer, or with what went wrong, as they are ready."""
        yield from answer_all(self.snapshot, questions, self.scope)

    def standing(self, platform: str, selection: Selection) -> pd.DataFrame:
        """Answer where a platform stands in its class."""
        return portraits.standing(self.snapshot, platform, selection, self.scope)

    def events(self, platform: str) -> pd.DataFrame:
        """Answer the events of a platform."""
        return portraits.events(self.snapshot, platform, self.scope, self.lang)

    def addresses(self) -> pd.DataFrame:
        """Answer where each platform is."""
        return addresses(self.snapshot)

    def area_map(self, area: str) -> AreaMap:
        """Answer what a map is drawn from: loaded boundaries before those that ship."""
        return area_map(area, self.snapshot.files)

    def class_of(self, platform: str) -> str | None:
        """Answer the class of a platform."""
        found = portraits.identity(self.snapshot, platform, self.scope)
        return found.class_code if found else None
