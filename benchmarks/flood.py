"""A flood: one person sends many updates a second, while others are in the middle of a conversation.

Quiet seconds and seconds of the flood take turns in one run, so that both meet the same machine.
"""

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory

from benchmarks.candidates import VIERSTAP
from benchmarks.database import database
from benchmarks.delivery import Delivery
from benchmarks.driver import Crowd, Plan
from benchmarks.fake_api import FakeApi, Message
from benchmarks.latency import Latency
from benchmarks.report import console
from benchmarks.running import expect_alive, spawn, stop, tail
from benchmarks.server import ApiServer
from benchmarks.updates import command

FLOODER = 1_000_000_001
WARM_UP = 10.0
TURN = 8.0
"""Seconds of quiet, then of flood, and so on."""
SETTLING = 3.0
"""Seconds at the beginning of each turn that do not count: what one person may do at once is over then."""
SILENT = 2.0
"""Seconds without a message to the one who floods, after which what was left of the flood is over."""
QUESTIONS = 9
STOPS_NEVER = 10**9
MOST_SLOWER = 1.1


@dataclass(frozen=True)
class Given:
    """What a run is asked for. `typed`: what the one person sends, again and again."""

    where: str
    seconds: float
    rate: float
    people: int
    think_seconds: float
    typed: str


@dataclass(frozen=True)
class FloodResult:
    """How long the others waited, in seconds, without the flood and with it."""

    quiet: list[float]
    flooded: list[float]

    @property
    def slower(self) -> float:
        """How much longer the others wait on average in the flood."""
        return fmean(self.flooded) / fmean(self.quiet)


class Bystander:
    """The crowd sees its own messages, and nobody those to the one who floods."""

    def __init__(self, crowd: Crowd) -> None:
        self.on_tap_answered = crowd.on_tap_answered
        self._crowd = crowd
        self._told_flooder = asyncio.Event()

    def on_message(self, message: Message) -> None:
        """A message was sent or edited."""
        if message["chat"]["id"] == FLOODER:
            self._told_flooder.set()
        else:
            self._crowd.on_message(message)

    async def flood_is_over(self) -> None:
        """Wait until nothing more is said to the one who floods: only then it is quiet."""
        with suppress(TimeoutError):
            while True:
                self._told_flooder.clear()
                await asyncio.wait_for(self._told_flooder.wait(), SILENT)


async def run(given: Given) -> FloodResult:
    """Run the bot, a crowd, and in every second turn the flood.

    Raises:
        RuntimeError: the bot stopped.
    """
    with TemporaryDirectory(prefix="bench-") as folder, database(given.where, Path(folder)) as url:
        log = Path(folder) / "bot.log"
        delivery = Delivery()
        plan = Plan(given.people, QUESTIONS, 1, STOPS_NEVER, "/diagnose", think_seconds=given.think_seconds)
        crowd = Crowd(plan, delivery)
        bystander = Bystander(crowd)
        api = crowd.api = FakeApi(bystander, delivery)
        server = ApiServer(api)
        bot = spawn(VIERSTAP, log, {"TELEGRAM_API_URL": server.address, "DATABASE_URL": url})
        server.start()
        crowd.start()
        result = FloodResult([], [])
        try:
            await crowd.first_screen.wait()
            await asyncio.sleep(WARM_UP)
            for turn in range(int(given.seconds / TURN)):
                expect_alive(bot)
                floods = turn % 2 == 1
                flooding = asyncio.create_task(_flood(api, delivery, given)) if floods else None
                waited = await _turn(crowd)
                (result.flooded if floods else result.quiet).extend(waited)
                if flooding is not None:
                    flooding.cancel()
                await bystander.flood_is_over()
        except (RuntimeError, OSError) as error:
            raise RuntimeError(f"{error}\n{tail(log)}") from error
        finally:
            await asyncio.to_thread(stop, bot)
            await delivery.close()
            await server.stop()
    return result


async def _turn(crowd: Crowd) -> list[float]:
    """How long people waited in the seconds of one turn."""
    await asyncio.sleep(SETTLING)
    before = len(crowd.tally.latencies)
    await asyncio.sleep(TURN - SETTLING)
    return crowd.tally.latencies[before:]


async def _flood(api: FakeApi, delivery: Delivery, given: Given) -> None:
    """Send at the rate, whatever becomes of it."""
    begun, sent = time.perf_counter(), 0
    while True:
        while sent < (time.perf_counter() - begun) * given.rate:
            delivery.put(command(FLOODER, api.next_message_id(FLOODER), given.typed))
            sent += 1
        await asyncio.sleep(1 / given.rate)


def show_flood(given: Given, result: FloodResult) -> None:
    """Print the figures and the verdict."""
    console.print(
        f"{given.people} people chat, one sends {given.typed} {given.rate:g} times a second, {given.where}\n"
        f"  without: {Latency.of(result.quiet)} ms (p50 / p95 / p99), {len(result.quiet)} answers\n"
        f"  with:    {Latency.of(result.flooded)} ms, {len(result.flooded)} answers",
        highlight=False,
    )
    quiet, flooded = Latency.of(result.quiet), Latency.of(result.flooded)
    console.print(f"  {flooded.p50 / quiet.p50:.2f} times slower at p50", highlight=False)
    word = "ok" if result.slower <= MOST_SLOWER else "MISS"
    console.print(f"{word:4} {result.slower:.2f} times slower for the others, on average", highlight=False)
