"""Grids that page on the server: the rows behind the numbers, and the list of platforms."""

from typing import Any

import dash_ag_grid as dag
import pandas as pd
from dash.development.base_component import Component

from components.model import ids
from components.words import describe
from components.words.theme import FONT
from data_access.domain.text import Text
from data_access.lookups.attention_rule import RULE
from data_access.lookups.portraits import LISTED
from data_access.lookups.rows import LISTINGS, RowsPage
from data_access.metrics.indicators import INDICATORS
from data_access.metrics.labels import Labels

PAGE_SIZE = 50
_THEME = {
    "function": "themeQuartz.withParams({backgroundColor:'var(--surface)',foregroundColor:'var(--ink)',"
    "borderColor:'var(--line)',headerBackgroundColor:'var(--ground)',headerTextColor:'var(--muted)',"
    "accentColor:'var(--accent)',fontFamily:"
    + repr(FONT.replace('"', ""))
    + ",fontSize:13,headerFontSize:12,"
    "rowHeight:36,headerHeight:38,wrapperBorder:false})"
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

#: A column whose text a reader may search stands with its box above the rows.
_SEARCHED = {
    "filter": "agTextColumnFilter", "floatingFilter": True, "width": 260, "suppressHeaderMenuButton": True,
    "filterParams": {"filterOptions": ["contains"], "maxNumConditions": 1, "debounceMs": 400},
}  # fmt: skip


def searched_for(request: dict[str, Any]) -> dict[str, str]:
    """Return the texts that a grid asks for, by column."""
    return {name: str(one.get("filter", "")) for name, one in (request.get("filterModel") or {}).items()}


def rows_grid(source: str, first: RowsPage, lang: str) -> Component:
    """Return a grid whose rows are fetched page by page as the reader scrolls."""
    columns = [
        {
            "field": field,
            "headerName": title,
            "sortable": True,
            "width": 160 if field.endswith(("_id", "_at")) else 120,
            **({"width": 230} if field == "site" else {}),
            **(_SEARCHED if field in LISTINGS[source].searched else {}),
            **({"cellRenderer": "EntityLink", "width": 190} if field == "entity_id" else {}),
        }
        for field, title in first.titles.items()
    ]
    return dag.AgGrid(
        id=ids.part(ids.GRID, source),
        rowModelType="infinite",
        columnDefs=[*columns, _AS_CARD],
        eventListeners=_FITTED,
        defaultColDef={"resizable": True, "tooltipValueGetter": {"function": "params.value"}},
        dashGridOptions=_options(lang) | {
            "cacheBlockSize": PAGE_SIZE, "maxBlocksInCache": 10, "infiniteInitialRowCount": min(PAGE_SIZE, first.total),
        },
        className="grid-of-rows",
        style={"height": "440px"},
    )  # fmt: skip


def answer(page: RowsPage) -> dict[str, Any]:
    """Return a page of rows as the grid wants it; moments read as people write them."""
    shown = page.frame.copy()
    for name in shown.select_dtypes("datetime"):
        days = shown[name].dropna()
        form = "%Y-%m-%d" if (days == days.dt.normalize()).all() else "%Y-%m-%d %H:%M"
        shown[name] = shown[name].dt.strftime(form)
    return {"rowData": shown.astype(object).where(shown.notna(), None).to_dict("records"),
            "rowCount": page.total}  # fmt: skip


def platform_grid(frame: pd.DataFrame, names: Labels, lang: str) -> Component:
    """Return the list of platforms with search, sort and the numbers a reader compares by; a row opens its portrait."""
    words = {
        "name": Text("平台", "Platform"), "operator": Text("运营主体", "Operator"), "district": Text("区县", "District"),
        "class": Text("类别", "Class"), "mode": Text("模式", "Mode"), "grade": Text("规模", "Grade"),
        "credit": Text("信用", "Credit"),
        "launched": Text("上线", "Launched"),
    }  # fmt: skip
    columns: list[dict[str, Any]] = [
        {"field": field, "headerName": title(lang), "filter": True, "minWidth": 96, "flex": 1}
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
            "width": 92,
            "headerTooltip": RULE(lang),
        },
        {"field": "why", "headerName": Text("因为", "Because")(lang), "minWidth": 180, "flex": 3},
    ]
    columns[0] |= {"pinned": "left", "cellRenderer": "PlatformLink", "minWidth": 150}
    columns[1] |= {"initialHide": True}
    columns.append({"field": "id", "headerName": Text("编号", "Id")(lang), "initialHide": True})
    columns[6] |= {"cellRenderer": "CreditBadge", "minWidth": 172}
    days = frame["launched"].astype(str).str[:10].where(frame["launched"].notna(), None)
    rows = frame.assign(launched=days)
    for field, key in LISTED.items():
        indicator = names.in_currency(INDICATORS[key])
        say = describe.say(indicator.unit, lang)
        rows[f"{field}_said"] = [say(value) for value in rows[field]]
        columns.append({
            "field": field, "headerName": _measure(lang).format(indicator.title(lang), indicator.unit.title(lang)), "type": "rightAligned",
            "valueFormatter": {"function": f"params.data.{field}_said"}, "minWidth": 104, "flex": 1,
            "headerTooltip": indicator.definition(lang), "wrapHeaderText": True, "autoHeaderHeight": True,
        })  # fmt: skip
    return dag.AgGrid(
        id=ids.part(ids.GRID, "platforms-list"),
        rowData=rows.astype(object).where(rows.notna(), None).to_dict("records"),
        columnDefs=[columns[0], *attention, *sorted(columns[1:], key=_is_later), _AS_CARD],
        eventListeners=_FITTED,
        defaultColDef={"sortable": True, "resizable": True, "comparator": {"function": "nothingLast"}},
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
