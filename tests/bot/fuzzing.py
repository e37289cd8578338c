"""The whole bot under what nobody ever sends: it goes on, tells nobody's words, and keeps none."""

import json
import logging
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random  # noqa: TID251 - seeded

import orjson
from aiohttp import web

from bot.assembly import Rooms
from bot.channels.telegram.answers import LONGEST_WAIT
from bot.channels.web.server import Webhook, _take_in
from bot.services import pace
from bot.services.ports import Unit
from bot.storage import migrate
from tests.bot.chats import Json
from tests.bot.fuzz import CANARY, Fuzz
from tests.monkey import deeds
from tests.monkey.town import Town

AS_EXPECTED = ("not an update", "not readable")
"""Why an update may be parked: it is none. Anything else is a fault of ours."""


@dataclass
class Found:
    """What should not have been."""

    raised: list[str]
    parked: list[str]
    told: list[str]
    stuck: list[str]

    def __bool__(self) -> bool:
        return any((self.raised, self.parked, self.told, self.stuck))


class Memory(logging.Handler):
    """Every line of the log."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(str(record.msg) + str(record.args) + str(record.exc_text))


class Odd:
    """Answers in the place of those of the look-alike, while it lasts."""

    def __init__(self, town: Town, fuzz: Fuzz) -> None:
        self._town = town
        self._fuzz = fuzz
        self._take = town.wire.take
        self.share = 0.0
        town.wire.take = self.take  # type: ignore[method-assign]

    async def take(self, method: str, parameters: Json) -> web.Response | None:
        if self._fuzz.chance.random() < self.share:
            status, body, headers = self._fuzz.answer()
            return web.Response(status=status, body=body, headers=headers)
        return await self._take(method, parameters)


@asynccontextmanager
async def fuzzed_town(rooms: Rooms) -> AsyncIterator[Town]:
    """A bot with nobody on it."""
    folder = Path(tempfile.mkdtemp(prefix="vierstap-fuzz-"))
    database = folder / "vierstap.sqlite3"
    migrate(f"sqlite:///{database}")
    town = Town(database, rooms)
    await town.open()
    try:
        yield town
    finally:
        await town.close()
        shutil.rmtree(folder)


async def fuzz_the_bot(town: Town, chance: Random, cases: int) -> Found:
    """So many cases: updates of every kind, and odd answers while they are handled."""
    anna = town.people[0]
    fuzz, found, memory = Fuzz(chance, anna.id, 10_000), Found([], [], [], []), Memory()
    odd = Odd(town, fuzz)
    pace.AT_ONCE = 10 * cases
    logging.getLogger().addHandler(memory)
    try:
        for number in range(cases):
            odd.share = 0.3 if number % 200 > 150 else 0.0
            await _one(town, fuzz, found)
            if number % 1_000 == 999:
                await _look(town, found, memory)
        odd.share = 0.0
        await _look(town, found, memory)
        await _lead_on(town, found)
    finally:
        logging.getLogger().removeHandler(memory)
        town.wire.take = odd._take  # type: ignore[method-assign]
        town.wire.refused.clear()
    return found


async def fuzz_a_team(town: Town, chance: Random, weeks: int) -> Found:
    """Weeks of a team with a group, while calls are answered oddly or refused in words new and old."""
    people, found, memory = town.people[:5], Found([], [], [], []), Memory()
    await deeds.gather(people)
    await people[0].post(people[0].raw_added(deeds.GROUP))
    await deeds.link_group(people[0], town)
    odd = Odd(town, Fuzz(chance, people[0].id))
    logging.getLogger().addHandler(memory)
    try:
        for week in range(weeks):
            odd.share = 0.6 if week % 2 else 0.2
            await town.later(deeds.until_monday(town.clock.now))
            for person in people:
                await deeds.check_in(person, week)
            await people[0].post(people[0].raw_message(text=CANARY))
        odd.share = 0.0
        await town.later(2 * LONGEST_WAIT)
        parked = await town.house.storage.run(lambda unit: unit.parked(1_000))
        found.parked += [f"{one.error}: {one.payload}" for one in parked]
        found.told += [line[:300] for line in memory.lines if CANARY in line.lower()]
        found.raised += [line[:300] for line in memory.lines if "'level': 'error'" in line]
        await _lead_on(town, found)
    finally:
        logging.getLogger().removeHandler(memory)
        town.wire.take = odd._take  # type: ignore[method-assign]
        town.wire.refused.clear()
    return found


async def _one(town: Town, fuzz: Fuzz, found: Found) -> None:
    """An update as it is polled, or as it is posted."""
    desk = town.house.desk
    webhook = Webhook("/telegram", "secret", partial(desk.take_in, answer_taps=False), desk.step_over)
    posted = fuzz.chance.random() < 0.3
    update: object = fuzz.body() if posted else fuzz.update()
    try:
        if isinstance(update, bytes):
            assert (await _take_in(webhook, update)).status_code in (200, 400)
        else:
            await desk.take_in(orjson.loads(json.dumps(update)))
    except Exception as error:  # noqa: BLE001 - that there is none is what is tried
        found.raised.append(f"{type(error).__name__} at {str(update)[:300]}")
    await town.house.at_rest()


async def _look(town: Town, found: Found, memory: Memory) -> None:
    """Where a canary sings."""
    parked = await town.house.storage.run(lambda unit: unit.parked(1_000))
    found.parked += [f"{one.error}: {one.payload}" for one in parked if one.error not in AS_EXPECTED]
    found.told += [line[:300] for line in memory.lines if CANARY in line.lower()]
    memory.lines.clear()
    if CANARY.encode() in await town.house.examiner.metrics():
        found.told.append("metrics")
    tables = await town.house.storage.run(_kept)
    found.told += [f"{table}: {row[:300]}" for table, rows in tables.items() for row in rows]


def _kept(unit: Unit) -> dict[str, list[str]]:
    """What is stored of somebody's words who is in no team: nothing should be."""
    from tests.monkey.town import _rows  # noqa: PLC0415

    return {table: [row for row in rows if CANARY in row.lower()] for table, rows in _rows(unit).items()}


async def _lead_on(town: Town, found: Found) -> None:
    """After all of it everybody can go on."""
    for person in town.people[:2]:
        await person.send("/quick")
        await town.outage(LONGEST_WAIT + 100)
        if not person.chat or person.question != "strategy":
            found.stuck.append(str(person.chat[-1:]))
