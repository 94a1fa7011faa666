"""Everything against its aim: `python -m benchmarks [--store FOLDER] [--rounds N] [--seconds N] [--times N] [--json FILE]`.

Pages in a browser beside the bare page and the leanest SQL, what boards cost the server, many readers at once, and the same boards
over so many times the data, which is made for it (`--times 1` leaves that out). It prints each measurement as it comes, and at the
end one table of what is aimed at. Nothing else should run on the machine meanwhile.
"""

import argparse
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import boards, page, readers
from benchmarks.boards import Cost
from benchmarks.page import Drawn
from benchmarks.readers import Crowd
from benchmarks.told import kept, machine, printed
from data_access.__main__ import main as command

#: Seconds in which plotly alone draws governance again on the machine that the aims in seconds of pages speak of; elsewhere they are
#: as many times longer as that takes there.
REDRAW_SECONDS = 0.11
#: What is aimed at: seconds and times the least in the same run, boards a second, megabytes.
FIRST_SECONDS, FIRST_TIMES, ALL_SECONDS, ALL_TIMES = 0.4, 3, 1.2, 4
COLD_TIMES, WARM_TIMES = 1.5, 1.2
CPU_NEVER, CPU_AGAIN = 0.6, 0.01
VIEWS, VIEW_P95, HEALTHZ_P95, MEMORY_MB = 30, 1.0, 0.05, 400
GROWN_TIMES = 3
_LOADS = {
    "cold load": COLD_TIMES,
    "started again": COLD_TIMES,
    "new reader": COLD_TIMES,
    "warm load": WARM_TIMES,
}


@dataclass(frozen=True, slots=True)
class Aim:
    """What was found beside what is aimed at, which is the most there may be, or the least."""

    measure: str
    found: float
    aim: float
    is_least: bool = False

    @property
    def is_met(self) -> bool:
        """Whether it is reached, as exactly as it is printed."""
        found = float(f"{self.found:.3g}")
        return found >= self.aim if self.is_least else found <= self.aim

    def __str__(self) -> str:
        bound = "at least" if self.is_least else "at most"
        return f"{self.measure:64}{self.found:10.3g}  {bound:>8}{self.aim:8.3g}  {'met' if self.is_met else 'missed'}"


def of_pages(found: Sequence[Drawn]) -> Iterator[Aim]:
    """Yield loads and choices of each cockpit beside their aims."""
    redraws = {one.cockpit: one.all for one in found if one.measure == "bare page, redraw"}
    pace = redraws["governance"] / REDRAW_SECONDS
    for one in found:
        what = f"{one.cockpit}, {one.measure}"
        if one.ratios and one.measure in _LOADS:
            yield Aim(f"{what}: first screen, times the bare page", one.ratios[0], _LOADS[one.measure])
        elif one.ratios and "bare" not in one.measure:
            yield Aim(f"{what}: first screen, s", one.first, FIRST_SECONDS * pace)
            yield Aim(f"{what}: first screen, times redraw and SQL", one.ratios[0], FIRST_TIMES)
            yield Aim(f"{what}: all cards, s", one.all, ALL_SECONDS * pace)
            yield Aim(f"{what}: all cards, times redraw and SQL", one.ratios[1], ALL_TIMES)


def of_boards(found: Iterable[Cost]) -> Iterator[Aim]:
    """Yield what a board of governance costs the server's processors beside its aims."""
    for one in found:
        if one.page == "/governance":
            yield Aim(f"governance of a {one.filter}, never asked: CPU s", one.cpu, CPU_NEVER)
            yield Aim(f"governance of a {one.filter}, asked before: CPU s", one.cpu_again, CPU_AGAIN)


def of_readers(found: Iterable[Crowd]) -> Iterator[Aim]:
    """Yield what many readers were given, and what they cost, beside their aims."""
    for one in found:
        what = f"{one.readers} readers{' alone' if one.is_alone else ''}, {'asked before' if one.asked == 'before' else 'never asked'}"
        if one.asked == "before":
            yield Aim(f"{what}: boards a second", one.views_per_second, VIEWS, is_least=True)
            yield Aim(f"{what}: p95, s", one.p95, VIEW_P95)
        yield Aim(f"{what}: failed", one.unfinished, 0)
        yield Aim(f"{what}: /healthz p95, s", one.healthz_p95, HEALTHZ_P95)
        yield Aim(f"{what}: memory afterwards, MB", one.calm_mb, MEMORY_MB)


def of_growth(found: Iterable[Cost], small: str, times: float) -> Iterator[Aim]:
    """Yield how many times longer each board takes over more data."""
    rows = list(found)
    before = {(one.page, one.filter): one for one in rows if one.store == small}
    for one in rows:
        if one.store != small:
            ratio = one.seconds / before[one.page, one.filter].seconds
            yield Aim(
                f"{one.page} of a {one.filter}: times longer at {times:g} times the data", ratio, GROWN_TIMES
            )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--store", default="data/store", help="folder of the store (default: data/store)")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=60, help="how long many readers ask")
    parser.add_argument(
        "--times", type=float, default=3, help="multiple of the full demo city (default: 3; 10 take 10 GB)"
    )
    parser.add_argument("--json", type=Path, help="file for the same numbers")
    given = parser.parse_args()
    print(f"{machine()}\n\n{page.HEADER}", flush=True)
    drawn = printed(page.pages(given.store, given.rounds))
    print(f"\n{boards.HEADER}", flush=True)
    cost = printed(boards.costs([given.store], given.rounds))
    print(f"\n{readers.HEADER}", flush=True)
    crowds = printed(readers.crowds(given.store, (32, 128), given.seconds))
    aims = [*of_pages(drawn), *of_boards(cost), *of_readers(crowds)]
    grown: list[Cost] = []
    if given.times > 1:
        with tempfile.TemporaryDirectory() as folder:
            if command(["demo", "--scale", str(given.times), "--store", folder]) != 0:
                raise SystemExit(1)
            print(f"\n{boards.HEADER}", flush=True)
            grown = printed(boards.costs([given.store, folder], given.rounds))
        aims += of_growth(grown, given.store, given.times)
    print(f"\n{machine()}")
    printed(aims)
    print(f"{sum(one.is_met for one in aims)} of {len(aims)} met")
    kept(given.json, [*aims, *drawn, *cost, *crowds, *grown])


if __name__ == "__main__":
    main()
