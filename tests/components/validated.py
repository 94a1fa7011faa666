"""Figures as plotly understands them: its validators run in tests, not for readers."""

import json

import plotly.graph_objects as go

from components.figures import Figure


def validated(figure: Figure) -> go.Figure:
    """Return a figure as plotly's own, having passed its validators; it can be written as JSON as it is."""
    json.dumps(figure, allow_nan=False)
    return go.Figure(figure)
