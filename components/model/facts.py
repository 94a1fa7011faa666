"""The road to the numbers for one reader, and the only one who asks for what is shown."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Any

import pandas as pd
from cachetools import LRUCache

from components.model.rounds import asked, asked_together
from data_access.domain.access import Scope
from data_access.domain.filters import Selection
from data_access.lookups import portraits
from data_access.lookups.attention import Ranked, attention, base_of, questions
from data_access.lookups.credit import grades, vetoes
from data_access.lookups.geo import AreaMap, area_map
from data_access.lookups.identities import addresses, class_of, classes
from data_access.lookups.rates import Rates, rate_questions, rates
from data_access.metrics.indicators import Indicator
from data_access.metrics.labels import labels
from data_access.metrics.number_ids import NumberId
from data_access.metrics.plan import answer_all
from data_access.metrics.query import Answer, Question, answer, answered
from data_access.store.snapshots import Snapshot

#: The rankings of platforms that were asked last: whatever a reader filters, and whichever portrait he opens, it is the same. Nobody
#: holds the lock while one is made, since cards of one thread wait for each other's questions.
_RANKED: LRUCache[Any, list[Ranked]] = LRUCache(maxsize=4)
_LOCK = Lock()


@dataclass(frozen=True, slots=True)
class Facts:
    """The road to the numbers for one reader: what charts and key figures ask, all of one snapshot."""

    snapshot: Snapshot
    scope: Scope
    lang: str

    def __call__(self, indicator: Indicator, by: tuple[str, ...], selection: Selection) -> pd.DataFrame:
        """Answer an indicator by dimensions, together with what other cards ask where they are drawn in rounds."""
        return self._answer(Question(indicator, by, selection)).frame()

    def rows(self, indicator: Indicator, by: tuple[str, ...], selection: Selection) -> list[dict[str, Any]]:
        """Answer the same as rows."""
        return self._answer(Question(indicator, by, selection)).records()

    def _answer(self, question: Question) -> Answer:
        if (known := answered(self.snapshot, question, self.scope)) is not None:
            return known
        found: Answer = asked(question, lambda: answer(self.snapshot, question, self.scope))
        return found

    def ahead(self, questions: Iterable[Question]) -> None:
        """Have questions answered in one round that are asked one after another then; what fails fails where it is asked."""
        wanted = [one for one in questions if answered(self.snapshot, one, self.scope) is None]
        asked_together(wanted, lambda: dict(self.answers(wanted)))

    def answers(self, questions: Sequence[Question]) -> Iterator[tuple[Question, Any]]:
        """Yield each question with its answer, or with what went wrong, as they are ready."""
        yield from answer_all(self.snapshot, questions, self.scope)

    def standing(self, platform: str, selection: Selection) -> pd.DataFrame:
        """Answer where a platform stands in its class."""
        self.ahead(portraits.standing_questions(self.snapshot, platform, selection, self.scope))
        return portraits.standing(self.snapshot, platform, selection, self.scope)

    def events(self, platform: str) -> pd.DataFrame:
        """Answer the events of a platform."""
        self.ahead(portraits.event_questions(self.snapshot, platform))
        return portraits.events(self.snapshot, platform, self.scope, self.lang)

    def addresses(self) -> pd.DataFrame:
        """Answer where each platform is."""
        return addresses(self.snapshot)

    def area_map(self, area: str) -> AreaMap:
        """Answer what a map is drawn from: loaded boundaries before those that ship."""
        return area_map(area, self.snapshot.files)

    def class_of(self, platform: str) -> tuple[str, tuple[str, ...]] | None:
        """Answer the class of a platform and the others in it."""
        return class_of(self.snapshot, platform)

    def vetoes(self, on: date) -> dict[str, str]:
        """Answer the platforms whose score is overridden by a veto, each with its rule."""
        return vetoes(self.snapshot, on)

    def attention(self, selection: Selection) -> list[Ranked]:
        """Answer which platforms need attention, and why."""
        known, key = labels(self.snapshot), (self.snapshot.key, self.scope, base_of(selection))
        with _LOCK:
            found = _RANKED.get(key)
        if found is None:
            self.ahead(questions(selection, known))
            found = attention(
                self, selection, known, grades(self.snapshot, selection.period.end), classes(self.snapshot)
            )
            with _LOCK:
                _RANKED[key] = found
        return found

    def number_id(self, question: Question, members: tuple[str, ...] = ()) -> str:
        """Answer the id that gives these numbers again, or the one cell of `members`, to whoever may see what this reader sees."""
        return str(NumberId.of(question, self.scope, self.snapshot.version, members))

    def rates(self, selection: Selection) -> Rates:
        """Answer the rate per million orders of the city, each class and each platform, with what it is made of."""
        known = labels(self.snapshot)
        self.ahead(rate_questions(selection, known))
        return rates(self, selection, known, classes(self.snapshot))
