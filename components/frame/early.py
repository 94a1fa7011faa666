"""The filter bar before Dash has begun: the same words in the same places, drawn as HTML."""

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

#: What is chosen among several, when more than one is.
_BETWEEN = "、"


def still(parts: list[Component]) -> list[Component]:
    """Return parts of the frame with each of Dash's controls as it looks when nobody touches it.

    A button says by `data-early` which control it stands for: a press is done once the control is there.
    """
    return [_still(one) for one in parts]


def _still(part: Any) -> Any:
    if isinstance(part, list):
        return still(part)
    if isinstance(part, dcc.Dropdown):
        return _dropdown(part)
    if isinstance(part, dcc.DatePickerRange):
        words = f"{part.start_date:%Y-%m-%d} → {part.end_date:%Y-%m-%d}"
        return html.Span(words, className="dash-datepicker-input-wrapper")
    if isinstance(part, Component) and getattr(part, "children", None) is not None:
        part.children = _still(part.children)
    return part


def _dropdown(control: dcc.Dropdown) -> Component:
    chosen = control.value if isinstance(control.value, list) else [control.value]
    titles = {option["value"]: option["label"] for option in control.options}
    words = _BETWEEN.join(titles[value] for value in chosen if value in titles)
    said = html.Span(
        words or control.placeholder,
        className="dash-dropdown-value" if words else "dash-dropdown-placeholder",
    )
    button = html.Button([said, html.I(className="bi bi-chevron-down")], type="button", className="dash-dropdown",
                         **{"data-early": control.id["index"], "aria-haspopup": "listbox"})  # fmt: skip
    return html.Div(button, className="dash-dropdown-wrapper")
