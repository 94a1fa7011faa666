"""Files of boundaries that operators bring, and what is computed from shapes: the one home of GeoPandas and Shapely."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd  # type: ignore[import-untyped]
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely  # type: ignore[import-untyped]

from data_access.domain.errors import BadFile
from data_access.lookups.geo import boundaries, loaded_file, polygons
from data_access.lookups.shapefiles import polygons_of, shapes_of
from data_access.store.folders import sync


@dataclass(frozen=True, slots=True)
class Named:
    """What an operator's file calls the columns of a region's code, its name and the code of its parent.

    `crs` is the coordinate system of a file that does not say it, or says a wrong one.
    """

    key: str = "adcode"
    name: str = "name"
    parent: str = "parent"
    crs: str | None = None

    def parent_in(self, frame: gpd.GeoDataFrame) -> bool:
        """Say whether a file names the parents of its regions."""
        return bool(self.parent) and self.parent in frame


#: Columns under the names that our own files have.
PLAINLY = Named()


def load_boundaries(
    source: Path,
    area: str,
    store_folder: Path,
    named: Named = PLAINLY,
    tolerance: float = 100.0,
) -> int:
    """Bring the parts of an area from any file that GeoPandas reads to its place beside a store; returns how many.

    They are reprojected to WGS84, simplified by `tolerance` metres with shared edges kept, and turned clockwise. Where
    the file names parents, the parts are those whose parent is the area. Raises BadFile.
    """
    frame = _named_polygons(source, named)
    if named.parent_in(frame):
        frame = _under(frame, source, named, area, set(frame.loc[frame[named.parent] == area, named.key]))
    metres = frame.to_crs(frame.estimate_utm_crs())
    # A ring that crosses itself leaves lines when it is put right: what is no area has no place on the map.
    valid = shapely.make_valid(metres.geometry.values, method="structure", keep_collapsed=False)
    simple = shapely.coverage_simplify(valid, tolerance)
    frame = metres.set_geometry(simple, crs=metres.crs).to_crs(4326)
    clockwise = shapely.orient_polygons(frame.geometry.values, exterior_cw=True)
    names = frame[named.name].astype(str)
    english = frame["name_en"].fillna(names) if "name_en" in frame else names
    parts = gpd.GeoDataFrame(
        {"name": names, "short_name": names, "name_en": english}, geometry=clockwise, crs=4326
    ).set_index(frame[named.key])  # fmt: skip
    path = loaded_file(area, store_folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(_feature_collection(parts), ensure_ascii=False), encoding="utf-8")
    sync(fresh)
    fresh.replace(path)
    boundaries.cache_clear()
    return len(parts)


def regions_of(
    source: Path, area: str, named: Named, level: str, parents: Mapping[str, str | None]
) -> list[dict[str, Any]]:
    """Return code, name, English name, level, parent and a point inside for each region of a file within an area.

    Where the file names parents, those come that lead to the area, through the file or through `parents` that are
    known already; the area itself may be among them. Otherwise all are its parts. Raises BadFile.
    """
    frame = _named_polygons(source, named)
    if has_parents := named.parent_in(frame):
        above = {**parents, **dict(zip(frame[named.key], frame[named.parent], strict=True))}
        frame = _under(frame, source, named, area, {code for code in above if area in _chain(code, above)})
    inside = frame.to_crs(4326).geometry.representative_point()
    return [
        {
            "adcode": row[named.key],
            "name": str(row[named.name]),
            "name_en": str(row.get("name_en") or row[named.name]),
            "level": str(row.get("level") or level),
            "parent": row[named.parent] if has_parents else area,
            "longitude": point.x,
            "latitude": point.y,
        }
        for row, point in zip(frame.to_dict("records"), inside, strict=True)
    ]


def _named_polygons(source: Path, named: Named) -> gpd.GeoDataFrame:
    """Read the polygons of a file, one for each code; codes are texts."""
    frame = shapes_of(source)
    for column in (named.key, named.name):
        if column not in frame.columns:
            known = ", ".join(str(given) for given in frame.columns)
            raise BadFile(
                f"{source} has no column {column!r}; it has {known}. Say which with --key and --name."
            )
    polygons = polygons_of(frame, source, named.name, named.crs)
    for column in (named.key, named.name):
        if (missing := polygons[column].isna()).any():
            row = int(missing.to_numpy().argmax()) + 1
            raise BadFile(f"{source}, feature {row}: the column {column!r} is empty; fill it in.")
    codes = {
        column: polygons[column].map(_code) for column in (named.key, named.parent) if column in polygons
    }
    return polygons.assign(**codes).dissolve(by=named.key, as_index=False)


def _code(value: Any) -> str | None:
    """Return a region's code as text, though its file keeps it as a number."""
    if pd.isna(value):
        return None
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _chain(code: str, above: Mapping[str, str | None]) -> list[str]:
    """Return a code and those above it, as far as they are known; a circle ends where it began."""
    chain: list[str] = []
    step: str | None = code
    while step is not None and step not in chain:
        chain.append(step)
        step = above.get(step)
    return chain


def _under(
    frame: gpd.GeoDataFrame, source: Path, named: Named, area: str, codes: set[str]
) -> gpd.GeoDataFrame:
    chosen = frame[frame[named.key].isin(codes)]
    if chosen.empty:
        known = ", ".join(sorted(set(frame[named.parent].dropna()))[:12])
        raise BadFile(
            f"{source} has no region whose {named.parent!r} leads to {area!r}; it has {known}. Say another --area, or "
            'which column names the parent with --parent, or --parent "" where all are parts of the area.'
        )
    return chosen


def _feature_collection(frame: gpd.GeoDataFrame) -> dict[str, Any]:
    collection = json.loads(frame.to_json(na="drop"))
    return {"type": "FeatureCollection", "features": collection["features"]}


def points_inside(geojson: dict[str, Any]) -> tuple[list[float], list[float]]:
    """Return longitudes and latitudes of a point inside each part, where its label stands."""
    points = [
        shapely.geometry.shape(feature["geometry"]).representative_point() for feature in geojson["features"]
    ]
    return [point.x for point in points], [point.y for point in points]


def points_within(
    area: str, codes: Sequence[str], shares: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return longitude and latitude of a point in the part of `area` that each code names, NaN for a code it has not.

    Two numbers from 0 to 1 a point say where: they are spread over the part's built-up middle, a circle around the place of
    its label. A point that would fall outside is drawn towards the middle until it lies within. Raises UnknownBoundaries.
    """
    parts = {
        properties["adcode"]: shapely.geometry.shape(geometry) for properties, geometry in polygons(area)
    }
    lons, lats = np.full(len(codes), np.nan), np.full(len(codes), np.nan)
    for place, code in enumerate(codes):
        if code not in parts:
            continue
        middle = parts[code].representative_point()
        angle, reach = shares[place, 0] * 2 * np.pi, np.sqrt(shares[place, 1]) * _REACH
        while True:
            lon, lat = middle.x + reach * np.cos(angle), middle.y + reach * np.sin(angle)
            if reach < _REACH / 100 or parts[code].contains(shapely.Point(lon, lat)):
                break
            reach *= 0.8
        lons[place], lats[place] = round(lon, 5), round(lat, 5)
    return lons, lats


#: Degrees around the middle of a district within which addresses lie.
_REACH = 0.12
