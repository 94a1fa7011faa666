"""How a store grows, and what it costs on each engine.

`python -m benchmarks.growth [--scale SHARE] [--times N …] [--to STORE …] [--page PATH …]` makes the demo city at a share of its
size and at multiples of it, in a DuckDB store, and copies it to each of `--to`; `python -m benchmarks.growth --at STORE …` takes
stores that are there as they are. Of each are told rows, bytes a row, the seconds until it was there, the load of the machine,
and for each board without a filter how many questions it asks and what they take: planned, and as the engine's own bare
statements. Machines differ and are busy; compare the rows of one run. `{platform}` in a path is the first that a store has.
"""

import argparse
import math
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, redirect_stdout
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from sqlalchemy import func, select

from benchmarks.questions import codes_for_paths, enter_pages, measured, planned_and_bare
from data_access.__main__ import main as command
from data_access.store.copying import copy
from data_access.store.schema import metadata
from data_access.store.servers import parsed
from data_access.store.store import Store

#: Times that a board is told, of which the median is taken.
_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Grown:
    """One board of one store at one size: rows are those of all tables, derived ones too, as the bytes are; seconds are of wall."""

    engine: str
    times: float
    rows: int
    size: int
    filled: float
    page: str
    questions: int
    planned: float
    bare: float

    def __str__(self) -> str:
        return (
            f"{self.engine:14}{self.times:6g}{self.rows:14,}{self.size / self.rows:13.1f}{self.filled:10.1f}"
            f"{os.getloadavg()[0]:8.1f}  {self.page:22}{self.questions:10}{self.planned * 1000:12.0f}{self.bare * 1000:9.0f}"
        )


HEADER = (
    f"{'engine':14}{'times':>6}{'rows':>14}{'bytes a row':>13}{'filled s':>10}"
    f"{'load':>8}  {'page':22}{'questions':>10}{'planned ms':>12}{'bare ms':>9}"
)


def grown(scale: float, times: float, targets: list[str], pages: list[str], folder: Path) -> Iterator[Grown]:
    """Make the city, copy it, and measure each store; raises CockpitError."""
    begun = time.perf_counter()
    with redirect_stdout(sys.stderr):
        if command(["demo", "--scale", str(scale * times), "--store", str(folder)]) != 0:
            raise SystemExit(1)
    made = Store(str(folder))
    yield from _measured(made, times, time.perf_counter() - begun, pages)
    for location in targets:
        target = Store(location, beside=str(folder / "beside"))
        begun = time.perf_counter()
        copy(made, target)
        yield from _measured(target, times, time.perf_counter() - begun, pages)
        target.close()
    made.close()


def standing(locations: list[str], pages: list[str], folder: Path) -> Iterator[Grown]:
    """Measure stores that are there: of each board one after another, since the load of a machine changes."""
    with ExitStack() as opened:
        stores = [
            opened.enter_context(closing(Store(one, beside=str(folder / "beside")))) for one in locations
        ]
        for page, store in product(pages, stores):
            yield from _measured(store, 1, math.nan, [page])


def _measured(store: Store, times: float, filled: float, pages: list[str]) -> Iterator[Grown]:
    now = next(one for one in store.snapshots() if one.is_current)
    engine = parsed(store.location)[0].get_backend_name() if store.remote else "duckdb"
    with store.snapshot() as snapshot:
        rows = sum(
            snapshot.rows(select(func.count()).select_from(table))[0][0] for table in metadata.sorted_tables
        )
        codes = codes_for_paths(snapshot)
        for page in pages:
            rounds, ways = planned_and_bare(store, snapshot, page.format(**codes), {})
            taken = measured(ways, _ROUNDS)
            yield Grown(
                engine, times, rows, now.size, filled, page, sum(map(len, rounds)),
                taken["planned"][0], taken["bare statements"][0],
            )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--scale", type=float, default=1.0, help="share of the full city (default: 1)")
    parser.add_argument("--times", type=float, nargs="+", default=[1, 3], metavar="N")
    parser.add_argument("--to", nargs="*", default=[], metavar="STORE", help="where to copy it")
    parser.add_argument("--at", nargs="+", metavar="STORE", help="stores that are there, instead of a city")
    parser.add_argument("--page", nargs="+", default=["/governance"], metavar="PATH")
    asked = parser.parse_args()
    print(f"{len(os.sched_getaffinity(0))} cores, load {os.getloadavg()[0]:.1f}\n{HEADER}", flush=True)
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent)
        enter_pages(asked.at[0] if asked.at else str(folder / "0"))
        told = standing(asked.at, asked.page, folder) if asked.at else _grown(asked, folder)
        for one in told:
            print(one, flush=True)


def _grown(asked: argparse.Namespace, parent: Path) -> Iterator[Grown]:
    for number, times in enumerate(asked.times):
        yield from grown(asked.scale, times, asked.to, asked.page, parent / str(number))


if __name__ == "__main__":
    main()
