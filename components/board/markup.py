"""Components of `dash.html` as HTML: what a board shows needs no renderer in the browser."""

import json
import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from dash import html
from dash.development.base_component import Component

#: Attributes that HTML spells otherwise than Dash.
_SPELLED = {
    "className": "class",
    "htmlFor": "for",
    "tabIndex": "tabindex",
    "colSpan": "colspan",
    "rowSpan": "rowspan",
    "dateTime": "datetime",
}
#: What Dash's renderer is told and a document need not know.
_OF_DASH = frozenset(
    {"children", "key", "n_clicks", "disable_n_clicks", "loading_state", "refresh", "target"}
)
_EMPTY = frozenset({"img", "br", "hr", "input", "link", "meta"})
_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")
_DAY = re.compile(r"((?:\d{4}-)?\d\d-\d\d)")


def html_of(part: Any) -> str:
    """Return a component, a list of them or a text as HTML; every text is escaped.

    Controls of `dash.dcc` are no part of a board: a link is an anchor, all others are left out.
    """
    pieces: list[str] = []
    _write(part, pieces)
    return "".join(pieces)


def unbroken(sentence: str) -> list[Any]:
    """Return a sentence no day of which is parted at its hyphens where a line ends."""
    return [html.Span(one, className="unbroken") if place % 2 else one for place, one in enumerate(_DAY.split(sentence))]  # fmt: skip


def _write(part: Any, pieces: list[str]) -> None:
    if part is None:
        return
    if isinstance(part, Component):
        _write_element(part, pieces)
    elif isinstance(part, list | tuple):
        for one in part:
            _write(one, pieces)
    else:
        pieces.append(escape(str(part), quote=False))


def _write_element(component: Component, pieces: list[str]) -> None:
    own = vars(component)
    props = {name: own[name] for name in component._prop_names if name in own}  # noqa: SLF001
    props |= {name: value for name, value in own.items() if name.startswith(("data-", "aria-"))}
    if component._namespace != "dash_html_components":  # noqa: SLF001  (the library of a component has no public name)
        if component._type != "Link":  # noqa: SLF001
            return
        name = "a"
    else:
        name = component._type.lower()  # noqa: SLF001
    pieces += ["<", name, *_attributes(props), ">"]
    if name not in _EMPTY:
        _write(props.get("children"), pieces)
        pieces.append(f"</{name}>")


def _attributes(props: Mapping[str, Any]) -> Iterator[str]:
    for name, value in props.items():
        if name in _OF_DASH or value is None or value is False:
            continue
        spelled = _SPELLED.get(name, name)
        yield f" {spelled}" if value is True else f' {spelled}="{escape(_text(value))}"'


def _text(value: Any) -> str:
    if isinstance(value, Mapping):
        if "type" in value:  # an id of many parts, as Dash itself writes it
            return json.dumps(value, sort_keys=True, separators=(",", ":"))
        return ";".join(f"{_hyphened(name)}:{one}" for name, one in value.items())
    return str(value)


def _hyphened(name: str) -> str:
    return name if name.startswith("--") else _CAPITAL.sub("-", name).lower()
