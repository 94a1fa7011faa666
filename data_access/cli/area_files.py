"""`load regions` and `load boundaries`: the parts of a city from what GeoPandas reads."""

from argparse import Namespace
from pathlib import Path
from tempfile import TemporaryDirectory

from tqdm import tqdm

from data_access.cli.drafting import drafting
from data_access.domain.errors import CockpitError, StoreMissing
from data_access.intake.places import load_regions
from data_access.intake.report import printed
from data_access.lookups.boundary_files import Named, load_boundaries
from data_access.lookups.geo import loaded_file
from data_access.lookups.region_shapes import unmatched
from data_access.store.store import Store


def load_area_file(store: Store, given: Namespace) -> int:
    """Load regions or boundaries; raises CockpitError where the command does not say of which file and area."""
    kind, *files = given.files
    if len(files) != 1 or not given.area:
        raise CockpitError(
            f"Say which file and which area: `load {kind} FILE --area CODE --key COLUMN --name COLUMN`."
        )
    path, named = Path(files[0]), Named(given.key, given.name, given.parent, given.crs)
    if kind == "boundaries":
        return _boundaries(store, given, path, named)
    with drafting(store, is_rehearsal=given.dry_run) as draft:
        reports = load_regions(
            draft, path, area=given.area, area_name=given.area_name, named=named, level=given.level,
            provider=given.provider or path.name,
        )  # fmt: skip
        tqdm.write(printed(reports))
    _tell_unmatched(store, given)
    return 0


def _boundaries(store: Store, given: Namespace, path: Path, named: Named) -> int:
    if given.dry_run:
        with TemporaryDirectory() as elsewhere:
            count = load_boundaries(path, given.area, Path(elsewhere), named, given.tolerance)
        tqdm.write(f"{count} boundaries can be loaded.\nDry run: nothing was changed.")
        return 0
    count = load_boundaries(path, given.area, store.files, named, given.tolerance)
    tqdm.write(f"{count} boundaries are in {loaded_file(given.area, store.files)}.")
    _tell_unmatched(store, given)
    return 0


def _tell_unmatched(store: Store, given: Namespace) -> None:
    """Name the shapes without a region of the store and the regions without a shape; an empty store has neither."""
    try:
        with store.snapshot() as snapshot:
            found = unmatched(snapshot, given.area)
    except StoreMissing:
        return
    for names, what in (
        (found.shapes, "shapes have no region in this store, and are grey on the map"),
        (found.regions, "regions have no shape, and stand in the note of the map"),
    ):
        if names:
            tqdm.write(f"{len(names)} {what}: {', '.join(names)}")
