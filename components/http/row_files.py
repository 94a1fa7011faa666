"""Rows as files: those of a list, and those behind a number, narrowed as the address says."""

from collections.abc import Callable, Iterator

import flask

from components.http import queries
from components.http.downloads import patience
from components.http.entered import Entries
from components.http.faults import Absent
from components.http.responses import as_file, tagged
from components.words import phrases
from data_access.domain.access import Scope
from data_access.domain.errors import UnknownName
from data_access.domain.filters import Selection
from data_access.exports import SYNTHETIC, rows_csv, rows_xlsx
from data_access.exports.answers import NUMBER_ID
from data_access.lookups.rows import LISTINGS, all_rows, behind_number, shows_persons
from data_access.metrics.behind import Behind
from data_access.metrics.indicators import INDICATORS
from data_access.metrics.labels import Labels, labels
from data_access.metrics.number_ids import NumberId
from data_access.metrics.query import Question
from data_access.metrics.sources import SOURCES
from data_access.store.store import Store

Principal = Callable[[], Scope]


def add_to(api: flask.Blueprint, store: Store, principal: Principal, entries: Entries) -> None:
    """Add the routes."""

    @api.get("/api/rows/<source>.<any(csv, xlsx):form>")
    def listed(source: str, form: str) -> flask.Response:
        if source not in LISTINGS:
            raise Absent(str(UnknownName("list of rows", source, LISTINGS)))
        return _file(store, principal(), entries, source, source, form)

    @api.get("/api/list/<key>.<any(csv, xlsx):form>")
    def behind(key: str, form: str) -> flask.Response:
        try:
            own = behind_number(key)
        except UnknownName as error:
            raise Absent(str(error)) from None
        return _file(store, principal(), entries, own.indicator.source.key, key, form, own)


def _file(
    store: Store, scope: Scope, entries: Entries, source: str, name: str, form: str, own: Behind | None = None
) -> flask.Response:
    query = queries.keys()
    sort, cohort = query.pop("sort", ""), query.pop("cohort", "") if own is None else ""
    with store.snapshot(patience()) as snapshot:
        known = labels(snapshot)
        selection, lang = queries.selection(query, known)
        number_id = _number_id(name, selection, scope, snapshot.version) if own else ""

        def body() -> flask.Response:
            found = all_rows(snapshot, source, selection, scope, sort=sort, cohort=cohort, lang=lang, own=own)
            is_unmasked = shows_persons(source, scope)
            line = entries.enter(form, f"rows {name}", found.total, lang, is_unmasked=is_unmasked)
            if form == "csv":
                made: bytes | Iterator[bytes] = rows_csv(found, lang, line.mark, line.unmasked_for, number_id)
            else:
                about = _about(own, source, selection, known, lang, number_id)
                made = rows_xlsx(found, lang, about, line.mark, line.unmasked_for)
            return as_file(made, f"{line.named(name)}.{form}")

        return tagged(snapshot.version, scope, body)


def _number_id(key: str, selection: Selection, scope: Scope, version: str) -> str:
    """Return the id of the number behind which rows stand."""
    return str(NumberId.of(Question(INDICATORS[key], (), selection), scope, version))


def _about(
    own: Behind | None, source: str, selection: Selection, known: Labels, lang: str, number_id: str
) -> list[tuple[str, str]]:
    """Return what the rows of a file are: of which number or list, by what definition, of which days, and whether invented."""
    shown = own.indicator if own else SOURCES[source]
    period, dataset = selection.period, known.dataset
    chosen = [
        (known.title(key)(lang), phrases.AND(lang).join(known.name(key, value, lang) for value in values))
        for key, values in selection.filters
    ]
    return [
        (phrases.LISTED(lang), shown.title(lang)),
        *([(phrases.DEFINITION(lang), own.indicator.definition(lang))] if own else []),
        *([(NUMBER_ID(lang), number_id)] if number_id else []),
        (phrases.PERIOD(lang), f"{period.start} – {period.end}"),
        *chosen,
        (phrases.AS_OF(lang), f"{dataset.title(lang)} {dataset.horizon.as_of}"),
        *([(phrases.SOURCE(lang), SYNTHETIC(lang))] if dataset.is_synthetic else []),
    ]
