"""Boundaries for maps; `python -m data_access.lookups.geo` writes the copies that browsers load by URL."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import geopandas as gpd  # type: ignore[import-untyped]
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely  # type: ignore[import-untyped]

from data_access.domain.errors import BadFile, CockpitError
from data_access.domain.text import Text
from data_access.store.folders import sync

BOUNDARIES = Path(__file__).parent / "boundaries"
ASSETS = Path(__file__).parents[2] / "assets" / "boundaries"
ASSET_PATH = "/assets/boundaries"
TIANDITU = Text(
    "数据来源：天地图 审图号：GS(2024)0650号",
    "Data: Tianditu (National Platform for Common Geospatial Information Services), map review GS(2024)0650",
)
PROPERTIES = ["name", "short_name", "name_en"]


class UnknownBoundaries(CockpitError):
    """An area without boundaries was asked for its map."""

    def __init__(self, area: str) -> None:
        known = ", ".join(AREAS)
        super().__init__(
            f"There are no boundaries for the area {area!r}; there are for {known}. "
            "Add its GeoJSON to data_access/lookups/boundaries and an entry to AREAS in data_access/lookups/geo.py."
        )
        self.area = area


@dataclass(frozen=True, slots=True)
class Area:
    """The files of one map, in data_access/boundaries, and the words that have to stand on it."""

    polygons: str
    attribution: Text
    lines: str | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """What an operator's file calls the columns of a region's code, its name and the code of its parent."""

    key: str = "adcode"
    name: str = "name"
    parent: str = "parent"

    def parent_in(self, frame: gpd.GeoDataFrame) -> bool:
        """Say whether a file names the parents of its regions."""
        return bool(self.parent) and self.parent in frame


#: Columns under the names that our own files have.
PLAINLY = Named()


@dataclass(frozen=True, slots=True, eq=False)
class AreaMap:
    """What a map of one area is drawn from: its parts, where their labels stand, where browsers fetch it, its source line.

    `places` has columns code, name, short_name, name_en, lon, lat; both are shared: read them, do not change them.
    """

    geojson: dict[str, Any]
    places: pd.DataFrame
    url: str
    caption: Text


#: Boundaries that an operator loaded carry no review number unless he knows one: the map says so.
LOADED = Text(
    "边界由使用单位装载，公开展示前须送审",
    "Boundaries loaded locally; to be reviewed before they are published",
)
LOADED_PATH = "/boundaries"

AREAS = {
    "330100": Area("hangzhou_districts.geojson", TIANDITU),
    "330000": Area("zhejiang_cities.geojson", TIANDITU),
    "330700": Area("jinhua_districts.geojson", TIANDITU),
    "430100": Area("changsha_districts.geojson", TIANDITU),
    "610400": Area("xianyang_districts.geojson", TIANDITU),
    # A district has no parts that Tianditu publishes: it is shown among its neighbours.
    "500110": Area("chongqing_districts.geojson", TIANDITU),
    "100000": Area("china_provinces.geojson", TIANDITU, lines="china_lines.geojson"),
}


@cache
def boundaries(area: str, store_folder: Path | None = None) -> dict[str, Any]:
    """Return the parts of `area` as GeoJSON for plotly: id = adcode, exterior rings clockwise.

    Boundaries that were loaded beside a store come before those that ship with the product. The dict is shared
    by all callers: read it, do not change it. Raises UnknownBoundaries.
    """
    if store_folder is not None and loaded_file(area, store_folder).exists():
        loaded: dict[str, Any] = json.loads(loaded_file(area, store_folder).read_text(encoding="utf-8"))
        return loaded
    frame = _polygons(area)
    # d3-geo fills a ring that runs the way of RFC 7946 from the outside.
    clockwise = shapely.orient_polygons(frame.geometry.values, exterior_cw=True)
    frame = frame.set_geometry(clockwise, crs=frame.crs).set_index("adcode")[[*PROPERTIES, "geometry"]]
    return _feature_collection(frame)


def area_map(area: str, store_folder: Path | None) -> AreaMap:
    """Return the map of an area: the one loaded beside the store, else the one that ships. Raises UnknownBoundaries."""
    file = loaded_file(area, store_folder) if store_folder else None
    if file and file.exists():
        return _loaded_map(area, file, file.stat().st_mtime_ns)
    return AreaMap(boundaries(area), labels(area), asset_url(area), _area(area).attribution)


@cache
def _loaded_map(area: str, file: Path, changed: int) -> AreaMap:
    geojson: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    frame = gpd.GeoDataFrame.from_features(geojson, crs=4326)
    inside = frame.geometry.representative_point()
    codes = [feature["id"] for feature in geojson["features"]]
    places = pd.DataFrame(frame[PROPERTIES]).assign(code=codes, lon=inside.x, lat=inside.y)
    return AreaMap(geojson, places, f"{LOADED_PATH}/{area}.geojson?{changed}", LOADED)


@cache
def _label_frame(area: str) -> pd.DataFrame:
    names = {"adcode": "code", "center_lon": "lon", "center_lat": "lat"}
    frame = pd.DataFrame(_polygons(area)).rename(columns=names)
    return frame[["code", "name", "short_name", "name_en", "lon", "lat", "area_km2"]].reset_index(drop=True)


def labels(area: str) -> pd.DataFrame:
    """Return one row per part of `area`: code, name, short_name, name_en, lon, lat (of its label), area_km2.

    Raises UnknownBoundaries.
    """
    return _label_frame(area).copy()


@cache
def lines(area: str) -> dict[str, Any]:
    """Return the lines that must stand on the map of `area` besides its parts, as a FeatureCollection.

    For China: the ten-dash line and the other 境界线 (id, name, name_en, line_kind). Areas without such
    lines give no features. The dict is shared by all callers: read it, do not change it.
    Raises UnknownBoundaries.
    """
    file = _area(area).lines
    if file is None:
        return {"type": "FeatureCollection", "features": []}
    frame = _read(file).set_index("adcode")
    return _feature_collection(frame[["name", "name_en", "line_kind", "geometry"]])


def points_within(
    area: str, codes: Sequence[str], shares: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return longitude and latitude of a point in the part of `area` that each code names, NaN for a code it has not.

    Two numbers from 0 to 1 a point say where: they are spread over the part's built-up middle, a circle around the place of
    its label. A point that would fall outside is drawn towards the middle until it lies within. Raises UnknownBoundaries.
    """
    parts = _polygons(area).set_index("adcode").geometry
    lons, lats = np.full(len(codes), np.nan), np.full(len(codes), np.nan)
    for place, code in enumerate(codes):
        if code not in parts.index:
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


