"""Every page of the app by its path, for tests that go through all of them."""

from datetime import date
from pathlib import Path

from dash import Dash

from components.model.page import PAGES
from data_access.domain.access import WHOLE_CITY
from data_access.domain.filters import Selection
from data_access.domain.periods import Period
from data_access.metrics.indicators import INDICATORS
from data_access.metrics.number_ids import NumberId
from data_access.metrics.query import Question

_OVERDUE = Question(INDICATORS["overdue"], (), Selection(Period(date(2021, 1, 1), date(2021, 12, 31))))
#: What a path may leave open, with one of each that every demo city has.
OPEN = {
    "platform_id": "P001",
    "entity_id": "E1",
    "listing": "items",
    "record_id": "T20210000001",
    "indicator": "overdue",
    "number_id": str(NumberId.of(_OVERDUE, WHOLE_CITY, "20210101T000000000000Z-0000")),
}

Dash("every_page", use_pages=True, pages_folder=str(Path(__file__).parents[1] / "pages"))
EVERY_PAGE = dict(sorted(PAGES.items()))
