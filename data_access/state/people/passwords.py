"""Passwords: how they are kept, and which are good enough. The hashing is argon2's, none of it ours.

Legal source: GB/T 22239-2019 (等保 2.0) 8.1.4.1, by which passwords are complex and changed at intervals.
"""

import secrets
from collections.abc import Sequence
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from data_access.domain.text import Text

LEAST, LONGEST = 10, 200
#: A sentence of so many signs needs no signs of other kinds.
LONG = 20
_KINDS = 3
#: So many former passwords are not taken again.
REMEMBERED = 5
#: What is asked for first by those who guess; compared without regard to case.
_COMMON = (
    "password",
    "123456",
    "qwerty",
    "admin",
    "welcome",
    "abc123",
    "iloveyou",
    "cockpit",
    "woaini",
    "5201314",
)
#: No letter is taken for a digit, and none for another: these are read from paper.
_LETTERS = ("abcdefghjkmnpqrstuvwxyz", "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789", "-+=%")
_hasher = PasswordHasher()
#: One hash takes 64 MB on purpose: so many guesses are looked at at a time, and others wait.
_at_a_time = BoundedSemaphore(2)


@cache
def _nobody() -> str:
    """What is compared with where there is no such account, so that the answer takes as long; made with the first login."""
    return _hasher.hash(secrets.token_urlsafe())


def hashed(password: str) -> str:
    """Return what is kept of a password."""
    with _at_a_time:
        return _hasher.hash(password)


def fits(kept: str, password: str) -> bool:
    """Return whether a password is the one that was kept; an account without one takes as long to refuse."""
    with _at_a_time:
        nobody = _nobody()
        try:
            return _hasher.verify(kept or nobody, password[: LONGEST + 1]) and bool(kept)
        except (VerificationError, InvalidHashError, UnicodeEncodeError):  # half a sign is no password
            return False


def is_old(kept: str) -> bool:
    """Return whether a hash was made with weaker settings than new ones are."""
    return bool(kept) and _hasher.check_needs_rehash(kept)


def proposed() -> str:
    """Return a password for one login: 14 signs of all kinds, to be changed at once."""
    signs = [secrets.choice(kind) for kind in _LETTERS] + [
        secrets.choice("".join(_LETTERS[:3])) for _ in range(10)
    ]
    secrets.SystemRandom().shuffle(signs)
    return "".join(signs)


def wrong(password: str, name: str, earlier: Sequence[str] = ()) -> Text | None:
    """Return what is wrong with a new password, None where it is good; `earlier` are the hashes of former ones."""
    lowered = password.lower()
    if len(password) > LONGEST:
        return Text(
            f"口令太长，最多 {LONGEST} 个字符。", f"The password is too long: {LONGEST} signs at most."
        )
    if any("\ud800" <= sign <= "\udfff" for sign in password):
        return Text("口令含有不完整的字符。", "The password holds half a sign.")
    if len(password) < LEAST:
        return Text(f"口令太短，至少 {LEAST} 个字符。", f"The password is too short: {LEAST} signs at least.")
    if _kinds(password) < _KINDS and len(password) < LONG:
        return Text(
            f"口令须含大写字母、小写字母、数字、其他符号中的至少三类，或不少于 {LONG} 个字符。",
            f"The password needs three of capitals, small letters, digits and other signs, or {LONG} signs.",
        )
    if len(set(lowered)) < LEAST // 2 or any(one in lowered for one in _COMMON):
        return Text("口令太常见，请换一个。", "The password is too common; choose another.")
    if len(name) > 2 and name.lower() in lowered:
        return Text("口令不能含有账号。", "The password must not contain the account.")
    if any(fits(one, password) for one in earlier[:REMEMBERED]):
        return Text(
            f"最近 {REMEMBERED} 次用过的口令不能再用。", f"It is one of the last {REMEMBERED} passwords."
        )
    return None


def _kinds(password: str) -> int:
    tests = (str.isupper, str.islower, str.isdigit, lambda sign: not sign.isascii() or not sign.isalnum())
    return sum(any(map(test, password)) for test in tests)
