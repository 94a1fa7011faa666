"""Commands for what opens the cockpit without a password: tokens of scripts, and screens."""

import argparse
from argparse import ArgumentParser, Namespace

from data_access.cli.office import codes_of, districts_of, named, opened
from data_access.domain.access import COMMAND_LINE
from data_access.domain.settings import Settings
from data_access.state.people.tokens import USUAL_DAYS
from data_access.store.store import Store


def add_tokens(parser: ArgumentParser) -> None:
    """Add the commands of `tokens`."""
    chosen = parser.add_subparsers(required=True, metavar="ACTION")
    add = named(
        chosen,
        "add",
        "make a token with which a script asks the API as this account; prints it once",
        _add_token,
    )
    add.add_argument("title", help="what it is for")
    add.add_argument("--days", type=int, default=USUAL_DAYS, help=f"for how long (default: {USUAL_DAYS})")
    chosen.add_parser("list", help="list the tokens").set_defaults(run=_list_tokens)
    _revoking(chosen, _revoke_token)


def add_walls(parser: ArgumentParser) -> None:
    """Add the commands of `walls`."""
    chosen = parser.add_subparsers(required=True, metavar="ACTION")
    add = chosen.add_parser(
        "add", help="let a screen open one address without a password; prints its link once"
    )
    add.add_argument("title", help="where the screen is")
    add.add_argument(
        "--opens",
        default="/wall",
        metavar="ADDRESS",
        help="the wall or any page of the cockpits, as '/governance?district=330106' (default: /wall)",
    )
    add.add_argument("--districts", metavar="CODES", help="show these districts alone, separated by commas")
    add.set_defaults(run=_add_wall)
    chosen.add_parser("list", help="list the screens").set_defaults(run=_list_walls)
    _revoking(chosen, _revoke_token)


def _revoking(chosen: "argparse._SubParsersAction[ArgumentParser]", run: object) -> None:
    parser = chosen.add_parser("revoke", help="take one back")
    parser.add_argument("id", metavar="ID")
    parser.set_defaults(run=run)


def _add_token(store: Store, given: Namespace) -> int:
    with opened() as office:
        found = office.people.person(given.name)
        secret, made = office.tokens.for_api(found.name, given.title, given.days)
        office.note("token-add", f"{found.name} {made.id}", title=made.title)
    print(f"{made.id} holds until {made.ends_at:%Y-%m-%d}. It is shown this once; scripts send it so:")
    print(f"Authorization: Bearer {secret}")
    return 0


def _list_tokens(store: Store, given: Namespace) -> int:
    with opened() as office:
        for one in office.tokens.listed("api"):
            used = f"used {one.used_at:%Y-%m-%d}" if one.used_at else "not used yet"
            print(f"{one.id}  {one.person}  {one.title}  until {one.ends_at:%Y-%m-%d}  {used}")
    return 0


def _add_wall(store: Store, given: Namespace) -> int:
    districts = districts_of(store, given.districts)
    settings = Settings.from_environment()
    with opened() as office:
        secret, made = office.tokens.for_wall(COMMAND_LINE, given.title, given.opens, districts)
        office.note("wall-add", made.id, title=made.title, opens=made.opens, districts=codes_of(districts))
    print(
        f"{made.id} opens {made.opens}. Its link is shown this once; open it on the screen, and keep it as its start page:"
    )
    print(f"{settings.origin}/screen/{secret}")
    return 0


def _list_walls(store: Store, given: Namespace) -> int:
    with opened() as office:
        for one in office.tokens.listed("wall"):
            used = f"seen {one.used_at:%Y-%m-%d %H:%M}" if one.used_at else "not opened yet"
            print("  ".join(filter(None, (one.id, one.title, one.opens, codes_of(one.districts), used))))
    return 0


def _revoke_token(store: Store, given: Namespace) -> int:
    with opened() as office:
        found = office.tokens.revoke(given.id)
        office.sessions.end_of_token(found.id)
        office.note(f"{found.kind.replace('api', 'token')}-revoke", found.id, title=found.title)
    print(f"{found.id} opens nothing any more.")
    return 0
