"""The page of a number: the number itself, what it counts, on which deliveries it rests, the statement, and its id."""

from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from components.cards.tables import narrowing
from components.model import paths
from components.words import describe, phrases
from data_access.domain.filters import FILTERS
from data_access.domain.text import Text
from data_access.lookups.provenance import table_title
from data_access.lookups.replays import Cell, Replay
from data_access.lookups.rows import is_listed
from data_access.metrics.indicators import INDICATORS
from data_access.store.schema import load_batch

#: Cells and deliveries that a page shows; a file has all of them.
_MOST = 200
_ID = Text("取数编号", "Number id")
_CELLS, _DELIVERIES, _SQL = (
    Text("逐项", "Each part"),
    Text("数据批次", "Deliveries it rests on"),
    Text("取数语句", "The statement"),
)
_DAYS, _FILTERS, _NONE = Text("统计期", "Days"), Text("筛选", "Filters"), Text("无", "none")
_WITHIN = Text("限于辖区", "Within the districts")
_COUNTED = Text("统计行数 n", "Rows counted, n")
_DEFINED = Text("口径版本", "Version of the definition")
_SAME = Text(
    "由编号所指的数据版本 {} 重新算出，与当时相同。",
    "Computed again from the data version of its id, {}: the same number as then.",
)
_TODAY = Text(
    "编号所指的数据版本 {} 已不再保存，这里给出的是当前版本 {} 的数，可能与当时不同。",
    "The data version of its id, {}, is not kept any more; this is the number of today's, {}, and may differ from then.",
)
_REDEFINED = Text(
    "编号所指的口径为第 {} 版，现行第 {} 版，数可能因此不同。",
    "Its id is of version {} of the definition, today's is {}; the number may differ for that.",
)
_NO_CELL = Text("在所选范围内没有这个数。", "There is no such number in this selection.")
_CUT = Text("只列前 {:,} 项，共 {:,} 项。", "The first {:,} of {:,}.")
_PARAMETERS = Text("参数", "Parameters")
_NO_DELIVERY = Text("没有登记批次。", "No delivery is recorded.")
_KEEP = Text("凭此编号可随时重取此数：", "With this id the number is given again at any time:")


def number_block(found: Replay, lang: str) -> list[Component]:
    """Return the page of a number, or of all numbers of a split."""
    return [
        html.Div([html.H2(_headline(found, lang)), *_rows_link(found, lang)], className="who"),
        *(html.P(words, className="note") for words in _notes(found, lang)),
        html.P([html.B(_ID(lang)), " ", html.Code(str(found.wanted)), " ", html.Small(_KEEP(lang)),
                html.Code("python -m data_access replay ID")], className="number-id"),
        html.Div([html.Div([html.H3(phrases.DEFINITION(lang)), _facts(found, lang)]),
                  html.Div([html.H3(_DELIVERIES(lang)), _deliveries(found.deliveries, lang)])], className="sides"),
        *(_cells(found, lang) if not found.wanted.members and found.wanted.by else []),
        html.H3(_SQL(lang)),
        html.Pre(html.Code(found.sql.text), className="sql"),
        *_parameters(found, lang),
    ]  # fmt: skip


def _headline(found: Replay, lang: str) -> str:
    title = found.indicator.title(lang)
    if found.wanted.by and not found.wanted.members:
        splits = phrases.AND(lang).join(found.labels.title(key)(lang) for key in found.wanted.by)
        return Text("{}，按{}", "{} by {}")(lang).format(title, splits)
    if not found.cells:
        return title
    (cell,) = found.cells
    name = "".join(f" · {one}" for one in found.names(cell, lang))
    return Text("{}{}：{}", "{}{}: {}")(lang).format(title, name, _said(found, cell, lang))


def _said(found: Replay, cell: Cell, lang: str) -> str:
    if cell.value is None:
        return phrases.TOO_FEW(lang).format(n=f"{cell.n:,}") if cell.n else describe.MISSING
    return describe.counted(
        f"{describe.exact(cell.value, found.indicator.unit)} {found.indicator.unit.title(lang)}"
    )


def _notes(found: Replay, lang: str) -> list[str]:
    """Return whether it is the number of its id, and why there is none."""
    wanted, now = found.wanted, found.found
    notes = [
        _SAME(lang).format(now.version)
        if found.is_same_data
        else _TODAY(lang).format(wanted.version, now.version)
    ]
    if not found.is_same_definition:
        notes.append(_REDEFINED(lang).format(wanted.edition, now.edition))
    if found.lacking:
        notes.append(phrases.NO_SOURCE(lang).format(found.labels.dataset.title(lang), found.lacking(lang)))
    elif not found.cells:
        notes.append(_NO_CELL(lang))
    return notes


