"""What the present reader may see of a store: who has a region in hand sees all that lies in it."""

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy.exc import SQLAlchemyError

from components.frame import who
from data_access.domain.access import Reader, Scope
from data_access.domain.errors import CockpitError
from data_access.metrics.regions import regions
from data_access.store.store import Store


def scope_over(store: Store) -> Callable[[], Scope]:
    """Return what says the scope of the present reader, with the districts of each city that is his."""

    def scope() -> Scope:
        own = who.current().scope
        if not own.districts:
            return own
        try:
            with store.snapshot() as snapshot:
                return regions(snapshot).seen(own)
        except (CockpitError, SQLAlchemyError, OSError):  # nothing can be read, which the page itself says
            return own

    return scope


def reader_over(store: Store) -> Callable[[], Reader]:
    """Return what says who reads, with all that he sees: what he enters and looks up is of the same districts as his pages."""
    scope = scope_over(store)
    return lambda: replace(who.current(), scope=scope())
