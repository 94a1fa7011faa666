"""What a reverse proxy says of a request, its sender and its scheme, is heard from named proxies alone."""

from collections.abc import Callable, Iterable
from ipaddress import ip_address, ip_network
from typing import Any

from werkzeug.middleware.proxy_fix import ProxyFix

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]
#: Stands in the environment of a request that came by a proxy which nobody named.
CAME_BY_PROXY = "cockpit.came_by_proxy"
_SAID = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST",
         "HTTP_X_FORWARDED_PORT", "HTTP_X_FORWARDED_PREFIX", "HTTP_X_REAL_IP")  # fmt: skip


def behind(wsgi: Wsgi, proxies: Iterable[str]) -> Wsgi:
    """Return an application that hears `X-Forwarded-For`, `-Proto` and `-Host` from proxies in these networks.

    From anybody else such headers are taken away, so that nothing further in can believe them.
    """
    networks = [ip_network(one) for one in proxies]
    told = ProxyFix(wsgi, x_for=1, x_proto=1, x_host=1)

    def heard(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if _is_in(str(environ.get("REMOTE_ADDR", "")), networks):
            return told(environ, start_response)
        for name in _SAID:
            if environ.pop(name, None) is not None:
                environ[CAME_BY_PROXY] = True
        return wsgi(environ, start_response)

    return heard


def mounted(wsgi: Wsgi, base: str) -> Wsgi:
    """Return an application that stands below a path of its host, whether or not a proxy has cut that off."""

    def placed(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if f"{path}/".startswith(f"{base}/"):
            environ["PATH_INFO"] = path[len(base) :] or "/"
        environ["SCRIPT_NAME"] = base
        return wsgi(environ, start_response)

    return placed if base else wsgi


def _is_in(address: str, networks: Iterable[Any]) -> bool:
    try:
        found = ip_address(address)
    except ValueError:  # a sender without an address is none of them
        return False
    return any(found in network for network in networks)
