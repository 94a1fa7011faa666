"""Whether a login is needed at all: on one's own machine none is, until somebody has an account."""

import ipaddress
import time
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from data_access.domain.errors import CockpitError
from data_access.domain.settings import Settings
from data_access.state.people.persons import People

#: Seconds after which it is looked again whether anybody has an account by now.
_LOOK_SECONDS = 3.0
NOBODY_YET = (
    "nobody has an account yet. Make the first ones on this machine, then start again:\n"
    "  python -m data_access users add ACCOUNT security   (manages accounts, sees no data)\n"
    "  python -m data_access users add ACCOUNT leader     (reads; other roles: users add --help)"
)


def is_loopback(host: str) -> bool:
    """Return whether an address is one that no other machine reaches."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def needs_login(settings: Settings) -> bool:
    """Return whether the settings ask for logins, whoever has an account."""
    from_elsewhere = bool(settings.oidc_issuer or settings.proxy_header or settings.proxies)
    return settings.login or from_elsewhere or not is_loopback(settings.host)


def refuse_without_people(settings: Settings, people: People) -> None:
    """Go on where somebody can log in or nobody needs to; raises CockpitError that says what to type."""
    if not needs_login(settings) or people.any():
        return
    why = (
        f"COCKPIT_HOST={settings.host} lets other machines in"
        if not is_loopback(settings.host)
        else "COCKPIT_PROXIES lets in whoever reaches the proxy"
        if settings.proxies
        else "logins are asked for"
    )
    raise CockpitError(f"The cockpit does not start: {why}, and {NOBODY_YET}")


@dataclass(slots=True)
class Opening:
    """Looks from time to time whether anybody has an account; once somebody has, logins are needed for good."""

    people: People
    is_closed: bool
    _looked: float = float("-inf")

    def is_open(self) -> bool:
        """Return whether everybody at this machine is let in."""
        if not self.is_closed and time.monotonic() - self._looked > _LOOK_SECONDS:
            try:
                self.is_closed = self.people.any()
            except (
                SQLAlchemyError,
                CockpitError,
            ):  # without a state there are no accounts, and numbers can be read
                return True
            self._looked = time.monotonic()
        return not self.is_closed
