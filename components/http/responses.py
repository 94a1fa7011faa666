"""Responses: JSON, what a reader may have already, and files to keep."""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import date
from typing import Any
from urllib.parse import quote

import flask

from components.http.downloads import limits_of
from data_access.domain.access import Scope
from data_access.domain.text import Text

_KINDS = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def as_json(reply: Any, status: int = 200) -> flask.Response:
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


def tagged(
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


def as_file(file: bytes | Iterator[bytes], name: str) -> flask.Response:
    """Return a file to keep, in the form that its name ends with; one of any length is written down before it is sent."""
    kind = _KINDS[name.rsplit(".", 1)[1]]
    if isinstance(file, bytes):
        response = flask.Response(file, content_type=kind)
    else:
        response = limits_of(flask.current_app).downloads.response(file, kind)
    plain = name.encode("ascii", "replace").decode().replace("?", "_")
    exact = "" if plain == name else f"; filename*=UTF-8''{quote(name)}"  # an account may have a Chinese name
    response.headers["Content-Disposition"] = f'attachment; filename="{plain}"{exact}'
    return response
