"""A mapping: a small TOML file that says which column of a source becomes which column of a table (docs/mapping.md)."""

import tomllib
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from sqlalchemy import Table

from data_access.domain.errors import BadMapping
from data_access.store.schema import LOADED

_TABLES = {table.name: table for table in LOADED}
_TOP = {
    "table", "provider", "rhythm_days", "source", "dataset", "columns", "codes", "split", "group", "deadlines",
}  # fmt: skip
_SOURCE = {"encoding", "delimiter", "header_row", "sheet", "time_zone"}
_DATASET = {"city", "name_zh", "name_en", "is_synthetic", "region_level"}
_RULE = {"column", "columns", "separator", "constant", "values", "other", "formats", "unknown"}
_UNKNOWN = ("reject", "hold", "create")
#: Whose time limits a mapping can ask for: China's, as in data_access/derive/deadlines.
_LIMITS = ("CN",)


@dataclass(frozen=True, slots=True)
class Rule:
    """Where the values of one column come from, and how their text is read.

    Either source `columns` (joined by `separator`) or a `constant`; then `values` replaces text (with `other`
    for the rest), `formats` lists the spellings of dates in order of preference, and `unknown` says what becomes of
    unknown codes, platforms or regions: "create" adds them, "hold" holds their rows back, "reject" rejects them.
    """

    columns: tuple[str, ...] = ()
    separator: str = " "
    constant: str | None = None
    values: tuple[tuple[str, str], ...] = ()
    other: str | None = None
    formats: tuple[str, ...] = ()
    unknown: str = "reject"

    @property
    def is_plain(self) -> bool:
        """Whether the values are those of one column as they stand there."""
        return len(self.columns) == 1 and not self.values


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
    """Which city a store holds; `region_level` is the level of the regions that a load creates."""

    city: str
    name_zh: str
    name_en: str
    is_synthetic: bool
    region_level: str = "district"


@dataclass(frozen=True, slots=True)
class Split:
    """One record into several rows: one for each piece of the text of `column` between `separator`s."""

    column: str
    separator: str = ";"


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
    whose time limits are computed for loaded items ("CN"), None for none.
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
    def holding(self) -> frozenset[str]:
        """The target columns whose unknown codes hold a row back."""
        return frozenset(name for name, rule in self.columns.items() if rule.unknown == "hold")


