"""Boundaries: what a map may rely on."""

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from data_access.lookups import boundary_files, geo

PARTS = {"330100": 13, "330200": 10, "330300": 12, "330400": 7, "330500": 5, "330600": 6, "330700": 9, "330800": 6, "330900": 4,
         "331000": 9, "331100": 9, "330000": 11, "430100": 9, "610400": 14, "500110": 38, "100000": 34}  # fmt: skip


def rings(feature: dict[str, Any]) -> Iterator[list[list[list[float]]]]:
    """Give the rings of each polygon of a feature, the exterior one first."""
    shape = feature["geometry"]
    yield from [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]


def signed_area(ring: list[list[float]]) -> float:
    """Shoelace: negative for a ring that runs clockwise."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring)) / 2


def source(area: str) -> list[dict[str, Any]]:
    text = (geo.BOUNDARIES / geo.AREAS[area].polygons).read_text(encoding="utf-8")
    shapes = [f for f in json.loads(text)["features"] if "Polygon" in f["geometry"]["type"]]
    parent = geo.AREAS[area].parent
    return [shape for shape in shapes if parent in {None, shape["properties"]["parent"]}]


@pytest.mark.parametrize("area", geo.AREAS)
def test_an_area_has_all_its_parts_under_unique_codes(area: str) -> None:
    features = geo.boundaries(area)["features"]
    codes = [feature["id"] for feature in features]
    assert len(codes) == len(set(codes)) == PARTS[area]
    assert codes == geo.labels(area)["code"].tolist()
    assert all(len(code) == 6 and code.isdigit() for code in codes)


@pytest.mark.parametrize("area", geo.AREAS)
def test_exterior_rings_run_clockwise_and_holes_the_other_way(area: str) -> None:
    for feature in geo.boundaries(area)["features"]:
        for exterior, *holes in rings(feature):
            assert signed_area(exterior) < 0, feature["id"]
            assert all(signed_area(hole) > 0 for hole in holes), feature["id"]


@pytest.mark.parametrize("area", geo.AREAS)
def test_only_the_direction_of_rings_differs_from_the_source(area: str) -> None:
    for ours, theirs in zip(geo.boundaries(area)["features"], source(area), strict=True):
        assert ours["id"] == theirs["id"]
        for our_rings, their_rings in zip(rings(ours), rings(theirs), strict=True):
            for our_ring, their_ring in zip(our_rings, their_rings, strict=True):
                assert {tuple(point) for point in our_ring} == {tuple(point) for point in their_ring}
                assert len(our_ring) == len(their_ring)


@pytest.mark.parametrize("area", geo.AREAS)
def test_a_label_stands_inside_its_part_and_is_named_in_both_languages(area: str) -> None:
    shapes = {f["id"]: shapely.geometry.shape(f["geometry"]) for f in geo.boundaries(area)["features"]}
    labels = geo.labels(area)
    assert list(labels.columns) == ["code", "name", "short_name", "name_en", "lon", "lat", "area_km2"]
    for label in labels.to_dict("records"):
        assert shapes[label["code"]].contains(shapely.Point(label["lon"], label["lat"])), label
        assert label["name"].startswith(label["short_name"])
        assert label["name_en"].isascii()


def test_hangzhou_is_as_large_as_the_sum_of_its_districts() -> None:
    cities = geo.labels("330000").set_index("code")["area_km2"]
    assert geo.labels("330100")["area_km2"].sum() == pytest.approx(cities["330100"], rel=1e-4)


def test_changing_a_label_frame_changes_nobody_elses() -> None:
    mine = geo.labels("330100")
    mine.loc[0, "name"] = "改"
    del mine["name_en"]
    assert geo.labels("330100").iloc[0][["name", "name_en"]].tolist() == ["上城区", "Shangcheng District"]


def test_the_map_of_china_has_the_ten_dash_line() -> None:
    lines = {line["properties"]["line_kind"]: line for line in geo.lines("100000")["features"]}
    assert lines["dashed_line"]["geometry"]["type"] == "MultiLineString"
    assert len(lines["dashed_line"]["geometry"]["coordinates"]) == 10
    assert {"sar", "undefined_national"} <= set(lines)


def test_a_city_has_no_lines_of_its_own() -> None:
    assert geo.lines("330100")["features"] == []


@pytest.mark.parametrize("area", geo.AREAS)
def test_the_source_and_the_review_number_are_named_in_both_languages(area: str) -> None:
    assert geo.attribution(area, "zh") == "数据来源：天地图 审图号：GS(2024)0650号"
    assert "Tianditu" in geo.attribution(area, "en")
    assert "GS(2024)0650" in geo.attribution(area, "en")


@pytest.mark.parametrize(
    "ask", [geo.boundaries, geo.labels, geo.lines, geo.asset_url, lambda area: geo.attribution(area, "zh")]
)
def test_an_area_without_boundaries_is_named_in_the_error(ask: Any) -> None:
    with pytest.raises(geo.UnknownBoundaries, match=r"'999999'.*330100"):
        ask("999999")


@pytest.mark.parametrize("area", geo.AREAS)
def test_the_asset_at_the_url_is_what_the_function_gives(area: str) -> None:
    path = geo.ASSETS.parents[1] / geo.asset_url(area).removeprefix("/")
    assert json.loads(path.read_text(encoding="utf-8")) == geo.boundaries(area)


def test_writing_the_assets_again_gives_the_same_files(tmp_path: Any) -> None:
    for path in geo.write_assets(tmp_path):
        assert path.read_bytes() == (geo.ASSETS / path.name).read_bytes()
    assert {path.name for path in tmp_path.iterdir()} == {path.name for path in geo.ASSETS.iterdir()}


def test_a_loaded_map_comes_before_the_one_that_ships_and_says_that_it_was_not_reviewed(
    tmp_path: Path,
) -> None:
    shipped = geo.area_map("330100", tmp_path)
    assert shipped.url == geo.asset_url("330100")
    boundary_files.load_boundaries(geo.BOUNDARIES / "zhejiang_counties.geojson", "330100", tmp_path)
    loaded = geo.area_map("330100", tmp_path)
    assert loaded.url.startswith("/boundaries/330100.geojson?")
    assert set(loaded.places["code"]) == set(shipped.places["code"])
    assert abs(loaded.places.set_index("code")["lat"] - shipped.places.set_index("code")["lat"]).max() < 0.3
    assert loaded.caption != shipped.caption
    with pytest.raises(geo.UnknownBoundaries):
        geo.area_map("999999", tmp_path)


def test_points_lie_within_the_district_that_they_are_asked_for() -> None:
    shares = np.random.default_rng(1).random((60, 2))
    codes = ["330106", "330108", "330110"] * 20
    lons, lats = boundary_files.points_within("330100", codes, shares)
    shapes = {
        feature["id"]: shapely.geometry.shape(feature["geometry"])
        for feature in geo.boundaries("330100")["features"]
    }
    assert all(
        shapes[code].contains(shapely.Point(lon, lat))
        for code, lon, lat in zip(codes, lons, lats, strict=True)
    )
    assert len({*zip(lons, lats, strict=True)}) == 60
    same = boundary_files.points_within("330100", codes, shares)
    assert (same[0] == lons).all()


def test_a_district_that_is_not_there_has_no_point() -> None:
    lons, _ = boundary_files.points_within("330100", ["999999"], np.array([[0.5, 0.5]]))
    assert np.isnan(lons[0])
    with pytest.raises(geo.UnknownBoundaries):
        boundary_files.points_within("999999", ["1"], np.array([[0.5, 0.5]]))
