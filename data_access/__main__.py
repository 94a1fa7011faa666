"""The command line of the data: `python -m data_access demo | map | load | brief | derive | copy | snapshots | check | replay | audit | state | users …`."""

import argparse
import logging
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from tqdm import tqdm

from data_access.brief import command
from data_access.cli import auditing, commands, copies, people, replaying, token_commands
from data_access.cli.published import FIGURES
from data_access.domain.errors import CockpitError
from data_access.domain.settings import Settings
from data_access.store.store import Store


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 only when all is well."""
    given = _parser().parse_args(arguments, argparse.Namespace(store=None, verbose=False))
    logging.basicConfig(level=logging.DEBUG if given.verbose else logging.WARNING)
    try:
        settings = Settings.from_environment()
        store = Store(given.store or settings.store, beside=settings.servers)
        status: int = given.run(store, given)
        return status
    except CockpitError as error:
        logging.getLogger("data_access").debug("the command failed", exc_info=True)
        tqdm.write(str(error), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        tqdm.write("Stopped; the data in use is as it was.", file=sys.stderr)
        return 130


#: Adds a command, by its name and what it does, and returns its parser.
Add = Callable[[str, str], argparse.ArgumentParser]


def _parser() -> argparse.ArgumentParser:
    # Given before the command or after it; SUPPRESS keeps the second parser from undoing the first.
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--store", default=argparse.SUPPRESS, help="folder of the store (default: COCKPIT_STORE)"
    )
    common.add_argument(
        "--verbose", action="store_true", default=argparse.SUPPRESS, help="log, with tracebacks"
    )
    parser = argparse.ArgumentParser(prog="python -m data_access", description=__doc__, parents=[common])
    chosen = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, does: str) -> argparse.ArgumentParser:
        return chosen.add_parser(name, parents=[common], help=does)

    _demo(add)
    _load(add)
    _map(add)
    command.arguments(add("brief", "write the bulletin of a period (DOCX, PDF, HTML)"))
    add("derive", "compute the derived tables anew").set_defaults(run=commands.derive)
    _ddl(add)
    copies.copy_arguments(
        add("copy", "make the data in use of one store those of another, of any engine; killed, it goes on")
    )
    _snapshots(add)
    _check(add)
    replaying.arguments(add("replay", "give the number of an id again, and say where it comes from"))
    people.add_users(add("users", "accounts: who may log in, in which role"))
    token_commands.add_tokens(add("tokens", "tokens with which scripts ask the API as an account"))
    token_commands.add_walls(add("walls", "screens that open one address without a password"))
    auditing.audit_arguments(add("audit", "verify, export or go on with the audit"))
    auditing.state_arguments(add("state", "back up the state database, or restore it"))
    return parser


def _demo(add: Add) -> None:
    demo = add("demo", "build the synthetic city")
    demo.add_argument(
        "--city", help="330100 Hangzhou, 330000 Zhejiang, 330700 Jinhua, 430100 Changsha, 500110 Qijiang or 610400 Xianyang "
        "(default: the code that the store's folder is named after, else Hangzhou)",
    )  # fmt: skip
    demo.add_argument("--scale", type=float, default=1.0, help="share of the full size (default: 1)")
    demo.add_argument("--seed", type=int, default=1, help="the same seed gives the same city")
    demo.set_defaults(run=commands.demo)


def _ddl(add: Add) -> None:
    ddl = add("ddl", "print the SQL with which an administrator makes the roles of a database server")
    ddl.add_argument(
        "--writer", default="cockpit_writer", help="the role that loads (default: cockpit_writer)"
    )
    ddl.add_argument(
        "--reader", default="cockpit_reader", help="the role of the app (default: cockpit_reader)"
    )
    ddl.add_argument(
        "--engine", choices=("postgresql", "clickhouse"), help="of which engine, instead of the store's URL"
    )
    ddl.add_argument("--cluster", metavar="NAME", help="of ClickHouse, the cluster whose nodes all do it")
    ddl.set_defaults(run=commands.ddl)


def _load(add: Add) -> None:
    load = add("load", "load files as a mapping says")
    load.add_argument(
        "files", nargs="*", metavar="FILE",
        help="CSV, XLSX or Parquet; `regions FILE` or `boundaries FILE` for anything GeoPandas reads",
    )  # fmt: skip
    load.add_argument("--mapping", type=Path, help="TOML file, see docs/mapping.md")
    load.add_argument("--table", help="load into this table instead of the mapping's")
    load.add_argument("--dry-run", action="store_true", help="report what would happen, change nothing")
    load.add_argument("--mode", choices=("append", "replace", "upsert"), default="append")
    load.add_argument(
        "--max-rejects", type=int, metavar="N", help="load nothing if a file has more rejected rows"
    )
    load.add_argument(
        "--as-of", metavar="DAY", help="day up to which the delivery is whole (default: the last day in it)"
    )
    load.add_argument("--from-url", metavar="URL", help="read from a database, by its SQLAlchemy URL")
    load.add_argument("--query", metavar="SQL", help="what to read with --from-url")
    _places(load.add_argument_group("regions and boundaries"))
    load.set_defaults(run=commands.load)


def _places(places: argparse._ArgumentGroup) -> None:
    places.add_argument("--area", metavar="CODE", help="the city whose parts they are")
    places.add_argument("--area-name", metavar="NAME", help="its name, where the store does not know it")
    places.add_argument("--key", default="adcode", metavar="COLUMN", help="column of the region codes")
    places.add_argument("--name", default="name", metavar="COLUMN", help="column of the region names")
    places.add_argument(
        "--parent", default="parent", metavar="COLUMN",
        help="column of the parent's code: where the file has it, only what belongs to the area is loaded",
    )  # fmt: skip
    places.add_argument(
        "--level",
        default="district",
        metavar="WORD",
        help="level of regions whose file has no column `level`",
    )
    places.add_argument(
        "--crs", metavar="CODE", help="coordinate system of a file that does not say it, as EPSG:4490"
    )
    places.add_argument("--provider", help="who provides the regions")
    places.add_argument(
        "--tolerance", type=float, default=100.0, metavar="M", help="simplify by so many metres"
    )


def _map(add: Add) -> None:
    propose = add("map", "propose a mapping for a file")
    propose.add_argument("file", type=Path, metavar="FILE")
    propose.add_argument("--table", help="the table to map to (default: the one that fits best)")
    propose.set_defaults(run=commands.propose)


def _snapshots(add: Add) -> None:
    snapshots = add("snapshots", "list snapshots, or restore one")
    snapshots.add_argument("action", nargs="?", choices=("restore",))
    snapshots.add_argument("id", nargs="?", metavar="ID")
    snapshots.set_defaults(run=commands.snapshots)


def _check(add: Add) -> None:
    check = add("check", "check integrity and, if given, published figures")
    check.add_argument(
        "--published", type=Path, nargs="?", const=FIGURES, metavar="FILE",
        help="ask the published figures of the store's city (default: those that come with the product)",
    )  # fmt: skip
    check.add_argument(
        "--cities",
        type=Path,
        metavar="FOLDER",
        help="with --published: ask those of the cities in FOLDER too, all of them",
    )
    check.set_defaults(run=commands.check)


if __name__ == "__main__":
    sys.exit(main())
