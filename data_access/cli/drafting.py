"""Drafts of the command line: the next snapshot with its derived tables, or a rehearsal that changes nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp

from tqdm import tqdm

from data_access import derive as derivation
from data_access.store.drafts import Draft
from data_access.store.folders import Lists
from data_access.store.progress import Bar
from data_access.store.store import Store


class _DryRun(Exception):
    """Ends a draft that was only a rehearsal."""


def counted(rows: dict[str, int]) -> str:
    """Return how many rows of which tables, in words."""
    return ", ".join(f"{name} {count:,}" for name, count in rows.items()) or "no rows"


@contextmanager
def drafting(store: Store, *, is_rehearsal: bool) -> Iterator[Draft]:
    """Lend a draft of the next snapshot, bring its derived tables up to date, and let it go where it was a rehearsal.

    The rows that a rehearsal refuses are listed outside the store, for whoever mends the file: they may hold personal
    data, and the store must not keep those of a load that never was.
    """
    try:
        with store.draft(from_current=True) as draft, _beside(is_rehearsal=is_rehearsal) as elsewhere:
            yield replace(draft, lists=Lists(elsewhere, elsewhere)) if elsewhere else draft
            with Bar(draft.connection, "derived tables") as bar:
                bar.engine("computing")
                counts = derivation.derive(draft)
            tqdm.write(f"derived: {counted(counts)}")
            if is_rehearsal:
                raise _DryRun
    except _DryRun:
        tqdm.write("Dry run: nothing was changed.")


@contextmanager
def _beside(*, is_rehearsal: bool) -> Iterator[Path | None]:
    """Lend a rehearsal a folder of its own for its lists, which stays if it wrote any; else None."""
    if not is_rehearsal:
        yield None
        return
    folder = Path(mkdtemp(prefix="cockpit-dry-run-"))
    try:
        yield folder
    finally:
        if any(folder.iterdir()):
            tqdm.write(f"What a load would refuse is listed in {folder}; delete it when you are done.")
        else:
            folder.rmdir()
