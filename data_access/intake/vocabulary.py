"""What other people's exports call the columns of our tables, and the things that our tables are about: `vocabulary.toml`."""

import tomllib
from functools import cache
from pathlib import Path

from sqlalchemy import Column, Table

from data_access.domain.currency import YUAN
from data_access.store.schema.columns import title_of

_TOLD = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
#: What a table is about.
SUBJECTS: dict[str, tuple[str, ...]] = {table: tuple(words) for table, words in _TOLD["subjects"].items()}


@cache
def names_of_column(table: Table, name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what a column of a table is called by us, and what other exports may call it."""
    column: Column[object] = table.c[name]
    label = column.info["label"]
    subjects = SUBJECTS.get(table.name, ())
    called: list[str] = _TOLD["columns"].get(table.name, {}).get(name, [])
    if column.primary_key and len(table.primary_key) == 1 and subjects:
        called = [*called, *_TOLD["any_key"]]
    others = [
        word.replace("{s}", subject) for word in called for subject in (subjects if "{s}" in word else ("",))
    ]
    # Where two labels of a table are the same, an export says both the label and the name; of money it says the currency.
    titled = title_of(column, YUAN)
    ours = (name, label.zh, label.en, titled.zh, titled.en, f"{label.zh} {name}")
    return tuple(dict.fromkeys(ours)), tuple(dict.fromkeys(others))
