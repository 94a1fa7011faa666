"""Rows as files: those of a list, and those behind a number, narrowed as the address says."""

from collections.abc import Callable, Iterator

import flask

from components.http import queries
from components.http.downloads import patience
from components.http.faults import Absent
from components.http.responses import as_file, tagged
from components.words import phrases
from data_access.domain.access import Scope
from data_access.domain.errors import UnknownName
from data_access.domain.filters import Selection
from data_access.exports import SYNTHETIC, rows_csv, rows_xlsx
from data_access.lookups.rows import LISTINGS, all_rows, behind_number
from data_access.metrics.behind import Behind
from data_access.metrics.labels import Labels, labels
from data_access.metrics.sources import SOURCES
from data_access.store.store import Store

Principal = Callable[[], Scope]
#: Writes the line of an export (kind, what, rows, language) and returns its id and watermark; none where there is no ledger.
Enter = Callable[[str, str, int, str], tuple[str, str]]


def add_to(api: flask.Blueprint, store: Store, principal: Principal, enter: Enter) -> None:
    """Add the routes."""

    @api.get("/api/rows/<source>.<any(csv, xlsx):form>")
    def listed(source: str, form: str) -> flask.Response:
        if source not in LISTINGS:
            raise Absent(str(UnknownName("list of rows", source, LISTINGS)))
        return _file(store, principal(), enter, source, source, form)

    @api.get("/api/list/<key>.<any(csv, xlsx):form>")
    def behind(key: str, form: str) -> flask.Response:
        try:
            own = behind_number(key)
        except UnknownName as error:
            raise Absent(str(error)) from None
        return _file(store, principal(), enter, own.indicator.source.key, key, form, own)


def _file(
    store: Store, scope: Scope, enter: Enter, source: str, name: str, form: str, own: Behind | None = None
) -> flask.Response:
    query = queries.keys()
    sort, cohort = query.pop("sort", ""), query.pop("cohort", "") if own is None else ""
    with store.snapshot(patience()) as snapshot:
        known = labels(snapshot)
        selection, lang = queries.selection(query, known)

        def body() -> flask.Response:
            found = all_rows(snapshot, source, selection, scope, sort=sort, cohort=cohort, lang=lang, own=own)
            export, mark = enter(form, f"rows {name}", found.total, lang)
            if form == "csv":
                made: bytes | Iterator[bytes] = rows_csv(found, lang, mark)
            else:
                made = rows_xlsx(found, lang, _about(own, source, selection, known, lang), mark)
            return as_file(made, f"{'-'.join(filter(None, (name, export)))}.{form}")

        return tagged(snapshot.version, scope, body)


def _about(
    own: Behind | None, source: str, selection: Selection, known: Labels, lang: str
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
        (phrases.PERIOD(lang), f"{period.start} – {period.end}"),
        *chosen,
        (phrases.AS_OF(lang), f"{dataset.title(lang)} {dataset.horizon.as_of}"),
        *([(phrases.SOURCE(lang), SYNTHETIC(lang))] if dataset.is_synthetic else []),
    ]
