"""What the operator can measure; labels say what happened, never to whom."""

from collections.abc import Callable, Iterable
from functools import cache
from importlib.metadata import version
from itertools import product
from typing import TypeVar

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)

from bot.services.health import Health, HealthCheck
from bot.services.ports import Counts

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
LATE_SECONDS = (1, 5, 15, 60, 300, 900, 3600, 21600, 86400)

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
UPDATES = ("tap", "typed", "unreadable", "blocked", "group", "malformed", "contradicting")
TURNS = ("done", "parked")
SENT = ("delivered", "reminded", "paused", "unreachable", "failed")
METHODS = (
    "answerCallbackQuery",
    "deleteMessage",
    "editMessageReplyMarkup",
    "editMessageText",
    "getUpdates",
    "sendDocument",
    "sendMessage",
    "sendPhoto",
)
OUTCOMES = ("ok", "limited", "refused", "not_arrived", "unknown")

Metric = TypeVar("Metric", Counter, Histogram)


class Metrics:
    """The figures of one process, in a registry of its own; each label is there from the start, at nought."""

    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self._updates = _by(
            Counter("vierstap_updates", "Updates received", ["kind"], registry=registry), UPDATES
        )
        self._turns = _by(Counter("vierstap_turns", "Turns taken", ["outcome"], registry=registry), TURNS)
        self._sends = _by(
            Counter("vierstap_sends", "Results of sending", ["result"], registry=registry), SENT
        )
        self._calls = _by(
            Counter("vierstap_api_calls", "Calls to Telegram", ["method", "outcome"], registry=registry),
            METHODS,
            OUTCOMES,
        )
        self._call_seconds = _by(
            Histogram(
                "vierstap_api_seconds",
                "What a call to Telegram takes",
                ["method"],
                buckets=SECONDS,
                registry=registry,
            ),
            METHODS,
        )
        self._turn_seconds = Histogram(
            "vierstap_turn_seconds", "From update to commit", buckets=SECONDS, registry=registry
        )
        self._delivery_seconds = Histogram(
            "vierstap_delivery_seconds", "What delivering a screen takes", buckets=SECONDS, registry=registry
        )
        self._reminder_delay = Histogram(
            "vierstap_reminder_delay_seconds",
            "How long after its time a reminder is sent",
            buckets=LATE_SECONDS,
            registry=registry,
        )
        self._stored = Gauge("vierstap_stored", "Rows by what they are", ["what"], registry=registry)
        self._waits = Gauge(
            "vierstap_oldest_seconds", "How long the oldest of them waits", ["what"], registry=registry
        )
        self._well = Gauge(
            "vierstap_well", "Whether people are served, by what may keep them", ["check"], registry=registry
        )
        self._answered = Gauge(
            "vierstap_telegram_silent_seconds", "Since Telegram answered last", registry=registry
        )
        self._pending = Gauge(
            "vierstap_pending_updates", "What Telegram has for us, by webhook", registry=registry
        )
        build = Gauge("vierstap_build_info", "What is running", ["version"], registry=registry)
        build.labels(version("vierstap")).set(1)

    def received(self, kind: str) -> None:
        """An update arrived."""
        self._updates(kind).inc()

    def taken(self, outcome: str, seconds: float) -> None:
        """A turn ended: done or parked."""
        self._turns(outcome).inc()
        self._turn_seconds.observe(seconds)

    def sent(self, result: str, seconds: float | None = None) -> None:
        """A delivery ended: delivered, paused, unreachable or failed; or a reminder: reminded or failed."""
        self._sends(result).inc()
        if seconds is not None:
            self._delivery_seconds.observe(seconds)

    def reminded(self, delay: float) -> None:
        """A reminder was sent, this many seconds after its time."""
        self.sent("reminded")
        self._reminder_delay.observe(max(0.0, delay))

    def called(self, method: str, outcome: str, seconds: float) -> None:
        """Telegram was called."""
        self._calls(method, outcome).inc()
        self._call_seconds(method).observe(seconds)

    def page(self, health: Health, faults: Iterable[HealthCheck], counts: Counts | None, now: float) -> bytes:
        """The metrics in Prometheus' text format, with what is stored now where that is known."""
        found = frozenset(faults)
        for fault in HealthCheck:
            self._well.labels(fault).set(fault not in found)
        self._answered.set(health.silent_seconds)
        self._pending.set(health.waiting)
        if counts is not None:
            for what in STORED:
                self._stored.labels(what).set(getattr(counts, what))
            for what, since in (
                ("undelivered", counts.oldest_undelivered_at),
                ("appointments_due", counts.oldest_due_at),
            ):
                self._waits.labels(what).set(0 if since is None else max(0.0, now - since))
        return generate_latest(self._registry)


def _by(metric: Metric, *labels: Iterable[str]) -> Callable[..., Metric]:
    """Its parts by their labels: the library looks them up under a lock each time, and there are few."""
    part = cache(metric.labels)
    for names in product(*labels):
        part(*names)
    return part
