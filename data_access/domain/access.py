"""What a reader may see, and how personal fields are hidden from those who may not."""

from dataclasses import dataclass

from data_access.domain.text import Text


@dataclass(frozen=True, slots=True)
class Scope:
    """The districts a reader may see (None: all), and whether personal fields come to him unmasked."""

    districts: frozenset[str] | None = None
    sees_persons: bool = False


#: A reader of the whole city without person-level rights: the default until logins are configured.
WHOLE_CITY = Scope()

#: Who asks until logins are configured: the reader at this machine, and its command line. The audit keeps these words.
LOCAL_READER, COMMAND_LINE = "local", "command-line"
#: Who writes the lines of the audit that nobody asked for.
COCKPIT = "cockpit"
_READERS = {
    LOCAL_READER: Text("本机用户", "Local reader"),
    COMMAND_LINE: Text("命令行", "Command line"),
    COCKPIT: Text("系统自动", "The cockpit itself"),
}


def reader_name(who: str, lang: str) -> str:
    """Return how a reader is named in watermarks and lists: those without a name of their own in words, others as they are."""
    return _READERS[who](lang) if who in _READERS else who


def masked(value: str | None, how: str) -> str:
    """Return a personal value as others may read it: 张*, 138****1234; anything unknown is hidden whole."""
    if not value:
        return ""
    if how == "name":
        return value[0] + "*" * max(1, len(value) - 1) if len(value) < 5 else f"{value[:2]}***{value[-2:]}"
    if how == "phone" and len(value) >= 8:
        return f"{value[:3]}****{value[-4:]}"
    return "***"
