"""What a monitoring system reads at `/metrics`, in Prometheus' text: requests, their time, the age of the data, the audit's check.

Loaded when the app is made and not before: the client decides at its import whether several processes count together, by the
folder that `PROMETHEUS_MULTIPROC_DIR` names.
"""

import os
import time
from collections.abc import Iterable, Iterator
from datetime import datetime
from ipaddress import ip_address, ip_network

import flask
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from components.http.faults import Foreign
from data_access.domain.errors import CockpitError
from data_access.metrics.labels import labels
from data_access.state.checks import Check, last_check
from data_access.state.database import State
from data_access.store.store import Store

#: A board that somebody asked before takes milliseconds, one that nobody did a second, a large file minutes.
_BUCKETS = (0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0, 60.0)
_NOT_YOURS = "Only a monitoring system of COCKPIT_METRICS_FROM may read this."
#: Where it is read; it needs no login.
PATH = "/metrics"


class _Kept(Collector):
    """What is read when it is asked for; what cannot be read is left out, and `cockpit_store_up` is 0."""

    def __init__(self, store: Store, state: State) -> None:
        self._store, self._state = store, state

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield the state of store and audit."""
        as_of = self._as_of()
        yield GaugeMetricFamily("cockpit_store_up", "Whether the store can be read.", as_of is not None)
        if as_of is not None:
            about = "The last day of the data, in seconds since 1970."
            yield GaugeMetricFamily("cockpit_data_as_of_seconds", about, as_of.timestamp())
        is_up, check = self._checked()
        yield GaugeMetricFamily("cockpit_state_up", "Whether the state can be read.", is_up)
        if check is not None and check.ended_at is not None:
            about = "Whether the last daily check found the audit whole."
            yield GaugeMetricFamily("cockpit_audit_whole", about, check.problem is None)
            about = "When the last daily check of the audit ended, in seconds since 1970."
            yield GaugeMetricFamily("cockpit_audit_checked_seconds", about, check.ended_at.timestamp())

    def _as_of(self) -> datetime | None:
        try:
            with self._store.snapshot() as snapshot:
                return datetime.combine(labels(snapshot).dataset.horizon.as_of, datetime.min.time())
        except CockpitError:
            return None

    def _checked(self) -> tuple[bool, Check | None]:
        try:
            return True, last_check(self._state)
        except CockpitError:
            return False, None


def add_to(server: flask.Flask, store: Store, state: State, readers: Iterable[str]) -> None:
    """Count every request of a server, and tell at `/metrics` who asks from one of these networks; others get Foreign."""
    counts = CollectorRegistry()
    requests = Counter(
        "cockpit_requests", "Requests answered.", ("route", "method", "status"), registry=counts
    )
    seconds = Histogram(
        "cockpit_request_seconds",
        "Seconds until an answer began.",
        ("route",),
        registry=counts,
        buckets=_BUCKETS,
    )
    kept, networks = _Kept(store, state), [ip_network(one) for one in readers]

    @server.before_request
    def begin() -> None:
        flask.g.begun = time.perf_counter()

    @server.after_request
    def counted(response: flask.Response) -> flask.Response:
        # The rule and not the address: there are few rules, and nobody's filters stand in them.
        route = flask.request.url_rule.rule if flask.request.url_rule else "none"
        requests.labels(route, flask.request.method, response.status_code).inc()
        if "begun" in flask.g:
            seconds.labels(route).observe(time.perf_counter() - flask.g.begun)
        return response

    @server.get(PATH)
    def metrics() -> flask.Response:
        asker = ip_address(flask.request.remote_addr or "0.0.0.0")  # noqa: S104  (nobody's address)
        if not any(asker in network for network in networks):
            raise Foreign(_NOT_YOURS)
        told = CollectorRegistry()
        told.register(kept)
        if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
            MultiProcessCollector(told)  # type: ignore[no-untyped-call]
            return _as_text(generate_latest(told))
        return _as_text(generate_latest(told) + generate_latest(counts))


def _as_text(body: bytes) -> flask.Response:
    return flask.Response(body, content_type=CONTENT_TYPE_LATEST)
