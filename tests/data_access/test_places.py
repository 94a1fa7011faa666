"""Another city's regions and boundaries: from a file of any projection into the store and beside it."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd  # type: ignore[import-untyped]
import numpy as np
import pytest
import shapely  # type: ignore[import-untyped]
from sqlalchemy import select

from data_access.__main__ import main
from data_access.derive.region_checks import Parts, codes_of, parts_of, regions_of
from data_access.domain.errors import BadFile
from data_access.intake.places import load_regions
from data_access.lookups.boundary_files import PLAINLY, load_boundaries
from data_access.lookups.geo import boundaries, loaded_file
from data_access.store.schema import complaint_report, dataset, quality_check, region
from data_access.store.store import Store


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


def levels(path: Path) -> Path:
    """Write a province's two cities and four counties, and a county of another province, into one file."""
    rows = [("420100", "甲市", "420000", "city"), ("420200", "乙市", "420000", "city")]
    rows += [(f"42010{n}", f"甲{n}县", "420100", "county") for n in (1, 2, 3)]
    rows += [("420201", "乙1县", "420200", "county"), ("510101", "外县", "510100", "county")]
    squares = [shapely.box(110 + n, 30, 111 + n, 31) for n in range(len(rows))]
    names = ("adcode", "name", "parent", "level")
    columns = dict(zip(names, zip(*rows, strict=True), strict=True))
    gpd.GeoDataFrame({**columns, "name_en": [row[0] for row in rows]}, geometry=squares, crs=4326).to_file(
        path
    )
    return path


def load(kind: str, source: Path, store: Path, *options: str) -> int:
    return main(["load", kind, str(source), *options, "--store", str(store)])


def held(folder: Path) -> tuple[dict[str, tuple[str, str | None]], Any]:
    """Return name and parent of each region of a store, and its data set."""
    store = Store(str(folder), threads=1)
    with store.connect() as connection:
        regions = {row.adcode: (row.name, row.parent) for row in connection.execute(select(region))}
        found = connection.execute(select(dataset)).one()
    store.close()
    return regions, found


def test_of_a_file_with_parents_only_what_belongs_to_the_area_comes_in(tmp_path: Path) -> None:
    source = levels(tmp_path / "levels.geojson")
    assert load("regions", source, tmp_path / "province", "--area", "420000", "--area-name", "鄂省") == 0
    regions, found = held(tmp_path / "province")
    assert len(regions) == 7
    assert regions["420101"] == ("甲1县", "420100")
    assert regions["420000"] == ("鄂省", None)
    assert (found.city, found.name_zh, found.is_synthetic) == ("420000", "鄂省", False)
    assert load("regions", source, tmp_path / "city", "--area", "420100") == 0
    regions, found = held(tmp_path / "city")
    assert sorted(regions) == ["420100", "420101", "420102", "420103"]
    assert found.name_zh == "甲市"  # the file knows the area itself
    assert load("boundaries", source, tmp_path / "province", "--area", "420000") == 0
    parts = boundaries("420000", tmp_path / "province")["features"]
    assert [part["id"] for part in parts] == ["420100", "420200"]


