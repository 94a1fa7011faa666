"""Names and numbers on a map: each in its area, or beside it on a line that meets nothing else."""

import tracemalloc
from typing import Any

import numpy as np
import plotly.graph_objects as go

from components.charts.base import rows_of
from components.figures.maps import choropleth
from components.figures.outlines import bounds
from components.figures.places import _spots, placed
from components.words.theme import STYLES
from data_access.lookups.geo import area_map
from tests.components.validated import validated

LIGHT = STYLES["light"]


def city_map(texts: dict[str, str]) -> go.Figure:
    """A map of Hangzhou that says these texts on its districts, by short name, the first the largest."""
    area = area_map("330100", None)
    codes = dict(zip(area.places["short_name"], area.places["code"], strict=True))
    said = {float(len(texts) - place): text for place, text in enumerate(texts.values())}
    values = {codes[name]: value for name, value in zip(texts, said, strict=True)}
    frame = area.places.assign(label=area.places["name"], value=area.places["code"].map(values))
    return validated(
        choropleth(
            rows_of(frame),
            style=LIGHT,
            say=lambda value: said.get(value, ""),
            geojson=area.geojson,
            feature_label="short_name",
        )
    )


def keyed(figure: go.Figure) -> list[str]:
    """The words of the key of a figure, none where it has none."""
    return [note.text for note in figure.layout.annotations if note.bgcolor]


VOLUMES = {
    "余杭": "5.51万亿", "滨江": "1.97万亿", "西湖": "4,794亿", "萧山": "2,612亿", "上城": "1,709亿", "拱墅": "1,275亿", "临平": "1,095亿",
    "钱塘": "511.4亿", "桐庐": "333.7亿", "富阳": "47.21亿", "临安": "21.05亿", "淳安": "0", "建德": "0",
}  # fmt: skip


def test_every_district_of_a_crowded_city_carries_its_number_on_the_map_or_beside_it_on_a_line() -> None:
    figure = city_map(VOLUMES)
    texts = [text.replace("<br>", " ").strip("\u00a0") for text in figure.data[-1].text]
    assert sorted(texts) == sorted(f"{name} {value}" for name, value in VOLUMES.items())
    *_, casing, line, _ = figure.data
    assert (casing.mode, line.mode) == ("lines+markers", "lines+markers")
    area = area_map("330100", None).places.set_index("code")
    for place, (code,) in enumerate(line.customdata[::3]):
        assert (line.lon[3 * place], line.lat[3 * place]) == tuple(area.loc[code, ["lon", "lat"]])


def test_a_crowded_map_is_drawn_in_little_memory() -> None:
    city_map(VOLUMES)
    _spots.cache_clear()
    tracemalloc.start()
    try:
        city_map(VOLUMES)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 12e6, "two such maps are drawn at a time in each worker"


def test_lines_to_texts_beside_the_map_do_not_cross() -> None:
    line = city_map(VOLUMES).data[-2]
    ends = [
        ((line.lon[i], line.lat[i]), (line.lon[i + 1], line.lat[i + 1])) for i in range(0, len(line.lon), 3)
    ]

    def side(start: Any, end: Any, point: Any) -> float:
        return float(
            (end[0] - start[0]) * (point[1] - start[1]) - (end[1] - start[1]) * (point[0] - start[0])
        )

    for place, (a, b) in enumerate(ends):
        for c, d in ends[:place]:
            assert not (side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0)


def test_a_line_keeps_off_the_beginning_of_every_other() -> None:
    line = city_map(VOLUMES).data[-2]
    starts = [np.array([line.lon[i], line.lat[i]]) for i in range(0, len(line.lon), 3)]
    ends = [np.array([line.lon[i + 1], line.lat[i + 1]]) for i in range(0, len(line.lon), 3)]
    for place, (start, end) in enumerate(zip(starts, ends, strict=True)):
        for other in (*starts[:place], *starts[place + 1 :]):
            along = np.clip((other - start) @ (end - start) / ((end - start) @ (end - start)), 0, 1)
            assert np.linalg.norm(start + along * (end - start) - other) > 0.01, (
                "degrees: a third of a dot's width"
            )


