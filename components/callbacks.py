"""Every callback of the app, and the only caller of `fetch` besides the API and the portraits."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from typing import Any

from dash import ALL, MATCH, ClientsideFunction, Dash, Input, Output, State, ctx, no_update
from dash.development.base_component import Component

from components.cards import drawing, tables
from components.cards.headlines import headline
from components.cards.sections import SECTIONS
from components.cards.states import as_of_badge, frame_notes, message
from components.frame import controls
from components.model import ids
from components.model.card import Card
from components.model.context import CardContext
from components.model.facts import Facts
from components.tasks.callbacks import wire_tasks
from components.wall.callbacks import wire_wall
from components.wall.page import PATH
from components.wall.scenes import before_scene
from components.words import describe, phrases
from data_access.domain.access import Scope
from data_access.domain.errors import CockpitError, StoreMissing
from data_access.domain.filters import Selection
from data_access.lookups import rows
from data_access.lookups.provenance import provenance
from data_access.metrics.labels import Labels, labels
from data_access.state.tasks import TaskBook
from data_access.store.store import Store

Page = dict[str, Any]
Query = dict[str, str]
Principal = Callable[[], Scope]


def wire(app: Dash, store: Store, scope: Principal, book: TaskBook) -> None:
    """Register the callbacks of the whole app on `app`; `scope` says what the present reader may see."""

    def reader(query: Query, page: Page) -> AbstractContextManager[CardContext]:
        return _reader(store, scope, query, page)

    _wire_browser(app)
    _wire_frame(app, store, scope)
    _wire_cards(app, store, scope)
    _wire_sections(app, store, scope)
    wire_wall(app, reader, book)
    wire_tasks(app, reader, book)


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
    app.clientside_callback(
        ClientsideFunction("cockpit", "carry"),
        Output(ids.part(ids.LINK, ALL), "href"),
        Input(ids.SELECTION, "data"),
        State(ids.part(ids.LINK, ALL), "id"),
        State(ids.PAGE, "data"),
    )
    for kind in (ids.CARD, ids.KEY_CARD):
        app.clientside_callback(
            ClientsideFunction("cockpit", "loading"),
            Output(ids.in_row(kind, ALL, ALL), "data-state", allow_duplicate=True),
            Input(ids.SELECTION, "data"),
            State(ids.in_row(kind, ALL, ALL), "id"),
            prevent_initial_call=True,
        )
    rows_of_cards = [ids.of_row(kind, ALL) for kind in (ids.KEY_TURN, ids.TURN)]
    app.clientside_callback(
        ClientsideFunction("cockpit", "queue"),
        *(Output(row, "data") for row in rows_of_cards),
        Input(ids.SELECTION, "data"),
        *(State(row, "id") for row in rows_of_cards),
    )


@contextmanager
def _reader(store: Store, scope: Principal, query: Query, page: Page) -> Iterator[CardContext]:
    """Lend who asks, for one request over one snapshot; raises StoreMissing."""
    with store.snapshot() as snapshot:
        known = labels(snapshot)
        facts = Facts(snapshot, scope(), page["lang"])
        yield CardContext(page, known, _selection(query, page, known)[0], facts)


def _wire_frame(app: Dash, store: Store, scope: Principal) -> None:
    @app.callback(Output(ids.HEADLINE, "children"), Input(ids.PAGE, "data"), Input(ids.SELECTION, "data"))
    def sentence(page: Page, query: Query) -> str:
        try:
            with _reader(store, scope, query, page) as who:
                return headline(page["path"], who)
        except Exception as error:  # noqa: BLE001  (a page without its sentence is still a page; the log has why)
            drawing.failure(error, "the headline", page["lang"])
            return ""

    @app.callback(Output(ids.BAR, "children"), Input(ids.PAGE, "data"), State(ids.SELECTION, "data"))
    def bar(page: Page, query: Query) -> list[Component]:
        try:
            with store.snapshot() as snapshot:
                known = labels(snapshot)
        except CockpitError:
            return []  # the callback below says why
        selection, _ = _selection(query, page, known)
        return controls.filter_bar(selection, known, page["filters"], page["lang"])

    @app.callback(
        Output(ids.STATE, "children"),
        Output(ids.AS_OF, "children"),
        Input(ids.PAGE, "data"),
        Input(ids.SELECTION, "data"),
    )
    def state(page: Page, query: Query) -> tuple[list[Component], Any]:
        lang = page["lang"]
        try:
            with store.snapshot() as snapshot:
                known, origin = labels(snapshot), provenance(snapshot)
        except CockpitError as error:
            return [frame_notes([drawing.without_store(error, lang)[0]])], no_update
        selection, problems = _selection(query, page, known)
        told = controls.chips(selection, known, page["fixed"], lang) if page["filters"] else []
        notes = [phrases.IGNORED(lang) + describe.troubles(problems, lang)] if problems else []
        if unmet := origin.unreconciled():
            names = phrases.AND(lang).join(title(lang) for title in unmet)
            notes.append(phrases.UNRECONCILED(lang).format(names))
        return [*told, frame_notes(notes)], as_of_badge(known.dataset, origin.late(date.today()), lang)


def _wire_cards(app: Dash, store: Store, scope: Principal) -> None:
    """Cards are drawn a row at a time: a callback for each card would cost the browser more than the drawing.

    The selection alone draws nothing: the browser gives each row its turn, those on the screen first.
    """

    @app.callback(
        Output(ids.in_row(ids.GRAPH, ALL, MATCH), "figure"),
        Output(ids.in_row(ids.ASIDE, ALL, MATCH), "children"),
        Output(ids.in_row(ids.META, ALL, MATCH), "children"),
        Output(ids.in_row(ids.FOOT, ALL, MATCH), "children"),
        Output(ids.in_row(ids.CARD, ALL, MATCH), "data-state"),
        Output(ids.in_row(ids.CARD, ALL, MATCH), "data-view"),
        Output(ids.in_row(ids.CARD, ALL, MATCH), "aria-label"),
        Input(ids.of_row(ids.TURN, MATCH), "data"),
        Input(ids.PAGE, "data"),
        Input(ids.in_row(ids.CHOICE, ALL, MATCH), "data"),
        State(ids.SELECTION, "data"),
        State(ids.in_row(ids.CARD, ALL, MATCH), "id"),
        prevent_initial_call=True,
    )
    def draw(
        _: int, page: Page, choices: list[dict[str, Any]], query: Query, own: list[dict[str, str]]
    ) -> list[list[Any]]:
        touched = _touched()
        try:
            with _reader(store, scope, query, page) as reader:
                who = before_scene(reader, own[0]["row"])
                answers = [
                    drawing.chart(Card.of(one["index"]), who, choice)
                    if touched is None or one["index"] in touched
                    else drawing.UNTOUCHED
                    for one, choice in zip(own, choices, strict=True)
                ]
        except CockpitError as error:
            words, mood = drawing.without_store(error, page["lang"])
            answers = [drawing.said(words, "database-slash", mood) for _ in own]
        if page["path"] == PATH:  # a wall keeps the last good numbers
            answers = [drawing.keep_last_good(answer) for answer in answers]
        return [list(part) for part in zip(*answers, strict=True)]

    @app.callback(
        Output(ids.in_row(ids.KEY, ALL, MATCH), "children"),
        Output(ids.in_row(ids.KEY_CARD, ALL, MATCH), "data-state"),
        Input(ids.of_row(ids.KEY_TURN, MATCH), "data"),
        Input(ids.PAGE, "data"),
        State(ids.SELECTION, "data"),
        State(ids.in_row(ids.KEY, ALL, MATCH), "id"),
        prevent_initial_call=True,
    )
    def draw_keys(_: int, page: Page, query: Query, own: list[dict[str, str]]) -> list[list[Any]]:
        try:
            with _reader(store, scope, query, page) as reader:
                who = before_scene(reader, own[0]["row"])
                answers = [drawing.key(Card.of(one["index"]), who) for one in own]
        except CockpitError as error:
            words, mood = drawing.without_store(error, page["lang"])
            answers = [(message(words, ""), mood) for _ in own]
        if page["path"] == PATH:  # a wall keeps the last good numbers
            answers = [drawing.keep_last_good_key(answer) for answer in answers]
        return [list(part) for part in zip(*answers, strict=True)]


def _touched() -> set[str] | None:
    """Return the cards whose switch or table alone called, None where all must be drawn."""
    causes = ctx.triggered_prop_ids.values()
    if not all(isinstance(cause, dict) and cause["type"] == ids.CHOICE for cause in causes):
        return None
    return {cause["index"] for cause in causes}


def _wire_sections(app: Dash, store: Store, scope: Principal) -> None:
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
                return SECTIONS[own["index"]](snapshot, scope(), known, selection, page["lang"]), "ready"
        except StoreMissing as error:
            words, mood = drawing.without_store(error, page["lang"])
            return message(words, "database-slash"), mood
        except Exception as error:  # noqa: BLE001  (a reader never sees a traceback; the log has it)
            return message(
                drawing.failure(error, own["index"], page["lang"]), "exclamation-triangle"
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
            return tables.answer(rows.rows(
                snapshot, own["index"], selection, scope(), page=request["startRow"] // size + 1, size=size,
                sort=order[0] if order else "", lang=page["lang"], containing=tables.searched_for(request),
            ))  # fmt: skip


__all__ = ["wire"]