def attribution(area: str, lang: str) -> str:
    """Return the source line and review number that the map of `area` carries. Raises UnknownBoundaries."""
    return _area(area).attribution(lang)


def loaded_file(area: str, store_folder: Path) -> Path:
    """Return where the boundaries of an area lie beside a store, whether or not they were loaded."""
    return store_folder / "boundaries" / f"{area}.geojson"


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
    simple = shapely.coverage_simplify(shapely.make_valid(metres.geometry.values), tolerance)
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
    if not source.exists():
        raise BadFile(f"There is no file {source}.")
    try:
        frame = gpd.read_file(source)
    except Exception as error:  # the drivers behind GeoPandas raise errors of many kinds
        raise BadFile(f"{source} cannot be read as boundaries: {error}") from error
    for column in (named.key, named.name):
        if column not in frame.columns:
            known = ", ".join(str(given) for given in frame.columns)
            raise BadFile(
                f"{source} has no column {column!r}; it has {known}. Say which with --key and --name."
            )
    polygons = frame[frame.geom_type.isin(["Polygon", "MultiPolygon"])] if "geometry" in frame else frame[:0]
    if polygons.empty:
        raise BadFile(f"{source} holds no polygons; boundaries are polygons, one or more for each region.")
    if frame.crs is None:
        raise BadFile(
            f"{source} does not say its coordinate system; save it with one (a .prj file or GeoJSON)."
        )
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


def asset_url(area: str) -> str:
    """Return the address of `boundaries(area)` for a figure's `geojson`. Raises UnknownBoundaries."""
    _area(area)
    return f"{ASSET_PATH}/{area}.geojson"


def asset_text(area: str) -> str:
    """Return `boundaries(area)` as the text of its asset. Raises UnknownBoundaries."""
    return json.dumps(boundaries(area), ensure_ascii=False, separators=(",", ":")) + "\n"


def write_assets(folder: Path = ASSETS) -> list[Path]:
    """Write one <area>.geojson for every area into `folder` and return the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{area}.geojson" for area in AREAS]
    for path in paths:
        path.write_text(asset_text(path.stem), encoding="utf-8")
    return paths


def _area(area: str) -> Area:
    if area not in AREAS:
        raise UnknownBoundaries(area)
    return AREAS[area]


def _polygons(area: str) -> gpd.GeoDataFrame:
    frame = _read(_area(area).polygons)
    return frame[frame.geom_type.isin(["Polygon", "MultiPolygon"])]


def _read(file: str) -> gpd.GeoDataFrame:
    return gpd.read_file(BOUNDARIES / file)


def _feature_collection(frame: gpd.GeoDataFrame) -> dict[str, Any]:
    collection = json.loads(frame.to_json(na="drop"))
    return {"type": "FeatureCollection", "features": collection["features"]}


if __name__ == "__main__":
    for written in write_assets():
        print(written)
