"""How a store grows: `python -m benchmarks.growth [--scale SHARE] [--times N …] [--to URL …] [--page PATH]`.

The demo city is made at a share of its size and at multiples of it, in a DuckDB store, and copied to each server of `--to`.
Of each are told rows, bytes a row, the seconds until it was there, and those of a board without a filter: planned, and as the
engine's own bare statements. Machines differ and are busy; compare the rows of one run.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from benchmarks.questions import enter_pages, timed
from data_access.__main__ import main as command
from data_access.store.copying import copy
from data_access.store.store import Store

#: Times that a board is told, of which the median is taken.
_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Grown:
    """One store at one size: bytes are those of its data in use, seconds those of wall."""

    engine: str
    times: float
    rows: int
    size: int
    filled: float
    planned: float
    bare: float


def grown(scale: float, times: float, targets: list[str], page: str, folder: Path) -> Iterator[Grown]:
    """Make the city, copy it, and measure each store; raises CockpitError."""
    begun = time.perf_counter()
    with redirect_stdout(sys.stderr):
        if command(["demo", "--scale", str(scale * times), "--store", str(folder)]) != 0:
            raise SystemExit(1)
    made = Store(str(folder))
    yield _measured("duckdb", times, made, page, time.perf_counter() - begun)
    for url in targets:
        target = Store(url, beside=str(folder / "beside"))
        begun = time.perf_counter()
        copy(made, target)
        yield _measured(
            url.partition("://")[0].partition("+")[0], times, target, page, time.perf_counter() - begun
        )
        target.close()
    made.close()


def _measured(engine: str, times: float, store: Store, page: str, filled: float) -> Grown:
    now = next(one for one in store.snapshots() if one.is_current)
    with store.snapshot() as snapshot:
        _, taken = timed(store, snapshot, page, {}, _ROUNDS)
    rows = sum(now.rows.values())
    return Grown(engine, times, rows, now.size, filled, taken["planned"][0], taken["bare statements"][0])


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--scale", type=float, default=1.0, help="share of the full city (default: 1)")
    parser.add_argument("--times", type=float, nargs="+", default=[1, 3], metavar="N")
    parser.add_argument("--to", nargs="*", default=[], metavar="URL", help="servers to copy it to")
    parser.add_argument("--page", default="/governance", metavar="PATH")
    asked = parser.parse_args()
    print(f"{len(os.sched_getaffinity(0))} cores, load {os.getloadavg()[0]:.1f}, {asked.page}")
    print(
        f"{'engine':14}{'times':>6}{'rows':>14}{'bytes a row':>13}{'filled s':>10}{'planned ms':>12}{'bare ms':>9}"
    )
    with tempfile.TemporaryDirectory() as parent:
        for number, times in enumerate(asked.times):
            folder = Path(parent) / str(number)
            if number == 0:
                enter_pages(str(folder))
            for one in grown(asked.scale, times, asked.to, asked.page, folder):
                print(
                    f"{one.engine:14}{one.times:6g}{one.rows:14,}{one.size / one.rows:13.1f}{one.filled:10.1f}"
                    f"{one.planned * 1000:12.0f}{one.bare * 1000:9.0f}",
                    flush=True,
                )


if __name__ == "__main__":
    main()
