"""A report as one page of HTML that asks nobody for anything: printed to PDF, or opened again as a frozen page."""

import json
from collections.abc import Mapping, Sequence
from html import escape
from itertools import groupby
from pathlib import Path
from urllib.parse import quote, urlencode

from markupsafe import Markup

from components.charts import KINDS
from components.http.templates import filled
from components.words import describe, phrases
from components.words.theme import FONT, css_variables
from data_access.domain.text import Text
from data_access.exports.differences import Difference
from data_access.exports.reports import Part, Report, mark_width
from data_access.lookups.geo import area_map

_ROOT = Path(__file__).parents[2]
_PAPER = Path(__file__).with_name("paper.html")
_MEANING = Text("口径", "Definitions")
_THEN, _NOW, _CHANGED = (
    Text("当时", "Then"),
    Text("现在", "Now"),
    Text("与现在相差 {} 处", "{} numbers differ from now"),
)
_SAME = Text("与现在一致", "the same as now")
#: Differences that a card shows; the rest is counted.
_MOST_SHOWN = 6

Differences = Mapping[int, Sequence[Difference]]


def paper(
    report: Report,
    folder: Path | None,
    origin: str = "",
    assets: str = "",
    beside: Differences | None = None,
    top: str = "",
) -> str:
    """Return the HTML of a report.

    `folder` is where loaded boundaries lie. `origin` (http://host) makes titles links to their cards. `assets` is where the chart library lies: empty for a file
    that stands on this machine, `/assets` where the page is served. `beside` are the differences to now of each part, by
    its place; `top` is a sentence over everything.
    """
    figures = {place: json.loads(part.figure) for place, part in enumerate(report.parts) if part.figure}
    return filled(
        _PAPER,
        lang="en" if report.lang == "en" else "zh-CN",
        title=f"{report.title} {report.id}",
        tokens=Markup(css_variables()),  # noqa: S704  (colours of our own)
        font=Markup(FONT),  # noqa: S704  (ours as well)
        foot=_css_text(f"{report.watermark}  {report.notice}"),
        medium="screen" if assets else "paper",
        assets=assets or (_ROOT / "assets").as_uri(),
        watermark=report.watermark,
        tile=mark_width(report.watermark),
        body=Markup(_body(report, origin, beside, top)),  # noqa: S704  (every word in it is escaped)
        figures=_json(figures),
        outlines=_json(_outlines(report, folder)),
    )


def _css_text(words: str) -> Markup:
    """Return words that may stand between quotation marks inside a style element."""
    safe = words.replace("\\", "\\\\").replace('"', '\\"').replace("<", "\\3c ").replace("\n", " ")
    return Markup(safe)  # noqa: S704  (no end of what it stands in is left)


def _json(value: object) -> Markup:
    """Return JSON that may stand inside a script element."""
    safe = json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")
    return Markup(safe)  # noqa: S704  (no end of what it stands in is left)


def _outlines(report: Report, folder: Path | None) -> dict[str, object]:
    """Return the boundaries that the maps of a report name by their address."""
    found: dict[str, object] = {}
    for part in report.parts:
        for trace in json.loads(part.figure)["data"] if part.figure else []:
            url = trace.get("geojson")
            if isinstance(url, str) and url not in found:
                found[url] = area_map(Path(url).stem, folder).geojson
    return found


def _body(report: Report, origin: str, beside: Differences | None, top: str) -> str:
    lang = report.lang
    facts = " · ".join(
        (
            report.city,
            f"{phrases.AS_OF(lang)} {report.as_of}",
            f"{phrases.DATA_VERSION(lang)} {report.version}",
        )
    )
    notice = f' · <span class="notice">{escape(report.notice)}</span>' if report.notice else ""
    pieces = [
        f"<h1>{_linked(report, report.title, origin)}</h1>",
        f'<p class="told">{escape(report.selection)}</p>',
        f'<p class="told">{escape(facts)}{notice}</p>',
        f'<p class="told">{escape(report.watermark)}</p>',
        f"<p><b>{escape(top)}</b></p>" if top else "",
    ]
    section = ""
    numbered = list(enumerate(report.parts))
    for kind, parts in groupby(numbered, key=lambda pair: (pair[1].section, pair[1].native == "key")):
        if kind[0] and kind[0] != section:
            section = kind[0]
            pieces.append(f"<h2>{escape(section)}</h2>")
        told = list(parts)
        if kind[1]:
            tiles = "".join(_tile(place, part, lang, beside) for place, part in told)
            pieces.append(f'<div class="strip" style="--across: {_across(len(told))}">{tiles}</div>')
        else:
            for row in _rows(told):
                cards = [
                    _card(place, part, report, origin, beside, alone=len(row) == 1) for place, part in row
                ]
                pieces.append(f'<div class="row">{"".join(cards)}</div>')
    pieces.append(f"<h2>{_MEANING(lang)}</h2>{_means(report)}")
    return "\n".join(pieces)


