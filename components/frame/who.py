"""Who asks: the one place where all that is shown learns of the present reader."""

from flask import g, has_request_context

from data_access.domain.access import LOCAL, Reader

#: For whom pages are drawn before anybody asks: whoever sees the whole city. What is kept is kept by what its reader may see.
AHEAD = Reader("", rights=frozenset({"read"}))


def current() -> Reader:
    """Return the present reader, as the guard of the server found him; without a guard he is the one of this machine."""
    if not has_request_context():
        return AHEAD
    found: Reader = g.get("reader", LOCAL)
    return found


def become(reader: Reader) -> None:
    """Say who asks, for as long as the request lasts."""
    g.reader = reader
