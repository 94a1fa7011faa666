"""How a column is declared: its type, its words, its code list, and whether it is personal."""

from collections.abc import Mapping
from typing import Any, Literal

from sqlalchemy import Column, MetaData
from sqlalchemy.types import TypeEngine

from data_access.domain.currency import money_words
from data_access.domain.text import Text

metadata = MetaData()

Mask = Literal["name", "phone", "hash"]


def column(
    name: str,
    kind: type[TypeEngine[Any]] | TypeEngine[Any],
    zh: str,
    en: str,
    *,
    codes: str | None = None,
    refers: str | Mapping[str, str] | None = None,
    by: str | None = None,
    came_of_it: bool = False,
    mask: Mask | None = None,
    required: bool = False,
    key: bool = False,
    low: float | None = None,
    high: float | None = None,
    is_money: bool = False,
) -> Column[Any]:
    """Return a column with its label; `codes` names its code list, `mask` says how a personal field is hidden.

    `refers` names the table whose key its values are; where that depends on the code in another column of the row,
    `by` names this column and `refers` has a table for each code. The row that is named led to this one, or is whom it
    concerns; with `came_of_it` it is what came of this one. See `links`, which reads this.

    `low` and `high` are inclusive limits that a load checks; `key` makes it (part of) the primary key,
    `is_money` that its amounts are in the currency of the data set, which its label does not say: see `title_of`.
    """
    info = {
        "label": Text(zh, en),
        "codes": codes,
        "refers": {None: refers} if isinstance(refers, str) else dict(refers or {}),
        "by": by,
        "came_of_it": came_of_it,
        "mask": mask,
        "low": low,
        "high": high,
        "is_money": is_money,
    }
    return Column(name, kind, primary_key=key, nullable=not (required or key), info=info)


def title_of(column: Column[Any], currency: str) -> Text:
    """Return the label of a column as it stands over its values: of money with the currency (ISO 4217) of the data set."""
    label: Text = column.info["label"]
    if not column.info["is_money"]:
        return label
    words = money_words(currency)
    return Text(f"{label.zh}({words.zh})", f"{label.en} ({words.en})")
