"""`GET /api/search`: what a reader looks for from any page – records, entities, shops, platforms, indicators, pages – in groups."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import flask

from components.http import queries
from components.http.responses import as_json
from components.model import paths
from components.model.page import PAGES
from components.words import phrases
from data_access.domain.access import Scope
from data_access.domain.errors import BadValue
from data_access.domain.text import Text
from data_access.lookups.finding import MOST_FOUND, find
from data_access.lookups.rows import is_listed
from data_access.metrics.indicators import INDICATORS
from data_access.metrics.labels import Labels, labels
from data_access.metrics.sources import SOURCES
from data_access.store.patience import Patience
from data_access.store.store import Store

#: Seconds that a reader waits for what he types; beyond, he types on.
SECONDS = 2.0
_NUMBERS = Text("指标", "Indicators")
_PAGES = Text("页面", "Pages")
Hit = dict[str, str]


def add_to(api: flask.Blueprint, store: Store, principal: Callable[[], Scope]) -> None:
    """Add the route."""

    @api.get("/api/search")
    def search() -> flask.Response:
        query = queries.keys()
        lang, text = queries.language(query), query.pop("q", "").strip()
        if query:
            raise BadValue(next(iter(query)), next(iter(query.values())), "q, the text to look for, and lang")
        if len(text) > phrases.FIND_LONGEST:
            raise BadValue("q", text, f"at most {phrases.FIND_LONGEST} signs")
        with store.snapshot(Patience(SECONDS)) as snapshot:
            known = labels(snapshot)
            records = [
                _group(
                    SOURCES[one.listing].title(lang),
                    (_hit(target.key, words, paths.record(*target)) for target, words in one.records),
                )
                for one in find(snapshot, text, principal(), lang)
            ]
        groups = [
            _group(phrases.PLATFORMS(lang), _platforms(text, known, lang)),
            *records,
            _group(_NUMBERS(lang), _indicators(text, lang)),
            _group(_PAGES(lang), _pages(text, known, lang)),
        ]
        return as_json({"query": text, "groups": [one for one in groups if one["hits"]]})


def _group(title: str, hits: Iterable[Hit]) -> dict[str, Any]:
    return {"title": title, "hits": list(hits)[:MOST_FOUND]}


def _hit(title: str, words: str, href: str) -> Hit:
    return {"title": title, "words": words, "href": href}


def _holds(text: str, *names: str) -> bool:
    return bool(text) and any(text.casefold() in name.casefold() for name in names)


def _platforms(text: str, known: Labels, lang: str) -> Iterator[Hit]:
    """Yield the platforms that a text names; the register of platforms is public (电子商务法 art. 15)."""
    found = [
        one
        for one in known.members("platform").values()
        if _holds(text, one.code, one.title.zh, one.title.en)
    ]
    for one in sorted(found, key=lambda one: (one.code.casefold() != text.casefold(), len(one.title(lang)))):
        yield _hit(one.title(lang), one.code, paths.record("platforms", one.code))


def _indicators(text: str, lang: str) -> Iterator[Hit]:
    found = [one for one in INDICATORS.values() if _holds(text, one.key, one.title.zh, one.title.en)]
    for one in sorted(found, key=lambda one: len(one.title(lang))):
        href = paths.listed(one.key, {}) if is_listed(one.key) else f"{paths.DEFINITIONS}#{one.key}"
        yield _hit(one.title(lang), one.definition(lang), href)


def _pages(text: str, known: Labels, lang: str) -> Iterator[Hit]:
    for page in PAGES.values():
        title = page.named(known.dataset.city)
        if not page.keys and _holds(
            text, title.zh, title.en, page.path, *([page.link(lang)] if page.link else [])
        ):
            yield _hit(title(lang), page.path, page.path)
