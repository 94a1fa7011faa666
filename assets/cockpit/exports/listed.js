/* A list on paper: a grid has drawn no more than its window, so its rows stand there as a table, and below it which of all they are. */

import { all, made } from "../dom.js";
import { columnsOf, isNothing } from "../grids.js";
import { words } from "./ask.js";
import { ranges } from "./lines.js";

/** How much of its width on the screen a column has on paper, whose type is smaller, and how wide paper is, in CSS pixels. */
const SMALLER = 0.7, WIDTH = 1000;

/** The first columns, as many as paper has room for. @param {any[]} columns */
function fitting(columns) {
  let room = WIDTH;
  return columns.filter((one) => (room -= one.getActualWidth() * SMALLER) >= 0);
}

/** @param {any} api @returns {any[]} the rows that the browser has, in their order */
function rowsOf(api) {
  /** @type {any[]} */
  const rows = [];
  const take = (/** @type {any} */ row) => row.data && rows.push(row);
  if (api.getGridOption("rowModelType") === "infinite") api.forEachNode(take);
  else api.forEachNodeAfterFilterAndSort(take);
  return rows.sort((one, other) => one.rowIndex - other.rowIndex);
}

/** @param {string} tag @param {string[]} cells */
function line(tag, cells) {
  const row = document.createElement("tr");
  row.append(...cells.map((cell) => made(/** @type {"td" | "th"} */ (tag), "", cell)));
  return row;
}

/** @param {any} api */
function written(api) {
  const every = columnsOf(api), columns = fitting(every), rows = rowsOf(api), total = api.getDisplayedRowCount();
  const said = (/** @type {any} */ rowNode, /** @type {any} */ colKey) => {
    const value = api.getCellValue({ rowNode, colKey, useFormatter: true });
    return isNothing(value) ? "—" : String(value);
  };
  const table = made("table", ""), head = made("thead", ""), body = made("tbody", "");
  head.append(line("th", columns.map((one) => one.getColDef().headerName)));
  const widths = columns.map((one) => one.getActualWidth()), whole = widths.reduce((sum, width) => sum + width, 0);
  all("th", head).forEach((cell, place) => (cell.style.width = `${(100 * widths[place]) / whole}%`));
  body.append(...rows.map((row) => line("td", columns.map((one) => said(row, one)))));
  table.append(head, body);
  const box = made("div", "listed");
  box.append(table);
  const { someRows, someColumns, exported } = words();
  const lacks = [
    rows.length < total && someRows.replace("{}", ranges(rows.map((row) => row.rowIndex + 1))).replace("{}", total.toLocaleString("en-US")),
    columns.length < every.length && someColumns.replace("{}", String(columns.length)).replace("{}", String(every.length)),
  ].filter(Boolean);
  if (lacks.length) box.append(made("p", "", [...lacks, exported].join(" · ")));
  return box;
}

export function writeLists() {
  for (const root of all(".page .ag-root-wrapper")) {
    const grid = root.closest("[id^='{']");
    const api = grid && window.dash_ag_grid?.getApi(JSON.parse(grid.id));
    if (api && root.checkVisibility()) grid.after(written(api));
  }
}

export function wipeLists() {
  for (const box of all(".listed")) box.remove();
}
