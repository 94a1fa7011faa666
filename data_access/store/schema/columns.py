"""How a column is declared: its type, its words, its code list, and whether it is personal."""

from typing import Any, Literal

from sqlalchemy import Column, MetaData
from sqlalchemy.types import TypeEngine

from data_access.domain.text import Text

metadata = MetaData()

Mask = Literal["name", "phone"]


def column(
    name: str,
    kind: type[TypeEngine[Any]] | TypeEngine[Any],
    zh: str,
    en: str,
    *,
    codes: str | None = None,
    mask: Mask | None = None,
    required: bool = False,
    key: bool = False,
    low: float | None = None,
    high: float | None = None,
) -> Column[Any]:
    """Return a column with its label; `codes` names its code list, `mask` says how a personal field is hidden.

    `low` and `high` are inclusive limits that a load checks; `key` makes it (part of) the primary key.
    """
    info = {"label": Text(zh, en), "codes": codes, "mask": mask, "low": low, "high": high}
    return Column(name, kind, primary_key=key, nullable=not (required or key), info=info)
