// Writes the third-party part of assets/: the plotly bundle, the empty outlines, Bootstrap's reboot and icons.
import { build } from "esbuild";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const here = dirname(fileURLToPath(import.meta.url));
const assets = join(here, "..", "..", "assets");
const modules = join(here, "node_modules");
const version = require("plotly.js/package.json").version;

await build({
  absWorkingDir: here,
  entryPoints: ["entry.js"],
  outfile: join(assets, "00-plotly.min.js"),
  bundle: true,
  minify: true,
  format: "iife",
  globalName: "Plotly",
  target: "es2020",
  define: { global: "window", "define.amd": "false" },
  loader: { ".css": "empty" }, // the only stylesheet is that of the WebGL maps, which are not bundled
  banner: {
    js: `/*!
 * plotly.js (custom bundle of the traces in docs/plotly-bundle/entry.js) v${version}
 * Copyright 2012-2026, Plotly, Inc.
 * All rights reserved.
 * Licensed under the MIT license
 */`,
  },
});

mkdirSync(join(assets, "topojson"), { recursive: true });
const { topojson } = require("./geo-assets.js");
for (const [name, topology] of Object.entries(topojson)) {
  writeFileSync(join(assets, "topojson", `${name}.json`), JSON.stringify(topology) + "\n");
}

// Of Bootstrap only what it says of plain elements: each of its other two thousand rules is tried on every element at every change.
// Source maps are not served, and one font format is enough for every browser that can run Dash.
const reboot = readFileSync(join(modules, "bootstrap/dist/css/bootstrap-reboot.min.css"), "utf8");
writeFileSync(join(assets, "10-bootstrap-reboot.min.css"), reboot.replace(/\/\*# sourceMappingURL=.*?\*\/\s*$/, ""));

const icons = join(assets, "icons");
mkdirSync(icons, { recursive: true });
const iconStyles = readFileSync(join(modules, "bootstrap-icons/font/bootstrap-icons.min.css"), "utf8");
const oneFont = 'src:url("bootstrap-icons.woff2") format("woff2")}';
writeFileSync(join(icons, "bootstrap-icons.min.css"), iconStyles.replace(/src:url\([^}]*\}/, oneFont));
copyFileSync(join(modules, "bootstrap-icons/font/fonts/bootstrap-icons.woff2"), join(icons, "bootstrap-icons.woff2"));
copyFileSync(join(modules, "bootstrap-icons/LICENSE"), join(icons, "LICENSE"));
