"""The second factor: codes of six digits that change every thirty seconds (TOTP, RFC 6238), as any authenticator app makes them."""

from datetime import datetime

import pyotp
from pyotp.utils import strings_equal

#: What stands above the code in the app.
ISSUER = "平台经济数智驾驶舱"
_SECONDS, _DIGITS = 30, 6
#: A clock may run so many steps wrong.
_DRIFT = 1


def new_secret() -> str:
    """Return a new secret, as people type it into an app that has no camera."""
    return pyotp.random_base32()


def address(secret: str, name: str) -> str:
    """Return what an authenticator app reads from the square of dots."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=ISSUER)


def step_of(secret: str, code: str, now: datetime, last: int) -> int | None:
    """Return the step of a code that holds at a moment and is later than the `last` one that was taken; None where none is."""
    digits = "".join(code.split())
    if not (digits.isascii() and digits.isdecimal()) or len(digits) != _DIGITS:
        return None
    made, step = pyotp.TOTP(secret), int(now.timestamp()) // _SECONDS
    for one in range(step - _DRIFT, step + _DRIFT + 1):
        if one > last and strings_equal(made.generate_otp(one), digits):
            return one
    return None
