"""The cockpit: `create_app(settings)` builds it, `python app.py` serves it."""

import ipaddress
import logging
import os
import sys
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import dash
import flask
from dash import Dash, html
from flask_compress import Compress

from components.board.boards import Boards
from components.callbacks import wire
from components.frame.scripts import Scripts
from components.http import api, dispatching, fairness, headers, incoming, sites
from components.http.ahead import Ahead
from components.http.board import BoardRoutes
from components.http.documents import Documents
from components.http.downloads import Limits
from components.http.exports import ExportRoutes
from components.http.kept import KeptBoards
from components.http.proxies import behind, mounted
from components.http.reports import ReportBuilder
from components.http.workers import Served, serve
from data_access.domain.access import LOCAL_READER, WHOLE_CITY, Scope
from data_access.domain.errors import CockpitError
from data_access.domain.settings import Settings
from data_access.state.database import State
from data_access.state.jobs import Jobs
from data_access.state.ledger import Ledger
from data_access.state.outside import Outside
from data_access.state.tasks import TaskBook
from data_access.state.watch import Watch
from data_access.store.store import Store

_ROOT = Path(__file__).parent


def create_app(settings: Settings, kept: KeptBoards | None = None, counts: str = "memory://") -> Dash:
    """Return the whole app over the store that the settings name; nothing is read before the first request.

    `kept` are the boards that it shares with other processes; without it they are its own, for as long as it lives.
    `counts` is where it counts who asks how often, an address that `limits` knows.
    """
    _forget_settings_of_dash()
    server = flask.Flask(__name__)
    server.config.update(
        SECRET_KEY=settings.secret_key or None,
        COMPRESS_MIMETYPES=["text/html", "text/css", "application/javascript", "text/javascript", "application/json",
                            "application/geo+json"],
        SEND_FILE_MAX_AGE_DEFAULT=3600,
        MAX_CONTENT_LENGTH=settings.body_kb * 1024,
        MAX_FORM_MEMORY_SIZE=settings.body_kb * 1024,
        MAX_FORM_PARTS=100,
    )  # fmt: skip
    Compress(server)
    app = Dash(
        __name__,
        server=server,
        use_pages=True,
        pages_folder=str(_ROOT / "pages"),
        assets_folder=str(_ROOT / "assets"),
        # What page.html names, and what scripts ask for.
        assets_path_ignore=["^(cockpit|icons|topojson|boundaries)$"],
        assets_ignore=r"^wall\.css$",
        title="平台经济数智驾驶舱",
        update_title="",
        suppress_callback_exceptions=True,  # most parts stand on one page only
        serve_locally=True,
        routes_pathname_prefix="/",
        requests_pathname_prefix=f"{settings.base}/",
    )
    app.layout = html.Div([dash.page_container])
    store = Store(settings.store, settings.query_seconds, memory_mb=settings.worker_memory_mb)
    state = State(settings.state, Outside.of(settings))
    jobs = server.extensions["exports"] = Jobs(state, Path(settings.exports), most=settings.jobs_per_reader)
    server.extensions["audit"] = Watch(state, settings.audit_head_seconds)
    ledger = Ledger(state, lambda: LOCAL_READER)
    book = TaskBook(state, ledger.who)
    boards = server.extensions["boards"] = BoardRoutes(
        Boards(store, book, settings.request_seconds), _reader, kept or KeptBoards.for_one()
    )
    api.register(
        server,
        store,
        _reader,
        ExportRoutes(store, _reader, ledger, jobs, ReportBuilder(store), settings.origin),
        Limits.of(settings),
        boards,
    )
    app.interpolate_index = Documents(store, Scripts(_ROOT / "assets", settings.base), _reader).document
    wire(app, store, _reader, book)
    incoming.add_to(server)
    sites.add_to(server, settings)
    headers.add_to(server, settings)
    fairness.add_to(server, settings, counts, lambda: _asker(ledger))
    server.wsgi_app = behind(mounted(server.wsgi_app, settings.base), settings.proxies)  # type: ignore[assignment,method-assign]
    dispatching.add_to(server, app)
    with (
        server.test_client() as client
    ):  # component suites are registered by the first page; parallel ones would race
        client.get("/")
    return app


def _forget_settings_of_dash() -> None:
    """Dash would take MCP, debugging, other paths and other scripts from the environment; ours are in Settings alone."""
    for name in [name for name in os.environ if name.upper().startswith("DASH_")]:
        del os.environ[name]


def _asker(ledger: Ledger) -> str:
    """Return whom to count a request for: readers without a name of their own are told apart by their machine."""
    who = ledger.who()
    return f"{who} {flask.request.remote_addr}" if who == LOCAL_READER else who


def _reader() -> Scope:
    """Return what the present reader may see; without logins every reader sees the whole city, persons masked."""
    return WHOLE_CITY


def _refuse_beyond_loopback(host: str) -> None:
    if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
        message = (
            f"COCKPIT_HOST={host} would let other machines in, and this version has no logins. "
            "Keep 127.0.0.1, and put a reverse proxy that knows its users before it."
        )
        raise CockpitError(message)


def main() -> int:
    """Serve until stopped; return 2 with one sentence where the settings do not allow it."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("waitress.queue").setLevel(
        logging.ERROR
    )  # a page asks for its rows at once: a queue is no news
    try:
        settings = Settings.from_environment()
        _refuse_beyond_loopback(settings.host)
    except (CockpitError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    logging.getLogger(__name__).info(
        "serving http://%s:%s from %s", settings.host, settings.port, settings.store
    )
    with (
        TemporaryDirectory(prefix="cockpit-boards-") as boards,
        TemporaryDirectory(prefix="cockpit-counts-") as counts,
    ):
        kept, counted = KeptBoards(Path(boards)), f"shared-counts://{counts}/counts.sqlite"
        make = partial(_served, settings, kept, counted)
        return serve(make, settings.host, settings.port, settings.workers, settings.body_kb * 1024)


def _served(settings: Settings, kept: KeptBoards, counts: str) -> Served:
    server = create_app(settings, kept, counts).server
    ahead = Ahead(server.extensions["boards"])
    if settings.draws_ahead:
        ahead.begin()
    watch = server.extensions["audit"].begin()

    def close() -> None:
        ahead.close()
        watch.close()
        server.extensions["exports"].close()  # nobody waits for exports before the server may stop

    return Served(server, close)


if __name__ == "__main__":
    sys.exit(main())
