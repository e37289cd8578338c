"""Two at the same moment on PostgreSQL: whatever they do, it is as if one had come after the other."""

import asyncio
import json
import os
import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from functools import partial
from itertools import count
from threading import Barrier, BrokenBarrierError

import pytest
from sqlalchemy import text

from bot.assembly import Rooms
from bot.services.forgetting import Forgetting, sealed_by
from bot.services.groups import BotRemoved, GroupEvent, Groups, Linking, Migrated
from bot.services.ports import Storage, StoredConversation, Unit
from bot.services.ports.audit import By
from bot.services.presenter import RenderedScreen
from bot.services.redrawing import Redrawing
from bot.services.reminders import ReminderWriter
from bot.services.turn_context import context_of
from bot.services.turns import Incoming, Tap, Turns
from bot.storage import open_storage
from bot.storage.engines import transaction
from bot.storage.schema import metadata
from bot.storage.teams import TeamRows
from flows.questionnaire.progress import Path
from flows.state.session import CheckingIn, Finished, Session
from flows.teams.changes import Change, Put
from flows.teams.records import (
    Appointment,
    CheckIn,
    Contribution,
    Group,
    Invitation,
    Member,
    Ownership,
    PlanAction,
    Record,
    Role,
    Round,
    State,
)
from tests.bot.teams import DAY, MONDAY_9
from tests.flows.people import READY
from tests.flows.teams.sample import AMSTERDAM, team

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)

NOW = MONDAY_9 + 3_600.0
PERIOD, TODAY = "2026-09-28", "2026-09-28"
LEAD, MATE, THIRD, GUEST, OTHER = 1, 2, 3, 4, 5
WEBCARE, SECOND = 10, 11
"""Two teams; the lead and the mate are in both."""
GROUP = 20
BASE, ROOM = 900_000_000, 100
TOGETHER = 0.05
"""Seconds that one waits for the other to have read the same; longer only where nobody can."""

Deed = Callable[["World", Unit], object]
Planned = tuple[int, str, dict[str, object], Deed]
"""Who does something, what they tap, what they look at, and the doing."""


@dataclass(frozen=True)
class World:
    """A copy of the same team, with numbers of its own."""

    base: int
    turns: Turns
    notices: ReminderWriter
    forgetting: Forgetting

    def id(self, number: int) -> int:
        return self.base + number


def tap(who: int, action: str, **facts: object) -> Planned:
    """Somebody taps what their screen offers: with what they look at."""

    def deed(world: World, unit: Unit) -> object:
        data = f"1:{_numbered(action, world)}"
        return world.turns.take(unit, Incoming(world.id(who), Tap(data, 5), name="Zoë"))

    return who, action, facts, deed


def _numbered(action: str, world: World) -> str:
    return re.sub(r"\$(\d+)", lambda found: str(world.id(int(found[1]))), action)


def by_operator(who: int) -> Planned:
    """Whoever runs the bot forgets somebody from the command line."""

    def deed(world: World, unit: Unit) -> object:
        if unit.load(world.id(who)) is not None:
            world.forgetting.forget(unit, world.id(who), NOW, By.OPERATOR)
        return None

    return 0, "", {}, deed


def _of_group(event: BotRemoved | Linking | Migrated, who: int = LEAD) -> Deed:
    def deed(world: World, unit: Unit) -> object:
        happened = replace(event, team_id=world.id(SECOND)) if isinstance(event, Linking) else event
        number = next(UPDATES)
        return Groups(lambda: NOW).take(unit, GroupEvent(number, -world.id(GROUP), world.id(who), happened))

    return deed


def _falls_due(kind: str, who: int | None, subject: str) -> Deed:
    def deed(world: World, unit: Unit) -> object:
        user_id = world.id(who) if who is not None else 0
        due = Appointment(kind, world.id(WEBCARE), user_id, subject, NOW - 60)
        return world.notices.settle(unit, due)

    return deed


