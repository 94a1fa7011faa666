"""What the reader has chosen: the filters that exist, and the frozen selection that a page is a function of."""

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from data_access.domain.dimensions import DIMENSIONS, GRAINS, Dimension
from data_access.domain.errors import BadValue, BeyondData, CockpitError, UnknownName
from data_access.domain.periods import COMPARISONS, Horizon, Period, compared, grain_for, preset, weeks_before
from data_access.domain.text import Text


@dataclass(frozen=True, slots=True)
class Filter:
    """A dimension that the reader can narrow by; `main` ones stand in the bar, the others under 更多."""

    dimension: Dimension
    main: bool = False

    @property
    def key(self) -> str:
        """The key in the address."""
        return self.dimension.key


_MAIN = ("district", "class", "mode", "grade")
_MORE = ("platform", "category", "problem", "goods", "channel", "route", "kind", "violation", "operator_type",
         "source", "reason", "bridge", "data_type", "partner", "direction", "co_kind",
         "sampling_kind", "lead_type", "right_type", "colour", "credit_class", "keyword", "report_kind")  # fmt: skip
FILTERS: dict[str, Filter] = {key: Filter(DIMENSIONS[key], main=key in _MAIN) for key in (*_MAIN, *_MORE)}
#: Keys of the address that are not filters.
PER_KEY = "per"
PERIOD_KEYS = ("from", "to", "period", "compare", "grain", PER_KEY)
#: Keys that belong to the frame of the page, not to the selection.
#: Those of how a reader reads, which stay in an address, and those of the card that a link aims at, which do not.
READING_KEYS, AIM_KEYS = ("lang", "theme"), ("card", "which")
FRAME_KEYS = (*READING_KEYS, *AIM_KEYS)
DEFAULT_PRESET, DEFAULT_COMPARE, DEFAULT_PER = "year", "yoy", "items"
#: What complaints and reports are told by: as they are counted, or as a rate (see `metrics.indicators.complaint_rates`).
PER: dict[str, Text] = {
    DEFAULT_PER: Text("件数", "Count"),
    "orders": Text("每百万单", "Per million orders"),
    "shops": Text("每千店", "Per 1,000 shops"),
    "gmv": Text("每亿交易额", "Per 100 million volume"),
}

#: The keys of an address; one that is repeated has a list of texts.
Query = Mapping[str, str | list[str]]
Known = Callable[[str], Container[str]]


@dataclass(frozen=True, slots=True)
class Selection:
    """Period, comparison and filters of one reader; hashable, and round-trips through the address.

    `per` is what complaints and reports are told by. `filters` holds (key, values) pairs sorted by key; values are sorted and distinct.
    """

    period: Period
    preset: str | None = None
    compare: str = DEFAULT_COMPARE
    grain: str = "month"
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    per: str = DEFAULT_PER

    @classmethod
    def from_query(
        cls, query: Query, horizon: Horizon, known: Known | None = None
    ) -> tuple[Self, list[CockpitError]]:
        """Read the keys of an address; what cannot be read is left out and returned as errors.

        A page shows the errors as a note, the API answers with the first. `known` gives the members of a dimension.
        """
        problems: list[CockpitError] = []
        texts = {key: text if isinstance(text, str) else ",".join(text) for key, text in query.items()}
        period, name = _period(texts, horizon, problems)
        compare = _one_of(
            "compare", texts.get("compare", DEFAULT_COMPARE), COMPARISONS, DEFAULT_COMPARE, problems
        )
        grain = _one_of("grain", texts.get("grain", ""), ("", *GRAINS), "", problems)
        per = _one_of("per", texts.get("per", DEFAULT_PER), PER, DEFAULT_PER, problems)
        filters = []
        for key, text in texts.items():
            if key in PERIOD_KEYS or key in FRAME_KEYS:
                continue
            if key not in FILTERS:
                problems.append(UnknownName("filter", key, FILTERS))
                continue
            values = sorted({value.strip() for value in text.split(",") if value.strip()})
            members = known(key) if known else None
            strange = [value for value in values if members is not None and value not in members]
            problems += [
                BadValue(key, value, f"one of the codes that the list of {key} offers") for value in strange
            ]
            if kept := tuple(value for value in values if value not in strange):
                filters.append((key, kept))
        return cls(period, name, compare, grain or grain_for(period), tuple(sorted(filters)), per), problems

    def to_query(self) -> dict[str, str]:
        """Return the keys of the address that give this selection back; defaults are left out."""
        query: dict[str, str] = {}
        if self.preset is None:
            query |= {"from": self.period.start.isoformat(), "to": self.period.end.isoformat()}
        elif self.preset != DEFAULT_PRESET:
            query["period"] = self.preset
        if self.compare != DEFAULT_COMPARE:
            query["compare"] = self.compare
        if self.grain != grain_for(self.period):
            query["grain"] = self.grain
        if self.per != DEFAULT_PER:
            query["per"] = self.per
        return query | {key: ",".join(values) for key, values in self.filters}

    def values(self, key: str) -> tuple[str, ...]:
        """Return the chosen values of a filter, empty where it is not set."""
        return dict(self.filters).get(key, ())

    def without(self, *keys: str) -> Self:
        """Return the selection without these filters; a chart that set a filter is not narrowed by it."""
        return replace(self, filters=tuple(pair for pair in self.filters if pair[0] not in keys))

    def narrowed(self, key: str, *values: str) -> Self:
        """Return the selection with this filter set to these values alone; without values it is not set."""
        if not values:
            return self.without(key)
        rest = self.without(key).filters
        return replace(self, filters=tuple(sorted((*rest, (key, tuple(sorted(set(values))))))))

    def during(self, period: Period) -> Self:
        """Return the same filters over another period."""
        return replace(self, period=period, preset=None)

    def before(self) -> Self | None:
        """Return the selection to compare with, None where the reader wants no comparison.

        Whole weeks that are told by week are compared with as many, so that each weekday meets its like.
        """
        is_of_weeks = self.grain == "week" and self.period.days % 7 == 0
        earlier = (weeks_before if is_of_weeks else compared)(self.period, self.compare)
        return None if earlier is None else self.during(earlier)


def _period(
    query: Mapping[str, str], horizon: Horizon, problems: list[CockpitError]
) -> tuple[Period, str | None]:
    try:
        if "from" in query or "to" in query:
            start = _day("from", query["from"]) if "from" in query else horizon.starts_on
            end = _day("to", query["to"]) if "to" in query else horizon.as_of
            return horizon.clip(_inside("from", Period(start, end), horizon)), None
        name = query.get("period", DEFAULT_PRESET)
        return horizon.clip(_inside("period", preset(name, horizon), horizon)), name
    except BadValue as error:
        problems.append(error)
        return horizon.clip(preset(DEFAULT_PRESET, horizon)), DEFAULT_PRESET


def _inside(key: str, period: Period, horizon: Horizon) -> Period:
    """Return a period that the store knows a day of; raise BadValue for one that lies before or after all of them."""
    if period.end < horizon.starts_on or period.start > horizon.as_of:
        raise BeyondData(key, f"{period.start} – {period.end}", horizon.starts_on, horizon.as_of)
    return period


def _day(key: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadValue(key, text, "a day as 2021-06-30") from None


def _one_of(key: str, value: str, known: Container[str], default: str, problems: list[CockpitError]) -> str:
    if value in known:
        return value
    problems.append(BadValue(key, value, f"one of {', '.join(str(name) for name in known)}"))  # type: ignore[attr-defined]
    return default
