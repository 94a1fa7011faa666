"""The application's only routes of its own: numbers, portraits and rows as JSON, CSV and XLSX, strict about what is asked."""

from datetime import datetime

import flask

from components.http import faults, queries, row_files, search
from components.http.audits import AuditRoutes
from components.http.board import BoardRoutes
from components.http.case_papers import CasePapers
from components.http.downloads import Limits, limits_of, patience
from components.http.entered import Entries
from components.http.exports import ExportRoutes
from components.http.faults import Absent
from components.http.list_files import ListRoutes
from components.http.replies import content, entry, portrait_content
from components.http.responses import as_file, as_json, tagged
from components.http.row_files import Principal
from data_access.domain.access import Scope
from data_access.domain.currency import YUAN
from data_access.domain.errors import (
    StoreEmpty,
    StoreMissing,
    UnknownName,
)
from data_access.domain.settings import Settings
from data_access.exports import (
    Answer,
    TooManyRows,
    answer_csv,
    file_name,
    xlsx_bytes,
)
from data_access.intake.rejects import held, rejects
from data_access.lookups.credit import vetoes
from data_access.lookups.geo import LOADED_PATH, loaded_file
from data_access.lookups.portraits import identity
from data_access.metrics.indicators import INDICATORS
from data_access.metrics.labels import Labels, labels
from data_access.metrics.money import in_currency
from data_access.metrics.query import Question as Asked
from data_access.metrics.query import fetch, most_rows, size
from data_access.store.snapshots import Snapshot
from data_access.store.store import Store

#: What to do where an answer has too many rows.
_NARROW = "choose a shorter period or a coarser grain, ask by fewer dimensions, or filter by some members"
#: So many times the rows of an answer in JSON are written as CSV, which goes out in pieces but is made from one answer.
_CSV_TIMES = 5


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
    entries = Entries(counter.ledger if counter else None)
    api = flask.Blueprint("api", __name__)
    _tell_of_the_store(api, store)
    _serve_boundaries(api, store)
    _answer_indicators(api, store, principal, entries)
    _show_platforms(api, store, principal)
    row_files.add_to(api, store, principal, entries)
    _list_rejects(api, store, principal, entries)
    search.add_to(api, store, principal)

    if board:
        board.add_to(api)
    if counter:
        counter.add_to(api)
        AuditRoutes(counter.ledger).add_to(api)
        CasePapers(store, principal, counter.ledger, counter.templates).add_to(api)
        ListRoutes(store, principal, counter.ledger, counter.book).add_to(api)

    @api.get("/api/<path:rest>")
    def nothing(rest: str) -> flask.Response:
        message = f"There is nothing at /api/{rest}; /api/indicators lists what can be asked."
        raise Absent(message)

    faults.add_to(api)
    server.register_blueprint(api)


def _tell_of_the_store(api: flask.Blueprint, store: Store) -> None:
    @api.get("/healthz")
    def healthz() -> flask.Response:
        return as_json({"ok": True, "version": store.version()})

    @api.get("/api/version")
    def version() -> flask.Response:
        with store.snapshot(patience()) as snapshot:
            try:
                data = labels(snapshot).dataset
            except StoreEmpty:  # pages ask this to see when something comes
                return as_json({"version": snapshot.version})
        words = {"city": data.city, "title": data.title, "as_of": data.horizon.as_of,
                 "starts_on": data.horizon.starts_on, "is_synthetic": data.is_synthetic, "currency": data.currency}  # fmt: skip
        return as_json({"version": snapshot.version, **words})


def _serve_boundaries(api: flask.Blueprint, store: Store) -> None:
    @api.get(f"{LOADED_PATH}/<area>.geojson")
    def loaded(area: str) -> flask.Response:
        file = loaded_file(area, store.files) if store.files and area.isalnum() else None
        if file is None or not file.exists():
            message = (
                f"No boundaries of {area} were loaded; python -m data_access load boundaries brings them in."
            )
            raise Absent(message)
        return flask.send_file(file.resolve(), mimetype="application/geo+json", max_age=3600)


