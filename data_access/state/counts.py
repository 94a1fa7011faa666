"""How often each reader asked, counted for all workers together in one small file."""

import threading
import time
from typing import Any
from urllib.parse import urlsplit

from limits.storage import Storage
from sqlalchemy import (
    DDL,
    Column,
    Connection,
    Float,
    Integer,
    MetaData,
    String,
    Table,
    case,
    create_engine,
    delete,
    select,
)
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import SQLAlchemyError

_metadata = MetaData()
#: How often something was asked within a window, and when that ends, in seconds since 1970.
_asked = Table(
    "asked",
    _metadata,
    Column("key", String, primary_key=True),
    Column("times", Integer, nullable=False),
    Column("ends", Float, nullable=False),
)
#: Seconds that one who counts waits for another.
_BUSY_SECONDS = 2.0
#: Windows that are over are let go once in so many counts.
_TIDIED_EVERY = 1_000


class SharedCounts(Storage):
    """Counts of `limits` in a SQLite file, as `shared-counts:///folder/file`; whoever takes it away takes only counts."""

    STORAGE_SCHEME = ["shared-counts"]  # noqa: RUF012  (how `limits` finds a storage)

    def __init__(self, uri: str, **options: Any) -> None:
        super().__init__(uri, **options)
        self._engine = create_engine(
            f"sqlite:///{urlsplit(uri).path}", connect_args={"timeout": _BUSY_SECONDS}, isolation_level="AUTOCOMMIT"
        )  # fmt: skip
        self._counted, self._is_made, self._making = 0, False, threading.Lock()

    @property
    def base_exceptions(self) -> type[Exception]:
        """What may go wrong with the file."""
        return SQLAlchemyError

    def _lent(self) -> Connection:
        connection = self._engine.connect()
        with self._making:
            if not self._is_made:
                connection.execute(DDL("PRAGMA journal_mode=WAL"))  # type: ignore[no-untyped-call]
                _metadata.create_all(connection)
                self._is_made = True
        return connection

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count, and return how often it was within the window that is open."""
        now = time.time()
        is_over = _asked.c.ends <= now
        first = insert(_asked).values(key=key, times=amount, ends=now + expiry)
        counted = first.on_conflict_do_update(
            index_elements=[_asked.c.key],
            set_={
                "times": case((is_over, amount), else_=_asked.c.times + amount),
                "ends": case((is_over, now + expiry), else_=_asked.c.ends),
            },
        ).returning(_asked.c.times)
        with self._lent() as connection:
            times = int(connection.execute(counted).scalar_one())
            self._counted += 1
            if self._counted % _TIDIED_EVERY == 0:
                connection.execute(delete(_asked).where(is_over))
        return times

    def get(self, key: str) -> int:
        """Return how often it was within the window that is open."""
        return self._found(key)[0]

    def get_expiry(self, key: str) -> float:
        """Return when the window ends, in seconds since 1970."""
        return self._found(key)[1]

    def _found(self, key: str) -> tuple[int, float]:
        now = time.time()
        with self._lent() as connection:
            asked = select(_asked.c.times, _asked.c.ends).where(_asked.c.key == key, _asked.c.ends > now)
            found = connection.execute(asked).one_or_none()
        return (int(found.times), float(found.ends)) if found else (0, now)

    def check(self) -> bool:
        """Whether the file can be read."""
        try:
            self.get("")
        except SQLAlchemyError:
            return False
        return True

    def reset(self) -> int | None:
        """Forget all counts, and return how many there were."""
        with self._lent() as connection:
            return connection.execute(delete(_asked)).rowcount

    def clear(self, key: str) -> None:
        """Forget one count."""
        with self._lent() as connection:
            connection.execute(delete(_asked).where(_asked.c.key == key))
