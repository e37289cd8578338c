"""A rush: everybody's check-in opens at one moment, while others are in the middle of a conversation.

The bot runs as a process of its own, on a clock that is moved to just before that moment. First people only
chat; then the moment comes, and as many chat on.
"""

import asyncio
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.burst_seeding import Rush, seed_rush
from benchmarks.candidates import VIERSTAP
from benchmarks.claims import Claims, measure_claims
from benchmarks.database import database
from benchmarks.delivery import Delivery
from benchmarks.driver import FIRST_CHAT_ID, Crowd, Plan
from benchmarks.fake_api import FakeApi, Message
from benchmarks.latency import Latency
from benchmarks.process import cpu_seconds, memory_mb
from benchmarks.running import Bot, expect_alive, spawn, stop, tail
from benchmarks.server import ApiServer
from bot.sandbox.clock import MovableClock
from flows.teams.calendar import next_allowed

COUNTRY, ZONE = "NL", "Europe/Amsterdam"
BEFORE = 600.0
"""Seconds on the clock between the start of the bot and the moment."""
WARM_UP = 10.0
QUESTIONS = 9
STOPS_NEVER = 10**9


@dataclass(frozen=True)
class Given:
    """What a run is asked for."""

    where: str
    members: int
    appointments: int
    seconds: float
    rate: int
    people: int
    think_seconds: float


@dataclass(frozen=True)
class Phase:
    """What happened in some seconds."""

    seconds: float
    chatting: Latency
    answers: int
    reminders: int
    bot_cpu: float


@dataclass(frozen=True)
class RushResult:
    """What came out; `small_share`: the part of what was sent that went to small teams, which have half of
    all people.
    """

    claims: Claims
    quiet: Phase
    rush: Phase
    doubles: int
    small_share: float
    memory_mb: tuple[float, ...]

    @property
    def per_second(self) -> float:
        """Reminders sent in a second."""
        return self.rush.reminders / self.rush.seconds

    @property
    def cpu_ms(self) -> float:
        """CPU of the bot per reminder: what it used more than while people only chatted."""
        quiet = self.quiet.bot_cpu / self.quiet.seconds * self.rush.seconds
        return (self.rush.bot_cpu - quiet) * 1000 / max(self.rush.reminders, 1)

    @property
    def memory_growth(self) -> float:
        """Memory in the last quarter of the rush in proportion to the second."""
        quarter = len(self.memory_mb) // 4
        second, last = self.memory_mb[quarter : 2 * quarter], self.memory_mb[-quarter:]
        return sum(last) / sum(second)


class Onlooker:
    """Sees what everybody sees: the members their reminders, the crowd its questions."""

    def __init__(self, crowd: Crowd) -> None:
        self.on_tap_answered = crowd.on_tap_answered
        self._crowd = crowd
        self.reminded: list[int] = []

    def on_message(self, message: Message) -> None:
        """A message was sent or edited."""
        chat_id = message["chat"]["id"]
        if chat_id < FIRST_CHAT_ID:
            self.reminded.append(chat_id)
        else:
            self._crowd.on_message(message)


async def run(given: Given) -> RushResult:
    """Seed, measure claims at the database, then the bot.

    Raises:
        RuntimeError: the bot stopped.
    """
    with TemporaryDirectory(prefix="bench-") as folder, database(given.where, Path(folder)) as url:
        clock, log = MovableClock(Path(folder) / "clock"), Path(folder) / "bot.log"
        rush = Rush(given.members, given.appointments, next_moment(clock))
        seed_rush(url, rush)
        claims = await measure_claims(url, rush.at)
        await clock.advance(rush.at - BEFORE - clock())
        try:
            return await _with_bot(given, rush, claims, url, clock, log)
        except (RuntimeError, OSError) as error:
            raise RuntimeError(f"{error}\n{tail(log)}") from error


def next_moment(clock: MovableClock) -> float:
    """The next Monday morning on which something may be sent."""
    monday = float(round(clock() + clock.until_monday()))
    while next_allowed(monday, ZONE, COUNTRY) != monday:
        monday += 7 * 86_400.0
    return monday


async def _with_bot(
    given: Given, rush: Rush, claims: Claims, url: str, clock: MovableClock, log: Path
) -> RushResult:
    delivery = Delivery()
    plan = Plan(given.people, QUESTIONS, 1, STOPS_NEVER, "/diagnose", think_seconds=given.think_seconds)
    crowd = Crowd(plan, delivery)
    onlooker = Onlooker(crowd)
    crowd.api = FakeApi(onlooker, delivery)
    server = ApiServer(crowd.api)
    bot = spawn(VIERSTAP, log, _settings(given, url, server.address, clock))
    server.start()
    crowd.start()
    try:
        await crowd.first_screen.wait()
        await asyncio.sleep(WARM_UP)
        quiet, _ = await _phase(given, bot, crowd, onlooker)
        moving = asyncio.create_task(clock.advance(rush.at - clock()))
        busy, memory = await _phase(given, bot, crowd, onlooker)
        await moving
    finally:
        await asyncio.to_thread(stop, bot)
        await delivery.close()
        await server.stop()
    reminded = Counter(onlooker.reminded)
    small = sum(map(rush.is_of_small_team, reminded))
    doubles = sum(number - 1 for number in reminded.values())
    return RushResult(claims, quiet, busy, doubles, small / max(len(reminded), 1), memory)


def _settings(given: Given, url: str, api_url: str, clock: MovableClock) -> dict[str, str]:
    return {
        "TELEGRAM_API_URL": api_url,
        "DATABASE_URL": url,
        "REMINDERS_PER_SECOND": str(given.rate),
        "VIERSTAP_SANDBOX_CLOCK": str(clock.path),
    }


async def _phase(given: Given, bot: Bot, crowd: Crowd, onlooker: Onlooker) -> tuple[Phase, tuple[float, ...]]:
    """Watch for so many seconds; with the bot's memory at each of them."""
    started, cpu = time.perf_counter(), cpu_seconds(bot.pid)
    answers, reminders = crowd.tally.answers, len(onlooker.reminded)
    memory = []
    while time.perf_counter() - started < given.seconds:
        expect_alive(bot)
        memory.append(memory_mb(bot.pid))
        await asyncio.sleep(1)
    phase = Phase(
        seconds=time.perf_counter() - started,
        chatting=Latency.of(crowd.tally.latencies[answers:]),
        answers=crowd.tally.answers - answers,
        reminders=len(onlooker.reminded) - reminders,
        bot_cpu=cpu_seconds(bot.pid) - cpu,
    )
    return phase, tuple(memory)
