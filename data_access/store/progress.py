"""How far a load is, for whoever waits: bytes or rows of a step as far as they are known, never a guess of the whole."""

import threading
from typing import Protocol, Self

from duckdb import DuckDBPyConnection
from tqdm import tqdm

_GLANCES_A_SECOND = 4


class Progress(Protocol):
    """Is told of each step of a load when it begins."""

    def engine(self, step: str, total: int = 100, unit: str = "%") -> None:
        """Begin a step that the engine does in one go: it says itself which share of `total` is done."""

    def counted(self, step: str, total: int | None = None, unit: str = " rows") -> None:
        """Begin a step whose units are told by `advance`; without a total only their number is known."""

    def advance(self, count: int) -> None:
        """Tell that so many more units of a counted step are done."""


class Silence:
    """Progress that nobody waits for."""

    def engine(self, step: str, total: int = 100, unit: str = "%") -> None:
        """Say nothing."""

    def counted(self, step: str, total: int | None = None, unit: str = " rows") -> None:
        """Say nothing."""

    def advance(self, count: int) -> None:
        """Say nothing."""


class Bar:
    """One line in the terminal that begins anew with each step, from `with` to its end; only counted steps need no engine."""

    def __init__(self, connection: DuckDBPyConnection | None, words: str) -> None:
        self._connection, self._words = connection, words
        self._bar: tqdm[object] = tqdm(total=0, desc=words, leave=False)
        self._is_engine = False
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._follow, daemon=True)

    def engine(self, step: str, total: int = 100, unit: str = "%") -> None:
        """Begin a step of the engine."""
        self._begin(step, total, unit)
        self._is_engine = True

    def counted(self, step: str, total: int | None = None, unit: str = " rows") -> None:
        """Begin a step of units that are counted."""
        self._begin(step, total, unit)

    def advance(self, count: int) -> None:
        """Add units of the counted step."""
        self._bar.update(count)

    def note(self, words: str) -> None:
        """Say more beside the numbers."""
        self._bar.set_postfix_str(words, refresh=False)

    def look(self) -> None:
        """Ask the engine which share of its step is done; it may go on to a smaller statement, the bar not back."""
        if self._is_engine and self._connection is not None:
            share = self._connection.query_progress()
            if share > 0 and self._bar.total:
                self._bar.n = max(self._bar.n, int(self._bar.total * min(share, 100) / 100))
            self._bar.refresh()

    def _begin(self, step: str, total: int | None, unit: str) -> None:
        self._is_engine = False
        self._bar.unit, self._bar.unit_scale, self._bar.total = unit, unit != "%", total
        self._bar.set_description_str(f"{self._words}: {step}", refresh=False)
        self._bar.reset()

    def _follow(self) -> None:
        while not self._done.wait(1 / _GLANCES_A_SECOND):
            self.look()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()
        self._bar.close()


SILENCE = Silence()
