"""What is told, and under which status, where a request cannot be answered."""

import flask
from dash.exceptions import DependencyException, UnsupportedRelativePath
from werkzeug.exceptions import HTTPException, MethodNotAllowed, RequestEntityTooLarge

from components.frame.shell import language
from components.http.downloads import TooLong, TooManyDownloads
from components.http.responses import as_json
from components.model.page import NoSuchPage
from components.words import phrases
from data_access.domain.errors import (
    CockpitError,
    NotAllowed,
    QueryTooSlow,
    StateUnusable,
    StoreBusy,
    StoreEmpty,
    StoreMissing,
)
from data_access.exports import TooManyRows
from data_access.state.jobs import TooManyJobs

#: The log names the place and the reason, which are nobody's but the operator's.
_NO_STORE = (
    "The store cannot be read just now. Operators: the log says why; `python -m data_access snapshots` shows what there is, "
    "`python -m data_access demo` or `load` makes a store."
)


class Absent(CockpitError):
    """The address names something that does not exist."""


class Foreign(CockpitError):
    """What only a page of ours may ask was asked by another, or nobody knows by whom."""


class TooOften(CockpitError):
    """A reader asked more often than is fair to the others; `seconds` until he may ask again."""

    def __init__(self, kind: str, most: int, seconds: int) -> None:
        super().__init__(
            f"More than {most} {kind} were asked for within a minute; ask again in {seconds} seconds."
        )
        self.seconds = seconds


def add_to(api: flask.Blueprint) -> None:
    """Let every error that a route raises be told as JSON: a sentence, and what kind of thing went wrong as its status."""
    api.register_error_handler(HTTPException, _refused_by_http)
    # What Dash does for us fails in the same words, and what is refused before a route is chosen has no blueprint.
    api.app_errorhandler(CockpitError)(_refused)
    api.app_errorhandler(Exception)(_failed)
    api.app_errorhandler(MethodNotAllowed)(_refused_method)
    api.app_errorhandler(RequestEntityTooLarge)(_refused_by_http)
    api.app_errorhandler(DependencyException)(_not_here)
    api.app_errorhandler(UnsupportedRelativePath)(_not_here)


def _status(error: CockpitError) -> int:
    match error:
        case Absent() | NoSuchPage():
            return 404
        case Foreign() | NotAllowed():
            return 403
        case TooOften() | TooManyJobs() | TooManyDownloads():
            return 429
        case StoreMissing() | StoreBusy() | StateUnusable():
            return 503
        case QueryTooSlow():  # the server is sound: the question asks for more than it gives one reader
            return 422
        case TooManyRows() | TooLong():
            return 413
    return 400


def _refused(error: CockpitError) -> flask.Response:
    status = _status(error)
    response = as_json({"ok": False, "error": _words(error), "status": status}, status)
    if isinstance(error, TooOften):
        response.headers["Retry-After"] = str(error.seconds)
    return response


def _words(error: CockpitError) -> str:
    """Return the sentence for a reader; where the store lies is its operator's to know."""
    match error:
        case StateUnusable():  # its text may name files of the machine
            return error.words(language(flask.request.args))
        case StoreEmpty():
            return phrases.EMPTY_STORE("en")
        case StoreMissing():
            flask.current_app.logger.error("the store cannot be read: %s", error)
            return _NO_STORE
    return str(error)


def _not_here(_: Exception) -> flask.Response:
    return as_json({"ok": False, "error": "There is nothing here.", "status": 404}, 404)


def _refused_by_http(error: HTTPException) -> flask.Response:
    status = error.code or 500
    return as_json({"ok": False, "error": error.description, "status": status}, status)


def _refused_method(error: MethodNotAllowed) -> flask.Response | MethodNotAllowed:
    return _refused_by_http(error) if flask.request.path.startswith("/api/") else error


def _failed(error: Exception) -> flask.Response | HTTPException:
    """Keep the traceback for the operator, and tell the reader no more than that it is there."""
    if isinstance(error, HTTPException):
        return error
    flask.current_app.logger.error("request %s failed", flask.request.full_path, exc_info=error)
    return as_json({"ok": False, "error": "The server failed at this; its log says why.", "status": 500}, 500)