UPDATES = count(1)
CHECKING_IN = {"view": "checkin", "checkin": {"routine": "once_or_twice", "confidence": "7"}}
DEEDS: dict[str, Planned] = {
    "revokes": tap(LEAD, "revoke"),
    "invites": tap(LEAD, "invite"),
    "chooses a day": tap(LEAD, "weekday:3"),
    "chooses an hour": tap(LEAD, "hour:11"),
    "removes": tap(LEAD, f"remove:${MATE}"),
    "hands over": tap(LEAD, f"hand_over:${MATE}"),
    "deletes": tap(LEAD, "delete_team"),
    "unlinks": tap(LEAD, "unlink"),
    "gives": tap(LEAD, f"give:1:${THIRD}"),
    "drops": tap(LEAD, "drop:1"),
    "dates": tap(LEAD, "when:1:later"),
    "stays": tap(LEAD, "stay"),
    "closes": tap(LEAD, "close_round"),
    "lead forgets": tap(LEAD, "forget_all"),
    "lead leaves": tap(LEAD, "leave"),
    "joins": tap(GUEST, "join", view="team_join", team=None),
    "joins too": tap(OTHER, "join", view="team_join", team=None),
    "leaves": tap(MATE, "leave"),
    "forgets": tap(MATE, "forget_all"),
    "third forgets": tap(THIRD, "forget_all"),
    "third leaves": tap(THIRD, "leave"),
    "silences": tap(MATE, "remind:off"),
    "contributes": tap(MATE, "contribute"),
    "third contributes": tap(THIRD, "contribute"),
    "checks in": tap(MATE, "answer:hindrance:none", **CHECKING_IN),
    "third checks in": tap(THIRD, "answer:hindrance:time", **CHECKING_IN),
    "notes": tap(MATE, "write:stil", view="checkin_note"),
    "shares": tap(MATE, "share_note", view="checkin_done"),
    "plans": tap(MATE, "write:kijk", view="team_routine", draft="na de lunch"),
    "moves": tap(MATE, "zone:Europe:London"),
    "is done": tap(MATE, "state:1:done"),
    "frees": tap(MATE, "free:1"),
    "takes": tap(THIRD, f"give:2:${THIRD}"),
    "group goes": (0, "", {}, _of_group(BotRemoved())),
    "group is linked": (0, "", {}, _of_group(Linking(0))),
    "a week closes": (0, "", {}, _falls_due("week", None, "2026-09-21")),
    "it opens": (0, "", {}, _falls_due("checkin", MATE, PERIOD)),
}
LONGER: dict[str, Planned] = {
    "finishes": tap(MATE, "act:$10:1:done"),
    "writes an action": tap(LEAD, "write:Bel drie klanten", view="team_own_action"),
    "swaps": tap(LEAD, "swap:3:use_strengths.both"),
    "takes while joining": tap(THIRD, "take:2"),
    "gives back": tap(MATE, "take:1"),
    "is away": tap(MATE, "away:2026-10-15"),
    "third is away": tap(THIRD, "remind:pause:2"),
    "is back": tap(MATE, "remind:on"),
    "praises": tap(THIRD, "kudos:$10:4"),
    "asks for help": tap(MATE, "ask_help", view="checkin_done"),
    "puts off": tap(MATE, "later:$10:checkin:2026-09-28"),
    "has a habit": tap(MATE, "habit:coffee"),
    "comes every two weeks": tap(LEAD, "rhythm:2"),
    "agrees again": tap(LEAD, "agree"),
    "rebuilds": tap(LEAD, "rebuild"),
    "declines": tap(GUEST, "decline", view="team_join", team=None),
    "operator forgets": by_operator(MATE),
    "operator forgets the lead": by_operator(LEAD),
}
"""What races with all else in `make monkey`, which takes longer than a test of every change may."""
if "ALL_RACES" in os.environ:
    DEEDS |= LONGER


def records(world: World) -> list[Record]:
    one, two = world.id(WEBCARE), world.id(SECOND)
    people = {number: f"Zoë{number}" for number in (LEAD, MATE, THIRD)}
    roles = dict.fromkeys(people, Role.MEMBER) | {LEAD: Role.LEAD}
    joined = NOW - 30 * DAY
    return [
        replace(team(), id=one, group_id=-world.id(GROUP), started_on="2026-09-01", review_on="2026-09-29"),
        replace(team(), id=two, agreed=False),
        *(Member(one, world.id(n), name, roles[n], AMSTERDAM, joined + n) for n, name in people.items()),
        *(Member(two, world.id(n), people[n], roles[n], AMSTERDAM, joined + n) for n in (LEAD, MATE)),
        Group(-world.id(GROUP), NOW - DAY, one),
        Invitation(one, f"hash {one}", NOW + DAY, 1),
        *(PlanAction(one, n, "share_results", None, ("measure",), None, "2026-12-31") for n in range(1, 4)),
        PlanAction(
            one, 4, "share_results", None, ("measure",), None, "2026-12-31", State.DONE, done_on=TODAY
        ),
        *(Ownership(one, number, world.id(owner)) for number, owner in ((1, MATE), (4, LEAD))),
        Round(one, 1, "2026-09-01"),
        *(Contribution(one, 1, world.id(n), READY) for n in (LEAD, THIRD)),
        CheckIn(one, world.id(LEAD), PERIOD, 7, "none", NOW - 60, done="none"),
        *(
            CheckIn(one, world.id(MATE), day, 7, "none", NOW - 60, 1, State.STUCK, note="hm", shared=True)
            for day in ("2026-09-21", PERIOD)
        ),
        Appointment("week", one, 0, "2026-09-21", NOW - 60),
        *(Appointment("checkin", one, world.id(n), PERIOD, NOW - 60) for n in people),
    ]


