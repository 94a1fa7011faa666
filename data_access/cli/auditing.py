"""`python -m data_access audit …` and `state …`: what is evidence, verified, handed out, kept and put back by its operator."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from tqdm import tqdm

from data_access.domain.access import COMMAND_LINE
from data_access.domain.errors import BadValue, CockpitError
from data_access.domain.settings import Settings
from data_access.domain.text import Text
from data_access.exports.csv_files import audit_csv
from data_access.state import audit
from data_access.state.backups import backup, restore
from data_access.state.chain import AuditBroken
from data_access.state.database import State
from data_access.state.inquiries import Sought, counted, each
from data_access.state.ledger import Ledger
from data_access.state.outside import Outside
from data_access.store.store import Store

_OTHER_HEAD = Text("与给出的链头不是同一行", "is not the one of the head that you gave")


def audit_arguments(parser: ArgumentParser) -> None:
    """Say what `audit` takes."""
    chosen = parser.add_subparsers(required=True, metavar="ACT")
    held = chosen.add_parser("verify", help="hold every line, what it answers for and the heads outside")
    held.add_argument(
        "--head", nargs=2, metavar=("LINE", "SEAL"), help="hold a head that was kept elsewhere, too"
    )
    held.set_defaults(run=verify)
    out = chosen.add_parser("export", help="write lines as CSV")
    out.add_argument("--out", type=Path, required=True, metavar="FILE")
    out.add_argument("--since", metavar="DAY", help="from this day on, as 2021-03-01")
    out.add_argument("--until", metavar="DAY", help="up to and with this day")
    out.add_argument("--act", default="", help="one action alone, as csv or task_closed")
    out.add_argument("--who", default="", help="of one person alone")
    out.add_argument("--lang", choices=("zh", "en"), default="zh")
    out.set_defaults(run=export)
    chosen.add_parser("head", help="write outside where the audit ends now").set_defaults(run=head)
    chosen.add_parser("rotate", help="make a new key, which seals from now on").set_defaults(run=rotate)
    begin = chosen.add_parser("begin", help="go on where the audit or its end is lost, and say so in a line")
    begin.add_argument("--because", required=True, metavar="TEXT", help="what happened, for auditors")
    begin.set_defaults(run=begin_anew)


def state_arguments(parser: ArgumentParser) -> None:
    """Say what `state` takes."""
    chosen = parser.add_subparsers(required=True, metavar="ACT")
    for name, does, run in (
        ("backup", "write the state into a new file, while servers run", keep),
        ("restore", "put a backup into an empty state, once its seal is verified", put_back),
    ):
        one = chosen.add_parser(name, help=does)
        one.add_argument("file", type=Path, metavar="FILE")
        one.set_defaults(run=run)


@contextmanager
def _state(*, begins_anew: bool = False) -> Iterator[State]:
    """Lend the state that the settings name; to look at one that is not there must not make it."""
    settings = Settings.from_environment()
    state = State(settings.state, Outside.of(settings), begins_anew=begins_anew)
    if not begins_anew and state.path and not state.path.exists() and not state.outside.heads.latest():
        raise CockpitError(f"There is no state database at {state.path}; COCKPIT_STATE names it.")
    try:
        yield state
    finally:
        state.close()


def verify(_: Store, given: Namespace) -> int:
    """Hold the audit; 0 when every line, what it answers for and every head holds."""
    with _state() as state:
        found = audit.verify(state)
        if given.head:
            _hold(state, *given.head)
        tqdm.write(_said(found))
        if state.outside.keys.exists() and state.outside.keys.is_open_to_others():
            tqdm.write(f"Others may read {state.outside.keys.path}: chmod 600 it, then `audit rotate`.")
    return 0


def _hold(state: State, number: str, seal: str) -> None:
    """Raise AuditBroken where the line of a head that was kept elsewhere is another one."""
    if not number.isdecimal():
        raise BadValue("--head", number, "the number of a line and its seal")
    if not audit.stands(state, int(number), seal):
        raise AuditBroken(int(number), _OTHER_HEAD)


def _said(found: audit.Verified) -> str:
    since = f"sealed since {found.sealed_since}" if found.sealed_since else "not sealed yet"
    lost = f", {found.given_up} were given up by a restore or a new beginning" if found.given_up else ""
    return f"{found.lines:,} lines hold, {since}; {found.heads:,} heads outside agree{lost}."


def export(_: Store, given: Namespace) -> int:
    """Write lines of the audit as CSV; that they left has its own line."""
    sought = Sought(_day("--since", given.since), _day("--until", given.until), given.act, given.who)
    with _state() as state:
        ledger = Ledger(state, lambda: COMMAND_LINE)
        total, end = counted(state, sought)
        entered = ledger.enter("csv", "audit", sought.to_query(), total)
        with given.out.open("wb") as file:
            file.writelines(audit_csv(each(state, sought, end), given.lang, ledger.mark(entered, given.lang)))
    tqdm.write(f"{total:,} lines are in {given.out}.")
    return 0


def _day(name: str, text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise BadValue(name, str(text), "a day as 2021-03-31") from None


def head(_: Store, __: Namespace) -> int:
    """Write the head outside and print it, to be kept where nobody of this machine can change it."""
    with _state() as state:
        told = state.tell_head()
    if told is None:
        raise CockpitError("Nothing is sealed yet: the seal begins with the first export or task.")
    tqdm.write(f"line {told.number}  seal {told.seal}  at {told.at}")
    return 0


def rotate(_: Store, __: Namespace) -> int:
    """Make a new key."""
    with _state() as state:
        key = audit.rotate(state, COMMAND_LINE)
        tqdm.write(
            f"The key {key} seals from now on; keep {state.outside.keys.path} whole, earlier lines need theirs."
        )
    return 0


def begin_anew(_: Store, given: Namespace) -> int:
    """Go on after a loss."""
    with _state(begins_anew=True) as state:
        told = audit.begin_anew(state, COMMAND_LINE, given.because)
    tqdm.write(
        f"The audit goes on from line {told.number if told else 1}; what is broken before it stays named by `audit verify`."
    )
    return 0


def keep(_: Store, given: Namespace) -> int:
    """Back up the state."""
    with _state() as state:
        found = backup(state, given.file, COMMAND_LINE)
    tqdm.write(f"{given.file}: {found.lines:,} lines of the audit hold. Keep the key file too, elsewhere.")
    return 0


def put_back(_: Store, given: Namespace) -> int:
    """Restore the state."""
    with _state(begins_anew=True) as state:
        found, told = restore(state, given.file, COMMAND_LINE)
    tqdm.write(
        f"Restored: {found.lines:,} lines of the audit held; it goes on from line {told.number if told else 1}."
    )
    return 0
