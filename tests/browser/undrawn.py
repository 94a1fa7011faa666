"""Charts that are told and not drawn, for journeys that look at few or none: their drawing is most of what a page costs."""

#: The cookie that names the charts which are drawn none the less, as "gmv/map.gmv/columns"; it goes with the others.
DRAWN = "drawn"
#: Stands before the page's scripts in Plotly's place: a chart has its figure and is as large as its card, and no mark. Where
#: the cookie names it Plotly itself draws it.
UNDRAWN = """(() => {
  if (!location.protocol.startsWith("http")) return; // what stands before a page has come keeps no cookies
  const drawn = new Set((/(?:^|; )drawn=([^;]*)/.exec(document.cookie)?.[1] || "").split("."));
  let real;
  const isDrawn = (plot) => {
    const card = plot.closest("[data-card]")?.dataset;
    return drawn.has(`${card?.card}/${card?.chart}`);
  };
  const told = async (plot, data, layout) => {
    const size = { width: plot.clientWidth, height: plot.clientHeight };
    Object.assign(plot, { data, layout, on() {}, _fullData: [], _fullLayout: { ...layout, ...size } });
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
    Plots: { resize: (plot) => (isDrawn(plot) ? real.Plots.resize(plot) : told(plot, plot.data, plot.layout)) },
  };
  Object.defineProperty(window, "Plotly", { get: () => ours, set: (one) => { real = one; } });
})();"""
