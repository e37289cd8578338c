"""One run: a fresh look-alike and its people in this process, the bot beside it, measured.

`python -m benchmarks.arena` reads a scenario as JSON and prints its result as JSON.
"""

import asyncio
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path

import orjson
import uvloop

from benchmarks.candidates import CANDIDATES, Candidate
from benchmarks.certificate import Certificate
from benchmarks.delivery import Delivery
from benchmarks.driver import Crowd, Plan
from benchmarks.fake_api import FakeApi
from benchmarks.process import cpu_seconds, memory_mb
from benchmarks.profile import Recorder
from benchmarks.result import Result, Sample, Scenario
from benchmarks.running import Bot, expect_alive, free_port, spawn, stop, tail
from benchmarks.server import ApiServer

STALLED_AFTER = 30.0


@dataclass
class Place:
    """Where one run's bot lives."""

    folder: Path
    bot_port: int

    @property
    def database_url(self) -> str:
        """An SQLite file that this run starts with."""
        return f"sqlite:///{self.folder}/bench.db"

    @property
    def log(self) -> Path:
        """Everything the bot printed."""
        return self.folder / "bot.log"


async def run(scenario: Scenario) -> Result:
    """Start the bot, let people answer, and report."""
    candidate = CANDIDATES[scenario.candidate]
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        place = Place(Path(folder), free_port())
        if scenario.stored_people:
            from benchmarks.seeding import seed_people  # noqa: PLC0415 - the other runs do without

            seed_people(place.database_url, scenario.stored_people)
        return await _run_in(place, candidate, scenario)


async def _run_in(place: Place, candidate: Candidate, scenario: Scenario) -> Result:
    delivery = Delivery(place.bot_port if candidate.webhook else None)
    crowd = Crowd(_plan(candidate, scenario), delivery)
    api = FakeApi(crowd, delivery, scenario.api_delay_ms / 1000)
    crowd.api = api
    delivery.on_call = api.call_in_webhook_answer
    certificate = Certificate.made_in(place.folder) if scenario.tls else None
    server = ApiServer(api, certificate)
    started = time.perf_counter()
    try:
        bot = _spawn(place, candidate, scenario, server.address, certificate)
    except OSError as error:
        return Result(scenario.candidate, failure=str(error))
    server.start()
    crowd.start()
    samples: list[Sample] = []
    measured = asyncio.Event()

    def sample() -> None:
        samples.append(
            Sample(
                at=time.perf_counter(),
                bot_cpu=cpu_seconds(bot.pid),
                own_cpu=time.process_time(),
                answers=crowd.tally.answers,
                updates=crowd.tally.updates,
                finished=crowd.tally.finished,
                calls=api.calls.total() - api.calls["getUpdates"],
                polls=api.calls["getUpdates"],
            )
        )

    def finish() -> None:
        sample()
        measured.set()

    crowd.on_measuring, crowd.on_measured = sample, finish
    if not scenario.warm_up:
        sample()
    try:
        start = await _first_screen(crowd, bot, started), cpu_seconds(bot.pid)
        recorder = Recorder(bot.pid, place.folder) if scenario.profile else None
        await _until_measured(measured, crowd, bot)
        parts = recorder.stop() if recorder else {}
        await _happens(crowd.at_rest, STALLED_AFTER)
        await asyncio.sleep(scenario.rest_seconds)
        memory = memory_mb(bot.pid), memory_mb(bot.pid, "VmHWM")
    except (RuntimeError, OSError) as error:
        return Result(scenario.candidate, failure=f"{error}\n{tail(place.log)}")
    finally:
        exit_code = await asyncio.to_thread(stop, bot)
        await delivery.close()
        await server.stop()
    result = Result.of(scenario.candidate, samples, crowd, start, memory, exit_code)
    return replace(result, parts=parts)


def _plan(candidate: Candidate, scenario: Scenario) -> Plan:
    return Plan(
        people=scenario.people,
        questions=scenario.questions,
        warm_up=scenario.warm_up,
        answers=scenario.answers,
        start_command=candidate.start_command,
        to_the_end=scenario.to_the_end,
        card=candidate.card,
        think_seconds=scenario.think_seconds,
    )


def _spawn(
    place: Place, candidate: Candidate, scenario: Scenario, api_url: str, certificate: Certificate | None
) -> Bot:
    settings = {
        "TELEGRAM_API_URL": api_url,
        "DATABASE_URL": place.database_url,
        "HOST": "127.0.0.1",
        "PORT": str(place.bot_port),
    }
    if certificate is not None:
        settings |= certificate.settings
    if scenario.commit_delay_ms:
        settings["VIERSTAP_BENCH_COMMIT_DELAY_MS"] = str(scenario.commit_delay_ms)
    if candidate.webhook:
        settings["WEBHOOK_URL"] = "https://bench.example/telegram"
        settings["WEBHOOK_SECRET"] = "benchmark-secret-benchmark-secret"
    return spawn([*candidate.command, *candidate.arguments], place.log, settings)


async def _first_screen(crowd: Crowd, bot: Bot, started: float) -> float:
    """Seconds from the start of the process to the first screen somebody saw."""
    while not await _happens(crowd.first_screen, 0.2):
        expect_alive(bot)
        if time.perf_counter() - started > STALLED_AFTER:
            raise RuntimeError(f"nothing was shown within {STALLED_AFTER:.0f} s")
    return time.perf_counter() - started


async def _until_measured(measured: asyncio.Event, crowd: Crowd, bot: Bot) -> None:
    answers_before = -1
    while not await _happens(measured, STALLED_AFTER):
        expect_alive(bot)
        if crowd.tally.answers == answers_before:
            raise RuntimeError(f"no answer within {STALLED_AFTER:.0f} s: {crowd.faults()}")
        answers_before = crowd.tally.answers


async def _happens(event: asyncio.Event, seconds: float) -> bool:
    try:
        async with asyncio.timeout(seconds):
            return await event.wait()
    except TimeoutError:
        return False


if __name__ == "__main__":
    asked = Scenario(**orjson.loads(sys.stdin.buffer.read()))
    sys.stdout.buffer.write(orjson.dumps(uvloop.run(run(asked))))
