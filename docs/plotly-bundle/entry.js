"use strict";

window.PlotlyGeoAssets = require("./geo-assets.js"); // before plotly.js looks for it

const Plotly = require("plotly.js/lib/core"); // brings scatter

// A trace type that the figures start to use is added here; tests/test_assets.py compares this list.
Plotly.register([
  require("plotly.js/lib/bar"),
  require("plotly.js/lib/pie"),
  require("plotly.js/lib/heatmap"),
  require("plotly.js/lib/treemap"),
  require("plotly.js/lib/choropleth"),
  require("plotly.js/lib/scattergeo"),
  require("plotly.js/lib/sankey"),
  require("plotly.js/lib/funnel"),
  require("plotly.js/lib/box"),
  require("plotly.js/lib/indicator"),
  require("plotly.js/lib/locales/zh-cn"), // Chinese dates on axes: config={"locale": "zh-CN"}
]);

module.exports = Plotly;
