"""The audit: a sealed line for everything that leaves the cockpit and for every act of a task; see `chain` for the seal."""

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import pandas as pd
from sqlalchemy import Connection, select

from data_access.domain.text import Text
from data_access.state import chain
from data_access.state.chain import BEGUN_ANEW, CHANGED, SEAL_BEGUN, AuditBroken, Entry
from data_access.state.database import State
from data_access.state.heads import Head
from data_access.state.hidden import hide_anew
from data_access.state.key_file import Keys
from data_access.state.sealed_rows import page_digest, sealed_rows
from data_access.state.tables import audit

#: No letter of an id is taken for a digit.
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
#: The most signs of a reason.
_LONGEST = 400
_UNANSWERED = Text(
    "应当为 {} 留痕：它是绕过审计写入的", "should answer for {}, which was put in behind the audit's back"
)
_CHANGED_SINCE = Text("所记的 {} 之后被改动", "answers for {}, which was changed since")
_GONE_SINCE = Text("所记的 {} 已不存在", "answers for {}, which is gone")
_OTHER_THAN_TOLD = Text("与 {} 对外留存的不是同一行", "is not the one that was told outside on {}")
_NO_HEADS = Text(
    "起没有对外留存的链头：文件不见了，`audit head` 可重写",
    "and all after it have no head outside: its file is gone; `audit head` writes one",
)


@dataclass(frozen=True, slots=True)
class Verified:
    """What was held: how many lines, since when they are sealed, and how many heads from outside agree with them.

    `given_up` are the heads of lines that a restore or a new beginning says to have lost.
    """

    lines: int
    sealed_since: str
    heads: int
    given_up: int


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


def stands(state: State, number: int, seal: str) -> bool:
    """Whether a line is the one of a head that somebody kept."""
    with state.begin() as connection:
        return Head("", number, seal).is_held(connection)


def record(state: State, entry: Entry) -> str:
    """Append a line and return its seal; raises StateUnusable."""
    with state.acting() as writing:
        return writing.enter(entry).seal


def lines(state: State) -> pd.DataFrame:
    """Return the audit, oldest first."""
    with state.begin() as connection:
        result = connection.execute(select(audit).order_by(audit.c.id))
        return pd.DataFrame(result.fetchall(), columns=list(result.keys()))


def verify(state: State, *, with_heads: bool = True) -> Verified:
    """Hold the audit against its keys, what it answers for and its heads outside; raises AuditBroken and names the first line that is not what was written."""
    outside = state.outside
    heads = outside.heads.heads() if with_heads else []
    with state.snapshot() as connection:
        before = chain.last(connection)
        keys = outside.keys.read() if outside.keys.exists() or (before and before["key_id"]) else None
        count, since, answered = _chain(connection, keys)
        _hold_rows(connection, answered, is_sealed=bool(since))
        given_up = _hold_heads(connection, keys, heads, is_sealed=bool(since)) if with_heads else 0
    return Verified(count, since, len(heads) - given_up, given_up)


def hold_page(state: State, connection: Connection, page: str) -> None:
    """Raise AuditBroken where a frozen page is not what the line of it was sealed over; before the seal there is none to ask."""
    hold_row(state, connection, page, page_digest(connection, page))


def hold_row(state: State, connection: Connection, reference: str, digest: str) -> None:
    """Raise AuditBroken where a row, by its name in the audit and its sum, is not what the latest line of it was sealed over."""
    query = select(audit).where(audit.c.export_id == reference, audit.c.digest.is_not(None))
    found = connection.execute(query.order_by(audit.c.id.desc()).limit(1)).one_or_none()
    end = chain.last(connection)
    if found is None:
        if end and end["key_id"]:
            raise AuditBroken(end["id"] + 1, _about(_UNANSWERED, reference))
        return
    line = dict(found._mapping)  # noqa: SLF001  (SQLAlchemy's public name)
    if not chain.is_sealed(line, state.outside.keys.read()):
        raise AuditBroken(line["id"], CHANGED)
    if line["digest"] != digest:
        raise AuditBroken(line["id"], _about(_CHANGED_SINCE, reference))


def _chain(connection: Connection, keys: Keys | None) -> tuple[int, str, dict[str, tuple[int, str]]]:
    """Hold every line; return how many there are, since when they are sealed, and which answers for what."""
    count, since, answered = 0, "", {}
    for line in chain.held(connection, keys):
        count += 1
        since = since or (line["at"] if line["action"] == SEAL_BEGUN else "")
        if line["digest"]:
            answered[line["export_id"]] = line["id"], line["digest"]
    return count, since, answered


def _hold_rows(connection: Connection, answered: dict[str, tuple[int, str]], *, is_sealed: bool) -> None:
    broken = list(_contradictions(connection, answered)) if is_sealed else []
    if broken:
        raise AuditBroken(*min(broken, key=lambda one: one[0]))


def _contradictions(
    connection: Connection, answered: dict[str, tuple[int, str]]
) -> Iterator[tuple[int, Text]]:
    """Yield the number of each line that does not answer for what there is, and why."""
    left = dict(answered)
    for reference, digest in sealed_rows(connection):
        number, sealed = left.pop(reference, (0, ""))
        if not number:
            end = chain.last(connection)
            yield (end["id"] if end else 0) + 1, _about(_UNANSWERED, reference)
        elif digest != sealed:
            yield number, _about(_CHANGED_SINCE, reference)
    for reference, (number, _) in left.items():
        yield number, _about(_GONE_SINCE, reference)


def _about(what: Text, named: str) -> Text:
    return Text(what.zh.format(named), what.en.format(named))


def _hold_heads(connection: Connection, keys: Keys | None, heads: list[Head], *, is_sealed: bool) -> int:
    """Return how many heads were given up; raises AuditBroken where one is contradicted, or there is none."""
    if not heads and not is_sealed:
        return 0
    if not heads:
        raise AuditBroken(1, _NO_HEADS)
    given_up = 0
    for head in heads:
        if keys is None or head.is_contradicted(connection, keys):
            raise AuditBroken(head.number, _about(_OTHER_THAN_TOLD, head.at))
        given_up += not head.is_held(connection)
    return given_up


def rotate(state: State, who: str) -> str:
    """Make a new key, which seals from its own first line on and encrypts the secrets of codes anew, and return its id; raises StateUnusable."""
    with state.acting() as writing:
        writing.keys = state.outside.keys.rotate()
        hide_anew(writing.connection, writing.keys)
        writing.enter(Entry(who, "key_rotated", f"key {writing.keys.current}", "", 0, ""))
    state.tell_head()
    return writing.keys.current


def begin_anew(state: State, who: str, why: str) -> Head | None:
    """Say in a line of a state that `begins_anew` that the end of its audit or all of it is lost; return its new head.

    What is broken stays broken: `verify` still names the first line that is not what was written.
    """
    with state.acting() as writing:
        writing.enter(Entry(who, BEGUN_ANEW, why[:_LONGEST], "", 0, ""))
    return state.tell_head()
