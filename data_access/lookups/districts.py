"""Whether district codes that somebody types are those of the data."""

from collections.abc import Collection

from sqlalchemy.exc import SQLAlchemyError

from data_access.domain.errors import CockpitError, UnknownName
from data_access.metrics.labels import labels
from data_access.store.store import Store


def are_known(store: Store, codes: Collection[str]) -> bool:
    """Return whether the data know each of these districts, False where no data can be read; raises UnknownName for one they do not."""
    if not codes:
        return True
    try:
        with store.snapshot() as snapshot:
            known = labels(snapshot).members("district")
    except (CockpitError, SQLAlchemyError, OSError):  # accounts are made before the first load as well
        return False
    for code in sorted(codes):
        if code not in known:
            raise UnknownName("district", code, known)
    return True
