"""To whom a task can be given: the offices and persons that have accounts."""

from typing import NamedTuple

from data_access.domain.access import ROLES
from data_access.state.database import State
from data_access.state.people.persons import People


class Addressee(NamedTuple):
    """An office or a person: the key that a task keeps, and how lists name it."""

    key: str
    shown: str


def addressees(state: State) -> list[Addressee]:
    """Return the offices, then the persons, who may log in and handle tasks; empty where nobody has an account."""
    able = [
        one
        for one in People(state).everybody()
        if not one.is_disabled and ROLES[one.role].reads and "tasks" in one.rights
    ]
    offices = dict.fromkeys(sorted(one.office for one in able if one.office))
    persons = [
        Addressee(one.name, one.name if one.shown == one.name else f"{one.shown} {one.name}") for one in able
    ]
    return [*(Addressee(office, office) for office in offices), *persons]


def addressee(text: str, known: list[Addressee]) -> Addressee | None:
    """Return whom a reader means by an office's name, a person's account, or a person's name that no other has."""
    exact = [one for one in known if text in one]
    own = [one for one in known if one.shown.removesuffix(f" {one.key}") == text]
    found = exact or own
    return found[0] if len(found) == 1 or exact else None
