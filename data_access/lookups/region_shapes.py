"""Which regions of a store have a shape on its map, and which shapes no region."""

from dataclasses import dataclass

from sqlalchemy import select

from data_access.lookups.geo import UnknownBoundaries, area_map
from data_access.store.schema import region
from data_access.store.snapshots import Snapshot


@dataclass(frozen=True, slots=True)
class Unmatched:
    """Names with codes: of shapes that the store knows no region for, and of parts of the area that have no shape."""

    shapes: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()


def unmatched(snapshot: Snapshot, area: str) -> Unmatched:
    """Return what does not fit between the regions of a store and the map of an area; nothing where there is no map."""
    try:
        places = area_map(area, snapshot.files).places
    except UnknownBoundaries:
        return Unmatched()
    in_force = select(region.c.adcode, region.c.name, region.c.parent).where(region.c.valid_to.is_(None))
    regions = snapshot.rows(in_force)
    known, drawn = {code for code, _, _ in regions}, set(places["code"])
    return Unmatched(
        tuple(f"{name} ({code})" for code, name in zip(places["code"], places["name"], strict=True) if code not in known),
        tuple(f"{name} ({code})" for code, name, parent in regions if parent == area and code not in drawn),
    )  # fmt: skip