def test_a_map_that_says_every_value_needs_no_key_and_shows_all_that_it_says() -> None:
    figure = city_map(VOLUMES)
    assert not keyed(figure)
    west, east = figure.layout.geo.lonaxis.range
    assert all(west <= lon <= east for lon in figure.data[-1].lon)
    few = city_map({"余杭": "5.51万亿的余杭区在图上无论如何写不下的一句话", "建德": "0", "淳安": "1"})
    assert keyed(few)


def test_a_map_of_more_places_than_lines_can_lead_to_has_none() -> None:
    area = area_map("500110", None)
    frame = area.places.assign(label=area.places["name"], value=range(len(area.places)))
    figure = validated(
        choropleth(rows_of(frame), style=LIGHT, say=str, geojson=area.geojson, feature_label="short_name")
    )
    assert "lines+markers" not in {trace.mode for trace in figure.data if trace.type == "scattergeo"}
    assert keyed(figure)


def test_of_names_that_would_cover_each_other_the_first_stands() -> None:
    square = {"type": "Polygon", "coordinates": [[[119, 30], [119, 31], [120, 31], [120, 30], [119, 30]]]}
    geojson = {"type": "FeatureCollection",
               "features": [{"type": "Feature", "id": code, "properties": {}, "geometry": square} for code in "abc"]}  # fmt: skip
    rows = [{"code": code, "name": "一个地方", "value": None, "lon": 119.5, "lat": 30.5} for code in "abc"]
    spots = placed(rows, "name", str, geojson)
    assert [spot.code for spot in spots] == ["a"]


def test_where_labels_stand_is_found_once_for_texts_of_the_same_width_and_says_the_new_texts() -> None:
    def spots(last: str) -> tuple[list[Any], list[Any]]:
        names = city_map({**VOLUMES, "桐庐": last}).data[-1]
        return list(zip(names.lon, names.lat, strict=True)), list(names.text)

    found, words = spots("333.7亿")
    misses = _spots.cache_info().misses
    again, other_words = spots("444.8亿")
    assert (again, _spots.cache_info().misses) == (found, misses)
    assert (
        [word for word in other_words if word not in words]
        == [word.replace("333.7亿", "444.8亿") for word in words if "333.7亿" in word]
        != []
    )


def test_an_outline_that_is_another_object_is_laid_out_anew() -> None:
    square = {"type": "Polygon", "coordinates": [[[119, 30], [119, 31], [120, 31], [120, 30], [119, 30]]]}
    features = [{"type": "Feature", "id": "a", "properties": {}, "geometry": square}]
    geojson: dict[str, Any] = {"type": "FeatureCollection", "features": features}
    assert bounds(geojson) == (119, 30, 120, 31)
    wider = {**square, "coordinates": [[[x + 5, y] for x, y in square["coordinates"][0]]]}  # type: ignore[index]
    assert bounds({**geojson, "features": [{**features[0], "geometry": wider}]}) == (124, 30, 125, 31)


def test_english_names_all_stand_beside_a_crowded_city_too_though_they_are_longer() -> None:
    area = area_map("330100", None)
    said = (
        "5.51tn",
        "1.97tn",
        "479.4bn",
        "261.2bn",
        "170.9bn",
        "127.5bn",
        "109.5bn",
        "51.14bn",
        "33.37bn",
        "4.72bn",
        "2.1bn",
        "0",
        "0",
    )
    values = {float(len(said) - place): text for place, text in enumerate(said)}
    by_name = dict(zip(VOLUMES, values, strict=True))
    rows = [
        {
            "code": row["code"],
            "name": row["name_en"].split()[0],
            "value": by_name[row["short_name"]],
            "lon": row["lon"],
            "lat": row["lat"],
        }
        for row in area.places.to_dict("records")
    ]
    rows.sort(key=lambda row: -row["value"])
    spots = placed(rows, "name", lambda value: values[value or 0.0], area.geojson)
    assert {spot.code for spot in spots if spot.has_value} == {row["code"] for row in rows}
