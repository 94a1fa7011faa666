"""What can be wrong with a server, whatever its driver calls it."""

from enum import Enum, auto


class Fault(Enum):
    """Why a server did not do what it was told."""

    SLOW = auto()
    """It stopped a statement: its time was over, or nobody waits any more."""
    GONE = auto()
    """It cannot be reached, or the connection was lost."""
    ABSENT = auto()
    """What was asked for is not there."""
    FORBIDDEN = auto()
    """It does not let this role in, or do this."""
    READ_ONLY = auto()
    """It can be read just now, and not written."""
    FULL = auto()
    """It has no room left."""
    OTHER = auto()
    """Anything else."""
