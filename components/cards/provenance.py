"""The page `/data`: who provided what, up to when, and what the checks found."""

from datetime import date
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from components.words import phrases
from data_access.domain.text import Text
from data_access.intake.rejects import LeftOut
from data_access.lookups.provenance import Provenance, table_title
from data_access.lookups.rhythms import Rhythm
from data_access.store.schema import load_batch, metadata

_SOURCE = ("table_name", "provider", "as_of", "loaded_at")
#: What a number of working days between deliveries is called: from, to, and the word; others are told by their number.
_RHYTHMS = (
    (1, 1, Text("每日", "daily")),
    (4, 6, Text("每周", "weekly")),
    (9, 11, Text("每两周", "every two weeks")),
    (18, 23, Text("每月", "monthly")),
    (57, 68, Text("每季", "quarterly")),
    (238, 256, Text("每年", "yearly")),
)
_EVERY = Text("每{}个工作日", "every {} working days")
_STATED = Text("按约定", "as stated")
_OBSERVED = Text("按历次报送", "from its deliveries")
_RHYTHM = Text("报送周期", "Rhythm")
_EXPECTED = Text("应到日", "Expected")
_NOT_HERE = Text("尚未到，已过 {} 个工作日", "not yet here, {} working days")
_DELIVERY = ("table_name", "provider", "origin", "as_of", "loaded_at", "rows_read", "rows_loaded", "rows_rejected", "rows_duplicate", "batch_id")  # fmt: skip
#: Counts of rows that lie in the rejects file of their batch.
_LEFT = ("rows_rejected", "rows_duplicate")
_KINDS = {
    "completeness": Text("完整性", "Completeness"),
    "timeliness": Text("及时性", "Timeliness"),
    "consistency": Text("一致性", "Consistency"),
    "duplicates": Text("重复", "Duplicates"),
    "sum": Text("分区合计", "Sums over regions"),
}


def provenance_tables(
    found: Provenance, left: LeftOut, version: str, today: date, lang: str
) -> list[Component]:
    """Return sources, checks and deliveries; what is late or fails stands out by a word, not by colour alone."""
    failed = found.checks[found.checks["failed"] > 0]
    summary = Text("检查 {} 项，{} 项有不合格行", "{} checks, {} with failing rows")(lang)
    of_checks = (phrases.TABLE, phrases.CHECK, phrases.CHECKED, phrases.FAILED_ROWS, phrases.PROVIDER)
    return [
        html.P([html.B(phrases.DATA_VERSION(lang)), " ", html.Code(version)]),
        html.H3(phrases.SOURCES(lang)),
        _sources(found, left, today, lang),
        html.H3(phrases.CHECKS(lang)),
        html.P(summary.format(len(found.checks), len(failed))),
        _table(
            [words(lang) for words in of_checks], [_check(row, lang) for row in failed.to_dict("records")]
        ),
        html.H3(phrases.DELIVERIES(lang)),
        _table(
            _labels(_DELIVERY, lang),
            [_delivery(row, left, lang) for row in found.batches.to_dict("records")],
        ),
        html.P(phrases.REJECTS(lang), className="muted"),
    ]


def _sources(found: Provenance, left: LeftOut, today: date, lang: str) -> Component:
    """Return a row for each table with its last delivery, whether it is late, and how its checks went."""
    rhythms = found.rhythms
    checks = (
        found.checks.assign(fails=found.checks["failed"] > 0)
        .groupby("table_name")["fails"]
        .agg(["sum", "size"])
    )
    counts = {str(name): (int(row["sum"]), int(row["size"])) for name, row in checks.iterrows()}
    rows = []
    for row in found.last().to_dict("records"):
        title = table_title(str(row["table_name"]))(lang)
        cells: dict[str, Any] = {key: _cell(row[key]) for key in _SOURCE[1:]}
        cells |= _rhythm(rhythms.get(str(row["table_name"])), today, lang)
        files = _files(row, left, lang) or [_cell(0)]
        checked = _checked(counts.get(str(row["table_name"])), lang)
        rows.append(html.Tr([html.Td(cell) for cell in (title, *cells.values(), checked, files)]))
    of_rhythm = (_RHYTHM, _EXPECTED)
    heads = [
        *_labels(_SOURCE, lang),
        *(words(lang) for words in of_rhythm),
        phrases.CHECKS(lang),
        load_batch.c.rows_rejected.info["label"](lang),
    ]
    return _table(heads, rows)


def _rhythm(found: Rhythm | None, today: date, lang: str) -> dict[str, Any]:
    """Return how often a source delivers and how one knows, and the day of its next delivery, with how long it is not here."""
    if found is None:
        return {"rhythm": "—", "expected": "—"}
    called = (words(lang) for low, high, words in _RHYTHMS if low <= found.days <= high)
    name = next(called, _EVERY(lang).format(found.days))
    known_from = (_STATED if found.is_stated else _OBSERVED)(lang)
    expected: list[Any] = [f"{found.expected:%Y-%m-%d}"]
    if days := found.overdue(today):
        expected += [" ", html.Span(_NOT_HERE(lang).format(f"{days:,}"), className="late")]
    return {"rhythm": Text("{}（{}）", "{} ({})")(lang).format(name, known_from), "expected": expected}


def _checked(counts: tuple[int, int] | None, lang: str) -> str:
    if counts is None:
        return "—"
    failed, total = counts
    words = phrases.SOME_FAIL if failed else phrases.PASSED
    return words(lang).format(failed, total) if failed else words(lang).format(total)


def _labels(names: tuple[str, ...], lang: str) -> list[str]:
    return [load_batch.c[name].info["label"](lang) for name in names]


def _table(heads: list[str], rows: list[Component]) -> Component:
    return html.Table(
        [html.Thead(html.Tr([html.Th(head) for head in heads])), html.Tbody(rows)], className="definitions"
    )


def _delivery(row: dict[Any, Any], left: LeftOut, lang: str) -> Component:
    cells: dict[str, Any] = {key: _cell(row[key]) for key in _DELIVERY}
    cells["table_name"] = table_title(str(row["table_name"]))(lang)
    if files := _files(row, left, lang):
        for key in _LEFT:
            if row[key]:
                cells[key] = html.A(cells[key], href=f"/api/rejects/{row['batch_id']}.csv?lang={lang}")
        cells["batch_id"] = [cells["batch_id"], html.Br(), *files]
    return html.Tr([html.Td(cell) for cell in cells.values()])


def _files(row: dict[Any, Any], left: LeftOut, lang: str) -> list[Any]:
    """Return the files of a delivery that name the rows which were not let in, or not whole; empty where there are none."""
    batch = str(row["batch_id"])
    of_table = left.get((batch, str(row["table_name"])))
    if of_table is None:
        return []
    links = [
        html.A(
            phrases.NAMED(lang).format(f"{of_table.named:,}"), href=f"/api/rejects/{batch}.csv?lang={lang}"
        )
    ]
    if of_table.doubtful:
        links += [" · ", phrases.DOUBTFUL(lang).format(f"{of_table.doubtful:,}")]
    if of_table.waiting:
        links += [
            " · ",
            html.A(
                phrases.HELD(lang).format(f"{of_table.waiting:,}"), href=f"/api/held/{batch}.csv?lang={lang}"
            ),
        ]
    return links


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
