"""The real bot in this process: everything but the signals, with a clock that a test moves."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.assembly import Process, Rooms, Services, build_services, name_process
from bot.channels.telegram.channel import connect
from bot.channels.telegram.desk import Desk
from bot.services.examiner import Examiner
from bot.services.health import Health
from bot.services.ports import Counts, Storage
from bot.storage import open_storage
from tests.bot.wire import TOKEN, Wire

FORGET_KEY = b"a key that is kept apart"
ROUND = 10
"""Seconds; enough rounds for a regular heartbeat."""


class Clock:
    """The time, and nobody's but the test's."""

    def __init__(self) -> None:
        self.now = 1_790_000_000.0

    def __call__(self) -> float:
        return self.now

    async def pause(self, seconds: float) -> None:
        self.now += seconds

    def moved(self) -> float:
        return 0.0

    def ticked(self) -> None:
        """Nobody waits for that."""


class House:
    """A bot that is running, with its parts in reach."""

    def __init__(
        self,
        wire: Wire,
        storage: Storage,
        services: Services,
        desk: Desk,
        clock: Clock,
        health: Health,
    ) -> None:
        self.wire = wire
        self.storage = storage
        self.services = services
        self.desk = desk
        self.clock = clock
        self.health = health
        self.examiner = Examiner(storage, health, services.metrics, clock)

    async def settle(self) -> None:
        """Wait until what came in is acknowledged, and what follows from it was sent or failed."""
        await self.wire.acknowledged()
        await self.at_rest()

    async def counts(self) -> Counts:
        """What is stored, edits noted that would be in a moment."""
        await self.services.delivery._note_edited()
        return await self.storage.run(lambda unit: unit.counts(self.clock()))

    async def at_rest(self) -> None:
        await self.services.delivery.settled()
        await self.services.scheduler.settled()
        await self.desk.finish()

    async def later(self, seconds: int) -> None:
        """This much time goes by, with a round of the housekeeper now and then."""
        await self.services.delivery._note_edited()
        for _ in range(0, seconds, ROUND):
            await self.outage(ROUND)

    async def outage(self, seconds: int) -> None:
        """For this long nothing happens at all, then the housekeeper makes a round."""
        self.clock.now += seconds
        await self.services.housekeeping.tick()
        await self.at_rest()


@asynccontextmanager
async def living(
    wire: Wire, url: str, rooms: Rooms, clock: Clock, *, polls: bool = True
) -> AsyncIterator[House]:
    """A process's worth of bot on a database, which is left as it is in the end."""
    storage = open_storage(url)
    stopping = asyncio.Event()
    async with connect(TOKEN, wire.address, stopping) as channel:
        await storage.enter()
        services = build_services(
            rooms, storage, channel.messenger, Process(name_process(), clock, forget_key=FORGET_KEY)
        )
        desk = channel.open_desk(services.reception, services.inline, rooms.presenter)
        work = channel.poll(desk, storage, name_process(), stopping) if polls else stopping.wait()
        running = asyncio.create_task(work)
        try:
            yield House(wire, storage, services, desk, clock, channel.health)
        finally:
            stopping.set()
            await running
            await desk.finish()
            await services.delivery.finish(1)
            await storage.close()
