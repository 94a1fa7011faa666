"""The callbacks that only the wall has: the sentence of each scene, the ticker, and what changed since yesterday."""

import logging
from collections.abc import Callable
from datetime import date
from typing import Any

from dash import MATCH, Dash, Input, Output, State, no_update

from components.cards import drawing
from components.model import ids
from components.model.context import CardContext
from components.tasks.in_hand import ContextFactory, in_hand
from components.tasks.tickers import since_yesterday, ticker
from components.wall.scenes import SCENES, before_scene
from data_access.state.tasks import TaskBook

log = logging.getLogger(__name__)


def wire_wall(app: Dash, reader: ContextFactory, book: TaskBook) -> None:
    """Register the callbacks of the wall. What fails leaves what stands there: the wall shows its age by itself."""

    @app.callback(
        Output(ids.part(ids.TITLE, MATCH), "children"),
        Input(ids.SELECTION, "data"),
        Input(ids.PAGE, "data"),
        State(ids.part(ids.TITLE, MATCH), "id"),
    )
    def title(query: dict[str, str], page: dict[str, Any], own: dict[str, str]) -> Any:
        scene = SCENES[own["index"]]
        return _or_as_it_stands(lambda who: scene.write(before_scene(who, scene.row)), query, page)

    @app.callback(
        Output(ids.TICKER, "children"),
        Input(ids.SELECTION, "data"),
        Input(ids.PAGE, "data"),
        Input(ids.BEAT, "n_intervals"),  # tasks move without the data
    )
    def warnings(query: dict[str, str], page: dict[str, Any], _: int) -> Any:
        tasks = in_hand(book)
        return _or_as_it_stands(lambda who: ticker(_everyone(who), tasks, date.today()), query, page)

    @app.callback(Output(ids.SINCE, "children"), Input(ids.SELECTION, "data"), Input(ids.PAGE, "data"))
    def yesterday(query: dict[str, str], page: dict[str, Any]) -> Any:
        return _or_as_it_stands(lambda who: since_yesterday(_everyone(who)), query, page)

    def _or_as_it_stands(
        words: Callable[[CardContext], Any], query: dict[str, str], page: dict[str, Any]
    ) -> Any:
        try:
            with reader(query, page) as who:
                return words(who)
        except Exception as error:  # noqa: BLE001  (a line that fails must not take the wall with it; the log has why)
            drawing.failure(error, "a line of the wall", page["lang"])
            return no_update


def _everyone(reader: CardContext) -> CardContext:
    """Return the reader as they stand before the first scene, which is of all platforms."""
    return before_scene(reader, next(iter(SCENES.values())).row)
