"""Pages without what a journey does not look at: charts are told and not drawn, and Dash does not begin.

Drawing is most of what a page with charts costs, and Dash two thirds of what is left.
"""

#: The cookie that names what comes none the less, as "dash.gmv/map.gmv/columns"; it goes with the others.
DRAWN = "drawn"
#: What Dash makes: the filter bar that one can choose from, grids of rows, forms.
DASH = "dash"
#: Stands before the page's scripts in Plotly's place: a chart has its figure and is as large as its card, and no mark. Where
#: the cookie names it Plotly itself draws it. Dash's scripts, and the sections that wait for it, go before a script of the
#: page has run; the first document stays as it is.
UNDRAWN = """(() => {
  if (!location.protocol.startsWith("http")) return; // what stands before a page has come keeps no cookies
  const drawn = new Set((/(?:^|; )drawn=([^;]*)/.exec(document.cookie)?.[1] || "").split("."));
  let real;
  const isDrawn = (plot) => {
    const card = plot.closest("[data-card]")?.dataset;
    return drawn.has(`${card?.card}/${card?.chart}`);
  };
  const sized = (plot, layout) => ({ ...layout, get width() { return plot.clientWidth; }, get height() { return plot.clientHeight; } });
  const told = async (plot, data, layout) => {
    Object.assign(plot, { data, layout, on() {}, _fullData: [], _fullLayout: sized(plot, layout) });
    plot.classList.add("js-plotly-plot");
    if (plot.firstChild) return plot;
    plot.append(document.createElementNS("http://www.w3.org/2000/svg", "svg"));
    plot.firstChild.classList.add("main-svg");
    return plot;
  };
  const ours = {
    react: (plot, ...figure) => (isDrawn(plot) ? real.react(plot, ...figure) : told(plot, ...figure)),
    relayout: (plot, ...change) => isDrawn(plot) && real.relayout(plot, ...change),
    toImage: (...asked) => real.toImage(...asked),
    Plots: { resize: (plot) => isDrawn(plot) && real.Plots.resize(plot) },
    Fx: { unhover: (plot, event) => isDrawn(plot) && real.Fx.unhover(plot, event) },
  };
  Object.defineProperty(window, "Plotly", { get: () => ours, set: (one) => { real = one; } });
  if (drawn.has("dash")) return;
  document.addEventListener("readystatechange", () => {
    if (document.readyState !== "interactive") return; // what is deferred runs after that
    for (const one of document.querySelectorAll("#dash-scripts, [data-section][data-state=loading]:not([data-block])")) one.remove();
  });
})();"""
