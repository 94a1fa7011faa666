"""Grids that page on the server: the rows behind the numbers, and the list of platforms."""

from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode

import dash_ag_grid as dag
import pandas as pd
from dash import html
from dash.development.base_component import Component

from components.model import ids, paths
from components.words import describe
from components.words.theme import FONT
from data_access.domain.errors import UnknownName
from data_access.domain.filters import FILTERS, PERIOD_KEYS, Selection
from data_access.domain.text import Text
from data_access.lookups.attention_rule import RULE
from data_access.lookups.listings import LISTINGS
from data_access.lookups.portraits import LISTED
from data_access.lookups.record_targets import BETWEEN
from data_access.lookups.rows import RowsHead, RowsPage, behind_number
from data_access.metrics.behind import Behind
from data_access.metrics.indicators import INDICATORS
from data_access.metrics.labels import Labels

PAGE_SIZE = 50
#: The list of the rows behind the number that the page is about.
LIST = "list"


class PartOfList(NamedTuple):
    """Some rows of a list, told as a list of their own: whose, those with which code of which filter, what they are called."""

    source: str
    filter: str
    code: str
    title: Text


PARTS: Mapping[str, PartOfList] = {
    "blacklist": PartOfList("negatives", "reason", "blacklist", Text("黑名单", "Blacklist")),
}
#: Everything that a page may list.
LISTS = frozenset({*LISTINGS, *PARTS, LIST})
_FILES = {"csv": Text("全部明细 CSV", "All rows as CSV"), "xlsx": Text("全部明细 XLSX", "All rows as XLSX")}
_ICONS = {"csv": "bi-filetype-csv", "xlsx": "bi-filetype-xlsx"}
_THEME = {
    "function": "themeQuartz.withParams({backgroundColor:'var(--surface)',foregroundColor:'var(--ink)',"
    "borderColor:'var(--line)',headerBackgroundColor:'var(--ground)',headerTextColor:'var(--muted)',"
    "accentColor:'var(--accent)',fontFamily:"
    + repr(FONT.replace('"', ""))
    + ",fontSize:13,headerFontSize:12,"
    "rowHeight:36,headerHeight:38,cellHorizontalPadding:10,wrapperBorder:false})"
}
_LOCALE = {
    "page": "第", "of": "/", "to": "–", "more": "更多", "noRowsToShow": "没有数据", "noMatchingRows": "没有匹配的行", "loadingOoo": "读取中…",
    "pageSizeSelectorLabel": "每页", "firstPage": "首页", "lastPage": "末页", "nextPage": "下一页",
    "previousPage": "上一页", "filterOoo": "筛选…", "contains": "包含", "blank": "空", "notBlank": "非空",
    "equals": "等于", "notEqual": "不等于", "startsWith": "开头是", "endsWith": "结尾是", "notContains": "不包含",
}  # fmt: skip

#: On a screen with no room for columns each row is a card instead: see assets/dashAgGridComponentFunctions.js.
_AS_CARD = {
    "colId": "as_card", "headerName": "", "cellRenderer": "RowCard", "initialHide": True, "flex": 1, "sortable": False,
    "suppressHeaderMenuButton": True, "filter": False, "floatingFilter": False, "cellClass": "as-card",
}  # fmt: skip
_FITTED = {
    event: ["fitRows(params)"] for event in ("componentStateChanged", "modelUpdated", "gridSizeChanged")
}
#: A row opens its record: by a click, and by Enter where the keys have led to one of its cells.
_OPENED = {event: ["openRow(params)"] for event in ("rowClicked", "cellKeyDown")}

#: What a column has no room for is told where the mouse rests on its cell.
_TOLD = {"tooltipValueGetter": {"function": "params.valueFormatted || params.value"}}

#: A column whose text a reader may search stands with its box above the rows.
_SEARCHED = {
    "filter": "agTextColumnFilter", "floatingFilter": True, "width": 260, "suppressHeaderMenuButton": True,
    "filterParams": {"filterOptions": ["contains"], "maxNumConditions": 1, "debounceMs": 400},
}  # fmt: skip


