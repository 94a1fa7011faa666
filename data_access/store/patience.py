"""How long somebody waits for all that they ask of one snapshot."""

import time
from collections.abc import Callable
from math import inf

from data_access.domain.errors import Abandoned, QueryTooSlow

IsGone = Callable[[], bool]


class Patience:
    """The seconds that one request has for all its questions, and whether its reader still waits.

    `is_gone` may be asked from any thread and at any time; it says whether nobody waits any more.
    """

    def __init__(self, seconds: float = inf, is_gone: IsGone = lambda: False) -> None:
        self.seconds, self._until = seconds, time.monotonic() + seconds
        self._is_gone, self._is_abandoned = is_gone, False

    def abandon(self) -> None:
        """Say that nobody waits any more."""
        self._is_abandoned = True

    @property
    def is_abandoned(self) -> bool:
        """Whether nobody waits any more."""
        self._is_abandoned = self._is_abandoned or self._is_gone()
        return self._is_abandoned

    @property
    def is_over(self) -> bool:
        """Whether what runs must be stopped."""
        return self.is_abandoned or time.monotonic() > self._until

    @property
    def left(self) -> float:
        """The seconds that are left, 0 where the time is over."""
        return max(0.0, self._until - time.monotonic())

    def check(self) -> None:
        """Raise Abandoned where nobody waits, QueryTooSlow where the time is over."""
        if self.is_abandoned:
            raise Abandoned("Nobody waits for the answer any more.")
        if self.is_over:
            raise QueryTooSlow(
                f"A request was stopped after {self.seconds:g} seconds; narrow the period or the filters."
            )
