/* Cells of grids that are drawn rather than written, and rows that become cards where there is no room for columns. */

import { go, of } from "./address.js";

const CARD = "as_card";

/** The columns of a list, whether there is room for them or its rows stand as cards. @param {any} api @returns {any[]} */
export const columnsOf = (api) => api.getColumns().filter((/** @type {any} */ one) => !one.getColDef().initialHide);

/** @param {string} href @param {any} words @param {string} [title] */
const link = (href, words, title) => window.React.createElement("a", { href: href + location.search, title }, words);

/** Whether a cell says nothing; 0 says none. @param {any} value */
export const isNothing = (value) => value === null || value === undefined || value === "";

/** @type {Record<string, (props: any) => any>} */
const cells = {
  PlatformLink: ({ data, value }) => link(of("platform", data.id), value, data.operator || ""),

  CreditBadge: ({ data, value }) =>
    value ? window.React.createElement("span", { className: "credit-badge " + data.colour }, value) : "",

  /* A value that names another record leads to it, where it has one. */
  NamedRecord: ({ data, value, colDef }) => {
    const href = data?.named?.[colDef.field];
    return href ? link(href, value) : (value ?? "");
  },

  /* A row is there before its values are. */
  RecordLink: ({ data, value }) => (data ? link(data.record, value) : ""),

  /* A row as a card: the first column heads it, the others stand below by name. */
  RowCard: (props) => {
    const make = window.React.createElement;
    const [head, ...rest] = columnsOf(props.api);
    const value = (/** @type {any} */ one) => {
      const said = props.api.getCellValue({ rowNode: props.node, colKey: one, useFormatter: true });
      return isNothing(said) ? "—" : String(said);
    };
    const drawn = (/** @type {any} */ one) => {
      const { cellRenderer: name } = one.getColDef();
      const said = value(one);
      return name in cells && said !== "—" ? cells[name]({ ...props, colDef: one.getColDef(), value: said }) : said;
    };
    const pair = (/** @type {any} */ one) =>
      make("div", { key: one.getColId() }, make("dt", null, one.getColDef().headerName), make("dd", null, drawn(one)));
    return make("div", { className: "row-card" }, make("strong", null, drawn(head)), make("dl", null, rest.map(pair)));
  },
};

/** Asked when a grid gets rows or another width: columns where they have room, else cards of as many lines as they need.
 * @param {{ api: any }} grid */
function fitRows({ api }) {
  if (api.isDestroyed()) return; // its page was left before it was asked
  const isNarrow = matchMedia("(max-width: 720px)").matches;
  if (api.getColumn(CARD).isVisible() === isNarrow) return;
  const others = columnsOf(api).map((/** @type {any} */ one) => one.getColId());
  api.setColumnsVisible(others, !isNarrow);
  api.setColumnsVisible([CARD], isNarrow);
  api.setGridOption("rowHeight", isNarrow ? 44 + 38 * Math.ceil((others.length - 1) / 2) : 36);
  api.setGridOption("headerHeight", isNarrow ? 0 : 38);
  if (api.getGridOption("rowModelType") === "infinite") api.purgeInfiniteCache();
  else api.resetRowHeights();
}

/** A row opens its record: by a click that chooses no text and meets no link, and by Enter on one of its cells.
 * @param {{ type: string, data?: any, event?: any }} grid */
function openRow({ type, data, event }) {
  if (!data?.record || (type === "cellKeyDown" && event?.key !== "Enter")) return;
  if (type === "rowClicked" && (String(getSelection()) || event?.target?.closest?.("a"))) return;
  go(data.record + location.search);
}

const collator = new Intl.Collator("zh-CN", { numeric: true });

/** The order of two values; what is nothing stands last, whichever way one sorts.
 * @param {any} one @param {any} other @param {unknown} _row @param {unknown} _otherRow @param {boolean} isDescending */
export function nothingLast(one, other, _row, _otherRow, isDescending) {
  const lacks = [one, other].map(isNothing);
  if (lacks[0] || lacks[1]) return (Number(lacks[0]) - Number(lacks[1])) * (isDescending ? -1 : 1); // a grid turns what falls
  return typeof one === "number" && typeof other === "number" ? one - other : collator.compare(one, other);
}

export function drawCells() {
  window.dashAgGridComponentFunctions = Object.assign(window.dashAgGridComponentFunctions || {}, cells);
  window.dashAgGridFunctions = Object.assign(window.dashAgGridFunctions || {}, { fitRows, nothingLast, openRow });
}
