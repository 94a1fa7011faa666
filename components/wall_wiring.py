"""The callbacks that only the wall has: the sentence of each scene, the ticker, and what changed since yesterday."""

from collections.abc import Callable
from typing import Any

from dash import MATCH, Dash, Input, Output, State, no_update

from components import drawing, ids
from components.drawing import Reader
from components.scenes import SCENES, before_scene
from components.tickers import since_yesterday, ticker

#: Returns who asks, from the selection and the state of the page; raises StoreMissing.
Seat = Callable[[dict[str, str], dict[str, Any]], Reader]


def wire_wall(app: Dash, reader: Seat) -> None:
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

    @app.callback(Output(ids.TICKER, "children"), Input(ids.SELECTION, "data"), Input(ids.PAGE, "data"))
    def warnings(query: dict[str, str], page: dict[str, Any]) -> Any:
        return _or_as_it_stands(lambda who: ticker(_everyone(who)), query, page)

    @app.callback(Output(ids.SINCE, "children"), Input(ids.SELECTION, "data"), Input(ids.PAGE, "data"))
    def yesterday(query: dict[str, str], page: dict[str, Any]) -> Any:
        return _or_as_it_stands(lambda who: since_yesterday(_everyone(who)), query, page)

    def _or_as_it_stands(words: Callable[[Reader], Any], query: dict[str, str], page: dict[str, Any]) -> Any:
        try:
            return words(reader(query, page))
        except Exception as error:  # noqa: BLE001  (a line that fails must not take the wall with it; the log has why)
            drawing.failure(error, "a line of the wall", page["lang"])
            return no_update


def _everyone(reader: Reader) -> Reader:
    """Return the reader as they stand before the first scene, which is of all platforms."""
    return before_scene(reader, next(iter(SCENES.values())).row)
