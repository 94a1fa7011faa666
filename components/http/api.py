"""The application's only routes of its own: numbers, portraits and rows as JSON, CSV and XLSX, strict about what is asked."""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

import flask
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from components.http.board import BoardRoutes
from components.http.downloads import Limits, TooLong, TooManyDownloads, limits_of
from components.http.exports import ExportRoutes
from components.http.replies import content, entry, portrait_content
from data_access.domain.access import Scope
from data_access.domain.errors import (
    BadValue,
    CockpitError,
    QueryTooSlow,
    StoreBusy,
    StoreEmpty,
    StoreMissing,
    UnknownName,
)
from data_access.domain.filters import Selection
from data_access.domain.settings import Settings
from data_access.domain.text import LANGS, Lang, Text
from data_access.exports import (
    Answer,
    Question,
    TooManyRows,
    csv_bytes,
    file_name,
    ranked,
    rows_csv,
    xlsx_bytes,
)
from data_access.intake.rejects import held, rejects
from data_access.lookups.geo import LOADED_PATH, loaded_file
from data_access.lookups.portraits import identity
from data_access.lookups.rows import LISTINGS, all_rows
from data_access.metrics.indicators import INDICATORS, Indicator
from data_access.metrics.labels import Labels, labels
from data_access.metrics.query import fetch
from data_access.store.patience import Patience
from data_access.store.store import Store

Principal = Callable[[], Scope]
#: Writes the line of an export (kind, what, rows, language) and returns its id and watermark; none where there is no ledger.
Enter = Callable[[str, str, int, str], tuple[str, str]]

_KINDS = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


#: What to do where an answer has too many rows.
_NARROW = "take the CSV, choose a shorter period or a coarser grain, ask by fewer dimensions, or filter by some members"
_FILES = frozenset({"csv", "xlsx"})


def _entered(counter: ExportRoutes | None) -> Enter:
    def enter(action: str, what: str, rows: int, lang: str) -> tuple[str, str]:
        if counter is None:
            return "", ""
        export = counter.ledger.enter(action, what, flask.request.args, rows)
        return export, counter.ledger.mark(export, lang)

    return enter


def register(
    server: flask.Flask,
    store: Store,
    principal: Principal,
    counter: ExportRoutes | None = None,
    limits: Limits | None = None,
    board: BoardRoutes | None = None,
) -> None:
    """Add the API to a server; `principal` says for each request what its reader may see.

    With a `counter` pages and cards can be exported too, and everything that leaves has its line in the audit;
    with a `board` pages are told to browsers.
    """
    (limits or Limits.of(Settings())).hold_for(server)
    enter = _entered(counter)
    api = flask.Blueprint("api", __name__)
    _tell_of_the_store(api, store)
    _serve_boundaries(api, store)
    _answer_indicators(api, store, principal, enter)
    _show_platforms(api, store, principal)
    _list_rows(api, store, principal, enter)
    _list_rejects(api, store, principal, enter)

    if board:
        board.add_to(api)
    if counter:
        counter.add_to(api)

    @api.get("/api/<path:rest>")
    def nothing(rest: str) -> flask.Response:
        message = f"There is nothing at /api/{rest}; /api/indicators lists what can be asked."
        raise _Absent(message)

    api.register_error_handler(CockpitError, _refused)
    api.register_error_handler(HTTPException, _refused_by_http)
    api.register_error_handler(Exception, _failed)
    # A method that no route takes is refused before any route of ours is chosen.
    api.app_errorhandler(MethodNotAllowed)(_refused_method)
    server.register_blueprint(api)


def _tell_of_the_store(api: flask.Blueprint, store: Store) -> None:
    @api.get("/healthz")
    def healthz() -> flask.Response:
        return _json({"ok": True, "version": store.version()})

    @api.get("/api/version")
    def version() -> flask.Response:
        with store.snapshot(_patience()) as snapshot:
            try:
                data = labels(snapshot).dataset
            except StoreEmpty:  # pages ask this to see when something comes
                return _json({"version": snapshot.version})
        words = {"city": data.city, "title": data.title, "as_of": data.horizon.as_of,
                 "starts_on": data.horizon.starts_on, "is_synthetic": data.is_synthetic}  # fmt: skip
        return _json({"version": snapshot.version, **words})


