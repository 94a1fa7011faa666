"""What comes in over HTTP is text and JSON that every database can keep; anything else is refused before a route reads it."""

import json
import re
from collections.abc import Mapping
from typing import Any

import flask
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from data_access.domain.errors import BadValue

#: PostgreSQL keeps no NUL in a text, and no file system in a name.
_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
_TEXT = "text without the sign NUL and without halves of signs; this is no text"
_SHOWN = 40


def add_to(server: flask.Flask, larger: Mapping[str, int]) -> None:
    """Refuse every request whose address or form no database could keep.

    `larger` are the endpoints that take a longer body than all others, with its bytes.
    """

    @server.before_request
    def read_texts() -> None:
        asked = flask.request
        if most := larger.get(asked.endpoint or ""):
            asked.max_content_length = max(most, asked.max_content_length or 0)
        for name, text in (
            ("path", asked.path),
            *asked.args.items(multi=True),
            *asked.form.items(multi=True),
        ):
            if "\0" in f"{name}{text}":
                raise BadValue(name.replace("\0", "")[:_SHOWN], text[:_SHOWN], _TEXT)


def told_json() -> Any:
    """Return the JSON of a request: finite numbers, and texts as above. Raises BadValue, and UnsupportedMediaType.

    Whoever asks Flask for it afterwards gets the same.
    """
    try:
        told = flask.request.get_json()
        text = json.dumps(told, ensure_ascii=False, allow_nan=False)
    except UnsupportedMediaType:
        raise
    except (BadRequest, ValueError, RecursionError):  # `1e999`, `NaN`, and what is nested too deep
        start = flask.request.get_data()[:_SHOWN].decode(errors="replace")
        raise BadValue("body", start, "JSON of finite numbers") from None
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise BadValue("body", f"{error.object[error.start]!a}", _TEXT) from None
    if _NUL.search(text):
        raise BadValue("body", "\0", _TEXT)
    return told
