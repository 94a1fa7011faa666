"""Shapes as operators' files have them, and in one sentence what such a file lacks: parts, coordinates, an encoding."""

from pathlib import Path
from zipfile import ZipFile, is_zipfile

import geopandas as gpd  # type: ignore[import-untyped]

from data_access.domain.errors import BadFile

#: What a shapefile cannot be read without, besides itself.
_PARTS = (".shx", ".dbf")
#: What the byte for the language of a DBF says where it says nothing: none, or "the one of this machine".
_UNSAID = (0x00, 0x57)
_LANGUAGE, _SHAPE = 29, ["Polygon", "MultiPolygon"]


def shapes_of(source: Path) -> gpd.GeoDataFrame:
    """Read any file that GeoPandas reads, texts of shapefiles in the encoding that they are in; raises BadFile."""
    if not source.exists():
        raise BadFile(f"There is no file {source}.")
    if source.suffix.lower() == ".shp":
        missing = [part for part in _PARTS if _beside(source, part) is None]
        if missing:
            raise BadFile(
                f"{source} comes without its {' and '.join(missing)}; a shapefile is several files of one name "
                "(.shp, .shx, .dbf, .prj, .cpg): copy all of them."
            )
    try:
        return gpd.read_file(source, encoding=_encoding(source))
    except Exception as error:  # the drivers behind GeoPandas raise errors of many kinds
        raise BadFile(f"{source} cannot be read as boundaries: {error}") from error


def polygons_of(frame: gpd.GeoDataFrame, source: Path, name: str, crs: str | None) -> gpd.GeoDataFrame:
    """Return the polygons of a file in a coordinate system that they can be in; `crs` is what the operator states.

    Raises BadFile where a feature has no shape, or where it cannot be told where on earth they are.
    """
    if "geometry" not in frame:
        raise BadFile(f"{source} holds no polygons; boundaries are polygons, one or more for each region.")
    bare = (frame.geometry.isna() | frame.geometry.is_empty).to_numpy()
    if bare.any():
        row = int(bare.argmax())
        raise BadFile(
            f"{source}: {bare.sum()} of {len(frame)} features have no shape, first feature {row + 1} "
            f"({frame[name].iloc[row]}); draw them or take them out of the file."
        )
    polygons = frame[frame.geom_type.isin(_SHAPE)]
    if polygons.empty:
        raise BadFile(f"{source} holds no polygons; boundaries are polygons, one or more for each region.")
    if crs is not None:
        try:
            polygons = polygons.set_crs(crs, allow_override=True)
        except Exception as error:  # pyproj's own
            raise BadFile(f"--crs {crs} is no coordinate system; give one as EPSG:4490.") from error
    _check_place(polygons, source)
    return polygons


def _check_place(polygons: gpd.GeoDataFrame, source: Path) -> None:
    """Raise BadFile where the coordinate system is not told, or cannot be the one that is, and name the likely one."""
    west, south, east, north = polygons.total_bounds
    are_degrees = max(-west, east) <= 180 and max(-south, north) <= 90
    if polygons.crs is None or (polygons.crs.is_geographic and not are_degrees):
        says = "does not say its coordinate system" if polygons.crs is None else f"says {polygons.crs.name}"
        unit = "degrees" if are_degrees else "metres and no degrees"
        raise BadFile(
            f"{source} {says}, and its coordinates (as {west:.6g}, {south:.6g}) are {unit}; "
            f"state their system with --crs, likely {_likely(west, are_degrees=are_degrees)}."
        )


def _likely(x: float, *, are_degrees: bool) -> str:
    """Return the code of the system that coordinates in China are in, by their size."""
    if are_degrees:
        return "EPSG:4490 (CGCS2000), or EPSG:4326 (WGS 84)"
    zone = int(x // 1_000_000)  # surveys write the number of the zone before the metres
    if 8_100_000 <= x <= 15_100_000:
        return "EPSG:3857 (web maps)"
    if 25 <= zone <= 45:
        return f"EPSG:{4488 + zone} (CGCS2000, zone {zone} of 3 degrees)"
    if 13 <= zone <= 23:
        return f"EPSG:{4478 + zone} (CGCS2000, zone {zone} of 6 degrees)"
    return "one of EPSG:4534 (CGCS2000, meridian 75°E) to EPSG:4554 (135°E), every 3 degrees"


def _beside(source: Path, ending: str) -> Path | None:
    """Return the file of the same name with another ending, in small letters or capitals."""
    both = (source.with_suffix(ending), source.with_suffix(ending.upper()))
    return next((path for path in both if path.exists()), None)


def _encoding(source: Path) -> str | None:
    """Return the encoding of a shapefile's texts where nothing says it: UTF-8 where all of them are, else GB18030."""
    content = _unsaid(source)
    if content is None or len(content) <= _LANGUAGE or content[_LANGUAGE] not in _UNSAID:
        return None
    names = b"".join(content[at : at + 11] for at in range(32, len(content), 32) if at < _head(content) - 1)
    texts = names + content[_head(content) :]
    return next((name for name in ("utf-8", "gb18030") if _is(texts, name)), None)


def _unsaid(source: Path) -> bytes | None:
    """Return the DBF of a shapefile, zipped or not, that comes without a .cpg; None of any other file."""
    if source.suffix.lower() == ".shp":
        dbf = _beside(source, ".dbf")
        return dbf.read_bytes() if dbf and _beside(source, ".cpg") is None else None
    if source.is_file() and is_zipfile(source):
        with ZipFile(source) as folder:
            by_ending = {Path(name).suffix.lower(): name for name in folder.namelist()}
            if ".dbf" in by_ending and ".cpg" not in by_ending:
                return folder.read(by_ending[".dbf"])
    return None


def _head(content: bytes) -> int:
    """Return how many bytes of a DBF come before its rows."""
    return int.from_bytes(content[8:10], "little")


def _is(texts: bytes, encoding: str) -> bool:
    try:
        texts.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