class Races:
    """Lets two do things in two processes, and looks at what came of it."""

    def __init__(self, storages: tuple[Storage, Storage], rooms: Rooms, url: str, gate: "Gate") -> None:
        self._storages = storages
        self._rooms = rooms
        self._redrawing = Redrawing(rooms.conversation, rooms.presenter, lambda: NOW)
        forgetting = Forgetting(self._redrawing, sealed_by(b"a key"))
        turns = Turns(rooms.conversation, rooms.presenter, self._redrawing, forgetting, lambda: NOW, "us")
        notices = ReminderWriter(rooms.presenter, None, None, lambda: NOW, "us")  # type: ignore[arg-type] # draws nothing
        bases = count(BASE, ROOM)
        self._worlds = (World(base, turns, notices, forgetting) for base in bases)
        self._url = url
        self._gate = gate

    async def of(self, one: str, other: str) -> None:
        """What comes of both at once is what comes of one after the other."""
        allowed = [await self._one_by_one(one, other), await self._one_by_one(other, one)]
        happened = await self._at_once(one, other)
        assert happened in allowed, _difference(happened, allowed)

    async def _one_by_one(self, *names: str) -> list[str]:
        world = await self._world(*names)
        for name in names:
            await self._storages[0].run(partial(DEEDS[name][3], world))
        return self._look(world)

    async def _at_once(self, *names: str) -> list[str]:
        world = await self._world(*names)
        works = [partial(DEEDS[name][3], world) for name in names]
        with self._gate:
            await asyncio.gather(*(s.run(work) for s, work in zip(self._storages, works, strict=True)))
        return self._look(world)

    async def _world(self, *names: str) -> World:
        world = next(self._worlds)
        with transaction(self._url) as connection:
            for table in reversed(metadata.sorted_tables):
                connection.execute(table.delete())
        await self._storages[0].run(lambda unit: self._make(unit, world, names))
        return world

    def _make(self, unit: Unit, world: World, names: tuple[str, ...]) -> None:
        deeds = [DEEDS[name] for name in sorted(names)]
        people = {number: self._person(world, deeds, number) for number in (LEAD, MATE, THIRD, GUEST, OTHER)}
        for row in people.values():
            unit.add(row)
        unit.apply(map(Put, records(world)))
        unit.claim_appointments("us", NOW, NOW + 60, 99)
        for number, row in people.items():
            offered = [_numbered(action, world) for who, action, _, _ in deeds if who == number]
            self._draw(unit, row, offered)

    def _person(self, world: World, deeds: list[Planned], number: int) -> StoredConversation:
        one = world.id(WEBCARE)
        given: dict[str, object] = {}
        for who, _, facts, _ in deeds:
            given |= facts if who == number else {}
        if isinstance(answers := given.get("checkin"), dict):
            owns = {"own_action": "done"} if number == MATE else {"routine": "once_or_twice"}
            rest = {name: said for name, said in answers.items() if name != "routine"}
            given["checkin"] = CheckingIn(team=one, period=PERIOD, answers=owns | rest)
        session = Session(
            view="team_members", team=one, last=Finished(path=Path.FULL, answers=READY, on=TODAY)
        ).model_copy(update={"invitation": f"hash {one}" if number in (GUEST, OTHER) else None} | given)
        return StoredConversation(
            world.id(number), "nl", session.model_dump_json(), NOW - DAY, NOW - 60, message_id=5
        )

    def _draw(self, unit: Unit, row: StoredConversation, offered: list[str]) -> None:
        """What they see, with what they tap in any case."""
        session = Session.model_validate_json(row.session)
        screen = self._rooms.conversation.screen(session, context_of(unit, row, "", NOW))
        shown = self._rooms.presenter.show("nl", screen)
        keyboard = (*shown.keyboard, *((("?", action),) for action in offered))
        row.screen, row.screen_version, row.delivered_version = (
            RenderedScreen(shown.text, keyboard).to_json(),
            1,
            1,
        )
        unit.save(row)

    def _look(self, world: World) -> list[str]:
        """Every row of this world, without what is different each time."""
        left_out = {"place", "id", "update_id", "seen_at"}
        found = []
        with transaction(self._url) as connection:
            for table in metadata.sorted_tables:
                columns = [
                    column for column in table.c if table.name == "teams" or column.name not in left_out
                ]
                for row in connection.execute(table.select().with_only_columns(*columns)).mappings():
                    shown = f"{table.name} {json.dumps({str(name): row[name] for name in row})}"
                    if any(world.base <= int(n) < world.base + ROOM for n in NUMBER.findall(shown)):
                        found.append(_alike(shown, world))
        return sorted(found)


