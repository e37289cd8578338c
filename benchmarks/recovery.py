"""After something went wrong: what waits is drained in order, and who was killed serves again."""

import asyncio
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.candidates import VIERSTAP
from benchmarks.database import database
from benchmarks.delivery import Delivery
from benchmarks.driver import Crowd, Plan
from benchmarks.fake_api import FakeApi, Message
from benchmarks.latency import Latency
from benchmarks.report import console
from benchmarks.running import Bot, expect_alive, free_port, spawn, stop, tail
from benchmarks.server import ApiServer
from benchmarks.updates import command

FIRST_WAITING = 1_500_000_000
SENT = ("/quick", "/help", "/privacy", "/sources", "/start")
"""What each of those who wait sent, one after another."""
LOOK = 0.05
LONGEST = 1_800.0
MOST_SECONDS_TO_SERVE = 5.0
MOST_ACK_MS = 100.0
CONNECTIONS = 100


@dataclass
class Waiting:
    """What those who waited see last, and when each was served first."""

    served: dict[int, float] = field(default_factory=dict)
    last: dict[int, str] = field(default_factory=dict)

    def on_message(self, message: Message) -> None:
        """A message was sent or edited."""
        person = message["chat"]["id"]
        self.served.setdefault(person, time.perf_counter())
        self.last[person] = str(message.get("text"))

    def on_tap_answered(self, _tap_id: str) -> None:
        """Nobody taps."""


@dataclass(frozen=True)
class Drained:
    """How a backlog went away. `out_of_order`: people whose last screen is not that of their last words."""

    updates: int
    seconds: float
    out_of_order: int
    first_served: Latency
    exit_code: int


async def drain(where: str, updates: int) -> Drained:
    """So many updates of people who each sent five wait before the bot starts."""
    people, seen = updates // len(SENT), Waiting()
    with TemporaryDirectory(prefix="bench-") as folder, database(where, Path(folder)) as url:
        delivery = Delivery()
        for text in SENT:
            for place in range(people):
                delivery.put(command(FIRST_WAITING + place, 1 + SENT.index(text), text))
        server = ApiServer(FakeApi(seen, delivery))
        server.start()
        log = Path(folder) / "bot.log"
        begun = time.perf_counter()
        bot = _spawn(log, server.address, url)
        try:
            while delivery.waiting and time.perf_counter() - begun < LONGEST:
                expect_alive(bot)
                await asyncio.sleep(LOOK)
            seconds = time.perf_counter() - begun
            await _quiet(seen)
        finally:
            exit_code = await asyncio.to_thread(stop, bot)
            await delivery.close()
            await server.stop()
    usual = Counter(seen.last.values()).most_common(1)[0][0] if seen.last else ""
    odd = people - sum(text == usual for text in seen.last.values())
    waits = Latency.of([moment - begun for moment in seen.served.values()])
    return Drained(updates, seconds, odd, waits, exit_code)


async def _quiet(seen: Waiting) -> None:
    """Until nobody is told anything any more."""
    before = None
    while before != (now := dict(seen.last)):
        before = now
        await asyncio.sleep(2)


def _spawn(log: Path, api: str, url: str, **more: str) -> Bot:
    return spawn(VIERSTAP, log, {"TELEGRAM_API_URL": api, "DATABASE_URL": url, **more})


def show_drained(drained: Drained) -> None:
    """A line, for people."""
    console.print(
        f"{drained.updates:,} updates waited: acknowledged in {drained.seconds:.0f} s"
        f" ({drained.updates / drained.seconds:.0f} a second); people served first after"
        f" {drained.first_served} ms (p50 / p95 / p99); out of order: {drained.out_of_order};"
        f" exit code {drained.exit_code}"
    )


@dataclass(frozen=True)
class Recovered:
    """Seconds from each kill to the next answer somebody sees."""

    stored: int
    seconds: list[float]


async def recover(stored: int, kills: int, people: int = 50) -> Recovered:
    """Kill -9 while people answer, and start again at once, on a database with so many people stored."""
    from benchmarks.seeding import seed_people  # noqa: PLC0415 - the other runs do without

    with TemporaryDirectory(prefix="bench-") as folder:
        url = f"sqlite:///{folder}/bench.db"
        seed_people(url, stored)
        delivery = Delivery()
        plan = Plan(people, 9, 0, 10**9, "/diagnose", think_seconds=0.5)
        crowd = Crowd(plan, delivery)
        crowd.api = FakeApi(crowd, delivery)
        server = ApiServer(crowd.api)
        server.start()
        log = Path(folder) / "bot.log"
        bot = _spawn(log, server.address, url)
        taken = []
        try:
            crowd.start()
            await _more_answers(crowd, people)
            for _ in range(kills):
                bot.kill()
                bot.wait()
                killed, answers = time.perf_counter(), crowd.tally.answers
                bot = _spawn(log, server.address, url)
                await _more_answers(crowd, 1, answers)
                taken.append(time.perf_counter() - killed)
                await _more_answers(crowd, people)
        except TimeoutError:
            console.print(tail(log))
            raise
        finally:
            await asyncio.to_thread(stop, bot)
            await delivery.close()
            await server.stop()
    return Recovered(stored, taken)


async def _more_answers(crowd: Crowd, many: int, since: int | None = None) -> None:
    before = crowd.tally.answers if since is None else since
    async with asyncio.timeout(60):
        while crowd.tally.answers < before + many:  # noqa: ASYNC110 - it is measured, not waited for
            await asyncio.sleep(LOOK / 5)


def show_recovered(recovered: Recovered) -> None:
    """A line, for people."""
    worst = max(recovered.seconds)
    console.print(
        f"kill -9 to the next answer with {recovered.stored:,} people stored:"
        f" {median(recovered.seconds):.2f} s, {worst:.2f} at worst; at most {MOST_SECONDS_TO_SERVE:.0f}:"
        f" {'ok' if worst <= MOST_SECONDS_TO_SERVE else 'MISSED'}"
    )


async def acknowledge(seconds: float) -> Latency:
    """How long a webhook's update waits for its 200 with 100 connections, all of them busy."""
    with TemporaryDirectory(prefix="bench-") as folder:
        delivery = Delivery(port := free_port())
        crowd = Crowd(Plan(CONNECTIONS, 9, 0, 10**9, "/diagnose", think_seconds=0.5), delivery)
        crowd.api = FakeApi(crowd, delivery)
        delivery.on_call = crowd.api.call_in_webhook_answer
        server = ApiServer(crowd.api)
        server.start()
        more = {"WEBHOOK_URL": "https://bench.example/telegram", "PORT": str(port)}
        bot = _spawn(Path(folder) / "bot.log", server.address, f"sqlite:///{folder}/bench.db", **more)
        try:
            crowd.start()
            await _more_answers(crowd, CONNECTIONS)
            delivery.acknowledged.clear()
            await asyncio.sleep(seconds)
            found = list(delivery.acknowledged)
        finally:
            await asyncio.to_thread(stop, bot)
            await delivery.close()
            await server.stop()
    return Latency.of(found)


def show_acknowledged(latency: Latency) -> None:
    """A line, for people."""
    verdict = "ok" if latency.p99 <= MOST_ACK_MS else "MISSED"
    console.print(
        f"webhook, {CONNECTIONS} people: 200 after {latency} ms (p50 / p95 / p99);"
        f" p99 at most {MOST_ACK_MS:.0f}: {verdict}"
    )
