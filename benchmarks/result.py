"""What a run is asked for and what it reports."""

from dataclasses import dataclass, field
from statistics import quantiles
from typing import Self

from benchmarks.driver import Crowd


@dataclass(frozen=True)
class Scenario:
    """One run of one candidate."""

    candidate: str
    people: int = 200
    """people at the same time"""
    questions: int = 9
    """questions each answers; the tenth would bring the advice"""
    answers: int = 6000
    """answers measured"""
    warm_up: int = 2000
    """answers before that"""
    to_the_end: bool = False
    """the last answer's advice, and card, belong to it"""
    think_seconds: float = 0.0
    """from a question to its answer, on average"""
    api_delay_ms: float = 0.0
    commit_delay_ms: float = 0.0
    tls: bool = False
    """calls to the Bot API are encrypted, as they are in real life"""
    profile: bool = False
    """the bot is sampled, which slows it"""
    stored_people: int = 0
    """conversations in the database before the start"""
    rest_seconds: float = 0.0
    """pause before memory is read"""


@dataclass(frozen=True)
class Sample:
    """Counters at one moment; times in seconds."""

    at: float
    bot_cpu: float
    own_cpu: float
    answers: int
    updates: int
    finished: int
    calls: int
    polls: int


@dataclass(frozen=True)
class Result:
    """What was measured between the end of the warm-up and the last answer."""

    candidate: str
    failure: str = ""
    cpu_ms: float = 0.0
    """CPU of the bot per answered question, starting commands included"""
    diagnosis_cpu_ms: float = 0.0
    """CPU of the bot per finished conversation"""
    diagnoses_per_second: float = 0.0
    answers_per_second: float = 0.0
    updates_per_second: float = 0.0
    p50_ms: float = 0.0
    p99_ms: float = 0.0
    calls_per_update: float = 0.0
    """HTTP calls without getUpdates"""
    polls_per_update: float = 0.0
    peak_mb: float = 0.0
    rest_mb: float = 0.0
    first_screen_s: float = 0.0
    """from the start of the process to the first screen"""
    first_screen_cpu_s: float = 0.0
    """CPU of the bot until then"""
    look_alike_load: float = 0.0
    """part of one core that the look-alike and its people used"""
    look_alike_cpu_ms: float = 0.0
    """CPU of the look-alike per update"""
    faults: dict[str, int] = field(default_factory=dict)
    exit_code: int = 0
    parts: dict[str, float] = field(default_factory=dict)
    """where the time goes: shares of the samples, if it was sampled"""

    @classmethod
    def of(
        cls,
        candidate: str,
        samples: list[Sample],
        crowd: Crowd,
        start: tuple[float, float],
        memory: tuple[float, float],
        exit_code: int,
    ) -> Self:
        """Work the counters out."""
        before, after = samples[0], samples[-1]
        seconds = after.at - before.at
        answers = after.answers - before.answers
        updates = after.updates - before.updates
        cpu_ms = (after.bot_cpu - before.bot_cpu) * 1000
        own_ms = (after.own_cpu - before.own_cpu) * 1000
        percentiles = quantiles(crowd.tally.latencies[before.answers :], n=100, method="inclusive")
        return cls(
            candidate,
            cpu_ms=cpu_ms / answers,
            diagnosis_cpu_ms=cpu_ms / max(after.finished - before.finished, 1),
            diagnoses_per_second=(after.finished - before.finished) / seconds,
            answers_per_second=answers / seconds,
            updates_per_second=updates / seconds,
            p50_ms=percentiles[49] * 1000,
            p99_ms=percentiles[98] * 1000,
            calls_per_update=(after.calls - before.calls) / updates,
            polls_per_update=(after.polls - before.polls) / updates,
            rest_mb=memory[0],
            peak_mb=memory[1],
            first_screen_s=start[0],
            first_screen_cpu_s=start[1],
            look_alike_load=own_ms / 1000 / seconds,
            look_alike_cpu_ms=own_ms / updates,
            faults=crowd.faults(),
            exit_code=exit_code,
        )