def _across(tiles: int) -> int:
    """Return how many tiles stand in a row so that the last row is as full as can be."""
    return tiles if tiles <= 5 else min((5, 4, 6), key=lambda across: -tiles % across)


def _rows(parts: list[tuple[int, Part]]) -> list[list[tuple[int, Part]]]:
    """Return cards two in a row; those that are wide on the screen have a row of their own."""
    rows: list[list[tuple[int, Part]]] = []
    for place, part in parts:
        if part.span > 6 or not rows or len(rows[-1]) == 2 or rows[-1][0][1].span > 6:
            rows.append([])
        rows[-1].append((place, part))
    return rows


def _linked(report: Report, words: str, origin: str, card: str = "") -> str:
    if not origin:
        return escape(words)
    query = urlencode(dict(report.query) | ({"card": card} if card else {}))
    return f'<a href="{escape(f"{origin}{quote(report.path)}?{query}")}">{escape(words)}</a>'


def _tile(place: int, part: Part, lang: str, beside: Differences | None) -> str:
    change = f" <small>{escape(part.change)}</small>" if part.change else ""
    is_said = not part.message and part.table.rows[0][1] is not None
    words = part.message or part.said
    said = f"<b>{escape(words)}</b>{change}" if is_said else f'<p class="none">{escape(words)}</p>'
    notes = "".join(f"<br><small>{escape(note)}</small>" for note in part.notes)
    return f'<section class="tile"><h3>{escape(part.title)}</h3>{said}{notes}{_differing(place, lang, beside)}</section>'


def _card(
    place: int, part: Part, report: Report, origin: str, beside: Differences | None, *, alone: bool
) -> str:
    height = min(part.height, _most_high(part, alone))
    least = min(height, _least_height(part) or round(0.78 * height))
    drawing = (
        f'<div id="figure-{place}" data-height="{height}" data-least="{least}"></div>' if part.figure else ""
    )
    nothing = f'<p class="none">{escape(part.message)}</p>' if part.message else ""
    told = " · ".join(filter(None, (part.room, *part.notes)))
    notes = f"<small>{escape(told)}</small>" if told else ""
    wide = " wide" if alone else ""
    return (
        f'<section class="card{wide}"><header><h3>{_linked(report, part.title, origin, part.key)}</h3>'
        f'<span class="meta">{escape(part.meta)}</span></header>{drawing}{nothing}{notes}'
        f"{_differing(place, report.lang, beside)}</section>"
    )


def _least_height(part: Part) -> int | None:
    """Return how high a chart has to stay whose labels run into each other when it is made lower."""
    return KINDS[part.chart].least_height if part.chart in KINDS else None


def _most_high(part: Part, alone: bool) -> int:
    """Return how high a chart may be on paper: two rows of cards to a page, but what is tall on the screen stays so."""
    if part.height >= 420 and _least_height(part):
        return 600
    return part.height if part.chart in KINDS and KINDS[part.chart].keeps_height else 330 if alone else 270


def _differing(place: int, lang: str, beside: Differences | None) -> str:
    """Return what of a part is different now, or that nothing is."""
    if beside is None:
        return ""
    found = beside.get(place, ())
    if not found:
        return f'<div class="then">{_SAME(lang)}</div>'
    rows = "".join(
        f'<tr><td>{escape(one.name)}</td><td class="n">{_said(one.then)}</td><td class="n">{_said(one.now)}</td></tr>'
        for one in found[:_MOST_SHOWN]
    )
    more = f"<p>+{len(found) - _MOST_SHOWN}</p>" if len(found) > _MOST_SHOWN else ""
    return (
        f'<div class="then"><p>{_CHANGED(lang).format(len(found))}</p><table><tr><th></th><th class="n">{_THEN(lang)}</th>'
        f'<th class="n">{_NOW(lang)}</th></tr>{rows}</table>{more}</div>'
    )


def _said(value: float | str | None) -> str:
    if value is None or isinstance(value, str):
        return escape(value or describe.MISSING)
    return f"{value:,.4f}".rstrip("0").rstrip(".")


def _means(report: Report) -> str:
    seen: dict[str, tuple[tuple[str, str], ...]] = {}
    for part in report.parts:
        seen |= dict(part.means)
    blocks = []
    for title, pairs in seen.items():
        beside = " · ".join(f"{name} {words}" for name, words in pairs[2:])
        blocks.append(
            f"<div><b>{escape(title)}</b>{escape(pairs[1][1])}<small>{escape(beside)}</small></div>"
        )
    return f'<div class="means">{"".join(blocks)}</div>'
