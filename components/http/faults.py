"""What is told, and under which status, where a request cannot be answered."""

import flask
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from components.frame.shell import language
from components.http.downloads import TooLong, TooManyDownloads
from components.http.responses import as_json
from data_access.domain.errors import (
    CockpitError,
    NotAllowed,
    QueryTooSlow,
    StateUnusable,
    StoreBusy,
    StoreMissing,
)
from data_access.exports import TooManyRows


class Absent(CockpitError):
    """The address names something that does not exist."""


def add_to(api: flask.Blueprint) -> None:
    """Let every error that a route raises be told as JSON: a sentence, and what kind of thing went wrong as its status."""
    api.register_error_handler(CockpitError, _refused)
    api.register_error_handler(HTTPException, _refused_by_http)
    api.register_error_handler(Exception, _failed)
    # A method that no route takes is refused before any route of ours is chosen.
    api.app_errorhandler(MethodNotAllowed)(_refused_method)


def _status(error: CockpitError) -> int:
    match error:
        case Absent():
            return 404
        case NotAllowed():
            return 403
        case StoreMissing() | StoreBusy() | TooManyDownloads() | StateUnusable():
            return 503
        case QueryTooSlow():
            return 504
        case TooManyRows() | TooLong():
            return 413
    return 400


def _refused(error: CockpitError) -> flask.Response:
    status = _status(error)
    # What an operator is told of the state may name files of the machine; a reader is told in his own language.
    told = error.words(language(flask.request.args)) if isinstance(error, StateUnusable) else str(error)
    return as_json({"ok": False, "error": told, "status": status}, status)


def _refused_by_http(error: HTTPException) -> flask.Response:
    status = error.code or 500
    return as_json({"ok": False, "error": error.description, "status": status}, status)


def _refused_method(error: MethodNotAllowed) -> flask.Response | MethodNotAllowed:
    return _refused_by_http(error) if flask.request.path.startswith("/api/") else error


def _failed(error: Exception) -> flask.Response:
    """Keep the traceback for the operator, and tell the reader no more than that it is there."""
    flask.current_app.logger.error("request %s failed", flask.request.full_path, exc_info=error)
    return as_json({"ok": False, "error": "The server failed at this; its log says why.", "status": 500}, 500)
