/* Cells that are drawn rather than written. */
(function () {
  "use strict";
  const CARD = "as_card";
  const columns = (api) => api.getColumns().filter((one) => !one.getColDef().initialHide);

  const cells = (window.dashAgGridComponentFunctions = window.dashAgGridComponentFunctions || {});
  cells.PlatformLink = function (props) {
    return window.React.createElement(
      "a",
      { href: "/platform/" + encodeURIComponent(props.data.id) + window.location.search, title: props.data.operator || "" },
      props.value
    );
  };

  cells.CreditBadge = function (props) {
    if (!props.value) return "";
    return window.React.createElement("span", { className: "credit-badge " + props.data.colour }, props.value);
  };

  /* A row as a card, for a screen with no room for columns: the first column heads it, the others stand below by name. */
  cells.RowCard = function (props) {
    const make = window.React.createElement;
    const [head, ...rest] = columns(props.api);
    const value = (one) => props.api.getCellValue({ rowNode: props.node, colKey: one, useFormatter: true }) || "—";
    const drawn = (one) => {
      const cell = cells[one.getColDef().cellRenderer];
      const said = value(one);
      return cell && said !== "—" ? cell({ ...props, value: said }) : said;
    };
    const pair = (one) => make("div", { key: one.getColId() }, make("dt", null, one.getColDef().headerName), make("dd", null, drawn(one)));
    return make("div", { className: "row-card" }, make("strong", null, drawn(head)), make("dl", null, rest.map(pair)));
  };

  const functions = (window.dashAgGridFunctions = window.dashAgGridFunctions || {});

  /* Asked when a grid gets rows or another width: columns where they have room, else cards of as many lines as they need. */
  functions.fitRows = function ({ api }) {
    if (api.isDestroyed()) return; // its page was left before it was asked
    const isNarrow = window.matchMedia("(max-width: 720px)").matches;
    if (api.getColumn(CARD).isVisible() === isNarrow) return;
    const others = columns(api).map((one) => one.getColId());
    api.setColumnsVisible(others, !isNarrow);
    api.setColumnsVisible([CARD], isNarrow);
    api.setGridOption("rowHeight", isNarrow ? 44 + 38 * Math.ceil((others.length - 1) / 2) : 36);
    api.setGridOption("headerHeight", isNarrow ? 0 : 38);
    if (api.getGridOption("rowModelType") === "infinite") api.purgeInfiniteCache();
    else api.resetRowHeights();
  };

  /* Natural persons stand in no register: their hashed ids lead nowhere. */
  cells.EntityLink = function (props) {
    if (!/^9/.test(props.value || "")) return props.value || "";
    return window.React.createElement(
      "a",
      { href: "/systems/entity_360/" + encodeURIComponent(props.value) + window.location.search },
      props.value
    );
  };
})();
