"""An account as a value: who has it, in which role, for which districts, and what follows from that."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from data_access.domain.access import COMMAND_LINE, LOCAL_READER, NOWHERE, ROLES, Reader, Right, Role, Scope
from data_access.domain.errors import BadValue, CockpitError
from data_access.domain.text import Text
from data_access.state.people import passwords

_NAME = re.compile(r"[\w][\w.@-]{1,60}")


@dataclass(frozen=True, slots=True)
class Person:
    """An account without its secrets; `has_code` says whether the app of codes is asked, `districts` are None for all."""

    name: str
    shown: str
    office: str
    role: Role
    districts: frozenset[str] | None
    granted: frozenset[Right]
    denied: frozenset[Right]
    has_password: bool
    has_code: bool
    must_change: bool
    changed_at: datetime
    locked_until: datetime | None
    is_disabled: bool

    @property
    def rights(self) -> frozenset[Right]:
        """What he may do: what the role gives, with what he was given and without what was taken from him."""
        return (ROLES[self.role].rights | self.granted) - self.denied

    @property
    def reader(self) -> Reader:
        """Who he is to all that is shown: the one place where an account becomes a scope."""
        scope = Scope(self.districts, "persons" in self.rights) if ROLES[self.role].reads else NOWHERE
        return Reader(self.name, scope, self.rights, self.shown, self.office, self.role)

    def is_locked(self, now: datetime) -> bool:
        """Return whether the account is shut for a while."""
        return self.locked_until is not None and now < self.locked_until


def spelled(name: str) -> str:
    """Return the one spelling of an account's name, however it was typed; raises BadValue."""
    found = unicodedata.normalize("NFKC", name).strip().lower()
    if not _NAME.fullmatch(found) or found in {LOCAL_READER, COMMAND_LINE}:
        raise BadValue(
            "account",
            name[:80],
            "2 to 61 letters, digits, dots, @ and hyphens, beginning with a letter or digit",
        )
    return found


class PasswordRefused(CockpitError):
    """A password that is not good enough; `words` say why, in the reader's language."""

    def __init__(self, words: Text) -> None:
        super().__init__(words("en"))
        self.words = words


def good_password(password: str, name: str, earlier: Sequence[str] = ()) -> str:
    """Return what is kept of a new password; raises PasswordRefused."""
    if (words := passwords.wrong(password, name, earlier)) is not None:
        raise PasswordRefused(words)
    return passwords.hashed(password)


def earlier_passwords(row: Mapping[str, Any]) -> list[str]:
    """Return the hashes of the former passwords once a new one is kept, the latest first."""
    return [one for one in (row["password"], *row["earlier"]) if one][: passwords.REMEMBERED]


def kept_districts(role: Role, districts: frozenset[str] | None) -> list[str] | None:
    """Return the districts of a role as they are kept; raises BadValue where the role does not go with them."""
    match ROLES[role].districts:
        case "some" if not districts:
            raise BadValue("districts", "", f"at least one district for the role {role}, as 330106,330108")
        case "all" | "none" if districts:
            raise BadValue(
                "districts", ",".join(sorted(districts)), f"none: the role {role} is not bound to districts"
            )
    return None if not districts else sorted(districts)


def of_row(row: Mapping[str, Any]) -> Person:
    """Return the account that a row of the table tells."""
    districts = row["districts"]
    return Person(
        row["name"], row["shown"], row["office"], row["role"], None if districts is None else frozenset(districts),
        frozenset(row["granted"]), frozenset(row["denied"]), bool(row["password"]), bool(row["code_secret"]),
        row["must_change"], row["changed_at"], row["locked_until"], row["is_disabled"],
    )  # fmt: skip
