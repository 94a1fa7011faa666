"""PostgreSQL, through psycopg: its spelling, how it is read, and how it is written."""

from data_access.store.engines.postgresql import spelling

__all__ = ["spelling"]