def _answer_indicators(api: flask.Blueprint, store: Store, principal: Principal, entries: Entries) -> None:
    @api.get("/api/indicators")
    def indicators() -> flask.Response:
        currency = _currency(store)
        return as_json({"indicators": [entry(in_currency(one, currency)) for one in INDICATORS.values()]})

    @api.get("/api/indicators/<key>.<any(json, csv, xlsx):form>")
    def indicator(key: str, form: str) -> flask.Response:
        with store.snapshot(patience()) as snapshot:
            known, scope = labels(snapshot), principal()
            question = queries.question(known.in_currency(queries.named(key)), known)

            def body() -> flask.Response:
                asked = Asked(question.indicator, question.by, question.selection)
                _refuse_many(snapshot, asked, known, scope, form)
                frame = fetch(snapshot, *asked, scope)
                held = vetoes(snapshot, question.selection.period.end)
                answer = Answer.of(question, frame, known, snapshot.version, held, scope)
                if form != "json":
                    own = entries.enter(form, question.indicator.key, len(frame), question.lang)
                    name = f"{own.named(file_name(question))}.{form}"
                    if form == "csv":
                        return as_file(answer_csv(answer, own.mark), name)
                    return as_file(xlsx_bytes(answer, datetime.now().astimezone(), own.id, own.mark), name)
                whole = fetch(snapshot, question.indicator, (), question.selection, scope)
                return as_json(content(answer, whole))

            return tagged(snapshot.version, scope, body, question.indicator.version)


def _refuse_many(snapshot: Snapshot, asked: Asked, known: Labels, scope: Scope, form: str) -> None:
    """Raise TooManyRows before a question is asked whose answer has more rows than such an answer may.

    Where its days times its members might be so many, the engine counts them and hands none of them over.
    """
    most = limits_of(flask.current_app).rows * (_CSV_TIMES if form == "csv" else 1)
    if most_rows(asked, known.members) > most and (rows := size(snapshot, asked, scope)) > most:
        raise TooManyRows(rows, most, _NARROW if form == "csv" else f"take the CSV, {_NARROW}")


def _currency(store: Store) -> str:
    """Return the currency of the data; what can be asked is told where there are none too."""
    try:
        with store.snapshot(patience()) as snapshot:
            return labels(snapshot).dataset.currency
    except StoreMissing:
        return YUAN


def _show_platforms(api: flask.Blueprint, store: Store, principal: Principal) -> None:
    @api.get("/api/platforms/<platform_id>.json")
    def portrait(platform_id: str) -> flask.Response:
        with store.snapshot(patience()) as snapshot:
            known, scope = labels(snapshot), principal()
            selection, lang = queries.selection(queries.keys(), known)
            found = identity(snapshot, platform_id, scope)
            if found is None:
                raise Absent(str(UnknownName("platform", platform_id, known.members("platform"))))

            def body() -> flask.Response:
                told = portrait_content(snapshot, found, selection, scope, lang)
                return as_json({"version": snapshot.version} | told)

            return tagged(snapshot.version, scope, body)


def _list_rejects(api: flask.Blueprint, store: Store, principal: Principal, entries: Entries) -> None:
    @api.get("/api/<any(rejects, held):what>/<batch>.csv")
    def left_out(what: str, batch: str) -> flask.Response:
        read = rejects if what == "rejects" else held
        try:
            found = read(store.files, batch)
        except UnknownName as error:
            raise Absent(str(error)) from None
        lang, scope = queries.language(queries.keys()), principal()
        own = entries.enter("csv", f"{what} {batch}", found.rows, lang, is_unmasked=scope.sees_persons)
        made = found.csv(scope, lang, own.mark, own.unmasked_for)
        return as_file(made, f"{own.named(f'{what}-{batch}')}.csv")
