"""The command that copies a store into another."""

from argparse import ArgumentParser, Namespace

from tqdm import tqdm

from data_access.domain.settings import Settings
from data_access.store.copying import copy
from data_access.store.store import Store


def copy_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of `copy`."""
    parser.add_argument("--from", dest="source", required=True, metavar="URL", help="the store that is read")
    parser.add_argument("--to", dest="target", required=True, metavar="URL", help="the store that is written")
    parser.set_defaults(run=_copied)


def _copied(_: Store, given: Namespace) -> int:
    """Make the data in use of one store those of another, and tell what was sent and what was there."""
    beside = Settings.from_environment().servers
    source, target = (Store(location, beside=beside) for location in (given.source, given.target))
    try:
        copied = copy(source, target)
        version = target.version()
    finally:
        source.close()
        target.close()
    tqdm.write("table                     rows        sent       bytes  checksum on both sides")
    for one in copied:
        tqdm.write(f"{one.name:18} {one.rows:11,} {one.sent:11,} {one.sent_bytes:11,}  {one.digest}")
    tqdm.write(f"{sum(one.rows for one in copied):,} rows are in use as {version}.")
    return 0
