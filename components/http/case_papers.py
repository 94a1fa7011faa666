"""The route by which documents of cases leave: made from their templates, each with its line in the audit."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import flask

from components.http import queries
from components.http.downloads import patience
from components.http.entered import Entries
from components.http.faults import Absent
from components.http.responses import as_file
from components.model.paths import CASE_DOCUMENT
from data_access.domain.access import Scope
from data_access.domain.errors import UnknownName
from data_access.exports.case_documents import DOCUMENTS, document, ready
from data_access.lookups.case_facts import case_facts
from data_access.lookups.records import NoSuchRecord
from data_access.state.ledger import Ledger
from data_access.store.store import Store

_KEYS = ("case", "document")


@dataclass(frozen=True, slots=True)
class CasePapers:
    """Where documents of cases are handed out; `templates` is the office's own folder of templates."""

    store: Store
    principal: Callable[[], Scope]
    ledger: Ledger
    templates: Path

    def add_to(self, api: flask.Blueprint) -> None:
        """Add the route."""
        api.get(CASE_DOCUMENT)(self.case_document)

    def case_document(self) -> flask.Response:
        """Hand out one document of one case."""
        asked = queries.keys()
        for key in asked:
            if key not in _KEYS:
                raise UnknownName("key", key, _KEYS)
        key, case = asked.get("document", ""), asked.get("case", "")
        if key not in DOCUMENTS:
            raise Absent(str(UnknownName("document of a case", key, DOCUMENTS)))
        try:
            with self.store.snapshot(patience()) as snapshot:
                facts = case_facts(snapshot, case, self.principal())
        except NoSuchRecord as error:
            raise Absent(str(error)) from error
        ready(key, facts, self.templates)  # what is not made leaves no line
        entered = Entries(self.ledger).enter(
            "docx", f"case {case} {key}", 1, "zh", is_unmasked=facts.shows_persons
        )
        made = document(key, facts, self.templates, mark=f"{entered.mark} · {date.today()}")
        response = as_file(made, f"{entered.named(f'{case}-{DOCUMENTS[key].title.zh}')}.docx")
        response.headers["X-Export-Id"] = entered.id
        return response
