"""大屏 `/wall`: scenes for one glance from five metres, which take turns; the scenes are declared in components/wall/scenes.py."""

from components.frame.layouts import register_page
from components.wall.scenes import PAGE
from components.wall.stage import wall

register_page(__name__, PAGE, wall)
