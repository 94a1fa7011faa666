"""The route by which the audit leaves as a file; like all that leaves it has its line."""

from dataclasses import dataclass
from datetime import date

import flask

from components.http import queries
from components.http.responses import as_file
from data_access.domain.errors import BadValue, UnknownName
from data_access.exports.csv_files import audit_csv
from data_access.state.inquiries import Sought, counted, each
from data_access.state.ledger import Ledger

_KEYS = ("since", "until", "act", "who")


@dataclass(frozen=True, slots=True)
class AuditRoutes:
    """Where the audit is handed out."""

    ledger: Ledger

    def add_to(self, api: flask.Blueprint) -> None:
        """Add the route."""
        api.get("/api/audit.csv")(self.audit)

    def audit(self) -> flask.Response:
        """Hand out the lines of some days, one act and one person, or all, as they are kept."""
        asked = queries.keys()
        lang = queries.language(asked)
        for key in asked:
            if key not in _KEYS:
                raise UnknownName("key", key, _KEYS)
        sought = Sought(_day(asked, "since"), _day(asked, "until"), _text(asked, "act"), _text(asked, "who"))
        total, end = counted(self.ledger.state, sought)
        export = self.ledger.enter("csv", "audit", sought.to_query(), total)
        lines = each(self.ledger.state, sought, end)
        return as_file(audit_csv(lines, lang, self.ledger.mark(export, lang)), f"audit-{export}.csv")


def _text(asked: dict[str, str], key: str) -> str:
    text = asked.get(key, "")
    if not text.isprintable():
        raise BadValue(key, text, "a word of the audit")
    return text


def _day(asked: dict[str, str], key: str) -> date | None:
    text = asked.get(key, "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise BadValue(key, text, "a day as 2021-03-31") from None
