"""What a mapping declares: where each column of a table comes from, and what is stated about the source (docs/mapping.md)."""

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from zoneinfo import available_timezones

from sqlalchemy import Table

from data_access.domain.currency import YUAN
from data_access.intake.cleaning import UNKNOWN_WORDS

#: The names of all zones, for which folders of the machine are walked through.
zones = cache(available_timezones)


@dataclass(frozen=True, slots=True)
class Rule:
    """Where the values of one column come from, and how their text is read.

    Either source `columns` (joined by `separator`, or with `is_hash` their digest), a `constant`, or the number of the
    row (`is_row_number`); then `values` replaces text (with `other` for the rest, and `default` for empty text), and `formats` lists the spellings of dates in order of preference.
    `unknown` says what becomes of unknown codes, platforms or regions: "create" adds them, "hold" holds their rows back,
    "reject" rejects those, "drop" leaves the value out; `on_violation` says "reject" or "drop" for any other doubt. Where
    they say nothing, what the table needs costs the row, and all else costs the value.
    """

    columns: tuple[str, ...] = ()
    separator: str = " "
    constant: str | None = None
    is_hash: bool = False
    is_row_number: bool = False
    values: tuple[tuple[str, str], ...] = ()
    other: str | None = None
    default: str | None = None
    formats: tuple[str, ...] = ()
    unknown: str | None = None
    on_violation: str | None = None

    @property
    def is_plain(self) -> bool:
        """Whether the values are those of one column as they stand there."""
        is_changed = self.values or self.is_hash or self.default is not None
        return len(self.columns) == 1 and not is_changed


@dataclass(frozen=True, slots=True)
class SourceOptions:
    """What is stated about a file instead of being detected.

    `sheet` names the sheets to read, `time_zone` the zone of the city, in whose time the store keeps what has a zone.
    """

    encoding: str | None = None
    delimiter: str | None = None
    header_row: int | None = None
    sheet: tuple[str, ...] = ()
    time_zone: str = "Asia/Shanghai"


@dataclass(frozen=True, slots=True)
class DatasetOptions:
    """Which city a store holds; `region_level` is the level of the regions that a load creates.

    `currency` (ISO 4217) is that of all money in the store; None where nothing with money is loaded.
    """

    city: str
    name_zh: str
    name_en: str
    is_synthetic: bool
    region_level: str = "district"
    currency: str | None = YUAN


@dataclass(frozen=True, slots=True)
class Split:
    """One record into several rows: one for each piece of the text of `column` between `separator`s.

    With `into` the record stays one row, and the pieces are those of that target column, in a table of their own.
    """

    column: str
    separator: str = ";"
    into: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Several records into one item: those with the same text in the columns `by`.

    `spread` names a column whose texts are steps; `时间:受理` then is the column `时间` of the step 受理.
    """

    by: tuple[str, ...]
    spread: str | None = None

    def step_of(self, name: str) -> tuple[str, str] | None:
        """Return the column and the step that a spread column's name stands for, None for a plain one."""
        plain, colon, step = name.rpartition(":")
        return (plain, step) if self.spread and colon else None


@dataclass(frozen=True, slots=True)
class Mapping:
    """One source shaped into one table.

    `rhythm_days` is how many working days pass between two deliveries of the source; `limits` names the law
    whose time limits are computed for loaded items ("CN"), None for none. No day of the source is before `earliest`
    (unless told, what is plausible for the table), and `unknown_words` are those, in lower case, that say that nothing is
    known. `child` is the table that the values of one column go into, of the mapping of the rows that name them.
    """

    path: Path
    table: Table
    provider: str
    columns: dict[str, Rule]
    source: SourceOptions = field(default_factory=SourceOptions)
    dataset: DatasetOptions | None = None
    codes: tuple[dict[str, str], ...] = ()
    split: Split | None = None
    group: Group | None = None
    rhythm_days: int | None = None
    limits: str | None = None
    earliest: date | None = None
    unknown_words: frozenset[str] = frozenset(UNKNOWN_WORDS)
    child: Table | None = None

    @property
    def named(self) -> tuple[str, ...]:
        """The columns that the rules name."""
        return tuple(dict.fromkeys(name for rule in self.columns.values() for name in rule.columns))

    @property
    def wanted(self) -> tuple[str, ...]:
        """The columns that the source must have."""
        names = list(self.named)
        if self.group is not None:
            steps = [self.group.step_of(name) for name in names]
            names = [step[0] if step else name for name, step in zip(names, steps, strict=True)]
            names += [*self.group.by, *([self.group.spread] if self.group.spread else [])]
        return tuple(dict.fromkeys([*names, *([self.split.column] if self.split else [])]))

    @property
    def is_synthetic(self) -> bool:
        """Whether the source is said to be invented."""
        return self.dataset is not None and self.dataset.is_synthetic

    @property
    def labels(self) -> dict[str, str]:
        """What each target column is called in the source."""
        return {name: "+".join(rule.columns) for name, rule in self.columns.items() if rule.columns}

    @property
    def personal(self) -> frozenset[str]:
        """The source columns of personal targets: their texts stand in no sentence."""
        rules = self.columns.items()
        return frozenset(
            name for target, rule in rules if self.table.c[target].info["mask"] for name in rule.columns
        )

    @property
    def unknown(self) -> dict[str, str]:
        """What unknown codes do, by target column, where the mapping says so."""
        return {name: rule.unknown for name, rule in self.columns.items() if rule.unknown}

    @property
    def on_violation(self) -> dict[str, str]:
        """What other doubtful values do, by target column, where the mapping says so."""
        return {name: rule.on_violation for name, rule in self.columns.items() if rule.on_violation}
