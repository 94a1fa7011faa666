"""The page `/data`: who provided what, up to when, and what the checks found."""

from datetime import date
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from components import phrases
from data_access.provenance import Provenance, table_title
from data_access.schema import load_batch, metadata
from data_access.text import Text

_SHOWN = ("table_name", "provider", "as_of", "rows_loaded", "rows_rejected", "rows_duplicate", "loaded_at", "origin", "batch_id")  # fmt: skip
_KINDS = {
    "completeness": Text("完整性", "Completeness"),
    "timeliness": Text("及时性", "Timeliness"),
    "consistency": Text("一致性", "Consistency"),
    "duplicates": Text("重复", "Duplicates"),
    "sum": Text("分区合计", "Sums over regions"),
}


def provenance_tables(found: Provenance, version: str, today: date, lang: str) -> list[Component]:
    """Return the deliveries and the checks; what is late or fails stands out by a word, not by colour alone."""
    late = {title(lang) for title in found.late(today)}
    heads = [load_batch.c[name].info["label"](lang) for name in _SHOWN]
    batches = [_delivery(row, late, lang) for row in found.batches.to_dict("records")]
    failed = found.checks[found.checks["failed"] > 0]
    summary = Text("检查 {} 项，{} 项有不合格行", "{} checks, {} with failing rows")(lang)
    return [
        html.P([html.B(phrases.DATA_VERSION(lang)), " ", html.Code(version)]),
        _table(heads, batches),
        html.H3(phrases.CHECKS(lang)),
        html.P(summary.format(len(found.checks), len(failed))),
        _table(
            [
                words(lang)
                for words in (
                    phrases.TABLE,
                    phrases.CHECK,
                    phrases.CHECKED,
                    phrases.FAILED_ROWS,
                    phrases.PROVIDER,
                )
            ],
            [_check(row, lang) for row in failed.to_dict("records")],
        ),
        html.P(phrases.REJECTS(lang), className="muted"),
    ]


def _table(heads: list[str], rows: list[Component]) -> Component:
    return html.Table(
        [html.Thead(html.Tr([html.Th(head) for head in heads])), html.Tbody(rows)], className="definitions"
    )


def _delivery(row: dict[Any, Any], late: set[str], lang: str) -> Component:
    title = table_title(str(row["table_name"]))(lang)
    name = [title, html.Span(phrases.LATE(lang), className="late")] if title in late else title
    cells = {key: _cell(row[key]) for key in _SHOWN[1:]}
    if row["rows_rejected"]:
        cells["rows_rejected"] = html.A(cells["rows_rejected"], href=f"/api/rejects/{row['batch_id']}.csv")
    return html.Tr([html.Td(name), *(html.Td(cell) for cell in cells.values())])


def _check(row: dict[Any, Any], lang: str) -> Component:
    kind, _, column = str(row["rule"]).partition(":")
    table = metadata.tables[str(row["table_name"])]
    plain = column.removesuffix("_listed")
    label = table.c[plain].info["label"](lang) if plain in table.c else plain
    what = f"{_KINDS[kind](lang)} {label}".strip() if kind in _KINDS else str(row["rule"])
    cells = (table_title(table.name)(lang), what, row["checked"], row["failed"], row["provider"])
    return html.Tr([html.Td(_cell(cell)) for cell in cells])


def _cell(value: object) -> str:
    if value is None or value is pd.NaT or value != value:  # noqa: PLR0124  (a number that is none)
        return "—"
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}" if value == value.normalize() else f"{value:%Y-%m-%d %H:%M}"
    return f"{value:,}" if isinstance(value, int) else str(value)
