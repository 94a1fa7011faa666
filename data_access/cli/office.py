"""What the commands for accounts, tokens and walls share: the state that they change, and its audit."""

import argparse
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager

from data_access.domain.access import COMMAND_LINE
from data_access.domain.settings import Settings
from data_access.lookups.districts import are_known
from data_access.state.database import State
from data_access.state.ledger import Ledger
from data_access.state.outside import Outside
from data_access.state.people.persons import People
from data_access.state.people.sessions import Sessions
from data_access.state.people.tokens import Tokens
from data_access.store.store import Store


class Office:
    """What every command works with; each thing that is done has its line in the audit."""

    def __init__(self, settings: Settings) -> None:
        state = State(settings.state, Outside.of(settings))
        self.people, self.tokens, self.sessions = (
            People(state),
            Tokens(state),
            Sessions.of_settings(state, settings),
        )
        self.ledger = Ledger(state, lambda: COMMAND_LINE)

    def note(self, action: str, what: str, **more: str) -> None:
        """Write what is about to be done."""
        self.ledger.enter(action, what, more, 0)


@contextmanager
def opened() -> Iterator[Office]:
    """Lend what the settings name."""
    office = Office(Settings.from_environment())
    try:
        yield office
    finally:
        office.people.state.close()


def named(
    chosen: "argparse._SubParsersAction[ArgumentParser]", name: str, does: str, run: object
) -> ArgumentParser:
    """Add an action upon an account and return its parser."""
    parser = chosen.add_parser(name, help=does)
    parser.add_argument("name", metavar="ACCOUNT")
    parser.set_defaults(run=run)
    return parser


def districts_of(store: Store, text: str | None) -> frozenset[str] | None:
    """Return district codes, each of which the data know; where none can be read a note says so. Raises UnknownName."""
    codes = frozenset(filter(None, (one.strip() for one in (text or "").split(","))))
    if not are_known(store, codes):
        sys.stderr.write(f"The districts {codes_of(codes)} were not checked: no data can be read yet.\n")
    return codes or None


def codes_of(districts: frozenset[str] | None) -> str:
    """Return districts as they are written down."""
    return ",".join(sorted(districts or ()))