def test_an_area_that_no_region_leads_to_is_told_with_what_the_file_has(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = levels(tmp_path / "levels.geojson")
    for kind in ("regions", "boundaries"):
        assert load(kind, source, tmp_path / "store", "--area", "430100") == 1
        said = capsys.readouterr().err
        assert "no region whose 'parent' leads to '430100'; it has 420000, 420100, 420200, 510100" in said
    assert load("regions", source, tmp_path / "store", "--area", "430100", "--parent", "") == 0
    assert held(tmp_path / "store")[0]["510101"] == ("外县", "430100")


def test_regions_that_are_loaded_are_counted_in_the_derived_tables_and_rehearsed_without_a_trace(
    tmp_path: Path,
) -> None:
    source, store = levels(tmp_path / "levels.geojson"), tmp_path / "store"
    for kind in ("regions", "boundaries"):
        assert load(kind, source, store, "--area", "420000", "--dry-run") == 0
    assert not (store / "CURRENT").exists()
    assert not (store / "boundaries").exists()
    (tmp_path / "f.csv").write_text("id,day,county\n1,2021-03-01,甲1县\n2,2021-03-02,\n", encoding="utf-8")
    (tmp_path / "m.toml").write_text(
        'table = "complaint_report"\nprovider = "x"\n[columns]\nitem_id = "id"\nkind = { constant = "complaint" }\n'
        'registered_at = "day"\nhandling_district = "county"\n', encoding="utf-8",
    )  # fmt: skip
    assert load("regions", source, store, "--area", "420000") == 0
    # The store says already which city it holds, so the mapping need not.
    assert (
        main(["load", str(tmp_path / "f.csv"), "--mapping", str(tmp_path / "m.toml"), "--store", str(store)])
        == 0
    )
    assert held(store)[1].as_of == date(2021, 3, 2)
    before = checks(store)
    assert before["sum:handling_district"] == (2, 0)
    assert load("regions", source, store, "--area", "420000") == 0
    assert checks(store) == before
    assert parts(store) == Parts(inside=1, elsewhere=0, unknown=1)


def test_rows_of_towns_and_villages_count_in_their_district(tmp_path: Path) -> None:
    source, store = levels(tmp_path / "levels.geojson"), tmp_path / "store"
    places = ["420101", "420100", "420102003", "420201005012", "999999001", "甲1县"]
    lines = [f"{number},2021-03-01,{place}" for number, place in enumerate(places)]
    (tmp_path / "f.csv").write_text("\n".join(["id,day,county", *lines, ""]), encoding="utf-8")
    (tmp_path / "m.toml").write_text(
        'table = "complaint_report"\nprovider = "x"\n[columns]\nitem_id = "id"\nkind = { constant = "complaint" }\n'
        'registered_at = "day"\nhandling_district = "county"\n', encoding="utf-8",
    )  # fmt: skip
    assert load("regions", source, store, "--area", "420000") == 0
    command = ["load", str(tmp_path / "f.csv"), "--mapping", str(tmp_path / "m.toml"), "--store", str(store)]
    assert main(command) == 0
    opened = Store(str(store), threads=1)
    with opened.connect() as connection:
        c = complaint_report.c
        found = dict(connection.execute(select(c.item_id, c.handling_district)).all())
    opened.close()
    # The rows of a province's cities are counted by the cities' own parts; a code of nobody's is left out.
    assert found == {"0": "420101", "1": "420100", "2": "420102", "3": "420201", "4": None, "5": "420101"}


def parts(folder: Path) -> Parts:
    store = Store(str(folder), threads=1)
    with store.connect() as connection:
        codes = codes_of(connection, complaint_report)[complaint_report.c.handling_district]
        found = parts_of(codes, regions_of(connection))
    store.close()
    return found


def checks(folder: Path) -> dict[str, tuple[int, int]]:
    store = Store(str(folder), threads=1)
    with store.connect() as connection:
        rows = connection.execute(select(quality_check)).all()
    store.close()
    return {row.rule: (row.checked, row.failed) for row in rows}


def test_a_region_without_a_code_is_named_instead_of_lost(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame(
        {"adcode": ["1", None], "name": ["x", "y"]},
        geometry=[shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)],
        crs=4326,
    )
    frame.to_file(tmp_path / "b.geojson")
    with pytest.raises(BadFile, match=r"b\.geojson, feature 2: the column 'adcode' is empty; fill it in"):
        load_boundaries(tmp_path / "b.geojson", "1", tmp_path)


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
    with Store(str(tmp_path / "store")).draft(from_current=True) as draft:
        for file, says in (
            ("x.geojson", "cannot be read"),
            ("p.geojson", "holds no polygons"),
            ("none", "no file"),
        ):
            with pytest.raises(BadFile, match=says):
                load_regions(
                    draft, tmp_path / file, area="330700", area_name=None, named=PLAINLY, provider="x"
                )
