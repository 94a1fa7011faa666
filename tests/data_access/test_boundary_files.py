"""Files of boundaries as offices have them: what one lacks is said in one sentence, and what does not fit the store is named."""

from pathlib import Path
from zipfile import ZipFile

import geopandas as gpd  # type: ignore[import-untyped]
import pytest
import shapely  # type: ignore[import-untyped]

from data_access.__main__ import main
from data_access.domain.errors import BadFile
from data_access.lookups.boundary_files import Named, load_boundaries
from data_access.lookups.geo import boundaries

AREA = "654300"
NAMES = {"654301": "甲区", "654302": "乙区（含飞地）"}


def shapes(path: Path, crs: object = 4326, **columns: object) -> Path:
    """Write two squares; a shapefile in GBK, as mapping offices do."""
    squares = [shapely.box(120 + place, 30, 121 + place, 31) for place in range(2)]
    frame = gpd.GeoDataFrame({"code": list(NAMES), "名称": list(NAMES.values())}, geometry=squares, crs=4326)
    frame = frame.assign(**columns)
    frame = frame.to_crs(crs) if crs else frame.set_crs(None, allow_override=True)
    frame.to_file(path, **({"encoding": "gbk"} if path.suffix == ".shp" else {}))
    return path


def load(source: Path, store: Path, kind: str = "boundaries", *more: str) -> int:
    stated = ["--area", AREA, "--key", "code", "--name", "名称", "--store", str(store)]
    return main(["load", kind, str(source), *stated, *more])


def names(store: Path) -> list[str]:
    return [feature["properties"]["name"] for feature in boundaries(AREA, store)["features"]]


def unsaid(source: Path) -> Path:
    """Take from a shapefile what says its encoding."""
    source.with_suffix(".cpg").unlink(missing_ok=True)
    table = source.with_suffix(".dbf")
    content = bytearray(table.read_bytes())
    content[29] = 0
    table.write_bytes(bytes(content))
    return source


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
@pytest.mark.parametrize("form", ["shp", "zip", "said"])
def test_texts_of_a_shapefile_are_read_in_the_encoding_that_they_are_in(
    tmp_path: Path, encoding: str, form: str
) -> None:
    source = shapes(tmp_path / "b.shp")
    gpd.read_file(source, encoding="gbk").to_file(source, encoding=encoding)
    if form != "said":
        unsaid(source)
    if form == "zip":
        with ZipFile(tmp_path / "b.zip", "w") as folder:
            for part in tmp_path.glob("b.*"):
                if part.suffix != ".zip":
                    folder.write(part, part.name)
        source = tmp_path / "b.zip"
    assert load(source, tmp_path / "store") == 0
    assert names(tmp_path / "store") == list(NAMES.values())


@pytest.mark.parametrize(("crs", "likely"), [
    (3857, "EPSG:3857"), (4528, "EPSG:4528"), (4498, "EPSG:4498"), (4549, "EPSG:4534"), (None, "EPSG:4490"),
])  # fmt: skip
def test_a_file_without_its_coordinate_system_is_told_the_likely_one(
    tmp_path: Path, crs: int | None, likely: str, capsys: pytest.CaptureFixture[str]
) -> None:
    source = shapes(tmp_path / "b.shp", crs)
    source.with_suffix(".prj").unlink(missing_ok=True)
    assert load(source, tmp_path / "store") == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "does not say its coordinate system" in said
    assert (
        f"state their system with --crs, likely {'one of ' if likely == 'EPSG:4534' else ''}{likely}" in said
    )
    assert load(source, tmp_path / "store", "boundaries", "--crs", f"EPSG:{crs or 4490}") == 0
    (west, south) = boundaries(AREA, tmp_path / "store")["features"][0]["geometry"]["coordinates"][0][0]
    assert (round(west), round(south)) in {(120, 30), (120, 31), (121, 30), (121, 31)}


def test_degrees_that_are_metres_and_a_system_that_there_is_not_are_told(tmp_path: Path) -> None:
    source = tmp_path / "b.geojson"
    shapes(source, None)
    frame = gpd.read_file(source)
    frame.to_crs(3857).set_crs(4326, allow_override=True).to_file(source)
    with pytest.raises(
        BadFile, match=r"b.geojson says WGS 84, and its coordinates .* are metres and no degrees"
    ):
        load_boundaries(source, AREA, tmp_path, Named("code", "名称"))
    with pytest.raises(BadFile, match="--crs EPSG:0 is no coordinate system; give one as EPSG:4490"):
        load_boundaries(source, AREA, tmp_path, Named("code", "名称", crs="EPSG:0"))


@pytest.mark.parametrize("nothing", [None, shapely.Polygon()])
@pytest.mark.parametrize("kind", ["boundaries", "regions"])
def test_a_feature_without_a_shape_is_named(
    tmp_path: Path, kind: str, nothing: object, capsys: pytest.CaptureFixture[str]
) -> None:
    source = shapes(tmp_path / "b.gpkg")
    frame = gpd.read_file(source)
    frame.set_geometry([frame.geometry[0], nothing], crs=4326).to_file(source)
    assert load(source, tmp_path / "store", kind) == 1
    said = capsys.readouterr().err
    assert said.endswith(
        "1 of 2 features have no shape, first feature 2 (乙区（含飞地）); draw them or take them out of the file.\n"
    )


@pytest.mark.parametrize(("lost", "says"), [((".shx",), ".shx"), ((".dbf", ".shx"), ".shx and .dbf")])
def test_a_shapefile_without_its_parts_names_them(tmp_path: Path, lost: tuple[str, ...], says: str) -> None:
    source = shapes(tmp_path / "b.shp")
    for part in lost:
        source.with_suffix(part).unlink()
    with pytest.raises(BadFile, match=rf"b.shp comes without its {says}; a shapefile is several files"):
        load_boundaries(source, AREA, tmp_path, Named("code", "名称"))


def test_a_ring_that_crosses_itself_is_put_right(tmp_path: Path) -> None:
    bow = shapely.Polygon([(120, 30), (121, 31), (121, 30), (120, 31), (120, 30), (119, 30), (120, 30)])
    source = shapes(tmp_path / "b.geojson", geometry=[bow, shapely.box(121, 30, 122, 31)])
    assert load(source, tmp_path / "store") == 0
    assert {f["geometry"]["type"] for f in boundaries(AREA, tmp_path / "store")["features"]} <= {
        "Polygon",
        "MultiPolygon",
    }


def test_shapes_without_a_region_and_regions_without_a_shape_are_named_by_the_load(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store, both, one = tmp_path / "store", shapes(tmp_path / "both.gpkg"), tmp_path / "one.gpkg"
    gpd.read_file(both)[:1].to_file(one)
    assert load(both, store) == 0
    assert "have no region" not in capsys.readouterr().err  # there is no store to compare with
    assert load(one, store, "regions") == 0
    assert (
        "1 shapes have no region in this store, and are grey on the map: 乙区（含飞地） (654302)\n"
        in said(capsys)
    )
    assert load(both, store, "regions") == 0
    assert "have no" not in said(capsys)
    assert load(one, store) == 0
    assert "1 regions have no shape, and stand in the note of the map: 乙区（含飞地） (654302)\n" in said(
        capsys
    )


def said(capsys: pytest.CaptureFixture[str]) -> str:
    read = capsys.readouterr()
    return read.out + read.err
