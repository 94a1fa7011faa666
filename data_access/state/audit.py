"""The audit: a line for everything that leaves the cockpit, chained so that none can be changed or taken out unseen."""

import hashlib
import json
import re
import secrets
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime

import pandas as pd
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from data_access.domain.errors import CockpitError
from data_access.state.database import State
from data_access.state.tables import audit

#: What stands before the first line.
GENESIS = "0" * 64
_ATTEMPTS = 50
#: No letter of an id is taken for a digit.
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


class AuditBroken(CockpitError):
    """A line of the audit is not what was written, or one is missing before it."""


@dataclass(frozen=True, slots=True)
class Export:
    """What left the cockpit: `object` is a card, a page or a list of rows; `filters` the selection as an address has it."""

    who: str
    action: str
    object: str
    filters: str
    rows: int
    export_id: str


def export_id(now: datetime | None = None) -> str:
    """Return a new id that people can read out: the day, the time and six letters."""
    letters = "".join(secrets.choice(LETTERS) for _ in range(6))
    return f"{now or datetime.now():%Y%m%d-%H%M%S}-{letters}"


def is_id(text: str) -> bool:
    """Whether a text has the form of an id."""
    return re.fullmatch(rf"\d{{8}}-\d{{6}}-[{LETTERS}]{{6}}", text) is not None


def has(state: State, export: str) -> bool:
    """Whether a line with this id is there already."""
    with state.begin() as connection:
        return connection.execute(select(audit.c.id).where(audit.c.export_id == export)).first() is not None


def record(state: State, export: Export) -> str:
    """Append a line and return its hash; of two that append at once, one takes the place after the other."""
    for _ in range(_ATTEMPTS):
        try:
            with state.begin() as connection:
                last = connection.execute(select(audit.c.hash).order_by(audit.c.id.desc()).limit(1)).scalar()
                line = {"at": datetime.now().isoformat(timespec="milliseconds"), **asdict(export)}
                previous = last or GENESIS
                sealed = _seal(line, previous)
                connection.execute(insert(audit).values(**line, prev_hash=previous, hash=sealed))
                return sealed
        except IntegrityError:
            continue  # somebody else's line stands there now; ours comes after it
    raise CockpitError("The audit could not be written; nothing is exported without it. Try again.")


def _seal(line: dict[str, object], previous: str) -> str:
    text = json.dumps({**line, "prev_hash": previous}, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def lines(state: State) -> pd.DataFrame:
    """Return the audit, oldest first."""
    with state.begin() as connection:
        result = connection.execute(select(audit).order_by(audit.c.id))
        return pd.DataFrame(result.fetchall(), columns=list(result.keys()))


def verify(state: State) -> int:
    """Return the number of lines once each is what was written; raises AuditBroken and names the first that is not."""
    previous, number = GENESIS, 0
    for line in _told(state):
        sealed, place = line.pop("hash"), line.pop("id")
        if line.pop("prev_hash") != previous or _seal(line, previous) != sealed:
            raise AuditBroken(f"Line {place} of the audit was changed, or one before it was taken out.")
        previous, number = str(sealed), number + 1
    return number


def _told(state: State) -> Iterator[dict[str, object]]:
    with state.begin() as connection:
        for row in connection.execute(select(audit).order_by(audit.c.id)):
            yield dict(row._mapping)  # noqa: SLF001  (SQLAlchemy's public name for a row as a mapping)
