"""A figure is plain values in the shape of plotly's JSON: whoever sends, keeps or draws it needs no library of charts."""

from collections.abc import Mapping, Sequence
from datetime import date
from math import isfinite
from typing import Any

Figure = dict[str, Any]
"""`data`, a list of traces, and `layout`: dictionaries, lists, texts, numbers and None."""

#: Parts that are plain already, and long.
_AS_THEY_ARE = frozenset({"geojson", "template"})


def figure(traces: Sequence[Mapping[str, Any]], layout: Mapping[str, Any]) -> Figure:
    """Return traces and a layout as a figure that `json.dumps(allow_nan=False)` writes."""
    return {"data": [plain(trace) for trace in traces], "layout": plain(layout)}


def plain(value: Any) -> Any:
    """Return a value with days as ISO text, numbers of other libraries as our own, and None for what is no number."""
    kind = type(value)
    if kind is str or kind is int or value is None or kind is bool:
        return value
    if isinstance(value, float):
        return float(value) if isfinite(value) else None
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    if isinstance(value, Mapping):
        return {key: part if key in _AS_THEY_ARE else plain(part) for key, part in value.items()}
    if isinstance(value, date):  # a moment is one too
        return value.isoformat()
    return plain(value.item()) if hasattr(value, "item") else str(value)
