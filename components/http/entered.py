"""The line of whatever leaves, which stands in the audit before it does; where persons are unmasked in it, everything says so."""

from dataclasses import dataclass
from typing import NamedTuple

import flask

from components.cards.tables import source_of
from components.model.page import Block, NoSuchPage, page_at
from data_access.domain.access import Scope, reader_name
from data_access.domain.errors import UnknownName
from data_access.domain.spreadsheet import UNMASKED
from data_access.exports.reports import Asked
from data_access.lookups.rows import shows_persons
from data_access.state.ledger import Ledger


class Entered(NamedTuple):
    """A file that has its line: its id and watermark, and for whom persons are unmasked in it."""

    id: str = ""
    mark: str = ""
    unmasked_for: str = ""
    account: str = ""

    def named(self, subject: str) -> str:
        """Return the name of the file without its ending; where persons are unmasked it names the account that took them."""
        taken = ("unmasked", self.account) if self.unmasked_for else ()
        return "-".join(filter(None, (subject, *taken, self.id)))


@dataclass(frozen=True, slots=True)
class Entries:
    """Enters the files of the API; without a ledger nothing is written, and files have no id."""

    ledger: Ledger | None = None

    def enter(self, action: str, what: str, rows: int, lang: str, *, is_unmasked: bool = False) -> Entered:
        """Write the line of a file; raises StateUnusable."""
        if self.ledger is None:
            return Entered()
        export = self.ledger.enter(action, _called(what, is_unmasked=is_unmasked), flask.request.args, rows)
        mark = self.ledger.mark(export, lang, is_unmasked=is_unmasked)
        return Entered(export, mark, self.ledger.signed if is_unmasked else "", self.ledger.who())


def by_browser(
    ledger: Ledger, scope: Scope, kind: str, asked: Asked, rows: int, printed: str
) -> dict[str, str]:
    """Enter what the reader's browser makes, `printed` already under an id or not, and return what it writes on that.

    Of pictures and prints a whole page alone may show persons.
    """
    is_unmasked = kind == "print" and not asked.card and shows_persons_at(asked.path, scope)
    what = _called(f"{asked.path} {asked.card or ''}".strip(), is_unmasked=is_unmasked)
    export = ledger.enter(kind, what, asked.query, rows, printed)
    signed = named_on_paper(ledger.signed, asked.lang, is_unmasked=is_unmasked)
    return {"id": export, "state": "browser", "who": signed}


def named_on_paper(signed: str, lang: str, *, is_unmasked: bool) -> str:
    """Return how what a browser makes names its reader: after a word that persons are unmasked in it, where they are."""
    who = reader_name(signed, lang)
    return f"{UNMASKED(lang)} · {who}" if is_unmasked else who


def _called(what: str, *, is_unmasked: bool) -> str:
    """Return how the audit calls what leaves."""
    return f"{what} unmasked" if is_unmasked else what


def shows_persons_at(path: str, scope: Scope) -> bool:
    """Return whether a reader is shown persons unmasked on a page: in its rows, in a record, or in the portrait of an entity."""
    try:
        page, fixed = page_at(path)
        blocks = [part.name for section in page.sections for part in section.parts if isinstance(part, Block)]
        number = fixed.get("indicator", "")
        lists = [source_of(one.removeprefix("rows-"), number) for one in blocks if one.startswith("rows-")]
    except (NoSuchPage, UnknownName):
        return False
    return scope.sees_persons and (
        bool({"entity", "record", "claimants"} & set(blocks))
        or any(shows_persons(one, scope) for one in lists)
    )
