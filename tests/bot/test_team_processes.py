"""A team on PostgreSQL with two processes: one and then the other is killed in the middle of things."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.sandbox.clock import MovableClock
from bot.services.ports import Storage
from bot.storage.appointments import appointments
from bot.storage.engines import transaction
from flows.teams.records import CheckIn, Light, Member, Role, Share, Week
from tests.bot.answers import FULL
from tests.bot.chats import Message
from tests.bot.replicas import Client, Replicas, monday_morning
from tests.bot.wire import Wire

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)

DAY = 86_400.0
NAMES = ("Anna", "Ben", "Cas", "Dana", "Els", "Finn")
CONFIDENCE = (8, 6, 7, 9, 5, 7)


@pytest.fixture
async def clock(tmp_path: Path) -> AsyncIterator[MovableClock]:
    async with monday_morning(tmp_path, minutes_before_nine=20) as clock:
        yield clock


@pytest.fixture
async def replicas(wire: Wire, database_url: str, clock: MovableClock) -> AsyncIterator[Replicas]:
    async with Replicas(wire, database_url, clock).all() as replicas:
        yield replicas


@pytest.fixture
async def team(wire: Wire, replicas: Replicas) -> list[Client]:
    """A lead and five members, and a plan that they agreed on."""
    lead, *others = (Client(wire, replicas, 900_000_001 + place, name) for place, name in enumerate(NAMES))
    await lead.send("/diagnose")
    await lead.answer(*FULL)
    await lead.send("/team")
    await lead.tap("team_new")
    await wire.wait_until(lambda: lead.sees("naam"))
    await lead.send("Webcare")
    await lead.tap("team_make:NL")
    await lead.tap("invite")
    await wire.wait_until(lambda: any("start=t_" in message.text for message in lead.chat))
    text = next(message.text for message in lead.chat if "start=t_" in message.text)
    for member in others:
        await member.send(f"/start {text.partition('start=')[2].split()[0]}")
        await member.tap("join")
    await lead.send("/plan")
    await lead.tap("agree")
    await wire.wait_until(lambda: not lead.can("agree"))
    return [lead, *others]


class Kills:
    """Kills one process after the other."""

    def __init__(self, wire: Wire, replicas: Replicas) -> None:
        self._wire = wire
        self._replicas = replicas
        self._next = 0

    async def during(self, work: Awaitable[object], calls: int) -> None:
        """Once the bot has made so many calls since the work began; then it comes back."""
        before = len(self._wire.calls)
        doing = asyncio.ensure_future(work)
        await self._wire.wait_until(lambda: len(self._wire.calls) >= before + calls)
        await self._replicas.kill(self._next)
        await doing
        await self._replicas.start(self._next)
        self._next = 1 - self._next


@pytest.fixture
def kills(wire: Wire, replicas: Replicas) -> Kills:
    return Kills(wire, replicas)


@pytest.mark.fault(1, 2, 5, 24)
@pytest.mark.promise("G1", "G6")
async def test_no_check_in_is_lost_and_no_reminder_comes_twice(
    clock: MovableClock, team: list[Client], kills: Kills, storage: Storage, database_url: str
) -> None:
    await kills.during(clock.advance(20 * 60), calls=2)
    await reminded_once(clock, team, database_url, "checkin")
    for person in team:
        await person.send("/checkin")
    answers: list[Callable[[int], str]] = [
        lambda _: ":three_or_more",
        lambda place: f":{CONFIDENCE[place]}",
        lambda _: ":means",
    ]
    *most, last = enumerate(team)
    for number, answer in enumerate(answers):
        taps = asyncio.gather(*(person.tap(answer(place)) for place, person in most))
        await (kills.during(taps, calls=number + 1) if number else taps)
    await kills.during(clock.advance(DAY), calls=1)
    await reminded_once(clock, [last[1]], database_url, "n_checkin")
    await last[1].tap("Nu inchecken")
    for answer in answers:
        await last[1].tap(answer(last[0]))
    said = await storage.run(lambda unit: unit.find(CheckIn))
    assert [checkin.confidence for checkin in said] == list(CONFIDENCE)
    await clock.advance(6 * DAY)
    week = await published(clock, storage)
    assert (week.confidence, week.barrier, week.share) == (Light.AMBER, "means", Share.MOST)
    members = await storage.run(lambda unit: unit.find(Member))
    assert [member.name for member in members if member.role is Role.LEAD] == ["Anna"]


async def published(clock: MovableClock, storage: Storage) -> Week:
    """The week that has closed, once a process came round to it."""
    for _ in range(20):
        for week in await storage.run(lambda unit: unit.find(Week)):
            return week
        await clock.advance(61)
    raise AssertionError


async def reminded_once(clock: MovableClock, people: list[Client], database_url: str, kind: str) -> None:
    """Everybody has the reminder once, but for whom a dead process alone knew whether it went out."""
    await clock.advance(61)
    with transaction(database_url) as connection:
        of_kind = select(appointments).where(appointments.c.kind == kind, appointments.c.due_at < clock())
        fates = {row.user_id: row for row in connection.execute(of_kind)}
    received = Counter(person.id for person in people for message in person.chat if _reminds(message, kind))
    for person in people:
        fate = fates[person.id]
        unknown = fate.attempted_at is not None and fate.message_id is None and fate.error is None
        assert received[person.id] == 1 or (received[person.id] == 0 and unknown)


def _reminds(message: Message, kind: str) -> bool:
    """Whether this is a reminder of this kind, by its button that puts it off."""
    return any(data.split(":")[1::2][:2] == ["later", kind] for _, data in message.buttons)
