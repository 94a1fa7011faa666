"""The cockpit: `create_app(settings)` builds it, `python app.py` serves it."""

import logging
import os
import secrets
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import dash
import flask
from dash import Dash, html
from sqlalchemy.exc import SQLAlchemyError

from components.board.boards import Boards
from components.callbacks import wire
from components.frame import who
from components.frame.scripts import Scripts
from components.http import api, compressed, dispatching, fairness, headers, incoming, sites
from components.http.access.door import PRIMING
from components.http.access.entrance import guarded
from components.http.access.opening import needs_login, refuse_without_people
from components.http.access.scopes import reader_over, scope_over
from components.http.ahead import Ahead, read_ahead, ready_to_part
from components.http.board import BoardRoutes
from components.http.claimants import ClaimantRoutes
from components.http.documents import Documents
from components.http.downloads import Limits
from components.http.evidence import BODY_BYTES, EvidenceRoutes
from components.http.exports import ExportRoutes
from components.http.kept import KeptBoards
from components.http.makers import made_by
from components.http.objections import ObjectionRoutes
from components.http.proxies import behind, mounted
from components.http.reports import ReportBuilder
from components.http.workers import Served, serve, shared_folder
from data_access.domain.access import LOCAL_READER
from data_access.domain.errors import CockpitError, StateUnusable
from data_access.domain.settings import Settings
from data_access.state.claimant_reviews import ClaimantBook
from data_access.state.database import State
from data_access.state.jobs import Jobs
from data_access.state.ledger import Ledger
from data_access.state.objections import ObjectionBook
from data_access.state.outside import Outside
from data_access.state.people.persons import People
from data_access.state.tasks import TaskBook
from data_access.state.watch import Watch
from data_access.store.store import Store

_ROOT = Path(__file__).parent


def create_app(settings: Settings, kept: KeptBoards | None = None, counts: str = "memory://") -> Dash:
    """Return the whole app over the store that the settings name; nothing is read before the first request.

    `kept` are the boards that it shares with other processes; without it they are its own, for as long as it lives.
    `counts` is where it counts who asks how often, an address that `limits` knows.
    """
    app = _bare(settings)
    server: flask.Flask = app.server
    store = Store(
        settings.store,
        settings.query_seconds,
        memory_mb=settings.worker_memory_mb,
        beside=settings.servers,
    )
    state = State(settings.state, Outside.of(settings))
    jobs = server.extensions["exports"] = Jobs(state, Path(settings.exports), most=settings.jobs_per_reader)
    server.extensions["audit"] = Watch(state, settings.audit_head_seconds)
    ledger = Ledger(state, lambda: who.current().name, lambda: who.current().signed)
    book = TaskBook(state, ledger.who, who.current)
    scope = scope_over(store)
    boards = server.extensions["boards"] = BoardRoutes(
        Boards(store, book, settings.request_seconds, Path(settings.templates)),
        scope,
        kept or KeptBoards.for_one(),
    )
    api.register(
        server,
        store,
        scope,
        ExportRoutes(
            store, scope, ledger, jobs, ReportBuilder(store), book, settings.origin, Path(settings.templates)
        ),
        Limits.of(settings),
        boards,
    )
    app.interpolate_index = Documents(store, Scripts(_ROOT / "assets", settings.base), scope).document
    wire(app, store, scope, book)
    from components.http import measured  # noqa: PLC0415  (its client reads the environment as it is loaded)

    measured.add_to(server, store, state, settings.metrics_from)
    _guard(server, settings, counts, state, store, ledger)
    dispatching.add_to(server, app)
    ObjectionRoutes(store, ObjectionBook(state, reader_over(store)), ledger).add_to(server)
    EvidenceRoutes(store, scope, ledger).add_to(server)
    ClaimantRoutes(store, ClaimantBook(state, reader_over(store)), ledger).add_to(server)
    with (
        server.test_client() as client
    ):  # component suites are registered by the first page; parallel ones would race
        client.get("/", environ_overrides={PRIMING: True})
    return app


def _bare(settings: Settings) -> Dash:
    """Return the app with its pages and assets, before anything answers for it."""
    _forget_settings_of_dash()
    server = flask.Flask(__name__)
    server.config.update(
        COMPRESS_MIMETYPES=["text/html", "text/css", "application/javascript", "text/javascript", "application/json",
                            "application/geo+json"],
        SEND_FILE_MAX_AGE_DEFAULT=3600,
        MAX_CONTENT_LENGTH=settings.body_kb * 1024,
        MAX_FORM_MEMORY_SIZE=settings.body_kb * 1024,
        MAX_FORM_PARTS=100,
    )  # fmt: skip
    compressed.add_to(server)
    app = Dash(
        __name__,
        server=server,
        use_pages=True,
        pages_folder=str(_ROOT / "pages"),
        assets_folder=str(_ROOT / "assets"),
        # What page.html names, and what scripts ask for.
        assets_path_ignore=["^(cockpit|topojson|boundaries)$"],
        assets_ignore=r"^(wall\.css|cockpit\.js)$",
        title="平台经济数智驾驶舱",
        update_title="",
        suppress_callback_exceptions=True,  # most parts stand on one page only
        serve_locally=True,
        routes_pathname_prefix="/",
        requests_pathname_prefix=f"{settings.base}/",
    )
    app.layout = html.Div([dash.page_container])
    return app


