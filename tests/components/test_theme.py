"""The theme is the one source of colours, and its colours can be read."""

import re
from dataclasses import fields
from pathlib import Path

import plotly.graph_objects as go
import pytest

from components.words.theme import (
    AA,
    STYLES,
    Style,
    contrast,
    css_variables,
    faded,
    over,
    readable_on,
    style,
    template,
)

ROOT = Path(__file__).parents[2]
COLOUR = re.compile(
    r"#(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{8}|[0-9a-fA-F]{3})\b(?!\s*\{)|\brgba?\(\s*\d|\bhsla?\(\s*\d"
)
BOTH = pytest.mark.parametrize("mode", STYLES.values(), ids=STYLES)


def test_an_unknown_mode_is_the_light_one() -> None:
    assert style("dark").name == "dark"
    assert style("sepia") is STYLES["light"]


@BOTH
def test_text_is_readable_on_every_ground(mode: Style) -> None:
    for ground in (mode.ground, mode.surface):
        assert contrast(mode.ink, ground) >= 7
        assert contrast(mode.muted, ground) >= 4.5


@BOTH
@pytest.mark.parametrize("tone", ["accent", "good", "watch", "bad"])
def test_a_tone_is_readable_as_text_on_every_ground(mode: Style, tone: str) -> None:
    for ground in (mode.ground, mode.surface):
        assert contrast(getattr(mode, tone), ground) >= 4.5


@BOTH
def test_text_is_readable_on_every_fill_strong_or_faded(mode: Style) -> None:
    fills = [
        *mode.quantity,
        *mode.categories,
        mode.other,
        mode.no_data,
        mode.accent,
        mode.good,
        mode.watch,
        mode.bad,
    ]
    fills += [mode.credit_blue, mode.credit_yellow, mode.credit_red]
    for fill in fills:
        assert contrast(readable_on(fill, mode), fill) >= AA
        assert contrast(mode.ink, over(fill, mode.surface)) >= AA, (
            "what is not selected is faded, its text is not"
        )


def test_one_of_black_and_white_is_readable_on_every_grey() -> None:
    for grey in range(256):
        fill = f"#{grey:02X}{grey:02X}{grey:02X}"
        assert contrast(readable_on(fill, STYLES["dark"]), fill) >= AA


@BOTH
def test_marks_stand_out_from_the_card(mode: Style) -> None:
    for colour in (mode.accent, mode.good, mode.watch, mode.bad):
        assert contrast(colour, mode.surface) >= 3


def test_the_quantity_ramp_runs_away_from_the_ground_in_both_modes() -> None:
    for mode in STYLES.values():
        distances = [contrast(fill, mode.surface) for fill in mode.quantity]
        assert distances == sorted(distances)


def test_black_and_white_have_the_greatest_contrast() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert faded("#FF0010") == "rgba(255,0,16,0.35)"


@BOTH
def test_the_template_lets_the_card_show_through(mode: Style) -> None:
    layout = go.layout.Template(template(mode)).layout
    assert layout.paper_bgcolor == layout.plot_bgcolor == "rgba(0,0,0,0)"
    assert layout.font.color == mode.ink


def test_css_holds_every_token_of_both_modes() -> None:
    light, dark = css_variables().strip().split("\n")
    assert light.startswith(":root{")
    assert dark.startswith('[data-theme="dark"]{')
    for sheet, mode in ((light, STYLES["light"]), (dark, STYLES["dark"])):
        for field in fields(mode):
            value = getattr(mode, field.name)
            if field.name != "name" and isinstance(value, str):
                assert f"--{field.name.replace('_', '-')}:{value};" in sheet
        for place, colour in enumerate(mode.quantity, 1):
            assert f"--q{place}:{colour};" in sheet


def test_no_colour_is_written_down_outside_the_theme() -> None:
    sheets = [path for path in (ROOT / "assets").glob("*.css") if not path.name.endswith(".min.css")]
    sources = [*(ROOT / "components" / "figures").glob("*.py"), *sheets]
    found = {f"{path.name}: {hit}" for path in sources for hit in COLOUR.findall(path.read_text("utf-8"))}
    assert len(sources) > 13
    assert not found


def test_the_search_for_colours_finds_colours_and_not_ids() -> None:
    assert COLOUR.findall("a{color:#fff;background:#1F6FEB}") == ["#fff", "#1F6FEB"]
    assert COLOUR.findall("border: 1px solid rgba(0,0,0,.1)")
    assert COLOUR.findall("#add {color:var(--ink)}") == []
