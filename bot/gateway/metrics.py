"""What is counted, for Prometheus. No label or value holds personal data."""

from __future__ import annotations

from collections.abc import Sequence

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.process_collector import ProcessCollector

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300)


class Metrics:
    """The counters of one gateway process."""

    def __init__(self) -> None:
        disable_created_metrics()
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self.messages_in = self._counter("messages_in", "Messages stored.", "channel", "kind")
        self.messages_out = self._counter("messages_out", "Lines said, by sender.", "sender")
        self.signals = self._counter(
            "signals", "Danger and wishes for a person, answered by the gateway.", "kind"
        )
        self.turn_seconds = self._histogram("turn_seconds", "One turn of the engine.")
        self.answer_seconds = self._histogram(
            "answer_seconds", "From a stored message to its stored answer."
        )
        self.engine_failures = self._counter(
            "engine_failures", "Turns without an answer, by kind.", "kind"
        )
        self.given_up = self._counter("messages_given_up", "Messages that ended as failed.")
        self.wishes = self._counter("wishes", "Further wishes stored, of messages with several.")
        self.stale = self._counter("messages_stale", "Messages too old to be answered blindly.")
        self.refused = self._counter("requests_refused", "Errors answered, by status.", "status")
        self.storage_failures = self._counter(
            "storage_failures", "Requests that the database failed."
        )
        self.sockets = self._gauge("sockets_open", "Sockets open now.")
        self.queue_depth = self._gauge("queue_depth", "Stored messages without an answer.")
        self.queue_oldest_seconds = self._gauge(
            "queue_oldest_seconds", "Age of the oldest message without an answer."
        )
        self.open_requests = self._gauge(
            "service_requests_open", "Service requests that people have to work on.", "kind"
        )
        self.request_seconds = self._histogram(
            "http_request_seconds", "HTTP requests.", "route", "status"
        )

    def render(self) -> bytes:
        """All of them in Prometheus' text format."""
        return generate_latest(self.registry)

    def _counter(self, name: str, what: str, *labels: str) -> Counter:
        return Counter(f"mingdeng_{name}", what, labels, registry=self.registry)

    def _gauge(self, name: str, what: str, *labels: str) -> Gauge:
        return Gauge(f"mingdeng_{name}", what, labels, registry=self.registry)

    def _histogram(
        self, name: str, what: str, *labels: str, buckets: Sequence[float] = _SECONDS
    ) -> Histogram:
        return Histogram(f"mingdeng_{name}", what, labels, registry=self.registry, buckets=buckets)
