"""What the operator can measure; labels say what happened, never to whom."""

from functools import cache

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from bot.services.ports import Counts

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

STORED = (
    "conversations",
    "undelivered",
    "unreachable",
    "letters_waiting",
    "parked",
    "teams",
    "members",
    "appointments_due",
)


class Metrics:
    """The figures of one process, in a registry of its own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        registry = self._registry
        # The library looks a label up under a lock each time, and there are few.
        self._updates = cache(
            Counter("vierstap_updates", "Updates received", ["kind"], registry=registry).labels
        )
        self._turns = cache(Counter("vierstap_turns", "Turns taken", ["outcome"], registry=registry).labels)
        self._sends = cache(
            Counter("vierstap_sends", "Results of sending", ["result"], registry=registry).labels
        )
        self._turn_seconds = Histogram(
            "vierstap_turn_seconds", "From update to commit", buckets=SECONDS, registry=registry
        )
        self._delivery_seconds = Histogram(
            "vierstap_delivery_seconds", "What delivering a screen takes", buckets=SECONDS, registry=registry
        )
        self._stored = Gauge("vierstap_stored", "Rows by what they are", ["what"], registry=registry)

    def received(self, kind: str) -> None:
        """An update arrived."""
        self._updates(kind).inc()

    def taken(self, outcome: str, seconds: float) -> None:
        """A turn ended: done or parked."""
        self._turns(outcome).inc()
        self._turn_seconds.observe(seconds)

    def sent(self, result: str, seconds: float | None = None) -> None:
        """A delivery ended: delivered, paused, unreachable or failed."""
        self._sends(result).inc()
        if seconds is not None:
            self._delivery_seconds.observe(seconds)

    def page(self, counts: Counts) -> bytes:
        """The metrics in Prometheus' text format, with what is stored now."""
        for what in STORED:
            self._stored.labels(what).set(getattr(counts, what))
        return generate_latest(self._registry)
