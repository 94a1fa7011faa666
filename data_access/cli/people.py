"""Commands for accounts. Passwords are asked or printed once; none is ever taken from the command line."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from datetime import datetime
from getpass import getpass

from data_access.cli.office import codes_of, districts_of, named, opened
from data_access.domain.access import OF_ONE_PERSON, ROLES
from data_access.domain.errors import BadValue, CockpitError
from data_access.state.people import passwords
from data_access.state.people.accounts import Person
from data_access.store.store import Store


def add_users(parser: ArgumentParser) -> None:
    """Add the commands of `users`."""
    chosen = parser.add_subparsers(required=True, metavar="ACTION")
    add = named(chosen, "add", "make an account; prints a password for its first login", _add)
    _role(add)
    add.add_argument(
        "--shown", default="", metavar="WORDS", help="the person's own name, as lists and watermarks have it"
    )
    add.add_argument("--office", default="", metavar="WORDS", help="the office that the person belongs to")
    add.add_argument("--ask", action="store_true", help="ask for the first password instead of printing one")
    add.add_argument("--no-password", action="store_true", help="let in by OpenID Connect or a proxy alone")
    chosen.add_parser("list", help="list the accounts").set_defaults(run=_list)
    named(chosen, "disable", "shut an account, end its sessions and take back its tokens", _disable)
    named(chosen, "enable", "open an account again", _enable)
    role = named(chosen, "role", "give an account another role, or other districts", _change)
    _role(role)
    role.add_argument("--office", metavar="WORDS", help="move to this office")
    for name, does, run in (
        ("grant", "give one right beside the role", _grant),
        ("revoke", "take one right", _revoke),
    ):
        named(chosen, name, does, run).add_argument("right", choices=OF_ONE_PERSON)
    reset = named(
        chosen, "reset", "open an account with a new password for one login, and end its sessions", _reset
    )
    reset.add_argument("--ask", action="store_true", help="ask for the password instead of printing one")
    reset.add_argument("--code", action="store_true", help="forget its app of codes as well")
    sessions = named(chosen, "sessions", "list the sessions of an account", _sessions)
    sessions.add_argument("--end", action="store_true", help="end them all")


def _role(parser: ArgumentParser) -> None:
    roles = "; ".join(f"{key}: {rules.title('en')}" for key, rules in ROLES.items())
    parser.add_argument("role", choices=ROLES, metavar="ROLE", help=roles)
    parser.add_argument("--districts", metavar="CODES", help="of an officer or inspector, as 330106,330108")


def _add(store: Store, given: Namespace) -> int:
    districts = districts_of(store, given.districts)
    with opened() as office:
        password = "" if given.no_password else _password(given)
        made = office.people.add(
            given.name,
            given.role,
            password=password,
            shown=given.shown,
            office=given.office,
            districts=districts,
        )
        office.note("user-add", made.name, role=made.role, districts=codes_of(made.districts))
    print(f"{made.name} is {ROLES[made.role].title('en')}.")
    _tell(password, given)
    return 0


def _list(store: Store, given: Namespace) -> int:
    with opened() as office:
        found = office.people.everybody()
    for one in found:
        print(
            "  ".join(
                filter(
                    None, (one.name, one.shown, one.role, one.office, codes_of(one.districts), *_marks(one))
                )
            )
        )
    if not found:
        print("Nobody has an account yet; `users add ACCOUNT ROLE` makes one.")
    return 0


def _marks(one: Person) -> Iterator[str]:
    yield from (f"+{right}" for right in sorted(one.granted))
    yield from (f"-{right}" for right in sorted(one.denied))
    yield from (["codes"] if one.has_code else [])
    yield from (["no password"] if not one.has_password else [])
    yield from (["disabled"] if one.is_disabled else [])
    yield from (["locked"] if one.is_locked(datetime.now()) else [])


def _disable(store: Store, given: Namespace) -> int:
    with opened() as office:
        found = office.people.disable(given.name)
        ended = office.sessions.end_all(found.name)
        taken = office.tokens.listed("api", found.name)
        for one in taken:
            office.tokens.revoke(one.id)
        office.note("user-disable", found.name)
    print(f"{found.name} is disabled; {ended} sessions are ended and {len(taken)} tokens taken back.")
    return 0


def _enable(store: Store, given: Namespace) -> int:
    with opened() as office:
        found = office.people.disable(given.name, is_disabled=False)
        office.note("user-enable", found.name)
    print(f"{found.name} may log in again.")
    return 0


def _change(store: Store, given: Namespace) -> int:
    districts = districts_of(store, given.districts)
    with opened() as office:
        found = office.people.change(given.name, given.role, districts, given.office)
        office.note("user-role", found.name, role=found.role, districts=codes_of(found.districts))
    print(f"{found.name} is {ROLES[found.role].title('en')}.")
    return 0


def _grant(store: Store, given: Namespace) -> int:
    return _allow(given, is_allowed=True)


def _revoke(store: Store, given: Namespace) -> int:
    return _allow(given, is_allowed=False)


def _allow(given: Namespace, *, is_allowed: bool) -> int:
    with opened() as office:
        found = office.people.allow(given.name, given.right, is_allowed=is_allowed)
        office.note("user-grant" if is_allowed else "user-revoke", found.name, right=given.right)
    print(f"{found.name} has the rights {', '.join(sorted(found.rights)) or 'none'}.")
    return 0


def _reset(store: Store, given: Namespace) -> int:
    with opened() as office:
        password = _password(given)
        found = office.people.reset(given.name, password, code=given.code)
        office.sessions.end_all(found.name)
        office.note("user-reset", found.name, code="yes" if given.code else "no")
    print(f"{found.name} may log in with a new password, and must change it then.")
    _tell(password, given)
    return 0


def _sessions(store: Store, given: Namespace) -> int:
    with opened() as office:
        found = office.people.person(given.name)
        for one in office.sessions.of(found.name):
            print(
                f"{one.id}  since {one.created_at:%Y-%m-%d %H:%M}  seen {one.seen_at:%H:%M}  {one.address}  {one.agent}"
            )
        if given.end:
            office.note("sessions-end", found.name)
            print(f"{office.sessions.end_all(found.name)} sessions are ended.")
    return 0


def _password(given: Namespace) -> str:
    """Return a password: one that is asked for twice, at a terminal or in two lines of the input, or one that is made up."""
    if not given.ask:
        return passwords.proposed()
    try:
        first, second = (_asked("Password: "), _asked("Again: "))
    except EOFError:
        raise BadValue("password", "", "the password twice, in two lines of the input") from None
    if first != second:
        raise CockpitError("The two passwords differ; nothing was changed.")
    return first


def _asked(prompt: str) -> str:
    return getpass(prompt) if sys.stdin.isatty() else input()


def _tell(password: str, given: Namespace) -> None:
    if password and not given.ask:
        print(f"Password for the first login, shown this once: {password}")