def read_mapping(path: Path, table_name: str | None = None) -> Mapping:
    """Read a mapping file; `table_name` overrides its table. Raises BadMapping."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BadMapping(
            f"There is no mapping file {path}; docs/mapping.md shows how to write one."
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadMapping(f"{path} is not valid TOML: {error}.") from error
    return _Parser(path, content).mapping(table_name)


class _Parser:
    def __init__(self, path: Path, content: dict[str, Any]) -> None:
        self._path, self._content = path, content

    def mapping(self, table_name: str | None) -> Mapping:
        content = self._content
        self._known("", content, _TOP)
        name = table_name or self._need("table", content, "table")
        self._known("table ", {name: 0}, set(_TABLES))
        table = _TABLES[name]
        columns = self._need("columns", content, "columns")
        self._known("columns.", columns, set(table.columns.keys()))
        rules = {key: self._rule(key, value) for key, value in columns.items()}
        for column in table.columns:
            if not column.nullable and column.name not in rules:
                raise BadMapping(f"{self._path}: {name}.{column.name} is required; give it under [columns].")
        return Mapping(
            path=self._path,
            table=table,
            provider=self._provider(),
            columns=rules,
            source=self._source(),
            dataset=self._options(DatasetOptions, "dataset", _DATASET) if "dataset" in content else None,
            codes=tuple(self._codes(content.get("codes", {}))),
            split=self._options(Split, "split", {"column", "separator"}) if "split" in content else None,
            group=self._group() if "group" in content else None,
            rhythm_days=self._rhythm(),
            limits=self._limits(),
        )

    def _source(self) -> SourceOptions:
        given: SourceOptions = self._options(SourceOptions, "source", _SOURCE)
        if given.time_zone not in available_timezones():
            raise BadMapping(
                f"{self._path}: source.time_zone = {given.time_zone!r} is no zone; give one as Asia/Shanghai."
            )
        return replace(given, sheet=(given.sheet,) if isinstance(given.sheet, str) else tuple(given.sheet))

    def _group(self) -> Group:
        given: Group = self._options(Group, "group", {"by", "spread"})
        return Group((given.by,) if isinstance(given.by, str) else tuple(given.by), given.spread)

    def _provider(self) -> str:
        provider = str(self._need("provider", self._content, "provider")).strip()
        if not provider:
            raise BadMapping(
                f"{self._path}: provider must name who provides this source; it stands on /data."
            )
        return provider

    def _rhythm(self) -> int | None:
        days = self._content.get("rhythm_days")
        if days is not None and not (isinstance(days, int) and days > 0):
            raise BadMapping(f"{self._path}: rhythm_days must be a number of working days, not {days!r}.")
        return days

    def _limits(self) -> str | None:
        given = self._content.get("deadlines")
        if given is None:
            return None
        self._known("deadlines.", given, {"rules"})
        return self._one_of("deadlines.rules", self._need("rules", given, "deadlines.rules"), _LIMITS)

    def _one_of(self, key: str, value: Any, known: tuple[str, ...]) -> str:
        if value not in known:
            raise BadMapping(f"{self._path}: {key} = {value!r} is not known; give {', '.join(known)}.")
        return str(value)

    def _rule(self, target: str, value: Any) -> Rule:
        if isinstance(value, str):
            return Rule(columns=(value,))
        if not isinstance(value, dict):
            raise BadMapping(
                f"{self._path}: columns.{target} must be a column name or a table like {{ column = … }}."
            )
        self._known(f"columns.{target}.", value, _RULE)
        sources = [key for key in ("column", "columns", "constant") if key in value]
        if len(sources) != 1:
            raise BadMapping(
                f"{self._path}: columns.{target} needs exactly one of column, columns, constant."
            )
        return Rule(
            columns=tuple([value["column"]] if "column" in value else value.get("columns", ())),
            separator=value.get("separator", " "),
            constant=_text(value["constant"]) if "constant" in value else None,
            values=tuple((key, _text(to)) for key, to in value.get("values", {}).items()),
            other=_text(value["other"]) if "other" in value else None,
            formats=tuple(value.get("formats", ())),
            unknown=self._one_of(f"columns.{target}.unknown", value.get("unknown", "reject"), _UNKNOWN),
        )

    def _codes(self, lists: dict[str, Any]) -> list[dict[str, str]]:
        rows = []
        for list_key, codes in lists.items():
            for key, words in codes.items():
                if not (isinstance(words, list) and len(words) == 2):
                    raise BadMapping(f'{self._path}: codes.{list_key}.{key} must be ["中文", "English"].')
                rows.append({"list_key": list_key, "code": key, "zh": words[0], "en": words[1]})
        return rows

    def _options(self, kind: type[Any], key: str, known: set[str]) -> Any:
        given = self._content.get(key, {})
        self._known(f"{key}.", given, known)
        try:
            return kind(**given)
        except TypeError as error:
            raise BadMapping(f"{self._path}: [{key}] is not complete: {error}.") from error

    def _need(self, key: str, content: dict[str, Any], what: str) -> Any:
        if key not in content:
            raise BadMapping(f"{self._path}: `{what}` is missing.")
        return content[key]

    def _known(self, prefix: str, given: dict[str, Any], known: set[str]) -> None:
        for key in given:
            if key not in known:
                near = get_close_matches(key, sorted(known), n=1, cutoff=0.3) or sorted(known)[:8]
                raise BadMapping(
                    f"{self._path}: {prefix}{key} is not known; the nearest is {', '.join(near)}."
                )


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
