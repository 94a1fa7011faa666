"""What boards cost the server: `python -m benchmarks.boards [--store FOLDER …] [--rounds N] [--json FILE]`.

Each board is asked under filters that nobody asked before, one after the other, and the last of them again: seconds until it is
told, and of processor, of the server and all below it. Several stores take turns, board by board, so that a busy machine is busy
for all of them.
"""

import argparse
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from benchmarks.processes import cpu
from benchmarks.readers import get, members
from benchmarks.told import kept, machine, printed
from tests.browser.serving import Serving, free_port

#: Which filters are asked on which page.
ASKED = (("/", "class"), ("/", "district"), ("/governance", "class"), ("/governance", "district"),
         ("/governance", "platform"), ("/platform/P001", "period"))  # fmt: skip
YEARS = [str(year) for year in range(2020, 2013, -1)]
#: How often a board is asked that stands already: once takes less than a clock of the processor tells.
_AGAIN = 100
#: A shorter answer is none.
_LEAST_BYTES = 1000
#: Seconds, and of processor.
Taken = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Cost:
    """What a board of a page under one kind of filter costs at the median: seconds until it is told, and of processor."""

    store: str
    page: str
    filter: str
    seconds: float
    cpu: float
    cpu_again: float

    def __str__(self) -> str:
        return f"{self.store:28}{self.page:16}{self.filter:10}{self.seconds:9.2f}{self.cpu:9.2f}{self.cpu_again:10.4f}"


HEADER = f"{'store':28}{'page':16}{'filter':10}{'told s':>9}{'CPU s':>9}{'again s':>10}"


def costs(stores: Sequence[str], rounds: int) -> Iterator[Cost]:
    """Yield what each board costs over each store; no filter is asked twice, so that there are as many rounds as there are years."""
    with ExitStack() as opened, tempfile.TemporaryDirectory() as folder:
        serving = {
            store: opened.enter_context(Serving(store, free_port(), Path(folder) / f"{number}.log"))
            for number, store in enumerate(stores)
        }
        for page, key in ASKED:
            taken: dict[str, list[Taken]] = {store: [] for store in stores}
            again: dict[str, list[Taken]] = {store: [] for store in stores}
            for server in serving.values():  # a server that has just started reads names first
                _taken(server, _address(page, {}), 1)
            for turn in range(min(rounds, len(YEARS))):
                for store, server in serving.items():
                    address = _address(page, {key: _value(server.port, key, turn)})
                    taken[store].append(_taken(server, address, 1))
                    again[store].append(_taken(server, address, _AGAIN))
            for store in stores:
                seconds, spent = (median(one) for one in zip(*taken[store], strict=True))
                yield Cost(store, page, key, seconds, spent, median(one for _, one in again[store]))


def _value(port: int, key: str, turn: int) -> str:
    return YEARS[turn] if key == "period" else members(port, key)[turn]


def _address(page: str, chosen: dict[str, str]) -> str:
    return f"/api/board{page}?{urlencode({**chosen, 'lang': 'zh', 'theme': 'light'})}"


def _taken(server: Serving, address: str, times: int) -> Taken:
    begun, spent = time.perf_counter(), cpu(server.process)
    for _ in range(times):
        status, told = get(server.port, address)
        if status != 200 or len(told) < _LEAST_BYTES:
            message = f"{address} was answered with {status} and {len(told)} bytes"
            raise SystemExit(message)
    return (time.perf_counter() - begun) / times, (cpu(server.process) - spent) / times


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--store", nargs="+", default=["data/store"], help="folders of stores (default: data/store)"
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path, help="file for the same numbers")
    given = parser.parse_args()
    print(f"{machine()}\n{HEADER}", flush=True)
    kept(given.json, printed(costs(given.store, given.rounds)))


if __name__ == "__main__":
    main()
