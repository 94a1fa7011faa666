"""When a connector of a bridge is well, to be watched, or bad: thresholds of this cockpit's own, none is published."""

from typing import Literal

State = Literal["good", "watch", "bad"]

#: The days before the end of a period in which a connector is judged.
WINDOW = 30
#: The least share of calls that succeed, the longest mean response in milliseconds, the most days without a call.
_WATCH = (0.99, 800.0, 1)
_BAD = (0.95, 2_000.0, 3)


def state(success: float | None, latency_ms: float | None, silent_days: int | None) -> State:
    """Return how a connector is by its worst sign; None stands for no call at all within `WINDOW`, which is bad."""
    if success is None or latency_ms is None or silent_days is None:
        return "bad"
    for name, (least, slowest, longest) in (("bad", _BAD), ("watch", _WATCH)):
        if success < least or latency_ms > slowest or silent_days > longest:
            return "bad" if name == "bad" else "watch"
    return "good"
