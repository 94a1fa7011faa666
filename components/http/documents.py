"""The first document of a page: all that stands on it but its numbers, which are on their way before any script runs."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import flask
from dash.development.base_component import Component
from markupsafe import Markup

from components.board.markup import html_of
from components.cards.grains import told_by
from components.charts import KINDS
from components.frame import who
from components.frame.controls import filter_bar
from components.frame.early import still
from components.frame.layouts import whole
from components.frame.scripts import Scripts
from components.frame.shell import language
from components.http import headers
from components.http.entered import named_on_paper, shows_persons_at
from components.http.templates import filled
from components.model.page import NO_PAGE, NoSuchPage, Page, page_at
from components.model.paths import record_key
from components.wall.scenes import PAGE as WALL
from components.wall.stage import wall
from components.words import phrases
from components.words.theme import css_variables
from data_access.domain.access import Scope
from data_access.domain.errors import CockpitError
from data_access.domain.filters import Selection
from data_access.lookups.entity_portraits import is_known
from data_access.lookups.geo import area_map
from data_access.lookups.records import is_there
from data_access.lookups.replays import may_replay
from data_access.lookups.rows import is_listed
from data_access.metrics.labels import Labels, labels
from data_access.metrics.regions import DISTRICT
from data_access.store.snapshots import Snapshot
from data_access.store.store import Store

_TEMPLATE = Path(__file__).with_name("page.html")
_SCRIPT = re.compile(r"<script\b[^>]*\bsrc=\"[^\"]*/assets/[^>]*></script>\s*")
_SUITE = re.compile(r"<script\b[^>]*\bsrc=\"[^\"]*/_dash-component-suites/([^\"]*)\"[^>]*></script>\s*")
#: What Dash brings along and no page of ours has: its own table, and help for browsers of another age.
_NEVER = ("dash/dash_table/", "dash/deps/polyfill")
#: The grid, a third of all scripts, which pages without rows do without.
_GRID = ("dash_ag_grid/",)


@dataclass(frozen=True, slots=True)
class Documents:
    """Writes the first document of each page; `scripts` are the modules of our own."""

    store: Store
    scripts: Scripts
    principal: Callable[[], Scope]

    def document(self, **of_dash: str) -> str:
        """Return the document for the present request; the words are what Dash's own index is made of."""
        facts, shown, path = self._shown()
        lang = facts["lang"] if facts else language({})
        nonce = headers.nonce()
        later = _marked(_needed(_SCRIPT.sub("", of_dash["scripts"]), path) + of_dash["renderer"], nonce)
        return filled(
            _TEMPLATE,
            base=flask.request.script_root,
            lang="en" if lang == "en" else "zh-CN",
            theme=facts["theme"] if facts else "light",
            title=_titled(facts, lang),
            metas=Markup(of_dash["metas"]),  # noqa: S704  (of Dash, like what follows)
            favicon=Markup(of_dash["favicon"]),  # noqa: S704
            css=Markup(of_dash["css"]),  # noqa: S704
            tokens=Markup(css_variables()),  # noqa: S704  (colours of our own)
            modules=Markup(_marked(self.scripts.tags(), nonce)),  # noqa: S704  (of our own)
            bundle=Markup(_soon("".join(_SCRIPT.findall(of_dash["scripts"])))),  # noqa: S704
            nonce=nonce,
            facts=_json(facts),
            first=Markup(html_of(shown)),  # noqa: S704  (every text in it is escaped)
            wall_css=self.scripts.dated("wall.css"),
            has_dash=path != WALL.path,
            entry=Markup(of_dash["app_entry"]),  # noqa: S704
            config=Markup(of_dash["config"]),  # noqa: S704
            later=Markup(later),  # noqa: S704
        )

    def _shown(self) -> tuple[dict[str, Any] | None, Component | None, str]:
        """Return what the browser must know of the page asked for, how it stands, and its path."""
        path = "/" + flask.request.path.strip("/")
        query = flask.request.args.to_dict()
        try:
            page, fixed = page_at(path)
        except NoSuchPage:
            _tell_that_it_is_absent()
            return None, whole(NO_PAGE, "", {}, query, [])[1], path
        if self._is_of_nobody(fixed):
            _tell_that_it_is_absent()  # its page says so where its cards would stand
        if page is WALL:
            facts, shown = wall(query)
        else:
            known = self._known() if page.counts or page.system else None
            controls = _controls(page, fixed, query, known) if known and page.counts else []
            facts, shown = whole(page, path, fixed, query, controls, known)
        more = {
            "board": _address(facts),
            "outline": self._outline(page, query),
            "signed": self._signed(path, facts["lang"]),
        }
        return facts | more, shown, path

    def _signed(self, path: str, lang: str) -> str:
        """Return how paper names who reads this page, since a browser that prints waits for no answer."""
        try:
            is_unmasked = shows_persons_at(path, self.principal())
        except CockpitError:
            is_unmasked = False  # what cannot be read is not shown
        return named_on_paper(who.current().signed, lang, is_unmasked=is_unmasked)

    def _known(self) -> Labels | None:
        """Return what the store knows by name; None where it cannot be read, which the board says."""
        try:
            with self.store.snapshot() as snapshot:
                return labels(snapshot)
        except CockpitError:
            return None

    def _outline(self, page: Page, query: dict[str, Any]) -> str | None:
        """Return the address of the outline that a page's map will ask for; None where it has no map, or nobody knows its area."""
        if not any(KINDS[card.chart].is_drilled for card in page.cards):
            return None
        try:
            with self.store.snapshot() as snapshot:
                known = labels(snapshot)
                chosen, _ = Selection.from_query(query, known.dataset.horizon, known.known)
                area = known.regions.focus(chosen.values(DISTRICT))
                return f"{flask.request.script_root}{area_map(area, snapshot.files).url}"
        except CockpitError:
            return None

    def _is_of_nobody(self, fixed: dict[str, str]) -> bool:
        """Whether a page is about what the store does not know, or what this reader may not see."""
        if not (about := fixed.keys() & _ABOUT.keys()):
            return False
        try:
            with self.store.snapshot() as snapshot:
                return not _ABOUT[about.pop()](snapshot, fixed, self.principal())
        except CockpitError:
            return False


