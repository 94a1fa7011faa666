"""Colours that stand for sizes can be decoded: which values share one, what the key says, and that it is read in both modes."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import combinations, pairwise, product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.figures import FIGURES, Figure
from components.figures.classes import FEW, MOST, classes
from components.words import describe
from components.words.theme import STYLES
from data_access.metrics.indicators.units import ITEMS, RATIO, YUAN
from tests.components.colours import assert_decoded, key_of, shown, words_of
from tests.components.validated import validated
from tests.shared import swept

say = describe.say(ITEMS, "zh")
HEAVY = [72_800, 1_021, 640, 233, 87, 31, 12, 4, 1, 0]
AMOUNTS = st.lists(
    st.floats(-1e13, 1e13, allow_nan=False).map(lambda one: round(one, 2)), min_size=1, max_size=60
)


def test_values_of_other_sizes_share_no_colour_where_a_few_hold_most() -> None:
    found = classes(HEAVY, say)
    assert found.of(72_800) != found.of(1_021)
    assert found.of(0) != found.of(1)
    assert all(one < 10 * other for one, other in pairwise(HEAVY[:-1]) if found.of(one) == found.of(other))


def test_as_many_values_as_there_are_colours_have_one_each_and_the_key_says_them() -> None:
    found = classes([5, 5, 1_000, 1_001, 1_002, 9, 72_800], say)
    assert found.words == ("5", "9", "1,000", "1,001", "1,002", "7.28万")
    assert [found.of(value) for value in (5, 9, 1_000, 1_001, 1_002, 72_800)] == list(range(MOST))


def test_values_that_are_said_alike_are_one_to_the_reader() -> None:
    percent = describe.say(RATIO, "en")
    assert classes([0.95312, 0.95309, 0.97], percent).words == ("95.3%", "97.0%")
    assert classes([1.0], percent).words == ("100.0%",)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (range(14), ("<3", "≥3", "≥6", "≥9", "≥12")),
        (range(100), ("<20", "≥20", "≥40", "≥60", "≥80")),
        ([-3, -50, -1_000, -2, -7, -200, -9, 4], ("<-100", "≥-100", "≥-10", "≥0")),
        (HEAVY, ("0", ">0", "≥10", "≥100", "≥1,000", "≥1万")),
        ([0, 14, 27, 35, 120, 410, 900, 5_200], ("0", ">0", "≥100", "≥1,000")),
        ([38_000, 16_000, 9_400, 2_100, 860, 512], ("<2,000", "≥2,000", "≥5,000", "≥1万", "≥2万")),
        ([85_900, 82_100, 80_490, 76_700, 30_200, 18_730], ("<2万", "≥2万", "≥6万", "≥8万")),
        ([38_000, 16_000, 9_400], ("9,400", "1.6万", "3.8万")),
        ([], ()),
    ],
)
def test_a_class_is_named_by_the_round_number_at_which_it_begins(
    values: list[float], words: tuple[str, ...]
) -> None:
    assert classes(values, say).words == words


@given(AMOUNTS, st.sampled_from([ITEMS, RATIO, YUAN]), st.sampled_from(["zh", "en"]))
def test_equal_values_share_a_class_and_others_only_where_they_are_near(
    values: list[float], unit: Any, lang: str
) -> None:
    words = describe.say(unit, lang)
    found = classes(values, words)
    assert 1 <= len(found.words) == len(found.limits) + 1 <= MOST
    assert list(found.limits) == sorted(set(found.limits))
    assert len(set(found.words)) == len(found.words)
    ranks = [found.of(value) for value in sorted(values)]
    assert ranks == sorted(ranks), "more is never a lower class"
    said = {words(value) for value in values}
    for value in values:
        named = found.words[found.of(value)]
        assert not named.startswith("<") or words(value) != named[1:], (
            "what is said like a limit is not below it"
        )
    for one, other in combinations(set(values), 2):
        if found.of(one) == found.of(other) and words(one) != words(other):
            assert len(said) > (MOST if len(said) < len(values) else FEW)


#: Every figure whose colours stand for sizes, drawn from the same values.
def _cells(values: list[float | None]) -> list[dict[str, Any]]:
    return [{"row_code": f"r{i % 4}", "row_label": f"行{i % 4}", "col_code": f"c{i // 4}", "col_label": f"列{i // 4}", "value": one}
            for i, one in enumerate(values)]  # fmt: skip


def _named(values: list[float | None]) -> list[dict[str, Any]]:
    return [
        {"code": str(i), "label": f"地{i}", "value": one, "lon": 119.5 + i, "lat": 30.5}
        for i, one in enumerate(values)
    ]


def _days(values: list[float | None]) -> list[dict[str, Any]]:

    return [
        {"period": datetime(2021, 1, 1) + timedelta(days=i), "value": one} for i, one in enumerate(values)
    ]


def _squares(count: int) -> dict[str, Any]:
    def square(x: float) -> dict[str, Any]:
        return {"type": "Polygon", "coordinates": [[[x, 30], [x, 31], [x + 1, 31], [x + 1, 30], [x, 30]]]}

    return {"type": "FeatureCollection", "features": [
        {"type": "Feature", "id": str(i), "properties": {"name": str(i)}, "geometry": square(119 + i)} for i in range(count)]}  # fmt: skip


Drawn = Callable[..., Figure]
DRAWN: dict[str, Drawn] = {
    "heat": lambda values, **more: FIGURES["heat"](_cells(values), say=say, **more),
    "treemap": lambda values, **more: FIGURES["treemap"](_named(values), say=say, say_share=describe.say(RATIO, "zh"), **more),
    "map": lambda values, **more: FIGURES["map"](_named(values), say=say, geojson=_squares(len(values)), **more),
    "flows": lambda values, **more: FIGURES["flows"](_named(values), say=say, geojson=_squares(len(values)), home=(120, 30.5), **more),
    "calendar": lambda values, **more: FIGURES["calendar"](_days(values), say=say, weekdays=tuple("一二三四五六日"),
                                                           months=tuple("123456789abc"), **more),
}  # fmt: skip
VALUES: dict[str, list[float | None]] = {
    "heavy": [*HEAVY],
    "tied": [7, 7, 7, 7, 3, 3, 3],
    "one": [7],
    "few": [1, 2, 3, 40],
    "negative": [-500, -30, -2, 0, 4, 90, 3_000, 20_000],
    "missing": [None, 5, None, 80, 81, 82, 83, 84, 85, 86],
    "many": [float(one) for one in range(1, 41)],
    "nothing": [None, None],
}


@swept("drawn", product(DRAWN, VALUES, STYLES.values()))
def test_every_colour_of_a_figure_is_in_its_key_and_its_words_are_read(drawn: tuple[str, str, Any]) -> None:
    kind, name, mode = drawn
    figure = DRAWN[kind](VALUES[name], style=mode)
    assert validated(figure)
    known = [one for one in VALUES[name] if one is not None and (kind != "treemap" or one > 0)]
    found = classes(known, say)
    assert figure["layout"]["meta"]["classes"] == {"limits": list(found.limits), "words": list(found.words)}
    assert_decoded(figure, mode)
    assert set(shown(figure)) <= {*found.ramp(mode), mode.no_data}
    if kind == "heat" and not key_of(figure):
        assert len(list(words_of(figure))) == len(known)


@pytest.mark.parametrize("kind", DRAWN)
def test_a_key_stands_below_its_chart_and_fits_a_telephone(kind: str) -> None:
    figure = DRAWN[kind]([12_345.0 * one for one in range(1, 80)], style=STYLES["light"])
    key = list(key_of(figure).values())
    assert key
    margin = figure["layout"]["margin"]
    for note in key:
        assert note["y"] == 0
        assert note["yanchor"] == "top"
        assert -margin["b"] + 14 <= note["yshift"] < 0, "in the margin below the plot"
        assert 0 <= note["xshift"] + margin["l"] <= 334 - note["width"]
    lines: dict[float, list[dict[str, Any]]] = {}
    for note in key:
        lines.setdefault(note["yshift"], []).append(note)
    assert all(
        one["xshift"] + one["width"] <= other["xshift"]
        for line in lines.values()
        for one, other in pairwise(line)
    )
