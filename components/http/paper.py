"""A report as one page of HTML that asks nobody for anything: printed to PDF, or opened again as a frozen page."""

import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
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
from data_access.exports.reports import (
    NUMBER_IDS,
    WORDS,
    Part,
    Report,
    Table,
    cell_in_words,
    mark_width,
    number_ids,
)
from data_access.lookups.geo import area_map

_ROOT = Path(__file__).parents[2]
_PAPER = Path(__file__).with_name("paper.html")
_WORDS = {
    "meaning": Text("口径", "Definitions"),
    "then": Text("当时", "Then"),
    "now": Text("现在", "Now"),
    "changed": Text("与现在相差 {} 处", "{} numbers differ from now"),
    "same": Text("与现在一致", "the same as now"),
}
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
    nonce: str = "",
) -> str:
    """Return the HTML of a report.

    `folder` is where loaded boundaries lie. `origin` (http://host) makes titles links to their cards. `assets` is where the
    chart library lies: empty for a file that stands on this machine, `/assets` where the page is served. `beside` are the
    differences to now of each part, by its place; `top` is a sentence over everything. `nonce` marks its script as ours, as
    the response says that serves it.
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
        mark_width=mark_width(report.watermark),
        report=report,
        facts=_facts(report),
        top=top,
        nonce=nonce or secrets.token_urlsafe(16),
        blocks=_blocks(report, beside),
        means=_means(report),
        number_ids=number_ids(report),
        words={name: words(report.lang) for name, words in _WORDS.items()} | {"ids": NUMBER_IDS(report.lang)},
        link=partial(_link, report, origin),
        across=_across,
        said=_said,
        cell=cell_in_words,
        words_of=WORDS,
        most=_MOST_SHOWN,
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


def _facts(report: Report) -> str:
    as_of, version = phrases.AS_OF(report.lang), phrases.DATA_VERSION(report.lang)
    return f"{report.city} · {as_of} {report.as_of} · {version} {report.version}"


@dataclass(frozen=True, slots=True)
class _Shown:
    """A part as it stands on paper: its place in the report, and what is different of it now (None: nobody asked)."""

    place: int
    part: Part
    differences: Sequence[Difference] | None
    is_alone: bool = False

    @property
    def table(self) -> Table | None:
        """Its table where paper has no picture of it, or one whose words only a mouse opens."""
        is_told = self.part.native == "table" and not self.part.message and self.part.table.rows
        tells_events = self.part.chart in KINDS and KINDS[self.part.chart].measured_in == "nothing"
        is_pictured = bool(self.part.figure) and not tells_events
        return self.part.table.for_readers() if is_told and not is_pictured else None

    @property
    def is_long(self) -> bool:
        """Whether it goes on over pages: its rows are more than one has room for."""
        return self.table is not None and not self.part.figure

    @property
    def height(self) -> int:
        return min(self.part.height, _most_high(self.part, self.is_alone))

    @property
    def least(self) -> int:
        return min(self.height, _least_height(self.part) or round(0.78 * self.height))


def _blocks(report: Report, beside: Differences | None) -> Iterator[tuple[str, bool, list[list[_Shown]]]]:
    """Yield the blocks of a page: its heading where it begins a section, whether it has key figures, and its rows."""
    section = ""
    shown = [
        _Shown(place, part, None if beside is None else beside.get(place, ()))
        for place, part in enumerate(report.parts)
    ]
    for (named, is_strip), parts in groupby(
        shown, key=lambda one: (one.part.section, one.part.native == "key")
    ):
        row = list(parts)
        yield ("" if named == section else named), is_strip, [row] if is_strip else _rows(row)
        section = named or section


def _across(tiles: int) -> int:
    """Return how many tiles stand in a row so that the last row is as full as can be."""
    return tiles if tiles <= 5 else min((5, 4, 6), key=lambda across: -tiles % across)


def _rows(parts: list[_Shown]) -> list[list[_Shown]]:
    """Return cards two in a row; those that are wide on the screen have a row of their own.

    Cards that say why they show nothing come last: between charts their low rows, which cannot grow, leave pages bare.
    """
    rows: list[list[_Shown]] = []
    for shown in sorted(parts, key=lambda one: bool(one.part.message and not one.part.figure)):
        if shown.part.span > 6 or not rows or len(rows[-1]) == 2 or rows[-1][0].part.span > 6:
            rows.append([])
        rows[-1].append(shown)
    return [[replace(row[0], is_alone=True)] if len(row) == 1 else row for row in rows]


def _link(report: Report, origin: str, card: str = "") -> str:
    """Return where a report, or a card of it, is asked again; nothing where nobody knows where that is."""
    query = urlencode(dict(report.query) | ({"card": card} if card else {}))
    return f"{origin}{quote(report.path)}?{query}" if origin else ""


def _least_height(part: Part) -> int | None:
    """Return how high a chart has to stay whose labels run into each other when it is made lower."""
    return KINDS[part.chart].least_height if part.chart in KINDS else None


def _most_high(part: Part, alone: bool) -> int:
    """Return how high a chart may be on paper: two rows of cards to a page, but what is tall on the screen stays so."""
    if part.height >= 420 and _least_height(part):
        return 600
    return part.height if part.chart in KINDS and KINDS[part.chart].keeps_height else 330 if alone else 270


def _said(value: float | str | None) -> str:
    if value is None or isinstance(value, str):
        return value or describe.MISSING
    return f"{value:,.4f}".rstrip("0").rstrip(".")


def _means(report: Report) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return what the indicators of a report mean, each once, by its title."""
    return {title: pairs for part in report.parts for title, pairs in part.means}
