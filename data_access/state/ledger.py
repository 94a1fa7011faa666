"""Who takes what away: gives every export its id and writes its line before anything leaves."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from data_access.domain.access import reader_name
from data_access.domain.spreadsheet import UNMASKED
from data_access.state import audit
from data_access.state.chain import Entry
from data_access.state.database import State

#: The line of somebody who was shown persons unmasked on a page: what is taken away as a file has a line of its own kind.
PERSONS_SEEN = "persons"


@dataclass(frozen=True, slots=True)
class Ledger:
    """The audit as exports see it; `who` names the present reader, `signs` how watermarks name him where that says more."""

    state: State
    who: Callable[[], str]
    signs: Callable[[], str] | None = None

    @property
    def signed(self) -> str:
        """How watermarks name the present reader."""
        return self.signs() if self.signs else self.who()

    def enter(
        self, action: str, what: str, query: Mapping[str, str], rows: int, export: str = "", who: str = ""
    ) -> str:
        """Write the line of an export and return its id; a background job says itself `who` wanted it."""
        given = export or audit.export_id()
        line = Entry(who or self.who(), action, what, urlencode(sorted(query.items()), safe=","), rows, given)
        audit.record(self.state, line)
        return given

    def mark(self, export: str, lang: str, *, is_unmasked: bool = False) -> str:
        """Return the watermark of an export as tables carry it: who took it, and its id, which begins with day and time."""
        told = f"{reader_name(self.signed, lang)} · {export}"
        return f"{UNMASKED(lang)} · {told}" if is_unmasked else told
