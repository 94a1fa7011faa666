"""Another city's regions and boundaries: from a file of any projection into the store and beside it."""

import json
from pathlib import Path

import geopandas as gpd  # type: ignore[import-untyped]
import numpy as np
import pytest
import shapely  # type: ignore[import-untyped]
from sqlalchemy import select

from data_access.__main__ import main
from data_access.errors import BadFile
from data_access.geo import boundaries, load_boundaries, loaded_file
from data_access.schema import region
from data_access.store import Store


def two_districts(path: Path) -> Path:
    """Write two squares near Jinhua that share a wavy border, in metres, one ring each way round."""
    north = np.linspace(0, 20_000, 400)
    wave = np.column_stack([10_000 + 60 * np.sin(north / 200), north])
    west = shapely.Polygon([*wave, (0, 20_000), (0, 0)])
    east = shapely.Polygon([*wave, (20_000, 20_000), (20_000, 0)][::-1])
    frame = gpd.GeoDataFrame(
        {"code": ["330702", "330703"], "label": ["婺城区", "金东区"]}, geometry=[west, east], crs=32650
    )
    moved = frame.set_geometry(frame.translate(700_000, 3_200_000), crs=32650)
    moved.to_file(path)
    return path


@pytest.mark.parametrize("suffix", ["geojson", "gpkg", "shp"])
def test_boundaries_are_reprojected_turned_and_simplified_with_their_shared_edge(
    tmp_path: Path, suffix: str
) -> None:
    source, store = two_districts(tmp_path / f"b.{suffix}"), tmp_path / "store"
    arguments = ["load", "boundaries", str(source), "--area", "330700", "--key", "code", "--name", "label"]
    assert main([*arguments, "--store", str(store)]) == 0
    found = boundaries("330700", store)
    assert found == json.loads(loaded_file("330700", store).read_text(encoding="utf-8"))
    parts = {
        feature["id"]: shapely.from_geojson(json.dumps(feature["geometry"])) for feature in found["features"]
    }
    assert {feature["properties"]["name"] for feature in found["features"]} == {"婺城区", "金东区"}
    assert set(parts) == {"330702", "330703"}
    west, east = parts["330702"], parts["330703"]
    assert all(118 < part.centroid.x < 121 and 28 < part.centroid.y < 30 for part in parts.values())
    assert not any(part.exterior.is_ccw for part in parts.values())
    assert len(west.exterior.coords) < 100  # of 402
    assert west.intersection(east).area < 1e-12
    assert shapely.union_all([west, east]).geom_type == "Polygon"
    assert shapely.coverage_is_valid([west, east])


def test_shipped_boundaries_stay_where_none_are_loaded(tmp_path: Path) -> None:
    assert boundaries("330100", tmp_path) == boundaries("330100")


def test_regions_of_another_city_can_be_loaded_and_loaded_again(tmp_path: Path) -> None:
    source = two_districts(tmp_path / "b.geojson")
    arguments = [
        "load",
        "regions",
        str(source),
        "--area",
        "330799",
        "--area-name",
        "金市",
        "--key",
        "code",
        "--name",
        "label",
    ]
    for _ in range(2):
        assert main([*arguments, "--store", str(tmp_path / "store")]) == 0
    store = Store(str(tmp_path / "store"), threads=1)
    with store.connect() as connection:
        rows = connection.execute(select(region).order_by(region.c.adcode)).all()
    assert [(row.adcode, row.name, row.level, row.parent) for row in rows] == [
        ("330702", "婺城区", "district", "330799"), ("330703", "金东区", "district", "330799"),
        ("330799", "金市", "city", None),
    ]  # fmt: skip
    assert 118 < rows[0].longitude < rows[1].longitude < 121
    store.close()


def test_a_file_without_the_columns_polygons_or_projection_says_so(tmp_path: Path) -> None:
    source = two_districts(tmp_path / "b.geojson")
    with pytest.raises(BadFile, match="has no column 'adcode'; it has code, label"):
        load_boundaries(source, "330700", tmp_path)
    (tmp_path / "x.geojson").write_text("nonsense", encoding="utf-8")
    with pytest.raises(BadFile, match="cannot be read as boundaries"):
        load_boundaries(tmp_path / "x.geojson", "330700", tmp_path)
    frame = gpd.GeoDataFrame({"adcode": ["1"], "name": ["x"]}, geometry=[shapely.Point(1, 1)], crs=4326)
    frame.to_file(tmp_path / "p.geojson")
    with pytest.raises(BadFile, match="holds no polygons"):
        load_boundaries(tmp_path / "p.geojson", "330700", tmp_path)