def _guard(
    server: flask.Flask, settings: Settings, counts: str, state: State, store: Store, ledger: Ledger
) -> None:
    """Add what looks at a request before anything answers it, in this order: its form, its sender, its rights, its share."""
    incoming.add_to(server, {"evidence.verify": BODY_BYTES})
    sites.add_to(server, settings)
    headers.add_to(server, settings)
    guarded(server, state, settings, store)
    fairness.add_to(server, settings, counts, lambda: _asker(ledger))
    server.wsgi_app = behind(mounted(server.wsgi_app, settings.base), settings.proxies)  # type: ignore[assignment,method-assign]


def _forget_settings_of_dash() -> None:
    """Dash would take MCP, debugging, other paths and other scripts from the environment; ours are in Settings alone."""
    for name in [name for name in os.environ if name.upper().startswith("DASH_")]:
        del os.environ[name]


def _asker(ledger: Ledger) -> str:
    """Return whom to count a request for: readers without a name of their own are told apart by their machine."""
    name = ledger.who()
    return f"{name} {flask.request.remote_addr}" if name == LOCAL_READER else name


def main(arguments: Sequence[str] = ()) -> int:
    """Serve until stopped; return 2 with one sentence where the settings do not allow it. There are no arguments, and whoever gives one is told."""
    ArgumentParser("app.py", description="Serves the cockpit. Settings are environment variables: COCKPIT_PORT and others in README.md.").parse_args(arguments)  # fmt: skip
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a page asks for its rows at once
    try:
        settings = Settings.from_environment()
        _check_logins(settings)
    except (CockpitError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    logging.getLogger(__name__).info(
        "serving http://%s:%s from %s", settings.host, settings.port, settings.store
    )
    with shared_folder() as folder:
        settings = replace(settings, secret_key=settings.secret_key or _key_of_all(folder))
        passing, measures = folder / "boards", folder / "metrics"
        for one in (passing, measures):
            one.mkdir(exist_ok=True)
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(measures)  # all workers count together
        kept = KeptBoards.lasting(Path(settings.boards), made_by(_ROOT, settings), passing)
        counted = f"shared-counts://{folder}/counts.sqlite"
        server = create_app(settings, kept, counted).server
        ready_to_part(server, draws_ahead=settings.draws_ahead)
        make = partial(_served, server, draws_ahead=settings.draws_ahead)
        most = max(settings.body_kb * 1024, BODY_BYTES)
        return serve(make, settings.host, settings.port, settings.workers, most, folder)


def _key_of_all(folder: Path) -> str:
    """Return the key of all workers: what one signs another reads, also one that takes the place of another."""
    file = folder / "key"
    if not file.exists():
        file.write_text(secrets.token_hex(32))
    return file.read_text()


def _check_logins(settings: Settings) -> None:
    """Go on where somebody can log in or nobody needs to, and say which; raises CockpitError."""
    state, log = State(settings.state, Outside.of(settings)), logging.getLogger(__name__)
    try:
        refuse_without_people(settings, People(state))
        has_logins = needs_login(settings) or People(state).any()
    except (StateUnusable, SQLAlchemyError, OSError) as error:
        if needs_login(settings):
            raise CockpitError(
                "The state database (COCKPIT_STATE) cannot be read, and with it nobody's login."
            ) from error
        log.warning(
            "the state database cannot be read; numbers can be looked at on this machine alone", exc_info=True
        )
        return
    finally:
        state.close()  # a database that is open does not outlive a fork
    if has_logins:
        log.info("readers log in")
    else:
        log.info(
            "nobody has an account: this machine alone, one local reader, no login (users add makes accounts)"
        )


def _served(server: flask.Flask, *, draws_ahead: bool) -> Served:
    routes = server.extensions["boards"]
    read_ahead(routes.boards.store)  # it is open before anybody waits for it
    ahead = Ahead(routes)
    if draws_ahead:
        ahead.begin()
    watch = server.extensions["audit"].begin()

    def close() -> None:
        ahead.close()
        watch.close()
        server.extensions["exports"].close()  # nobody waits for exports before the server may stop

    return Served(server, close)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
