"""A brief as one page of HTML without scripts: read in a browser, sent by mail, or printed to PDF."""

from html import escape

from data_access.brief.content import Brief, Section
from data_access.brief.drawings import drawing
from data_access.brief.sentences import Sentence
from data_access.exports.plots import plot
from data_access.exports.printable import printable
from data_access.exports.reports import NUMBER_IDS, Cell, Part, Table, mark_width

_STYLE = """
@page { size: A4; margin: 24mm 24mm 20mm;
  @bottom-left { content: "FOOT"; font: 8px sans-serif } @bottom-right { content: counter(page) " / " counter(pages); font: 8px sans-serif } }
body { font: 16px/1.8 "FangSong", "STFangsong", "Noto Serif CJK SC", "Songti SC", "SimSun", serif; max-width: 720px; margin: 0 auto; }
@media screen { body { padding: 32px 16px; } }
h1 { font: 700 26px/1.4 "Noto Serif CJK SC", "SimSun", serif; text-align: center; margin: 0 0 4px; }
.period, .facts { text-align: center; margin: 0; } .facts { font-size: 12px; opacity: .7; }
hr { border: 0; border-top: 2px solid; margin: 14px 0 18px; }
h2 { font: 700 18px/1.6 "Noto Sans CJK SC", "SimHei", sans-serif; margin: 18px 0 4px; break-after: avoid; }
p { margin: 4px 0; text-indent: 2em; } html[lang=en] p { text-indent: 0; } .period, .facts { text-indent: 0; }
a { color: inherit; text-decoration: underline; text-decoration-thickness: 1px; text-underline-offset: 4px; text-decoration-style: dotted; }
figure { margin: 14px 0; break-inside: avoid; font-family: "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; font-size: 13px; }
figcaption { text-align: center; font-weight: 700; margin-bottom: 4px; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; line-height: 1.5; }
th, td { border-bottom: 1px solid; padding: 3px 8px; text-align: right; } th:first-child, td:first-child { text-align: left; }
.ids { font: 11px/1.5 "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; } .ids h2 { font-size: 14px; }
.ids dt { margin-top: 4px; break-after: avoid; } .ids dd { margin: 0; overflow-wrap: anywhere; opacity: .8; }
.watermark { position: fixed; inset: 0; width: 100%; height: 100%; pointer-events: none; opacity: .08; font: 13px sans-serif; }
"""


def html_page(brief: Brief) -> str:
    """Return the brief; every figure is a link to the page and selection that shows it."""
    brief = printable(brief)
    foot = brief.watermark.replace("\\", "").replace('"', "").replace("<", "")
    body = "".join(_section(number, section, brief.lang) for number, section in enumerate(brief.sections))
    return (
        f'<!DOCTYPE html><html lang="{"en" if brief.lang == "en" else "zh-CN"}"><head><meta charset="utf-8">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{escape(f'{brief.title} {brief.period}')}</title><style>{_STYLE.replace('FOOT', foot)}</style></head><body>"
        f'<svg class="watermark" aria-hidden="true"><defs><pattern id="mark" width="{mark_width(brief.watermark)}" height="180" '
        f'patternUnits="userSpaceOnUse" patternTransform="rotate(-24)"><text x="0" y="60">{escape(brief.watermark)}</text>'
        f'</pattern></defs><rect width="100%" height="100%" fill="url(#mark)"/></svg>'
        f'<h1>{escape(brief.title)}</h1><p class="period">{escape(brief.period)}</p><p class="facts">{escape(brief.scope)}</p>'
        f'<p class="facts">{escape(brief.facts)}</p><p class="facts">{escape(brief.watermark)}</p><hr>{body}{_ids(brief)}</body></html>'
    )


NUMBERS = "一二三四五六七八九十"


def _section(number: int, section: Section, lang: str) -> str:
    title = f"{NUMBERS[number]}、{section.title}" if lang == "zh" else f"{number + 1}. {section.title}"
    words = "".join(f"<p>{''.join(map(_sentence, paragraph))}</p>" for paragraph in section.paragraphs)
    return f"<h2>{escape(title)}</h2>{words}{''.join(map(_part, section.parts))}"


def _ids(brief: Brief) -> str:
    """Return the ids of its numbers, in small type under it, each with what it is of."""
    if not brief.origins:
        return ""
    listed = "".join(
        f"<dt>{escape(words)}</dt><dd>{_linked(number_id, brief.address)}</dd>"
        for words, number_id in brief.origins
    )
    return f'<section class="ids"><h2>{escape(NUMBER_IDS(brief.lang))}</h2><dl>{listed}</dl></section>'


def _linked(number_id: str, address: str) -> str:
    words = escape(number_id)
    return f'<a href="{escape(address)}{words}">{words}</a>' if address else words


def _sentence(sentence: Sentence) -> str:
    return "".join(
        escape(piece)
        if isinstance(piece, str)
        else f'<a href="{escape(piece.href)}">{escape(piece.words)}</a>'
        for piece in sentence
    )


def _part(part: Part) -> str:
    drawn = plot(part)
    inside = drawing(drawn, part.title) if drawn else _table(part.table)
    return f"<figure><figcaption>{escape(part.title)}</figcaption>{inside}</figure>"


def _table(table: Table) -> str:
    heads = "".join(f"<th>{escape(title)}</th>" for title in table.titles)
    rows = "".join(
        f"<tr>{''.join(f'<td>{escape(format_cell(cell, shape))}</td>' for cell, shape in zip(row, table.shapes, strict=True))}</tr>"
        for row in table.rows
    )
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def format_cell(cell: Cell, shape: str) -> str:
    """Return a cell of a table as a bulletin prints it."""
    if cell is None or isinstance(cell, str):
        return cell or "—"
    return f"{cell:.1%}" if shape == "ratio" else f"{cell:,.1f}" if shape == "days" else f"{cell:,.0f}"
