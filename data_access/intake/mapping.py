"""A mapping: a small TOML file that says which column of a source becomes which column of a table (docs/mapping.md)."""

import tomllib
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from sqlalchemy import String, Table

from data_access.domain.currency import currency_named
from data_access.domain.errors import BadMapping, UnknownName
from data_access.intake.cleaning import UNKNOWN_WORDS
from data_access.intake.declarations import DatasetOptions, Group, Mapping, Rule, SourceOptions, Split, zones
from data_access.store.schema import CHILDREN, LOADED

__all__ = ["DatasetOptions", "Group", "Mapping", "Rule", "SourceOptions", "Split", "read_mapping"]

_TABLES = {table.name: table for table in LOADED}
_TOP = {
    "table", "provider", "rhythm_days", "source", "dataset", "columns", "codes", "split", "group", "deadlines",
    "earliest", "unknown_words",
}  # fmt: skip
_SOURCE = {"encoding", "delimiter", "header_row", "sheet", "time_zone"}
_DATASET = {"city", "name_zh", "name_en", "is_synthetic", "region_level", "currency"}
_RULE = {
    "column", "columns", "separator", "constant", "row_number", "hash", "values", "other", "default", "formats", "unknown",
    "on_violation",
}  # fmt: skip
_SOURCES = ("column", "columns", "constant", "row_number", "hash")
_UNKNOWN = ("reject", "hold", "create", "drop")
_ON_VIOLATION = ("reject", "drop")
#: Whose time limits a mapping can ask for: China's, as in data_access/derive/deadlines.
_LIMITS = ("CN",)


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
        self._needed: frozenset[str] = frozenset()
        self._texts: frozenset[str] = frozenset()

    def mapping(self, table_name: str | None) -> Mapping:
        content = self._content
        self._known("", content, _TOP)
        name = table_name or self._need("table", content, "table")
        self._known("table ", {name: 0}, set(_TABLES))
        table = _TABLES[name]
        columns = self._need("columns", content, "columns")
        self._known("columns.", columns, set(table.columns.keys()))
        self._needed = frozenset(column.name for column in table.columns if not column.nullable)
        self._texts = frozenset(
            column.name
            for column in table.columns
            if isinstance(column.type, String) and not column.info["codes"]
        )
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
            dataset=self._dataset() if "dataset" in content else None,
            codes=tuple(self._codes(content.get("codes", {}))),
            split=self._split(table, rules) if "split" in content else None,
            group=self._group() if "group" in content else None,
            rhythm_days=self._rhythm(),
            limits=self._limits(),
            earliest=self._earliest(),
            unknown_words=self._unknown_words(),
        )

    def _dataset(self) -> DatasetOptions:
        given: DatasetOptions = self._options(DatasetOptions, "dataset", _DATASET)
        try:
            currency_named(str(given.currency))
        except UnknownName as error:
            raise BadMapping(f"{self._path}: dataset.currency: {error}") from None
        return given

    def _split(self, table: Table, rules: dict[str, Rule]) -> Split:
        given: Split = self._options(Split, "split", {"column", "separator", "into"})
        if given.into is None:
            return given
        known = [name for parent, name in CHILDREN if parent == table.name]
        if given.into not in known:
            told = f"give {', '.join(known)}" if known else "leave it out: each piece is then a row"
            raise BadMapping(
                f"{self._path}: split.into = {given.into!r}: {table.name} has no table for several values of it; {told}."
            )
        if given.into not in rules or rules[given.into].columns != (given.column,):
            raise BadMapping(
                f"{self._path}: split.into = {given.into!r}: give columns.{given.into} with column = {given.column!r}."
            )
        return given

    def _source(self) -> SourceOptions:
        given: SourceOptions = self._options(SourceOptions, "source", _SOURCE)
        if given.time_zone not in zones():
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

    def _earliest(self) -> date | None:
        given = self._content.get("earliest")
        try:
            return given if given is None else date.fromisoformat(str(given))
        except ValueError:
            raise BadMapping(
                f"{self._path}: earliest must be a day like 1980-01-01, not {given!r}."
            ) from None

    def _unknown_words(self) -> frozenset[str]:
        """Return the words for the unknown; what the mapping declares as a code is none of them."""
        lists = self._content.get("codes", {}).values()
        declared = {str(word).lower() for codes in lists for words in codes.values() for word in words}
        return frozenset({*UNKNOWN_WORDS, *map(str.lower, self._content.get("unknown_words", []))} - declared)

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
        sources = [key for key in _SOURCES if key in value and value[key] is not False]
        if len(sources) != 1:
            raise BadMapping(f"{self._path}: columns.{target} needs exactly one of {', '.join(_SOURCES)}.")
        if sources[0] in ("row_number", "hash") and target not in self._texts:
            raise BadMapping(
                f"{self._path}: columns.{target} is no text; {sources[0]} can only be a key of text."
            )
        values = {key: _text(to) for key, to in value.get("values", {}).items()}
        of_empty = values.pop("", None)
        if of_empty is not None and "default" in value:
            raise BadMapping(
                f"{self._path}: columns.{target} has a default and a value for empty text; give one of them."
            )
        named = [value["column"]] if "column" in value else value.get("columns") or value.get("hash") or []
        return Rule(
            columns=tuple(named),
            is_hash="hash" in value,
            is_row_number=bool(value.get("row_number")),
            separator=value.get("separator", " "),
            constant=_text(value["constant"]) if "constant" in value else None,
            values=tuple(values.items()),
            other=_text(value["other"]) if "other" in value else None,
            default=(_text(value["default"]) if "default" in value else of_empty) or None,
            formats=tuple(value.get("formats", ())),
            unknown=self._policy(target, "unknown", value, _UNKNOWN),
            on_violation=self._policy(target, "on_violation", value, _ON_VIOLATION),
        )

    def _policy(self, target: str, key: str, value: dict[str, Any], known: tuple[str, ...]) -> str | None:
        """Return what a rule says of doubtful values; what the table needs cannot be left out."""
        if key not in value:
            return None
        policy = self._one_of(f"columns.{target}.{key}", value[key], known)
        if policy == "drop" and target in self._needed:
            raise BadMapping(
                f'{self._path}: columns.{target}.{key} = "drop" cannot be, as the table needs a value; give "reject", or '
                "a `default` for empty text."
            )
        return policy

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