NUMBER = re.compile(r"9\d{8}")


def _alike(shown: str, world: World) -> str:
    shown = re.sub(r"unwritten:\d+", "unwritten", shown)  # a number that nobody had
    shown = re.sub(r"(?<=4:)[0-9a-f]{8}(?=\")", "", shown)  # by which nobody knows who gave kudos
    shown = re.sub(r"(?<=\"expires_at\": )(\d+)\.\d+", r"\1", shown)  # nor a fraction of a second
    return NUMBER.sub(lambda found: f"#{int(found[0]) - world.base}", shown)


def _difference(happened: list[str], allowed: list[list[str]]) -> str:
    lines = []
    for place, rows in enumerate(allowed):
        lines += [f"more than order {place}: {row}" for row in happened if row not in rows]
        lines += [f"less than order {place}: {row}" for row in rows if row not in happened]
    return "\n".join(lines)


class Gate:
    """Holds who is about to change something until the other is too, or cannot be."""

    def __init__(self) -> None:
        self._barrier: Barrier | None = None

    def __enter__(self) -> None:
        self._barrier = Barrier(2)

    def __exit__(self, *_: object) -> None:
        self._barrier = None

    def wait(self) -> None:
        barrier, self_barrier = self._barrier, self._barrier
        if barrier is None or self_barrier is None or barrier.broken:
            return
        try:
            barrier.wait(TOGETHER)
        except BrokenBarrierError:
            pass
        else:
            barrier.abort()


@pytest.fixture
async def races(database_url: str, rooms: Rooms, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Races]:
    gate, apply = Gate(), TeamRows.apply

    def apply_together(unit: TeamRows, changes: tuple[Change, ...]) -> None:
        gate.wait()
        apply(unit, changes)

    monkeypatch.setattr(TeamRows, "apply", apply_together)
    storages = open_storage(database_url), open_storage(database_url)
    yield Races(storages, rooms, database_url, gate)
    for storage in storages:
        await storage.close()
    with transaction(database_url) as connection:
        assert connection.scalar(DEADLOCKS) == 0


DEADLOCKS = text("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")


APART = (0, 1, 4, 9, 16) if "ALL_RACES" not in os.environ else range(len(DEEDS))
"""How far the two are apart in the list: all of them take minutes, and belong to `make monkey`."""


@pytest.mark.fault(24)
@pytest.mark.parametrize("apart", APART)
async def test_two_at_once_are_as_one_after_the_other(races: Races, apart: int) -> None:
    """Pairs of different moves, in two processes that have both read before either of them writes."""
    names = list(DEEDS)
    for one, other in zip(names, names[apart:] + names[:apart], strict=True):
        await races.of(one, other)


AT_A_DOOR = [("revokes", "joins"), ("joins", "joins too"), ("invites", "joins"), ("deletes", "joins")]


@pytest.mark.fault(24)
@pytest.mark.threat("S6")
@pytest.mark.parametrize("pair", AT_A_DOOR, ids="-".join)
async def test_who_comes_to_a_door_that_closes(races: Races, pair: tuple[str, str]) -> None:
    for _ in range(10):
        await races.of(*pair)
        await races.of(*reversed(pair))
