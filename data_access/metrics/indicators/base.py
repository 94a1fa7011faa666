"""What an indicator is: one declarative entry that says what a number means and how it is computed."""

from dataclasses import dataclass
from typing import Any, Literal

from data_access.domain.errors import UnknownName
from data_access.domain.text import Text
from data_access.metrics.indicators.measures import Measure, Predicate
from data_access.metrics.indicators.units import Unit
from data_access.metrics.sources import Column, Source

Good = Literal["up", "down"] | None


@dataclass(frozen=True, slots=True, eq=False)
class Concentration:
    """How much of an amount the largest members of a split hold, by their squared shares or the first `top`."""

    amount: Column
    across: str
    top: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Per:
    """One indicator over another, times `scale`; n is the numerator's value.

    The denominator is not narrowed by the filters in `ignoring`, nor split by them: a share of the whole.
    """

    above: "Indicator"
    below: "Indicator"
    scale: float = 1.0
    ignoring: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class MixIndex:
    """The share of each member in the selection over its share without the filters in `against`, times 100.

    Split by one of `against` or by time, the shares are those within each platform, class, month …
    """

    of: "Indicator"
    against: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class PerDay:
    """The daily average of an amount: over the calendar days of the period, or over its working days."""

    of: "Indicator"
    is_working: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """By what share an indicator changed against the same time a year before (同比)."""

    of: "Indicator"


@dataclass(frozen=True, slots=True, eq=False)
class Maturity:
    """After how many `days` a row of a cohort has told, nearly always, what a number asks of later.

    `events` are the moments of what comes later, `told` the columns that are filled with the first of them. Where nobody
    records when it came there are none, and cohorts of different age cannot be compared.
    """

    days: int
    events: tuple[Column, ...] = ()
    told: tuple[Column, ...] = ()


Value = Measure | Concentration | Per | MixIndex | PerDay | Change


@dataclass(frozen=True, slots=True, eq=False)
class Indicator:
    """One number of the trade: what it is called, what it means, and how it is computed.

    `definition` is the 口径, `formula` says the computation in words, `basis` the law or publication behind it,
    `cohort` the time of the source by which rows belong to a period, `where` the rows that count at all,
    `good` the direction that is good for the public (None: neither), `min_n` the smallest n at which it is shown,
    `blind` the dimensions of the source that would mislead here and are not offered, `has_interval` whether it is the
    share of a sample, to be shown with its interval (see `data_access.metrics.intervals`),
    `is_alarm` whether any value off its target is a red alert, `out_of` what its card says of the whole that it is, or is
    not, a part of, where a reader would take another number beside it for that whole,
    `proof` the rows without any of which the store does not record it at all: a file whose results are never "settled"
    does not say that nothing was settled,
    `matures` after how long its last months are as whole as the others (see `data_access.metrics.maturity`).
    """

    key: str
    title: Text
    definition: Text
    formula: Text
    unit: Unit
    source: Source
    cohort: str
    value: Value
    where: Predicate | None = None
    good: Good = None
    min_n: int = 0
    target: float | None = None
    basis: Text | None = None
    version: int = 1
    system: str = "governance"
    blind: tuple[str, ...] = ()
    has_interval: bool = False
    is_alarm: bool = False
    proof: Predicate | None = None
    out_of: Text | None = None
    matures: Maturity | None = None

    @property
    def is_due(self) -> bool:
        """Whether its rows belong to a period by their limit: what it asks for should have come by then."""
        return self.cohort.endswith("due")

    @property
    def additive(self) -> bool:
        """Whether the values of a split add up to the total."""
        return isinstance(self.value, Measure) and self.value.pools == "sum"

    @property
    def counts(self) -> bool:
        """Whether no rows are none, which is 0: of counts and sums, not of shares, means and quantiles."""
        return self.additive or self._is_count

    @property
    def _is_count(self) -> bool:
        return isinstance(self.value, Measure) and self.value.value is self.value.n

    @property
    def least_compared(self) -> int:
        """The smallest n of an earlier period against which a change is said: of a count, fewer than 30 tell nothing."""
        return max(self.min_n, 30 if self._is_count else 0)

    def alarms(self, value: float) -> bool:
        """Say whether a value is a red alert: off its target, where nothing but the target will do."""
        if not self.is_alarm or self.target is None:
            return False
        return value < self.target if self.good == "up" else value > self.target

    def parts(self) -> tuple["Indicator", ...]:
        """Return the indicators that this one is composed of."""
        match self.value:
            case Per(above=above, below=below):
                return above, below
            case MixIndex(of=of) | PerDay(of=of) | Change(of=of):
                return (of,)
        return ()

    def splits(self) -> frozenset[str]:
        """Return the dimensions by which this indicator can be split."""
        if isinstance(self.value, Per):
            below = self.value.below.splits() | frozenset(self.value.ignoring)
            return (self.value.above.splits() & below) - frozenset(self.blind)
        return self.source.offered(self.cohort) - frozenset(self.blind)

    def filters(self) -> frozenset[str]:
        """Return the dimensions by which this indicator can be narrowed: of a rate, those of its numerator."""
        narrowed = (
            self.value.above.filters() if isinstance(self.value, Per) else self.source.offered(self.cohort)
        )
        return narrowed - frozenset(self.blind)


class Registry(dict[str, Indicator]):
    """Indicators by key; asking for an unknown one names its nearest neighbours."""

    def __missing__(self, key: str) -> Any:
        """Raise UnknownName."""
        raise UnknownName("indicator", key, self)


INDICATORS = Registry()


def indicator(*args: Any, **kw: Any) -> Indicator:
    """Declare an indicator and enter it in the registry; a key declared twice is an error."""
    entry = Indicator(*args, **kw)
    if entry.key in INDICATORS:
        message = f"indicator {entry.key!r} is declared twice"
        raise ValueError(message)
    INDICATORS[entry.key] = entry
    return entry
