/* Cells that are drawn rather than written. */
(function () {
  "use strict";
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