def _needed(scripts: str, path: str) -> str:
    """Return Dash's scripts without those of parts that do not stand on a page."""
    try:
        page, _ = page_at(path)
    except NoSuchPage:
        page = NO_PAGE
    left_out = _NEVER if page.has_rows else (*_NEVER, *_GRID)
    return _SUITE.sub(lambda found: "" if found[1].startswith(left_out) else found[0], scripts)


#: How it is found out whether there is what a page is about, by the name of that in its path.
_ABOUT: Mapping[str, Callable[[Snapshot, dict[str, str], Scope], bool]] = {
    "platform": lambda snapshot, fixed, _: fixed["platform"] in labels(snapshot).members("platform"),
    "entity": lambda snapshot, fixed, scope: is_known(snapshot, fixed["entity"], scope),
    "record": lambda snapshot, fixed, scope: is_there(
        snapshot, fixed["listing"], record_key(fixed["record"]), scope
    ),
    "number": lambda _snapshot, fixed, scope: may_replay(fixed["number"], scope),
    "indicator": lambda _snapshot, fixed, _scope: is_listed(fixed["indicator"]),
}


def _marked(scripts: str, nonce: str) -> str:
    """Return scripts of ours and of Dash with the mark by which the browser lets them run."""
    return scripts.replace("<script ", f'<script nonce="{nonce}" ').replace(
        "<script>", f'<script nonce="{nonce}">'
    )


def _soon(scripts: str) -> str:
    """Return scripts that run when the document is read, and that a browser asks for before pictures: charts wait for them."""
    return scripts.replace("<script ", '<script defer fetchpriority="high" ')


def _tell_that_it_is_absent() -> None:
    @flask.after_this_request
    def answer(response: flask.Response) -> flask.Response:
        response.status_code = 404
        return response


def _controls(page: Page, fixed: dict[str, str], query: dict[str, Any], known: Labels) -> list[Component]:
    """Return the filter bar as it looks before Dash."""
    chosen, _ = Selection.from_query(query, known.dataset.horizon, known.known)
    return still(filter_bar(chosen, known, told_by(page, fixed), language(query)))


def _address(facts: dict[str, Any]) -> str:
    """Return where the first board is asked for."""
    asked = {**facts["selection"], **facts["listed"], "lang": facts["lang"], "theme": facts["theme"]}
    return f"{flask.request.script_root}/api/board{quote(facts['path'])}?{urlencode(asked, safe=',')}"


def _titled(facts: dict[str, Any] | None, lang: str) -> str:
    brand = phrases.BRAND(lang)
    return f"{facts['title']} · {brand}" if facts else brand


def _json(value: object) -> Markup:
    """Return JSON that may stand inside a script element."""
    return Markup(json.dumps(value, ensure_ascii=False).replace("<", "\\u003c"))  # noqa: S704