def searched_for(request: dict[str, Any]) -> dict[str, str]:
    """Return the texts that a grid asks for, by column."""
    return {name: str(one.get("filter", "")) for name, one in (request.get("filterModel") or {}).items()}


def rows_grid(index: str, source: str, around: RowsHead, lang: str) -> Component:
    """Return a grid whose rows are fetched page by page as the reader scrolls; each opens its record.

    `index` is the name of the list on its page, `source` that of its rows.
    """
    columns = [
        _rows_column(field, title, source, is_named=field in around.named)
        for field, title in around.titles.items()
    ]
    columns[0] |= {"cellRenderer": "RecordLink"}
    return dag.AgGrid(
        id=ids.part(ids.GRID, index),
        rowModelType="infinite",
        columnDefs=[*columns, _AS_CARD],
        eventListeners=_FITTED | _OPENED,
        defaultColDef={"resizable": True, **_TOLD},
        dashGridOptions=_options(lang) | {
            "cacheBlockSize": PAGE_SIZE, "maxBlocksInCache": 10, "infiniteInitialRowCount": min(PAGE_SIZE, around.total),
        },
        className="grid-of-rows",
        style={"height": "440px"},
    )  # fmt: skip


def _rows_column(field: str, title: str, source: str, *, is_named: bool) -> dict[str, Any]:
    """Return a column of a list; one whose values name records leads to them."""
    return {
        "field": field,
        "headerName": title,
        "sortable": field in LISTINGS[source].columns,
        "width": 160 if field.endswith(("_id", "_at")) else 120,
        **({"width": 230} if field in {"site", "name"} else {}),
        **(_SEARCHED if field in LISTINGS[source].searched else {}),
        **({"cellRenderer": "NamedRecord"} if is_named else {}),
        **({"width": 190} if field == "entity_id" else {}),
    }


def file_links(index: str, selection: Selection, lang: str) -> list[Component]:
    """Return the links by which a reader takes all rows of a list away, narrowed as they are on the page; none of no list."""
    try:
        source, own, selection = listed(index, selection)
    except UnknownName:
        return []
    path = f"/api{paths.LIST}/{own.indicator.key}" if own else f"/api/rows/{source}"
    query = urlencode({**narrowing(selection), "lang": lang}, safe=",")
    links = [
        html.A(
            [html.I(className=f"bi {_ICONS[form]}"), words(lang)],
            href=f"{path}.{form}?{query}",
            download="",
        )
        for form, words in _FILES.items()
    ]
    return [html.P(links, className="files")]


def narrowing(selection: Selection) -> dict[str, str]:
    """Return the keys of an address that narrow a list as a selection does, whatever its page is about."""
    return {key: text for key, text in selection.to_query().items() if key in {*FILTERS, *PERIOD_KEYS}}


def listed(index: str, selection: Selection) -> tuple[str, Behind | None, Selection]:
    """Return the source of a list, the rows behind a number that it is narrowed to, and the selection of its rows; raises UnknownName."""
    if part := PARTS.get(index):
        return part.source, None, selection.narrowed(part.filter, part.code)
    if index != LIST:
        return index, None, selection
    own = behind_number(next(iter(selection.values("indicator")), ""))
    return own.indicator.source.key, own, selection


def source_of(index: str, number: str) -> str:
    """Return the source of a list; `number` is the one whose rows it has, where it has those of a number. Raises UnknownName."""
    if index in PARTS:
        return PARTS[index].source
    return behind_number(number).indicator.source.key if index == LIST else index


def answer(page: RowsPage, source: str) -> dict[str, Any]:
    """Return a page of rows as the grid wants it, each with the addresses of its record and of those that it names.

    Moments read as people write them.
    """
    shown = page.frame.copy()
    for name in shown.select_dtypes("datetime"):
        days = shown[name].dropna()
        form = "%Y-%m-%d" if (days == days.dt.normalize()).all() else "%Y-%m-%d %H:%M"
        shown[name] = shown[name].dt.strftime(form)
    shown["record"] = [_opened(source, key) for key in page.keys]
    named = {
        field: [paths.record(*one) if one else "" for one in targets]
        for field, targets in page.targets.items()
    }
    addresses = [{field: hrefs[place] for field, hrefs in named.items()} for place in range(len(shown))]
    shown["named"] = pd.Series(addresses, index=shown.index, dtype=object)
    return {"rowData": shown.astype(object).where(shown.notna(), None).to_dict("records"),
            "rowCount": page.total}  # fmt: skip