def _serve_boundaries(api: flask.Blueprint, store: Store) -> None:
    @api.get(f"{LOADED_PATH}/<area>.geojson")
    def loaded(area: str) -> flask.Response:
        file = loaded_file(area, store.place) if store.place and area.isalnum() else None
        if file is None or not file.exists():
            message = (
                f"No boundaries of {area} were loaded; python -m data_access load boundaries brings them in."
            )
            raise _Absent(message)
        return flask.send_file(file.resolve(), mimetype="application/geo+json", max_age=3600)


def _answer_indicators(api: flask.Blueprint, store: Store, principal: Principal, enter: Enter) -> None:
    @api.get("/api/indicators")
    def indicators() -> flask.Response:
        return _json({"indicators": [entry(indicator) for indicator in INDICATORS.values()]})

    @api.get("/api/indicators/<key>.<any(json, csv, xlsx):form>")
    def indicator(key: str, form: str) -> flask.Response:
        with store.snapshot(_patience()) as snapshot:
            known, scope = labels(snapshot), principal()
            question = _question(_indicator(key), known)

            def body() -> flask.Response:
                frame = fetch(snapshot, question.indicator, question.by, question.selection, scope)
                answer = Answer(question, ranked(question, frame), known, snapshot.version)
                if form in _FILES:
                    export, mark = enter(form, question.indicator.key, len(frame), question.lang)
                    name = "-".join(filter(None, (file_name(question), export)))
                    now = datetime.now().astimezone()
                    made = csv_bytes(answer, mark) if form == "csv" else xlsx_bytes(answer, now, export, mark)
                    return _file(made, f"{name}.{form}")
                if len(frame) > (most := limits_of(flask.current_app).rows):
                    raise TooManyRows(len(frame), most, _NARROW)
                whole = fetch(snapshot, question.indicator, (), question.selection, scope)
                return _json(content(answer, whole))

            return _tagged(snapshot.version, scope, body, question.indicator.version)


def _show_platforms(api: flask.Blueprint, store: Store, principal: Principal) -> None:
    @api.get("/api/platforms/<platform_id>.json")
    def portrait(platform_id: str) -> flask.Response:
        with store.snapshot(_patience()) as snapshot:
            known, scope = labels(snapshot), principal()
            selection, lang = _selection(_query(), known)
            found = identity(snapshot, platform_id, scope)
            if found is None:
                raise _Absent(str(UnknownName("platform", platform_id, known.members("platform"))))

            def body() -> flask.Response:
                told = portrait_content(snapshot, found, selection, scope, lang)
                return _json({"version": snapshot.version} | told)

            return _tagged(snapshot.version, scope, body)


def _list_rejects(api: flask.Blueprint, store: Store, principal: Principal, enter: Enter) -> None:
    @api.get("/api/<any(rejects, held):what>/<batch>.csv")
    def left_out(what: str, batch: str) -> flask.Response:
        read = rejects if what == "rejects" else held
        try:
            found = read(store.place, batch)
        except UnknownName as error:
            raise _Absent(str(error)) from None
        lang = _lang(_query())
        export, mark = enter("csv", f"{what} {batch}", found.rows, lang)
        return _file(
            found.csv(principal(), lang, mark), f"{'-'.join(filter(None, (what, batch, export)))}.csv"
        )


def _list_rows(api: flask.Blueprint, store: Store, principal: Principal, enter: Enter) -> None:
    @api.get("/api/rows/<source>.csv")
    def listed(source: str) -> flask.Response:
        if source not in LISTINGS:
            raise _Absent(str(UnknownName("list of rows", source, LISTINGS)))
        query = _query()
        sort, cohort = query.pop("sort", ""), query.pop("cohort", "")
        with store.snapshot(_patience()) as snapshot:
            scope, (selection, lang) = principal(), _selection(query, labels(snapshot))

            def body() -> flask.Response:
                found = all_rows(snapshot, source, selection, scope, sort=sort, cohort=cohort, lang=lang)
                export, mark = enter("csv", f"rows {source}", found.total, lang)
                return _file(rows_csv(found, lang, mark), f"{'-'.join(filter(None, (source, export)))}.csv")

            return _tagged(snapshot.version, scope, body)


