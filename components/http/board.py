"""`GET /api/board/<page>`: what stands on a page, told a line at a time as it is ready."""

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from threading import BoundedSemaphore
from typing import Any

import flask

from components.board.boards import BoardQuery, Boards
from components.board.lines import Line, packed
from components.http.kept import Kept, KeptBoards, new_tag
from components.model.page import page_at
from components.model.paths import record_key
from data_access.domain.access import Scope
from data_access.domain.errors import BadValue, CockpitError, StoreMissing
from data_access.lookups.entity_portraits import is_registered
from data_access.lookups.records import is_there
from data_access.lookups.rows import LISTINGS, shows_persons
from data_access.state.ledger import PERSONS_SEEN, Ledger
from data_access.store.patience import IsGone
from data_access.store.snapshots import Snapshot

#: Boards that one process draws at a time; others wait, since all would only be late together.
_AT_A_TIME = 2


@dataclass(frozen=True, slots=True)
class BoardRoutes:
    """Tells boards, and keeps those that were told whole, compressed, for as long as the data stand."""

    boards: Boards
    principal: Callable[[], Scope]
    kept: KeptBoards
    _drawing: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(_AT_A_TIME))

    def add_to(self, api: flask.Blueprint) -> None:
        """Add the route."""
        api.get("/api/board/", defaults={"page": ""})(self.board)
        api.get("/api/board/<path:page>")(self.board)

    def board(self, page: str) -> flask.Response:
        """Tell the board of a page."""
        asked, scope, boards = BoardQuery.of(f"/{page}", _asked()), self.principal(), self.boards.settled()
        self._note_person(asked, scope)
        key = self._key(asked, scope, boards)
        found = self.kept.find(key) if key else None
        if found is None:
            is_gone = flask.request.environ.get("waitress.client_disconnected", lambda: False)
            tag = new_tag()
            response = _reply(self._told(asked, scope, boards, key, tag, is_gone), tag)
        elif flask.request.if_none_match.contains_weak(found.tag):
            response = _tagged(flask.Response(status=304), found.tag)
        else:
            response = _reply([found.board], found.tag)
        if _is_of_persons(asked, scope):
            response.headers["Cache-Control"] = "private, no-store"
        return response

    def draw(self, asked: BoardQuery, is_over: IsGone) -> None:
        """Draw a board before anybody asks for it, as for the present reader."""
        scope, boards = self.principal(), self.boards.settled()
        key = self._key(asked, scope, boards)
        if key and self.kept.find(key) is None:
            for _ in self._told(asked, scope, boards, key, new_tag(), is_over):
                pass

    def version(self) -> str | None:
        """Return the version of the data, None where there are none."""
        try:
            return self.boards.store.version()
        except CockpitError:
            return None

    def _note_person(self, asked: BoardQuery, scope: Scope) -> None:
        """Write down who is shown a record with its persons: each time, also where the board is kept already."""
        if not _is_of_persons(asked, scope):
            return
        _, fixed = page_at(asked.path)
        try:
            with self.boards.store.snapshot() as snapshot:
                shown = _with_persons(snapshot, fixed, scope)
        except StoreMissing:  # the board says so
            return
        if shown:
            book = self.boards.book
            Ledger(book.state, book.who).enter(PERSONS_SEEN, shown, {}, 1)

    def _key(self, asked: BoardQuery, scope: Scope, boards: Boards, told: str | None = None) -> str | None:
        """Return what a board is found by among those that are kept; None where it may not be kept.

        It holds all that a board hangs on and that may change while its makers, code and settings, stay; of a board that was
        `told`, the version is that of its telling. Nothing in it begins anew with a server. A board that names persons is
        kept by nobody: what is entered about them is in no key, and they have no place in another folder.
        """
        version, stamp = told or self.version(), boards.stamp(asked)
        if version is None or stamp is None or _is_of_persons(asked, scope):
            return None
        seen = None if scope.districts is None else sorted(scope.districts)
        files = boards.store.folder.stamp(version)
        return repr((version, files, date.today(), seen, scope.sees_persons, asked.identity, stamp))

    def _told(
        self,
        asked: BoardQuery,
        scope: Scope,
        boards: Boards,
        key: str | None,
        tag: str,
        is_gone: IsGone,
    ) -> Iterator[bytes]:
        lines = boards.lines(asked, scope, is_gone)  # what is wrong with the question is said at once
        failures = boards.book.state.failures

        def told() -> Iterator[bytes]:
            with self._drawing:
                if is_gone():
                    return
                seen = _Seen()
                pieces = []
                for piece in packed(seen.over(lines)):
                    pieces.append(piece)
                    yield piece
            if seen.version is None or seen.has_failed or boards.book.state.failures != failures:
                return
            # Whoever changed something meanwhile, or a day that ended, left a board of both; nobody keeps it.
            if key and self._key(asked, scope, boards, seen.version) == key:
                self.kept.keep(key, Kept(tag, b"".join(pieces)))

        return told()


#: Blocks that name persons to those who may see them.
_OF_PERSONS = frozenset({"entity", "record", "claimants"})


def _with_persons(snapshot: Snapshot, fixed: dict[str, str], scope: Scope) -> str:
    """Return which record with personal fields a page shows, empty where it shows none."""
    if not fixed:  # a page of persons alone
        return "claimants"
    if "entity" in fixed:
        return f"entity {fixed['entity']}" if is_registered(snapshot, fixed["entity"], scope) else ""
    listing, key = fixed["listing"], record_key(fixed["record"])
    is_shown = (
        listing in LISTINGS and shows_persons(listing, scope) and is_there(snapshot, listing, key, scope)
    )
    return f"record {listing} {key}" if is_shown else ""


class _Seen:
    """What of a telling says whether it may be kept: of which data it was, and that nothing in it failed."""

    version: str | None = None
    has_failed: bool = False

    def over(self, lines: Iterator[Line]) -> Iterator[Line]:
        """Let the lines of a board pass."""
        for line in lines:
            self.version = line.get("version", self.version)
            self.has_failed |= line.get("state") == "error"
            yield line


def _asked() -> dict[str, str]:
    """Return the keys of the address; each may stand there once."""
    asked = {}
    for key, values in flask.request.args.lists():
        if len(values) > 1:
            raise BadValue(key, "&".join(values), "each key once, several values separated by commas")
        asked[key] = values[0]
    return asked


def _is_of_persons(asked: BoardQuery, scope: Scope) -> bool:
    """Whether a board may name a person to its reader."""
    return scope.sees_persons and not _OF_PERSONS.isdisjoint(page_at(asked.path)[0].blocks)


def _reply(body: Any, tag: str) -> flask.Response:
    takes_gzip = flask.request.accept_encodings.quality("gzip") > 0
    response = flask.Response(body if takes_gzip else _unpacked(body), mimetype="application/x-ndjson")
    if takes_gzip:
        response.headers["Content-Encoding"] = "gzip"
    return _tagged(response, tag)


def _tagged(response: flask.Response, tag: str) -> flask.Response:
    """Let a browser keep a telling and ask whether it still stands.

    It does as long as this very telling is kept: what differs by data, reader, tasks or day is another board, and one in
    which something failed, or that was cut off, is kept by nobody.
    """
    response.set_etag(tag, weak=True)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = "Accept-Encoding, Cookie"
    return response


def _unpacked(body: Any) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
    for piece in body:
        yield unpacker.decompress(piece)
