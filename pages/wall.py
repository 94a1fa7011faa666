"""大屏 `/wall`: scenes for one glance from five metres, which take turns; the scenes are declared in components/wall/scenes.py."""

from typing import Any

from dash import register_page
from dash.development.base_component import Component

from components.wall.page import wall

register_page(__name__, path="/wall", title="大屏 · Wall", order=90)


def layout(**query: Any) -> Component:
    """Return the wall for a reader's address: `scene`, `rotate`, `theme` and everything that a selection takes."""
    return wall(query)
