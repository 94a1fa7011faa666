"""A first mapping for a file that nobody has mapped yet: columns matched by their names and by what stands in them."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from functools import cached_property
from operator import attrgetter
from pathlib import Path

from sqlalchemy import Boolean, Column, Date, DateTime, Numeric, Table
from sqlalchemy.types import Float, Integer

from data_access.domain.codes import code_table, region_table
from data_access.domain.errors import BadFile, UnknownName
from data_access.intake.readers import first_rows
from data_access.intake.sniffing import distinct
from data_access.store.schema import LOADED, code, dataset

#: How sure a match must be to be proposed, and how many spellings of dates a column may mix.
_ENOUGH, _SPELLINGS = 0.6, 3
_FORMATS = (
    "%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d", "%Y/%m/%d %H:%M", "%Y年%m月%d日", "%d.%m.%Y",
    "%d-%m-%y", "%d/%m/%Y", "%m/%d/%Y", "%d-%b-%y", "%Y%m%d",
)  # fmt: skip
_YES_OR_NO = {"是", "否", "yes", "no", "true", "false", "y", "n", "1", "0", "√", "×"}


#: What exports call a column, besides its own names.
_ALSO_CALLED = {
    "item_id": ("complaint id", "ticket #", "工单号", "工单编号", "投诉编号"),
    "registered_at": ("date received", "date", "登记日期", "日期"),
    "platform_received_at": ("date sent to company",),
    "platform_id": ("company", "平台", "平台名称"),
    "handling_district": ("state", "区县", "district"),
    "goods": ("product", "商品"),
    "problem": ("issue", "问题"),
    "channel": ("submitted via", "received via"),
    "result": ("company response to consumer", "status", "结果"),
}


@dataclass(frozen=True, slots=True)
class Match:
    """One source column for one target column: how alike their names are, how well the values fit, and both together."""

    target: str
    source: str
    by_name: float
    by_values: float
    formats: tuple[str, ...] = ()
    has_strange_codes: bool = False

    @property
    def sure(self) -> float:
        """From 0 to 1; values that do not fit rule a match out."""
        return 0.0 if self.by_values < 0.5 else 0.55 * self.by_name + 0.45 * self.by_values


class _Source:
    """A column of the file and its first values; how its days are spelt is read once, whatever asks for it."""

    def __init__(self, name: str, values: list[str]) -> None:
        self.name, self.values = name, values

    @cached_property
    def spellings(self) -> tuple[tuple[str, ...], float]:
        """The spellings that read the most values, the commonest first, and the share that they read together."""
        left, formats = list(self.values), []
        for _ in range(_SPELLINGS):
            read = {form: {value for value in left if _reads(value, form)} for form in _FORMATS}
            count, best = max((sum(value in found for value in left), form) for form, found in read.items())
            if not count:
                break
            formats.append(best)
            left = [value for value in left if value not in read[best]]
        return tuple(formats), 1 - len(left) / len(self.values)


def proposed(path: Path, table_name: str | None = None) -> str:
    """Return the text of a mapping for a file, with a comment on each line that says how sure it is.

    The table is the one that most columns fit, unless it is given. Raises BadFile and UnknownName.
    """
    tables = {table.name: table for table in LOADED if table not in (dataset, code)}
    if table_name is not None and table_name not in tables:
        raise UnknownName("table", table_name, tables)
    rows = first_rows(path)
    if not rows:
        raise BadFile(f"{path} is empty; there is nothing to map.")
    # The widest of the first rows that is all text and different is the header.
    width = max(len(row) for row in rows)
    header = next((n for n, row in enumerate(rows) if len([cell for cell in row if cell]) == width), 0)
    columns, body = distinct(rows[header]), rows[header + 1 :]
    sources = [
        _Source(name, [row[place].strip() for row in body if place < len(row) and row[place].strip()])
        for place, name in enumerate(columns)
    ]
    chosen = [tables[table_name]] if table_name else list(tables.values())
    words = _words()
    found = {table.name: _matches(table, sources, words) for table in chosen}
    fit = {name: sum(match.sure for match in matches) for name, matches in found.items()}
    best = max(fit, key=fit.__getitem__)
    return _toml(tables[best], found[best], columns, path)


def _matches(table: Table, sources: list[_Source], words: dict[str, set[str]]) -> list[Match]:
    """Return the surest matches, each column of either side used once."""
    every = [_match(target, source, words) for target in table.columns for source in sources]
    result: list[Match] = []
    for match in sorted(every, key=attrgetter("sure"), reverse=True):
        is_free = all(match.target != other.target and match.source != other.source for other in result)
        if is_free and match.sure >= _ENOUGH:
            result.append(match)
    return result


def _match(target: Column[object], source: _Source, words: dict[str, set[str]]) -> Match:
    values = source.values
    names = (
        target.name,
        target.info["label"].zh,
        target.info["label"].en,
        *_ALSO_CALLED.get(target.name, ()),
    )
    by_name = max(SequenceMatcher(None, name.casefold(), source.name.casefold()).ratio() for name in names)
    formats: tuple[str, ...] = ()
    is_strange = False
    if not values:
        return Match(target.name, source.name, by_name, 0.5)
    if isinstance(target.type, Date | DateTime):
        formats, by_values = source.spellings
    elif isinstance(target.type, Boolean):
        by_values = _share(values, _is_yes_or_no)
    elif isinstance(target.type, Integer | Numeric | Float):
        by_values = sum(_is_number(value, target) for value in values) / len(values)
    elif target.info["codes"]:
        known = words.get(target.info["codes"])
        listed = _share(values, known.__contains__) if known else 0.0
        # Platforms are in no list of ours: any text may name one. Another list of its own can be held back or created,
        # where the same few words come again and again.
        is_own = by_name > 0.9 and (known is None or len(set(values)) < len(values) / 2)
        by_values = max(listed, 0.6 if is_own else 0.0)
        is_strange = listed < 1
    elif target.primary_key and len(target.table.primary_key) == 1:
        by_values = len(set(values)) / len(values)
    else:
        by_values = 0.6  # any text is a text: no evidence
    return Match(target.name, source.name, by_name, by_values, formats, is_strange)


def _share(values: list[str], fits: Callable[[str], bool]) -> float:
    return sum(fits(value) for value in values) / len(values)


def _is_yes_or_no(value: str) -> bool:
    return value.casefold() in _YES_OR_NO


def _is_number(value: str, target: Column[object]) -> bool:
    """Say whether a text is a number within the limits of a column."""
    try:
        number = float(value.replace(",", ""))
    except ValueError:
        return False
    low, high = target.info["low"], target.info["high"]
    return (low is None or number >= low) and (high is None or number <= high)


def _reads(value: str, form: str) -> bool:
    try:
        datetime.strptime(value, form)
    except ValueError:
        return False
    return True


def _words() -> dict[str, set[str]]:
    """Return for each code list of the product the words that stand for its codes."""
    result: dict[str, set[str]] = {}
    for row in code_table().to_pylist():
        result.setdefault(row["list_key"], set()).update((row["code"], row["zh"], row["en"]))
    regions = region_table().to_pylist()
    result["region"] = {str(row[name]) for row in regions for name in ("adcode", "name", "name_en")}
    return result


def _toml(table: Table, matches: list[Match], columns: tuple[str, ...], path: Path) -> str:
    by_target = {match.target: match for match in matches}
    lines = [
        f"# Proposed for {path.name}; the number says how sure each line is (1 is certain). Read every line before loading.",
        f'table = "{table.name}"',
        'provider = ""  # who provides this source',
        "",
        "[columns]",
    ]
    for target in table.columns:
        match = by_target.get(target.name)
        if match is not None:
            value = json.dumps(match.source, ensure_ascii=False)
            if match.formats and match.formats not in (("%Y-%m-%d",), ("%Y-%m-%d %H:%M:%S",)):
                value = f"{{ column = {value}, formats = {json.dumps(match.formats, ensure_ascii=False)} }}"
            if match.has_strange_codes:
                value = f'{{ column = {value}, unknown = "hold" }}'
            lines.append(
                f"{target.name} = {value}  # {match.sure:.2f}: name {match.by_name:.2f}, values {match.by_values:.2f}"
            )
        elif not target.nullable:
            lines.append(
                f'# {target.name} = ""  # required, and no column fits: name one, or {{ constant = "…" }}'
            )
    used = {match.source for match in matches}
    lines += ["", *(f"# not used: {name}" for name in columns if name not in used)]
    return "\n".join(lines)