def _patience() -> Patience:
    return Patience(limits_of(flask.current_app).seconds)


class _Absent(CockpitError):
    """The address names something that does not exist."""


def _status(error: CockpitError) -> int:
    match error:
        case _Absent():
            return 404
        case StoreMissing() | StoreBusy() | TooManyDownloads():
            return 503
        case QueryTooSlow():
            return 504
        case TooManyRows() | TooLong():
            return 413
    return 400


def _refused(error: CockpitError) -> flask.Response:
    status = _status(error)
    return _json({"ok": False, "error": str(error), "status": status}, status)


def _refused_by_http(error: HTTPException) -> flask.Response:
    status = error.code or 500
    return _json({"ok": False, "error": error.description, "status": status}, status)


def _refused_method(error: MethodNotAllowed) -> flask.Response | MethodNotAllowed:
    return _refused_by_http(error) if flask.request.path.startswith("/api/") else error


def _failed(error: Exception) -> flask.Response:
    """Keep the traceback for the operator, and tell the reader no more than that it is there."""
    flask.current_app.logger.error("request %s failed", flask.request.full_path, exc_info=error)
    return _json({"ok": False, "error": "The server failed at this; its log says why.", "status": 500}, 500)


def _json(reply: Any, status: int = 200) -> flask.Response:
    """Return JSON in the order given; a NaN that slips through is an error, since it is not JSON."""
    text = json.dumps(reply, ensure_ascii=False, allow_nan=False, default=_plain)
    return flask.Response(text, status, mimetype=_KINDS["json"])


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Text):
        return asdict(value)
    message = f"{type(value).__name__} has no form in JSON"
    raise TypeError(message)


def _tagged(
    version: str, scope: Scope, body: Callable[[], flask.Response], definition: int = 1
) -> flask.Response:
    """Return the body under a tag of data version, address and scope, or 304 where the reader has it already."""
    seen = sorted(scope.districts) if scope.districts is not None else None
    address = flask.request.path, sorted(flask.request.args.items(multi=True))
    asked = [version, definition, *address, seen, scope.sees_persons]
    tag = hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:32]
    known = flask.request.if_none_match.contains_weak(tag)
    response = flask.Response(status=304) if known else body()
    response.set_etag(tag, weak=True)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _query() -> dict[str, str]:
    """Return the keys of the address; each may stand there once."""
    query: dict[str, str] = {}
    for key, values in flask.request.args.lists():
        if len(values) > 1:
            raise BadValue(key, "&".join(values), "each key once, several values separated by commas")
        query[key] = values[0]
    return query


def _indicator(key: str) -> Indicator:
    try:
        return INDICATORS[key]
    except UnknownName as error:
        raise _Absent(str(error)) from error


def _selection(query: dict[str, str], known: Labels) -> tuple[Selection, Lang]:
    """Return the selection and the language of a query; raises the first thing that is wrong with it."""
    lang = _lang(query)
    selection, problems = Selection.from_query(query, known.dataset.horizon, known.known)
    if problems:
        raise problems[0]
    return selection, lang


def _lang(query: dict[str, str]) -> Lang:
    lang = query.pop("lang", "zh")
    if lang not in LANGS:
        raise BadValue("lang", lang, " or ".join(LANGS))
    return "en" if lang == "en" else "zh"


def _question(indicator: Indicator, known: Labels) -> Question:
    query = _query()
    by = tuple(key.strip() for key in query.pop("by", "").split(",") if key.strip())
    selection, lang = _selection(query, known)
    return Question(indicator, by, selection, lang)


def _file(file: bytes | Iterator[bytes], name: str) -> flask.Response:
    """Return a file to keep, in the form that its name ends with; one of any length is written down before it is sent."""
    kind = _KINDS[name.rsplit(".", 1)[1]]
    if isinstance(file, bytes):
        response = flask.Response(file, content_type=kind)
    else:
        response = limits_of(flask.current_app).downloads.response(file, kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
