"""Tokens: a script asks the API as its person until a day, a screen opens one address until it is taken back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from urllib.parse import urlsplit

from sqlalchemy import insert, select, update

from data_access.domain.errors import BadValue, UnknownName
from data_access.state.database import State
from data_access.state.people.sessions import digest, new_id, new_secret
from data_access.state.tables import token
from data_access.state.tasks import is_own_page

Kind = Literal["api", "wall"]
#: What tokens begin with, so that people and scanners of source code know one when they see it.
PREFIXES: dict[Kind, str] = {"api": "cockpit_api_", "wall": "cockpit_wall_"}
#: The days that a script's token holds, at most and unless its person says otherwise.
MOST_DAYS, USUAL_DAYS = 365, 30
LONGEST_ADDRESS = 2_000
#: A screen renews itself whenever it asks; one that was dark for so long must be opened anew.
WALL_LASTS = timedelta(days=90)


def is_to_renew(ends_at: datetime, now: datetime) -> bool:
    """Return whether what a screen has should last anew from now: once an hour is often enough."""
    return ends_at - now < WALL_LASTS - timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Token:
    """A token without its secret: whose it is, what it opens, and since and until when."""

    id: str
    kind: Kind
    person: str
    title: str
    opens: str
    districts: frozenset[str] | None
    created_at: datetime
    ends_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None

    def holds(self, now: datetime) -> bool:
        """Return whether it opens anything at a moment."""
        return self.revoked_at is None and now < self.ends_at


def fit_address(address: str) -> str:
    """Return the address of a page of this cockpit, with its filters; raises BadValue for any other.

    Whether there is such a page, and one for screens, is known where pages are shown.
    """
    told = address.strip()
    found = urlsplit(told) if is_own_page(told) and len(told) <= LONGEST_ADDRESS else None
    if found is None or found.fragment or found.geturl() != told:
        raise BadValue(
            "address", address[:80], "a page of the cockpits, as /wall?district=330106 or /governance"
        )
    return told


@dataclass(frozen=True, slots=True)
class Tokens:
    """All tokens; each is told once, when it is made."""

    state: State

    def for_api(self, person: str, title: str, days: int = USUAL_DAYS) -> tuple[str, Token]:
        """Make a token with which a script asks as a person, and return it with its entry; raises BadValue."""
        if not 1 <= days <= MOST_DAYS:
            raise BadValue("days", str(days), f"a number of days from 1 to {MOST_DAYS}")
        return self._make("api", person, title, "", None, timedelta(days=days))

    def for_wall(
        self, person: str, title: str, opens: str, districts: frozenset[str] | None
    ) -> tuple[str, Token]:
        """Make a token with which a screen opens one address, for some districts or all, and return it with its entry.

        Raises BadValue.
        """
        return self._make("wall", person, title, fit_address(opens), districts, WALL_LASTS)

    def _make(
        self,
        kind: Kind,
        person: str,
        title: str,
        opens: str,
        districts: frozenset[str] | None,
        lasts: timedelta,
    ) -> tuple[str, Token]:
        if not title.strip():
            raise BadValue(
                "title", title, "what the token is for, so that one knows later which to take back"
            )
        secret, now = PREFIXES[kind] + new_secret(), datetime.now()
        own = new_id()
        row = {"id": own, "kind": kind, "digest": digest(secret), "person": person, "title": title.strip()[:100],
               "opens": opens, "districts": None if districts is None else sorted(districts), "created_at": now,
               "ends_at": now + lasts, "used_at": None, "revoked_at": None}  # fmt: skip
        with self.state.begin() as connection:
            connection.execute(insert(token).values(**row))
        return secret, self.token(own)

    def find(self, kind: Kind, secret: str) -> Token | None:
        """Return the token of a secret where it holds, and note that it was used."""
        now, own = datetime.now(), (token.c.digest == digest(secret), token.c.kind == kind)
        with self.state.begin() as connection:
            row = connection.execute(select(token).where(*own)).one_or_none()
            found = row and _token(row)
            if not found or not found.holds(now):
                return None
            if found.used_at is None or now - found.used_at > timedelta(minutes=1):
                connection.execute(update(token).where(*own).values(used_at=now))
        return found

    def renewed(self, token_id: str) -> Token | None:
        """Let a wall's token hold from now on, None where it was taken back or has lapsed."""
        now = datetime.now()
        try:
            found = self.token(token_id)
        except UnknownName:
            return None
        if not found.holds(now):
            return None
        if is_to_renew(found.ends_at, now):
            with self.state.begin() as connection:
                own = update(token).where(token.c.id == token_id, token.c.revoked_at.is_(None))
                connection.execute(own.values(ends_at=now + WALL_LASTS, used_at=now))
        return found

    def token(self, token_id: str) -> Token:
        """Return a token by its name in lists; raises UnknownName."""
        with self.state.begin() as connection:
            row = connection.execute(select(token).where(token.c.id == token_id)).one_or_none()
        if row is None:
            raise UnknownName("token", token_id, ())
        return _token(row)

    def listed(self, kind: Kind, person: str | None = None) -> list[Token]:
        """Return the tokens of a kind that hold, of a person or of everybody, the newest first."""
        found = select(token).where(token.c.kind == kind).order_by(token.c.created_at.desc())
        found = found if person is None else found.where(token.c.person == person)
        with self.state.begin() as connection:
            every = [_token(row) for row in connection.execute(found)]
        return [one for one in every if one.holds(datetime.now())]

    def revoke(self, token_id: str, person: str | None = None) -> Token:
        """Take a token back, that of a person where one is named; raises UnknownName."""
        found = self.token(token_id)
        if person is not None and found.person != person:
            raise UnknownName("token", token_id, ())
        with self.state.begin() as connection:
            own = update(token).where(token.c.id == found.id, token.c.revoked_at.is_(None))
            connection.execute(own.values(revoked_at=datetime.now()))
        return found


def _token(row: Any) -> Token:
    districts = None if row.districts is None else frozenset(row.districts)
    return Token(
        row.id,
        row.kind,
        row.person,
        row.title,
        row.opens,
        districts,
        row.created_at,
        row.ends_at,
        row.used_at,
        row.revoked_at,
    )