def _facts(found: Replay, lang: str) -> Component:
    one, known, asked = found.indicator, found.labels, found.wanted
    defined = one.key.partition("@")[
        0
    ]  # a measure as it was seen is defined as ever; what falls due is told at /due
    page = f"{paths.DEFINITIONS}#{defined}" if defined in INDICATORS else paths.DUE
    name = [one.title(lang), " ", html.A(html.Code(one.key), href=page)]
    chosen = "；".join(_chosen(found, lang)) if lang == "zh" else "; ".join(_chosen(found, lang))
    pairs: list[tuple[Text, Any]] = [
        (Text("指标", "Indicator"), name),
        (phrases.DEFINITION, one.definition(lang)),
        (phrases.FORMULA, one.formula(lang)),
        *([(phrases.BASIS, one.basis(lang))] if one.basis else []),
        (phrases.SOURCE, one.source.title(lang)),
        (_DAYS, f"{asked.period.start} – {asked.period.end}"),
        (_FILTERS, chosen or _NONE(lang)),
        *(
            [(_WITHIN, _members(found, "district", asked.districts, lang))]
            if asked.districts is not None
            else []
        ),
        (_COUNTED, f"{sum(cell.n for cell in found.cells):,}"),
        (phrases.DATA_VERSION, found.found.version),
        (phrases.AS_OF, f"{known.dataset.horizon.as_of}"),
        (_DEFINED, str(one.version)),
    ]
    return html.Dl(
        [html.Div([html.Dt(title(lang)), html.Dd(words)]) for title, words in pairs], className="facts"
    )


def _chosen(found: Replay, lang: str) -> list[str]:
    return [
        f"{found.labels.title(key)(lang)} {_members(found, key, values, lang)}"
        for key, values in found.wanted.filters
    ]


def _members(found: Replay, key: str, codes: tuple[str, ...], lang: str) -> str:
    return phrases.AND(lang).join(found.labels.name(key, code, lang) for code in codes) or _NONE(lang)


def _rows_link(found: Replay, lang: str) -> list[Component]:
    """Return the way to the rows behind the number, where a list can be narrowed as it is."""
    asked = found.wanted
    pairs = list(zip(asked.by, asked.members, strict=False))
    if not is_listed(asked.indicator) or any(key not in FILTERS for key, _ in pairs):
        return []
    selection = asked.selection
    for key, member in pairs:
        selection = selection.narrowed(key, member)
    return [
        html.A(
            phrases.ROWS_BEHIND(lang),
            href=paths.listed(asked.indicator, narrowing(selection)),
            className="to-rows",
        )
    ]


def _cells(found: Replay, lang: str) -> list[Component]:
    """Return every cell of a split with the way to its own page."""
    heads = [*(found.labels.title(key)(lang) for key in found.wanted.by), found.indicator.title(lang), "n"]
    body = [
        html.Tr([
            *(html.Td(name) for name in found.names(cell, lang)),
            html.Td(html.A(_said(found, cell, lang), href=paths.number(found.id_of(cell))), className="n"),
            html.Td(f"{cell.n:,}", className="n"),
        ])
        for cell in found.cells[:_MOST]
    ]  # fmt: skip
    cut = (
        [html.P(_CUT(lang).format(_MOST, len(found.cells)), className="note")]
        if len(found.cells) > _MOST
        else []
    )
    return [html.H3(_CELLS(lang)), _table(heads, body), *cut]


def _deliveries(batches: pd.DataFrame, lang: str) -> Component:
    if batches.empty:
        return html.P(_NO_DELIVERY(lang), className="none")
    shown = ("table_name", "provider", "as_of", "loaded_at", "rows_loaded", "batch_id")
    heads = [load_batch.c[name].info["label"](lang) for name in shown]
    body = []
    for row in batches.head(_MOST).to_dict("records"):
        as_of = describe.MISSING if pd.isna(row["as_of"]) else f"{row['as_of']:%Y-%m-%d}"
        cells = (table_title(str(row["table_name"]))(lang), row["provider"], as_of, f"{row['loaded_at']:%Y-%m-%d %H:%M}",
                 f"{row['rows_loaded']:,}", html.Code(row["batch_id"]))  # fmt: skip
        body.append(html.Tr([html.Td(cell) for cell in cells]))
    return html.Div(_table(heads, body), className="wide")


def _parameters(found: Replay, lang: str) -> list[Component]:
    if not found.sql.parameters:
        return []
    pairs = [
        html.Div([html.Dt(name), html.Dd(html.Code(str(value)))]) for name, value in found.sql.parameters
    ]
    return [html.H3(_PARAMETERS(lang)), html.Dl(pairs, className="facts")]


def _table(heads: list[str], body: list[Component]) -> Component:
    return html.Table(
        [html.Thead(html.Tr([html.Th(head) for head in heads])), html.Tbody(body)], className="definitions"
    )
