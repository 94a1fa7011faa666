"""How a worker gives back to the machine what it no longer needs."""

import ctypes
import gc
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa

#: The number by which the GNU C library knows the limit of its pools of memory, and how many are enough.
_M_ARENA_MAX, _POOLS = -8, 2
#: Seconds after which what threads have freed is given back to the machine: a board lets go of more than it keeps.
_GIVING_SECONDS = 0.5
#: How often Python looks for what could go: what workers keep, answers and statements, is all that there is to look through.
_SELDOM = (10_000, 20, 50)
#: By how much a worker may grow until it looks through all. What workbooks and slides are made of refers to itself, so that only
#: the collector lets go of it; and most of its bytes are the C library's, which Python does not count.
_GROWN_BYTES = 16_000_000
_STATM = Path("/proc/self/statm")


class Giver:
    """Looks at intervals at what a process holds, and gives back what it can by `give_back`; `resident` tells the bytes it holds."""

    def __init__(self, resident: Callable[[], int], give_back: Callable[[], object]) -> None:
        self._resident, self._give_back = resident, give_back
        self._settled = resident()

    def look(self) -> None:
        """Give back what was freed; where the process has grown, have the collector free what it can before."""
        has_grown = self._resident() > self._settled + _GROWN_BYTES
        if has_grown:
            gc.collect()
        self._give_back()
        self._settled = self._resident() if has_grown else min(self._settled, self._resident())


def be_frugal() -> None:
    """Have all threads allocate from few pools of the C library, and give back again and again what was freed in them."""
    gc.set_threshold(*_SELDOM)
    library = ctypes.CDLL(None)
    if not hasattr(library, "malloc_trim"):  # another C library than GNU's has no such pools
        return
    library.mallopt(_M_ARENA_MAX, _POOLS)
    pa.set_memory_pool(pa.system_memory_pool())  # its own keeps what texts of frames took
    giver = Giver(resident_bytes, lambda: library.malloc_trim(0))

    def look() -> None:
        while True:
            time.sleep(_GIVING_SECONDS)
            giver.look()

    threading.Thread(target=look, name="give-back", daemon=True).start()


def resident_bytes() -> int:
    """Return how many bytes of this process are in the machine's memory."""
    return int(_STATM.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
