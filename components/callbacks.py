"""Every callback of the app: the filter bar, grids of rows, tasks and the audit. What cards show comes over the board."""

from collections.abc import Callable
from typing import Any

from dash import ALL, MATCH, ClientsideFunction, Dash, Input, Output, State, no_update
from dash.development.base_component import Component

from components.audit.callbacks import wire_audit
from components.cards import drawing, tables
from components.cards.sections import SECTIONS
from components.cards.states import message
from components.frame import controls
from components.model import ids
from components.tasks.callbacks import wire_tasks
from data_access.domain.access import Scope
from data_access.domain.errors import CockpitError, StoreMissing
from data_access.domain.filters import Selection
from data_access.lookups import rows
from data_access.metrics.labels import Labels, labels
from data_access.state.ledger import PERSONS_SEEN, Ledger
from data_access.state.tasks import TaskBook
from data_access.store.store import Store

Page = dict[str, Any]
Query = dict[str, str]
Principal = Callable[[], Scope]


def wire(app: Dash, store: Store, scope: Principal, book: TaskBook) -> None:
    """Register the callbacks of the whole app on `app`; `scope` says what the present reader may see."""
    _wire_browser(app)
    _wire_bar(app, store)
    _wire_sections(app, store, scope, book)
    wire_tasks(app, book)
    wire_audit(app, book.state, lambda: book.reader().may("audit"))


def _selection(query: Query | None, page: Page, known: Labels) -> tuple[Selection, list[CockpitError]]:
    selection, problems = Selection.from_query(query or {}, known.dataset.horizon, known.known)
    for key, value in page["fixed"].items():  # what the path says holds even where nobody knows it
        selection = selection.narrowed(key, value)
    return selection, problems


def _wire_browser(app: Dash) -> None:
    """What needs no server: controls change the selection, links carry it along. Clicks are met by cockpit.js itself."""
    app.clientside_callback(
        ClientsideFunction("cockpit", "act"),
        Output(ids.SINK, "data"),
        Input(ids.part(ids.CONTROL, ALL), "value"),
        Input(ids.part(ids.RANGE, ALL), "start_date"),
        Input(ids.part(ids.RANGE, ALL), "end_date"),
        State(ids.SELECTION, "data"),
        State(ids.PAGE, "data"),
        prevent_initial_call=True,
    )


def _wire_bar(app: Dash, store: Store) -> None:
    @app.callback(Output(ids.BAR, "children"), Input(ids.PAGE, "data"), State(ids.SELECTION, "data"))
    def bar(page: Page, query: Query) -> list[Component]:
        try:
            with store.snapshot() as snapshot:
                known = labels(snapshot)
        except CockpitError:
            return []  # the board says why
        selection, _ = _selection(query, page, known)
        return controls.filter_bar(selection, known, page["filters"], page["lang"])


def _wire_sections(app: Dash, store: Store, scope: Principal, book: TaskBook) -> None:
    ledger = Ledger(book.state, book.who)

    @app.callback(
        Output(ids.part(ids.SECTION, MATCH), "children"),
        Output(ids.part(ids.SECTION, MATCH), "data-state"),
        Input(ids.SELECTION, "data"),
        Input(ids.PAGE, "data"),
        State(ids.part(ids.SECTION, MATCH), "id"),
    )
    def draw_section(query: Query, page: Page, own: dict[str, str]) -> tuple[Any, str]:
        try:
            with store.snapshot() as snapshot:
                known = labels(snapshot)
                selection, _ = _selection(query, page, known)
                drawn = SECTIONS[own["index"]](
                    snapshot, scope(), known, selection, page["lang"], page["fixed"]
                )
            index = own["index"].removeprefix("rows-")
            if index != own["index"] and book.reader().may("export"):
                drawn[1:1] = tables.file_links(index, selection, page["lang"])
            return drawn, "ready"
        except StoreMissing as error:
            words, mood = drawing.without_store(error, page["lang"])
            return message(words, "bi-database-slash"), mood
        except Exception as error:  # noqa: BLE001  (a reader never sees a traceback; the log has it)
            return message(
                drawing.failure(error, own["index"], page["lang"]), "bi-exclamation-triangle"
            ), "error"

    @app.callback(
        Output(ids.part(ids.GRID, MATCH), "getRowsResponse"),
        Input(ids.part(ids.GRID, MATCH), "getRowsRequest"),
        State(ids.part(ids.GRID, MATCH), "id"),
        State(ids.SELECTION, "data"),
        State(ids.PAGE, "data"),
        prevent_initial_call=True,
    )
    def more_rows(request: dict[str, Any] | None, own: dict[str, str], query: Query, page: Page) -> Any:
        if request is None:
            return no_update
        order = [
            ("-" if sort["sort"] == "desc" else "") + sort["colId"] for sort in request.get("sortModel") or []
        ]
        size = request["endRow"] - request["startRow"]
        with store.snapshot() as snapshot:
            selection, _ = _selection(query, page, labels(snapshot))
            source, own_rows, selection = tables.listed(own["index"], selection)
            found = rows.rows(
                snapshot, source, selection, scope(), page=request["startRow"] // size + 1, size=size,
                sort=order[0] if order else "", lang=page["lang"], containing=tables.searched_for(request), own=own_rows,
            )  # fmt: skip
        if len(found.frame) and rows.shows_persons(source, scope()):  # no line, no rows
            ledger.enter(PERSONS_SEEN, f"rows {source}", selection.to_query(), len(found.frame))
        return tables.answer(found, source)


__all__ = ["wire"]
