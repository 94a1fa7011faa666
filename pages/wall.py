"""大屏 `/wall`: scenes for one glance from five metres, which take turns; the scenes are declared in components/wall/scenes.py."""

from dash import html

from components.frame.layouts import register_page
from components.wall.scenes import PAGE

register_page(__name__, PAGE, html.Div())  # it needs nothing of Dash: components/http/documents.py
