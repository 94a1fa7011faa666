"""What a reader may see, and how personal fields are hidden from those who may not."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """The districts a reader may see (None: all), and whether personal fields come to him unmasked."""

    districts: frozenset[str] | None = None
    sees_persons: bool = False


#: A reader of the whole city without person-level rights: the default until logins are configured.
WHOLE_CITY = Scope()

#: How the audit and the watermarks name a reader until logins are configured.
LOCAL_READER = "本机用户 local reader"


def masked(value: str | None, how: str) -> str:
    """Return a personal value as others may read it: 张*, 138****1234; anything unknown is hidden whole."""
    if not value:
        return ""
    if how == "name":
        return value[0] + "*" * max(1, len(value) - 1) if len(value) < 5 else f"{value[:2]}***{value[-2:]}"
    if how == "phone" and len(value) >= 8:
        return f"{value[:3]}****{value[-4:]}"
    return "***"
