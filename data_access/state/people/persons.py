"""All accounts: who is added, changed and shut, and whether a password and a code are somebody's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from data_access.domain.access import OF_ONE_PERSON, ROLES, Right, Role
from data_access.domain.errors import BadValue, UnknownName
from data_access.state.database import State
from data_access.state.hidden import hidden, shown
from data_access.state.people import codes, passwords
from data_access.state.people.accounts import (
    Person,
    earlier_passwords,
    good_password,
    kept_districts,
    of_row,
    spelled,
)
from data_access.state.tables import person

#: The most signs of a person's name, and of an office: both stand in every watermark.
LONGEST = 60
#: After so many wrong passwords or codes in a row an account is shut for a while.
MOST_FAILURES, LOCKED = 5, timedelta(minutes=15)
#: What every request asks, built once.
_OF_NAME = select(person).where(person.c.name == bindparam("spelled"))


@dataclass(frozen=True, slots=True)
class People:
    """All accounts, in the state database."""

    state: State

    def any(self) -> bool:
        """Return whether anybody has an account, even a disabled one."""
        with self.state.begin() as connection:
            return connection.execute(select(person.c.name).limit(1)).first() is not None

    def add(
        self, name: str, role: Role, *, password: str = "", shown: str = "", office: str = "",
        districts: frozenset[str] | None = None, subject: str = "",
    ) -> Person:  # fmt: skip
        """Make an account, whose password must be changed at the first login; raises BadValue.

        Without a password only a service that knows the person (OpenID Connect, a proxy) lets him in.
        """
        own, now = spelled(name), datetime.now()
        row = {"name": own, "shown": shown.strip()[:LONGEST] or own, "office": office.strip()[:LONGEST], "role": role,
               "districts": kept_districts(role, districts), "granted": [], "denied": [], "earlier": [], "changed_at": now,
               "password": good_password(password, own) if password else "", "must_change": bool(password), "failures": 0,
               "code_secret": "", "code_step": 0, "subject": subject, "is_disabled": False, "created_at": now}  # fmt: skip
        try:
            with self.state.begin() as connection:
                connection.execute(insert(person).values(**row))
        except IntegrityError:
            raise BadValue(
                "account", own, "a name that nobody has yet; a disabled account keeps its own"
            ) from None
        return self.person(own)

    def person(self, name: str) -> Person:
        """Return an account; raises UnknownName."""
        return of_row(self._row(name))

    def find(self, name: str) -> Person | None:
        """Return an account by its name as typed, None where there is none."""
        try:
            return self.person(spelled(name))
        except (BadValue, UnknownName):
            return None

    def everybody(self) -> list[Person]:
        """Return all accounts by name."""
        with self.state.begin() as connection:
            found = connection.execute(select(person).order_by(person.c.name)).mappings()
            return [of_row(dict(row)) for row in found]

    def offices(self) -> list[str]:
        """Return the offices that those who may log in belong to."""
        return sorted({one.office for one in self.everybody() if one.office and not one.is_disabled})

    def disable(self, name: str, *, is_disabled: bool = True) -> Person:
        """Shut an account, or open it again; raises UnknownName."""
        return self._changed(name, is_disabled=is_disabled, failures=0, locked_until=None)

    def change(
        self, name: str, role: Role, districts: frozenset[str] | None = None, office: str | None = None
    ) -> Person:
        """Give an account a role with its districts; what was granted beside the former one falls. Raises BadValue."""
        moved = {} if office is None else {"office": office.strip()[:LONGEST]}
        return self._changed(
            name, role=role, districts=kept_districts(role, districts), granted=[], denied=[], **moved
        )

    def allow(self, name: str, right: Right, *, is_allowed: bool) -> Person:
        """Give one right to a person, or take it, whatever the role says; raises BadValue where it is not for that role."""
        found = self.person(name)
        if right not in OF_ONE_PERSON or not ROLES[found.role].reads:
            wanted = f"one of {', '.join(OF_ONE_PERSON)}, for a role that reads: whoever administers or audits reads no facts"
            raise BadValue("right", right, wanted)
        own = ROLES[found.role].rights
        granted, denied = set(found.granted) - {right}, set(found.denied) - {right}
        if is_allowed and right not in own:
            granted.add(right)
        elif not is_allowed and right in own:
            denied.add(right)
        return self._changed(name, granted=sorted(granted), denied=sorted(denied))

    def reset(self, name: str, password: str, *, code: bool = False) -> Person:
        """Give an account a password for one login and open it; with `code` the app of codes is set up anew."""
        row = self._row(name)
        without = {"code_secret": "", "code_step": 0} if code else {}
        return self._changed(
            name, password=good_password(password, str(row["name"])), earlier=earlier_passwords(row), must_change=True,
            changed_at=datetime.now(), failures=0, locked_until=None, **without,
        )  # fmt: skip

    def set_password(self, name: str, password: str) -> Person:
        """Keep the password that a person chose for himself; raises PasswordRefused."""
        row = self._row(name)
        kept = good_password(password, str(row["name"]), [str(row["password"]), *row["earlier"]])
        return self._changed(
            name, password=kept, earlier=earlier_passwords(row), must_change=False, changed_at=datetime.now()
        )

    def check(self, name: str, password: str, now: datetime | None = None) -> Person | None:
        """Return the person whose password this is, None where it is nobody's; wrong ones are counted and shut the account.

        It takes as long for a name that nobody has.
        """
        moment = now or datetime.now()
        found = self.find(name)
        kept = str(self._row(found.name)["password"]) if found else ""
        is_right = passwords.fits(kept, password)
        if found is None or found.is_disabled or found.is_locked(moment):
            return None
        if not is_right:
            self.failed(found.name, moment)
            return None
        again = {"password": passwords.hashed(password)} if passwords.is_old(kept) else {}
        # A code that follows may still be wrong: only then the count begins anew.
        return self._changed(
            found.name, **again, **({} if found.has_code else {"failures": 0, "locked_until": None})
        )

    def failed(self, name: str, now: datetime) -> None:
        """Count a wrong password or code; the count is the database's, so that many guesses at once are all counted."""
        with self.state.begin() as connection:
            counted = update(person).where(person.c.name == name).values(failures=person.c.failures + 1)
            failures = connection.execute(counted.returning(person.c.failures)).scalar_one()
            if failures >= MOST_FAILURES:
                shut = update(person).where(person.c.name == name)
                connection.execute(shut.values(failures=0, locked_until=now + LOCKED))

    def check_code(self, name: str, code: str, now: datetime | None = None) -> bool:
        """Return whether a code is the person's, and take it: none holds twice. Wrong ones are counted as passwords are."""
        moment, row = now or datetime.now(), self._row(name)
        if of_row(row).is_locked(moment) or not row["code_secret"]:
            return False
        secret = shown(str(row["code_secret"]), self.state.outside.keys.read())
        step = codes.step_of(secret, code, moment, int(row["code_step"]))
        if step is None:
            self.failed(name, moment)
            return False
        with self.state.begin() as connection:  # of two that come with one code at once, one is taken
            taken = update(person).where(person.c.name == name, person.c.code_step < step)
            done = connection.execute(taken.values(code_step=step, failures=0, locked_until=None))
            return done.rowcount == 1

    def set_code(self, name: str, secret: str, code: str, now: datetime | None = None) -> bool:
        """Ask for codes from now on, once the app has shown that it makes them; raises StateUnusable where there is no key."""
        own, step = self.person(name).name, codes.step_of(secret, code, now or datetime.now(), 0)
        if step is None:
            return False
        with self.state.acting() as writing:  # begins the seal, and with it the keys, where there is none yet
            kept = {"code_secret": hidden(secret, writing.keys), "code_step": step}
            writing.connection.execute(update(person).where(person.c.name == own).values(**kept))
        return True

    def bound(self, name: str, subject: str) -> Person | None:
        """Return the person whom a service of logins names, None for another one of that name.

        The first login binds the account to the service's own key of the person, which is given to nobody else later.
        """
        found = self.find(name)
        if found is None or found.is_disabled or not subject:
            return None
        kept = str(self._row(found.name)["subject"])
        if not kept:
            return self._changed(found.name, subject=subject[:400])
        return found if kept == subject[:400] else None

    def _row(self, name: str) -> Mapping[str, Any]:
        with self.state.begin() as connection:
            row = connection.execute(_OF_NAME, {"spelled": spelled(name)}).mappings().one_or_none()
            if row is None:
                raise UnknownName("account", name, connection.execute(select(person.c.name)).scalars())
        return dict(row)

    def _changed(self, name: str, **values: Any) -> Person:
        own = self.person(name).name
        with self.state.begin() as connection:
            if values:
                connection.execute(update(person).where(person.c.name == own).values(**values))
        return self.person(own)
