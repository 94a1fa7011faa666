"""Charts that are told and not drawn, for journeys that look at none: their drawing is most of what a page costs."""

#: Stands before the page's scripts in Plotly's place: a chart has its figure and is as large as its card, and no mark.
UNDRAWN = """(() => {
  const react = async (plot, data, layout) => {
    const size = { width: plot.clientWidth, height: plot.clientHeight };
    Object.assign(plot, { data, layout, on() {}, _fullData: [], _fullLayout: { ...layout, ...size } });
    plot.classList.add("js-plotly-plot");
    if (plot.firstChild) return plot;
    plot.append(document.createElementNS("http://www.w3.org/2000/svg", "svg"));
    plot.firstChild.classList.add("main-svg");
    return plot;
  };
  const resize = (plot) => react(plot, plot.data, plot.layout);
  Object.defineProperty(window, "Plotly", { get: () => ({ react, relayout() {}, Plots: { resize } }), set() {} });
})();"""
