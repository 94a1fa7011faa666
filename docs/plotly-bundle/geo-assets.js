"use strict";

// plotly.js fetches world outlines from a CDN for every geo subplot, even one that shows only its own GeoJSON.
// Empty outlines under every name that it can ask for keep the map at home.
const SCOPES = ["world", "usa", "europe", "asia", "africa", "north-america", "south-america", "antarctica", "oceania"];
const RESOLUTIONS = [110, 50];
const LAYERS = ["coastlines", "land", "ocean", "lakes", "rivers", "countries", "subunits"];

const emptyTopology = () => ({
  type: "Topology",
  arcs: [],
  objects: Object.fromEntries(LAYERS.map((layer) => [layer, { type: "GeometryCollection", geometries: [] }])),
});

const topojson = {};
for (const scope of SCOPES) {
  for (const resolution of RESOLUTIONS) topojson[`${scope}_${resolution}m`] = emptyTopology();
}

module.exports = { topojson };
