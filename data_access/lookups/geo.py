"""Boundaries for maps; `python -m data_access.lookups.geo` writes the copies that browsers load by URL.

Maps are drawn from JSON as it is. What computes with shapes stands in `boundary_files`: its libraries take 60 MB in each process.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd

from data_access.domain.errors import CockpitError
from data_access.domain.text import Text

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
    """The files of one map, in data_access/boundaries, and the words that have to stand on it.

    Where a file has the parts of several areas, `parent` is the one whose parts these are.
    """

    polygons: str
    attribution: Text
    lines: str | None = None
    parent: str | None = None


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

#: The cities of Zhejiang, whose districts and counties are one file.
_ZHEJIANG = (
    "330100",
    "330200",
    "330300",
    "330400",
    "330500",
    "330600",
    "330700",
    "330800",
    "330900",
    "331000",
    "331100",
)
AREAS = {
    "330000": Area("zhejiang_cities.geojson", TIANDITU),
    **{city: Area("zhejiang_counties.geojson", TIANDITU, parent=city) for city in _ZHEJIANG},
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
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "id": properties["adcode"],
                "type": "Feature",
                "properties": _chosen(properties, PROPERTIES),
                "geometry": _clockwise(geometry),
            }
            for properties, geometry in polygons(area)
        ],
    }


def _chosen(properties: dict[str, Any], names: list[str]) -> dict[str, Any]:
    return {name: properties[name] for name in names if properties.get(name) is not None}


def _clockwise(geometry: dict[str, Any]) -> dict[str, Any]:
    """Return polygons whose outer rings run clockwise: d3-geo fills a ring that runs the way of RFC 7946 from the outside."""
    parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    turned = [[_turned(ring, clockwise=place == 0) for place, ring in enumerate(part)] for part in parts]
    return {
        "type": geometry["type"],
        "coordinates": turned if geometry["type"] == "MultiPolygon" else turned[0],
    }


def _turned(ring: list[list[float]], *, clockwise: bool) -> list[list[float]]:
    area = sum(x0 * y1 - x1 * y0 for (x0, y0, *_), (x1, y1, *_) in pairwise(ring))
    return ring if (area < 0) == clockwise else ring[::-1]


def area_map(area: str, store_folder: Path | None) -> AreaMap:
    """Return the map of an area: the one loaded beside the store, else the one that ships. Raises UnknownBoundaries."""
    file = loaded_file(area, store_folder) if store_folder else None
    if file and file.exists():
        return _loaded_map(area, file, file.stat().st_mtime_ns)
    return AreaMap(boundaries(area), labels(area), asset_url(area), _area(area).attribution)


@cache
def _loaded_map(area: str, file: Path, changed: int) -> AreaMap:
    geojson: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    places = pd.DataFrame(
        {"code": feature["id"], **_chosen(feature["properties"], PROPERTIES)}
        for feature in geojson["features"]
    )
    from data_access.lookups.boundary_files import points_inside  # noqa: PLC0415  (see above: few cities load theirs)

    lon, lat = points_inside(geojson)
    places = places.assign(lon=lon, lat=lat)
    return AreaMap(geojson, places, f"{LOADED_PATH}/{area}.geojson?{changed}", LOADED)


@cache
def _label_frame(area: str) -> pd.DataFrame:
    names = {"adcode": "code", "center_lon": "lon", "center_lat": "lat"}
    frame = pd.DataFrame([properties for properties, _ in polygons(area)]).rename(columns=names)
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
    names = ["name", "name_en", "line_kind"]
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "id": feature["properties"]["adcode"],
                "type": "Feature",
                "properties": _chosen(feature["properties"], names),
                "geometry": feature["geometry"],
            }
            for feature in _features(file)
        ],
    }


def attribution(area: str, lang: str) -> str:
    """Return the source line and review number that the map of `area` carries. Raises UnknownBoundaries."""
    return _area(area).attribution(lang)


def loaded_file(area: str, store_folder: Path) -> Path:
    """Return where the boundaries of an area lie beside a store, whether or not they were loaded."""
    return store_folder / "boundaries" / f"{area}.geojson"


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


def polygons(area: str) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Yield properties and geometry of each part of `area`, as its file has them. Raises UnknownBoundaries."""
    found = _area(area)
    for feature in _features(found.polygons):
        is_part = found.parent in {None, feature["properties"].get("parent")}
        if is_part and feature["geometry"]["type"] in {"Polygon", "MultiPolygon"}:
            yield feature["properties"], feature["geometry"]


def _features(file: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((BOUNDARIES / file).read_text(encoding="utf-8"))["features"]
    return found


if __name__ == "__main__":
    for written in write_assets():
        print(written)
