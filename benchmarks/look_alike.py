"""What the sandbox's look-alike carries: on one core, in a process of its own, which a light bot calls.

An update is a tap that getUpdates told and one editMessageText with a keyboard answered, over HTTP; after
that the person taps again. `python -m benchmarks.look_alike` is the look-alike's own process.
"""

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import uvloop

from benchmarks.light_bot import LightBot
from benchmarks.updates import LANGUAGE
from bot.sandbox.clock import MovableClock
from bot.sandbox.sandbox import Telegram, build_telegram, listen, served
from bot.sandbox.schema import Schema
from bot.sandbox.world import BOT, TOKEN

KEYBOARD = {"inline_keyboard": [[{"text": "A. Price", "callback_data": "q:1:price"}]]}


@dataclass(frozen=True, slots=True)
class Load:
    """What one run asks of the look-alike."""

    checks: bool
    people: int
    updates: int
    warm_up: int


@dataclass(frozen=True, slots=True)
class Carried:
    """What came of it: `cpu` is the look-alike's own time, `seconds` that of the wall."""

    checks: bool
    updates: int
    seconds: float
    cpu: float

    @property
    def per_second(self) -> float:
        return self.updates / self.seconds

    @property
    def per_core(self) -> float:
        """Updates in a second of one core's time, whatever else the machine does."""
        return self.updates / self.cpu


def measure(load: Load) -> Carried:
    """Run the look-alike on the first core and the bot on the others."""
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.look_alike"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(orjson.dumps(load) + b"\n")
        process.stdin.flush()
        port = int(process.stdout.readline())
        uvloop.run(LightBot(port, TOKEN).run())
        return Carried(**orjson.loads(process.stdout.readline()))


class People:
    """Everybody taps, sees the answer, and taps again; the look-alike is measured meanwhile."""

    def __init__(self, telegram: Telegram, load: Load) -> None:
        self._telegram = telegram
        self._load = load
        self._answered = 0

    async def tap_all_along(self) -> Carried:
        """Until enough updates were answered."""
        seen = self._telegram.world.listen()
        for number in range(self._load.people):
            person = self._telegram.world.add_person(f"Person {number}", LANGUAGE)
            person.started = True
            content = {"text": "Question 1", "reply_markup": KEYBOARD}
            self._telegram.world.new_message(person.id, BOT, content)
        await self._until(self._load.warm_up, seen)
        wall, cpu = time.perf_counter(), time.process_time()
        await self._until(self._load.warm_up + self._load.updates, seen)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        return Carried(self._load.checks, self._load.updates, wall, cpu)

    async def _until(self, answered: int, seen: "asyncio.Queue[dict[str, Any]]") -> None:
        while self._answered < answered:
            event = await seen.get()
            if event["type"] == "message":
                self._answered += 1
                await self._tap(event["message"])

    async def _tap(self, message: dict[str, Any]) -> None:
        chat_id = message["chat"]["id"]
        person = self._telegram.world.people[chat_id]
        await self._telegram.people.tap(person, chat_id, message["message_id"], "q:1:price")


async def _serve(load: Load) -> None:
    schema = Schema()
    if load.checks:
        schema.load()
    listening = listen(0)
    with tempfile.TemporaryDirectory() as folder:
        clock = MovableClock(Path(folder) / "clock")
        telegram = build_telegram(clock, schema=schema if load.checks else None, checks=load.checks)
        async with served(telegram, listening):
            _say(listening.getsockname()[1])
            _say(await People(telegram, load).tap_all_along())
            os._exit(0)  # at once: the bot ends when its connections break


def _say(line: object) -> None:
    sys.stdout.buffer.write(orjson.dumps(line) + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    with suppress(AttributeError):  # only Linux has it
        os.sched_setaffinity(0, [min(os.sched_getaffinity(0))])
    uvloop.run(_serve(Load(**orjson.loads(sys.stdin.buffer.readline()))))
