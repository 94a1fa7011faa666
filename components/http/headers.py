"""What every response tells a browser about how far to trust it: scripts of ours alone, no frames, no guessing, no leaks."""

import secrets

import flask

from data_access.domain.settings import Settings

#: A year, in seconds.
_HSTS_SECONDS = 31_536_000
#: Styles stand in elements and attributes, where plotly and grids write them; scripts come from our own files, or carry the
#: nonce of their document. Pictures that a reader takes away are drawn as `blob:` and `data:`, and read from there.
_POLICY = (
    "default-src 'none'; script-src 'self'{nonce}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self' data: blob:; worker-src 'self' blob:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",  # for screens whose browser knows no frame-ancestors
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def nonce() -> str:
    """Return what marks the scripts that are written into the present document as ours; another one for each request."""
    if "nonce" not in flask.g:
        flask.g.nonce = secrets.token_urlsafe(16)
    return str(flask.g.nonce)


def add_to(server: flask.Flask, settings: Settings) -> None:
    """Let every response of a server carry them."""

    @server.after_request
    def guard(response: flask.Response) -> flask.Response:
        response.headers.update(_ALWAYS)
        own = f" 'nonce-{flask.g.nonce}'" if "nonce" in flask.g else ""
        response.headers["Content-Security-Policy"] = _POLICY.format(nonce=own)
        if settings.is_https:
            response.headers["Strict-Transport-Security"] = f"max-age={_HSTS_SECONDS}"
        return response