def _opened(source: str, key: str) -> str:
    """Return the address of the record that a row opens: its own, or that of which it is a part."""
    part_of = LISTINGS[source].part_of
    return paths.record(part_of, key.partition(BETWEEN)[0]) if part_of else paths.record(source, key)


def platform_grid(frame: pd.DataFrame, names: Labels, lang: str) -> Component:
    """Return the list of platforms with search, sort and the numbers a reader compares by; a row opens its portrait."""
    words = {
        "name": Text("平台", "Platform"), "operator": Text("运营主体", "Operator"), "district": Text("区县", "District"),
        "class": Text("类别", "Class"), "mode": Text("模式", "Mode"), "grade": Text("规模", "Grade"),
        "credit": Text("信用", "Credit"),
        "launched": Text("上线", "Launched"),
    }  # fmt: skip
    columns: list[dict[str, Any]] = [
        {"field": field, "headerName": title(lang), "filter": True, "minWidth": 110, "flex": 1}
        for field, title in words.items()
    ]
    attention = [
        {
            "field": "attention",
            "headerName": Text("关注名次", "Attention")(lang),
            "type": "rightAligned",
            "width": 104,
            "sort": "asc",
        },
        {
            "field": "points",
            "headerName": Text("关注分", "Points")(lang),
            "type": "rightAligned",
            "width": 72,
            "headerTooltip": RULE(lang),
        },
        {"field": "why", "headerName": Text("因为", "Because")(lang), "minWidth": 262, "flex": 6},
    ]
    columns[0] |= {"pinned": "left", "cellRenderer": "PlatformLink", "width": 150}
    columns[1] |= {"initialHide": True}
    columns.append({"field": "id", "headerName": Text("编号", "Id")(lang), "initialHide": True})
    columns[6] |= {"cellRenderer": "CreditBadge", "minWidth": 200}
    days = frame["launched"].astype(str).str[:10].where(frame["launched"].notna(), None)
    rows = frame.assign(launched=days)
    for field, key in LISTED.items():
        indicator = names.in_currency(INDICATORS[key])
        say = describe.say(indicator.unit, lang)
        rows[f"{field}_said"] = [say(value) for value in rows[field]]
        columns.append({
            "field": field, "headerName": _measure(lang).format(indicator.title(lang), indicator.unit.title(lang)), "type": "rightAligned",
            "valueFormatter": {"function": f"params.data.{field}_said"}, "minWidth": 92, "flex": 1,
            "headerTooltip": indicator.definition(lang), "wrapHeaderText": True, "autoHeaderHeight": True,
        })  # fmt: skip
    return dag.AgGrid(
        id=ids.part(ids.GRID, "platforms-list"),
        rowData=rows.astype(object).where(rows.notna(), None).to_dict("records"),
        columnDefs=[columns[0], *attention, *sorted(columns[1:], key=_is_later), _AS_CARD],
        eventListeners=_FITTED,
        defaultColDef={
            "sortable": True,
            "resizable": True,
            "comparator": {"function": "nothingLast"},
            **_TOLD,
        },
        # What a phone or nobody shows as a column, operators and ids, is searched too.
        dashGridOptions=_options(lang) | {"includeHiddenColumnsInQuickFilter": True},
        className="grid-of-platforms",
        style={"height": "calc(100vh - 220px)"},
    )


#: Columns that stand after the numbers: what a reader compares by comes first.
_LATER = frozenset({"mode", "grade", "launched"})


def _is_later(column: dict[str, Any]) -> bool:
    return column["field"] in _LATER


_measure = Text("{}（{}）", "{} ({})")


def _options(lang: str) -> dict[str, Any]:
    options: dict[str, Any] = {
        "theme": _THEME,
        "animateRows": False,
        "suppressCellFocus": False,
        "tooltipShowDelay": 300,
    }
    return options if lang == "en" else options | {"localeText": _LOCALE}
