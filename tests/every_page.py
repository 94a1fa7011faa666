"""Every page of the app by its path, for tests that go through all of them."""

from pathlib import Path

from dash import Dash

from components.model.page import PAGES

#: What a path may leave open, with one of each that every demo city has.
OPEN = {
    "platform_id": "P001",
    "entity_id": "E1",
    "listing": "items",
    "record_id": "T20210000001",
    "indicator": "overdue",
}

Dash("every_page", use_pages=True, pages_folder=str(Path(__file__).parents[1] / "pages"))
EVERY_PAGE = dict(sorted(PAGES.items()))
