"""`/systems`: every supervision system behind the cockpits, with its state at a glance."""

from components.frame.layouts import register_page
from components.model.card import Card
from components.model.page import Page, Tiles, section
from components.words import phrases
from data_access.domain.systems import SYSTEMS
from data_access.domain.text import Text
from data_access.metrics.indicators import INDICATORS

#: Of each system the key figures that tell its state, as its page tells them; two systems may show one number.
STATE = tuple(
    (
        key,
        tuple(Card((INDICATORS[one],), narrow=system.narrow, name=f"{key}-{one}") for one in system.shown),
    )
    for key, system in SYSTEMS.items()
)
PAGE = Page(
    "/systems",
    Text("监管系统", "Systems"),
    (section(None, Tiles(STATE)),),
    link=phrases.SYSTEMS,
    order=4,
)
register_page(__name__, PAGE)
