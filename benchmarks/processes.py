"""What a server takes of the machine, with all processes below it."""

import os
import time
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
#: Where the numbers of the parent and the ticks of a process and of its children that have ended stand after its name.
_PARENT, _SPENT = 1, slice(11, 15)
#: Who takes less of a core is at rest: a server gives memory back all the time.
_RESTING = 0.05


def tree(server: int) -> set[int]:
    """Return the numbers of a process and of all below it."""
    parents = {
        int(one.name): int(fields[_PARENT])
        for one in Path("/proc").iterdir()
        if one.name.isdecimal() and (fields := _fields(one))
    }
    found = {server}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def cpu(server: int) -> float:
    """Return the seconds of processor that a process, all below it and those of them that have ended took so far."""
    spent = (_fields(Path(f"/proc/{one}"))[_SPENT] for one in tree(server))
    return sum(int(ticks) for fields in spent for ticks in fields) / _TICKS


def rest(server: int, seconds: float = 120) -> None:
    """Wait until a process and all below it have next to nothing to do for a second, so long at most."""
    until, before = time.monotonic() + seconds, 0.0
    while (now := cpu(server)) - before > _RESTING and time.monotonic() < until:
        before = now
        time.sleep(1)


def memory(server: int) -> float:
    """Return the megabytes of a process and all below it, with shared pages counted once."""
    kilobytes = 0
    for process in tree(server):
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        kilobytes += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return kilobytes / 1024


def _fields(process: Path) -> list[str]:
    """Return what the machine tells of a process after its name; nothing where it has ended."""
    try:
        return (process / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
