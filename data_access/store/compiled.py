"""SQLAlchemy over DuckDB instances: what one of them had compiled, all others of the process run.

An engine of its own compiles every statement anew, which takes longer than a small store needs to answer it: a load has an
instance of its own, and a snapshot another.
"""

from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Dialect, Engine, create_engine
from sqlalchemy.pool import Pool, StaticPool
from sqlalchemy.schema import CreateTable, Table
from sqlalchemy.util import LRUCache

#: Statements that are kept compiled, for each set of types of codes.
_KEPT = 1000
#: Sets of types of codes that are told apart: of the snapshot in use, of the one before, and none, in a draft.
_SETS = 8


def engine_over(
    creator: Callable[[], Any],
    pool: type[Pool] = StaticPool,
    code_types: frozenset[str] = frozenset(),
    **pooling: Any,
) -> Engine:
    """Return an engine of the connections that `creator` makes, of an instance that has these types of codes (`code_columns`)."""
    first, kept = _first(code_types)
    own = pool(creator, dialect=first.dialect, **pooling)
    return Engine(own, first.dialect, first.url, execution_options={"compiled_cache": kept})


@lru_cache(_SETS)
def _first(code_types: frozenset[str]) -> tuple[Engine, LRUCache[Any, Any]]:
    """Return an engine whose dialect all others share, once it has seen an instance, and what they had compiled."""
    engine = create_engine("duckdb://")
    engine.dialect.code_types = code_types  # type: ignore[attr-defined]  # read where SQL is spelt
    engine.connect().close()
    engine.dispose()
    return engine, LRUCache(_KEPT)


@cache
def definition(table: Table) -> str:
    """Return the statement that creates a table, for an instance without types of codes."""
    dialect: Dialect = _first(frozenset())[0].dialect
    return str(CreateTable(table).compile(dialect=dialect))
