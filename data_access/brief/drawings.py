"""The charts of a brief as SVG text: one ink and its shades, as official papers are printed, and nothing that has to run."""

from html import escape

from data_access.exports.plots import Plot

_WIDTH, _LEFT, _RIGHT, _TOP, _LINE_HEIGHT, _BAR = 640, 56, 70, 26, 190, 22
_NAMES = 170


def drawing(plot: Plot, title: str) -> str:
    """Return a chart as an SVG element whose title says what it shows."""
    inside, height = _bars(plot) if plot.kind == "bar" else _lines(plot)
    return (
        f'<svg viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{escape(title)}" fill="currentColor" '
        f'font-size="11">{inside}</svg>'
    )


def _bars(plot: Plot) -> tuple[str, int]:
    values = [value or 0 for value in plot.series[0][1]]
    room = _WIDTH - _NAMES - _RIGHT
    most = max(values) or 1
    pieces = []
    for place, (name, value) in enumerate(zip(plot.categories, values, strict=True)):
        y = place * _BAR
        width = max(1.0, room * value / most)
        pieces.append(
            f'<text x="{_NAMES - 8}" y="{y + 15}" text-anchor="end">{escape(_short(name))}</text>'
            f'<rect x="{_NAMES}" y="{y + 4}" width="{width:.1f}" height="{_BAR - 8}" fill-opacity=".65"/>'
            f'<text x="{_NAMES + width + 6:.1f}" y="{y + 15}">{value:,.0f}</text>'
        )
    return "".join(pieces), len(values) * _BAR + 4


def _short(name: str) -> str:
    """Return a name that the room beside the bars holds; Chinese letters are twice as wide as Latin ones."""
    room = 28
    for place, sign in enumerate(name):
        room -= 2 if ord(sign) > 255 else 1
        if room < 0:
            return f"{name[: place - 1]}…"
    return name


def _lines(plot: Plot) -> tuple[str, int]:
    most = max((value or 0 for _, values in plot.series for value in values), default=0) or 1
    step = (_WIDTH - _LEFT - _RIGHT) / max(1, len(plot.categories) - 1)

    def y(value: float) -> float:
        return _TOP + (_LINE_HEIGHT - _TOP) * (1 - value / most)

    pieces = [
        f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y(level):.1f}" y2="{y(level):.1f}" stroke="currentColor" '
        f'stroke-opacity=".15"/><text x="{_LEFT - 6}" y="{y(level) + 4:.1f}" text-anchor="end" fill-opacity=".6">{level:,.0f}</text>'
        for level in (0, most / 2, most)
    ]
    pieces += [
        f'<text x="{_LEFT + place * step:.1f}" y="{_LINE_HEIGHT + 16}" text-anchor="middle" fill-opacity=".6">{escape(name[2:])}</text>'
        for place, name in enumerate(plot.categories)
    ]
    for number, (name, values) in enumerate(plot.series):
        points = [
            (_LEFT + place * step, y(value), value) for place, value in enumerate(values) if value is not None
        ]
        if not points:
            continue
        path = "L".join(f"{x:.1f} {high:.1f}" for x, high, _ in points)
        faint = ' stroke-opacity=".4" stroke-dasharray="5 3"' if number else ""
        x, high, last = points[-1]
        pieces.append(
            f'<path d="M{path}" fill="none" stroke="currentColor" stroke-width="{2 if number == 0 else 1.5}"{faint}/>'
            f'<text x="{x + 6:.1f}" y="{high + 4:.1f}">{"" if number else f"{last:,.0f}"}</text>'
            f'<text x="{_LEFT + number * 200}" y="12" fill-opacity="{1 if number == 0 else 0.6}">'
            f"{'━' if number == 0 else '┅'} {escape(name)}</text>"
        )
    return "".join(pieces), _LINE_HEIGHT + 24
