"""Key figures: the value, its change against the comparison in words and colour, and two years as a line."""

from collections.abc import Mapping, Sequence
from math import nan
from typing import Any
from urllib.parse import quote

from dash import html
from dash.development.base_component import Component

from components.words import describe, phrases
from components.words.theme import Style
from data_access.metrics.indicators import Indicator
from data_access.metrics.indicators.units import RATIO
from data_access.metrics.pooling import Number

_WIDTH, _HEIGHT, _EDGE = 120, 32, 3


def key_figure(
    indicator: Indicator,
    now: Number,
    before: float | None,
    line: Sequence[Mapping[str, Any]],
    style: Style,
    lang: str,
    compare: str,
    *,
    young: int = 0,
    href: str = "",
    origin: str = "",
) -> list[Component]:
    """Return the content of a key figure: `now` has value and n, `line` the months with period and value.

    The last `young` of them have not told all yet and are drawn dashed. `href` leads to the rows behind it,
    `origin` to where it comes from.
    """
    unit = indicator.unit
    if now.n < indicator.min_n and not describe.is_missing(now.value):
        return [html.P(phrases.TOO_FEW(lang).format(n=f"{int(now.n):,}"), className="few")]
    said = describe.say(unit, lang)(now.value)
    alarms = indicator.alarms(now.value)
    number: list[Component] = [
        html.Span(
            said,
            className="number alarm" if alarms else "number",
            title=describe.counted(f"{describe.exact(now.value, unit)} {unit.title(lang)}"),
        )
    ]
    if href:
        number = [html.A(number, href=href, className="to-rows", title=phrases.ROWS_BEHIND(lang))]
    if alarms:
        sign, words = "bi bi-exclamation-octagon-fill alarm", phrases.ALARM(lang)
        number.append(html.I(className=sign, title=words, **{"aria-label": words}))
    if unit is not RATIO:
        number.append(html.Span(describe.unit_beside(said, unit, lang), className="unit"))
    if indicator.min_n:
        number.append(html.Span(f"n = {describe.short(float(now.n), lang)}", className="n"))
    if origin:
        words = phrases.ORIGIN(lang)
        number.append(
            html.A(className="bi bi-diagram-2 origin", href=origin, title=words, **{"aria-label": words})
        )
    return [
        html.Div(number, className="value"),
        html.Div(
            [_change(indicator, now.value, before, lang, compare), _spark(line, style, young)],
            className="under",
        ),
    ]


def _change(indicator: Indicator, now: float, before: float | None, lang: str, compare: str) -> Component:
    words = describe.change(now, before, indicator.unit, lang)
    if compare == "none" or words == describe.MISSING:
        return html.Span(className="change neutral")
    moved = describe.moved_by(now, before, indicator.unit) or 0.0
    direction = "▲" if moved > 0 else "▼" if moved < 0 else "■"
    return html.Span(
        [f"{direction} {words} ", html.Small(phrases.VS[compare](lang))],
        className=f"change {describe.goodness(now, before, indicator)}",
    )


def _spark(line: Sequence[Mapping[str, Any]], style: Style, young: int) -> Component:
    """Return the months as a picture of a line; drawn as SVG text since a chart library for each would cost a second."""
    values = [nan if row["value"] is None else row["value"] for row in line]
    known = [value for value in values if not describe.is_missing(value)]
    if len(known) < 2:
        return html.Span(className="spark")
    told, yet_to_tell, x, y = _paths(values, len(values) - young)
    stroke = f'fill="none" stroke="{style.muted}" stroke-width="1.5" stroke-linejoin="round"'
    end = f'fill="none" stroke="{style.accent}"' if young else f'fill="{style.accent}"'
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}">'
        f'<path d="{told}" {stroke}/>'
        + (f'<path d="{yet_to_tell}" {stroke} stroke-dasharray="2 2"/>' if yet_to_tell else "")
        + f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.5" {end}/></svg>'
    )
    return html.Img(src="data:image/svg+xml," + quote(svg), className="spark", alt="")


def _paths(values: Sequence[float], whole: int) -> tuple[str, str, float, float]:
    """Return the path of the first `whole` values, that from the last of them on, and where the line ends."""
    known = [value for value in values if not describe.is_missing(value)]
    low, high = min(known), max(known)
    step = (_WIDTH - 2 * _EDGE) / max(1, len(values) - 1)
    points: list[tuple[float, float]] = []
    told = yet_to_tell = ""
    for place, value in enumerate(values):
        if describe.is_missing(value):
            continue
        share = (
            (value - low) / (high - low) if high > low else 0.5
        )  # what never moved runs through the middle
        y = _HEIGHT - _EDGE - share * (_HEIGHT - 2 * _EDGE)
        points.append((_EDGE + place * step, y))
        here = f"{points[-1][0]:.1f} {y:.1f}"
        gap = len(points) == 1 or describe.is_missing(values[place - 1])
        if place < whole:
            told += f"{'M' if gap else 'L'}{here}"
        if place >= max(whole - 1, 0) and whole < len(values):
            yet_to_tell += f"{'M' if gap or not yet_to_tell else 'L'}{here}"
    return told, yet_to_tell, *points[-1]
