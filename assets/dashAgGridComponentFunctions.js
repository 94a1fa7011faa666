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
})();
