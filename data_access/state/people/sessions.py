"""Logins that last: the browser holds a secret, the database its hash, so that any of them can be ended at any time."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from sqlalchemy import bindparam, delete, insert, select, update

from data_access.domain.errors import UnknownName
from data_access.domain.settings import Settings
from data_access.state.database import State
from data_access.state.tables import session

#: What was seen so lately is not written down again: a page asks some thirty times.
_TOUCH = timedelta(minutes=1)
#: What every request asks, built once.
_OF_SECRET = select(session).where(session.c.digest == bindparam("secret"))


@dataclass(frozen=True, slots=True)
class Session:
    """A login as its person sees it in the list of his own; `token` is the wall's for a screen, `is_whole` once a code was given."""

    id: str
    person: str
    token: str
    is_whole: bool
    created_at: datetime
    seen_at: datetime
    ends_at: datetime
    address: str
    agent: str


def new_secret() -> str:
    """Return a secret of 256 bits for a browser or a script."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """Return what is kept of a secret of ours: it is random and long, so that a plain hash cannot be guessed back."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def new_id() -> str:
    """Return a short name for a list, which opens nothing."""
    return secrets.token_hex(6)


@dataclass(frozen=True, slots=True)
class Sessions:
    """All logins; one ends when nobody used it for `idle`, and after `most` in any case."""

    state: State
    idle: timedelta
    most: timedelta

    @classmethod
    def of_settings(cls, state: State, settings: Settings) -> Self:
        """Return the logins of a server, which last as the settings say."""
        return cls(
            state, timedelta(minutes=settings.session_idle_minutes), timedelta(hours=settings.session_hours)
        )

    def begin(
        self, person: str, *, is_whole: bool, address: str = "", agent: str = "", token: str = "",
        lasts: timedelta | None = None,
    ) -> str:  # fmt: skip
        """Begin a login and return the secret for the browser."""
        secret, now = new_secret(), datetime.now()
        row = {"digest": digest(secret), "id": new_id(), "person": person, "token": token, "is_whole": is_whole,
               "created_at": now, "seen_at": now, "ends_at": now + (lasts or self.most), "address": address[:60],
               "agent": agent[:300]}  # fmt: skip
        with self.state.begin() as connection:
            connection.execute(insert(session).values(**row))
            connection.execute(delete(session).where(session.c.ends_at < now))
        return secret

    def find(self, secret: str, *, is_use: bool = True) -> Session | None:
        """Return the login of a secret, None where it is over; what only asks for news is no use of it."""
        now, own = datetime.now(), digest(secret)
        with self.state.begin() as connection:
            row = connection.execute(_OF_SECRET, {"secret": own}).one_or_none()
            if row is None or now >= row.ends_at or (not row.token and now - row.seen_at > self.idle):
                return None
            if is_use and now - row.seen_at > min(_TOUCH, self.idle / 4):
                connection.execute(update(session).where(session.c.digest == own).values(seen_at=now))
        return _session(row)

    def rotate(self, secret: str, *, is_whole: bool, lasts: timedelta | None = None) -> str:
        """Give a login another secret, as whenever it may do more than before, and return that; raises UnknownName."""
        new = new_secret()
        longer = {"ends_at": datetime.now() + lasts} if lasts else {}
        with self.state.begin() as connection:
            own = update(session).where(session.c.digest == digest(secret))
            done = connection.execute(own.values(digest=digest(new), is_whole=is_whole, **longer))
        if done.rowcount != 1:
            raise UnknownName("session", "", ())
        return new

    def renew(self, secret: str, lasts: timedelta) -> None:
        """Let a screen's login last from now on."""
        with self.state.begin() as connection:
            own = update(session).where(session.c.digest == digest(secret))
            connection.execute(own.values(ends_at=datetime.now() + lasts))

    def of(self, person: str) -> list[Session]:
        """Return the logins of a person that are not over, the latest used first."""
        now = datetime.now()
        mine = select(session).where(
            session.c.person == person, session.c.token == "", session.c.ends_at > now
        )
        with self.state.begin() as connection:
            rows = connection.execute(mine.order_by(session.c.seen_at.desc())).all()
        return [_session(row) for row in rows if now - row.seen_at <= self.idle]

    def end(self, secret: str) -> None:
        """End the login of a secret."""
        with self.state.begin() as connection:
            connection.execute(delete(session).where(session.c.digest == digest(secret)))

    def end_one(self, person: str, session_id: str) -> bool:
        """End one login of a person by its name in his list; return whether there was one."""
        with self.state.begin() as connection:
            own = delete(session).where(session.c.person == person, session.c.id == session_id)
            return connection.execute(own).rowcount == 1

    def end_all(self, person: str, but: str = "") -> int:
        """End all logins of a person but that of a secret, as after a new password, and return how many they were."""
        with self.state.begin() as connection:
            own = delete(session).where(
                session.c.person == person, session.c.token == "", session.c.digest != digest(but)
            )  # fmt: skip
            return connection.execute(own).rowcount

    def end_of_token(self, token: str) -> None:
        """End what a wall's token has opened."""
        with self.state.begin() as connection:
            connection.execute(delete(session).where(session.c.token == token))


def _session(row: Any) -> Session:
    return Session(
        row.id,
        row.person,
        row.token,
        row.is_whole,
        row.created_at,
        row.seen_at,
        row.ends_at,
        row.address,
        row.agent,
    )
