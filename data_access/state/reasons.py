"""Why somebody acts, in words of his own: what is decided about others is kept for good, with its reason."""

from data_access.domain.errors import CockpitError
from data_access.domain.text import Text

#: The most signs of what a reader writes.
LONGEST = 2000
_NO_WORDS = Text("请写明理由。", "Say why.")
_TOO_LONG = Text(f"文字太长，最多 {LONGEST} 字。", f"The text is too long: {LONGEST} signs at most.")


class ActRefused(CockpitError):
    """What a reader wanted to do cannot be done; `words` says why."""

    def __init__(self, words: Text) -> None:
        super().__init__(words("en"))
        self.words = words


def reason(text: str) -> str:
    """Return a reason as it is kept; raises ActRefused for none, and for one that is too long."""
    found = text.strip()
    if not found:
        raise ActRefused(_NO_WORDS)
    if len(found) > LONGEST:
        raise ActRefused(_TOO_LONG)
    return found
