"""What guards the audit and stands outside of the database: its keys, its heads, and who else is told of them."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Self

from sqlalchemy import make_url

from data_access.domain.errors import BadValue
from data_access.domain.settings import Settings
from data_access.state.heads import Head, HeadFile, tell
from data_access.state.key_file import KeyFile

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outside:
    """The files of keys and heads; `told` are places that are told each head as well, see `heads.tell`."""

    keys: KeyFile
    heads: HeadFile
    told: tuple[str, ...] = ()

    def tell(self, head: Head) -> None:
        """Write a head into its file and tell it wherever else it is wanted; who does not take it stands in the log."""
        _tried(str(self.heads.path), partial(self.heads.add, head))
        for place in self.told:
            _tried(place, partial(tell, place, head))

    @classmethod
    def beside(cls, url: str) -> Self:
        """Return the files beside an SQLite database, under its name; raises BadValue for any other."""
        found = make_url(url)
        if found.get_backend_name() != "sqlite" or found.database in {None, "", ":memory:"}:
            raise BadValue("COCKPIT_AUDIT_KEY_FILE", "", "a file for the keys of this state's audit")
        return cls.under(Path(str(found.database)).with_suffix(""))

    @classmethod
    def under(cls, name: Path) -> Self:
        """Return the files whose names begin with a name."""
        return cls(KeyFile(Path(f"{name}.audit.key")), HeadFile(Path(f"{name}.audit.heads")))

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Return what the settings name, and for what they do not the files beside the state or in the folder of the data."""
        is_file = make_url(settings.state).get_backend_name() == "sqlite"
        usual = (
            cls.beside(settings.state) if is_file else cls.under(Path(settings.exports).with_name("state"))
        )
        key_file, head_file = settings.audit_key_file, settings.audit_head_file
        return cls(
            KeyFile(Path(key_file)) if key_file else usual.keys,
            HeadFile(Path(head_file)) if head_file else usual.heads,
            settings.audit_head_to,
        )


def _tried(place: str, take: Callable[[], None]) -> None:
    try:
        take()
    except (OSError, BadValue) as error:
        log.error("the head of the audit could not be told to %s: %s", place, error)  # noqa: TRY400  (a line says it all)
