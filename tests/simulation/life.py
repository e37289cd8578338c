"""A life from its beginning to a quiet end: what the plan says, in the order and with the haste it says."""

import asyncio
import logging
import shutil
import tempfile
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from bot.sandbox.world import BOT
from bot.services.tasks import end
from tests.monkey import deeds
from tests.simulation.loop import NothingHappens, SimulatedLoop, outside
from tests.simulation.phone import Phone
from tests.simulation.plan import Mode, Plan, Step, draw
from tests.simulation.points import Points
from tests.simulation.simulation import MEMORY, Past, Simulation, surroundings

T = TypeVar("T")

SETTLING, MOST_ROUNDS = 60.0, 4
"""Seconds of calm after which everything has to be as it should."""
LONGEST = 86_400.0 * 40
AFTER_A_DEATH = (0.2, 1.0, 4.0, 20.0, 140.0, 200.0)
FLOOD = 40
SILENCE = 30.0
WHOLE_EVENING = 400.0


@dataclass(frozen=True, slots=True)
class Lived:
    """What came of a life."""

    plan: Plan
    faults: tuple[str, ...]
    fingerprint: str
    journal: tuple[str, ...]
    points: Points
    chats: dict[int, tuple[str, ...]]


class Life:
    """Does the steps of a plan."""

    def __init__(self, plan: Plan, simulation: Simulation) -> None:
        self._plan = plan
        self._sim = simulation
        self._chance = simulation.chance("life")
        self._busy: dict[int, asyncio.Task[Any]] = {}
        self._world: dict[str, Callable[[Step], Awaitable[None]]] = {
            "storm": self._storm,
            "broken": self._broken,
            "disk": self._disk,
            "kill": self._kill,
            "kill at": self._kill_at,
            "stop": self._stop,
            "outage": self._outage,
            "jump": self._jump,
            "later": self._later,
            "deliver": self._deliver,
            "fewer numbers": self._fewer_numbers,
            "forged": self._forged,
        }
        self._people: dict[str, Callable[[Phone, Step], Awaitable[object]]] = {
            "start": lambda p, _: p.send("/start"),
            "answer": lambda p, s: answer(p, s.number),
            "answers": lambda p, s: deeds.diagnose(p, s.number),
            "taps": lambda p, s: deeds.tap(p, s.number),
            "taps twice": lambda p, s: deeds.tap_twice(p, s.number),
            "taps old": lambda p, s: deeds.tap_old(p, s.number),
            "types": lambda p, s: p.send(s.words),
            "types nonsense": lambda p, s: p.send(s.words),
            "types label": lambda p, s: deeds.type_label(p, s.number),
            "forges": self._forge,
            "file": lambda p, _: p.post(p.raw_message(voice={})),
            "blocks": lambda p, _: p.block(),
            "forgets": lambda p, _: deeds.errand(p, ("/vergeet", "forget_all")),
            "command": lambda p, s: deeds.errand(p, tuple(s.words.split())),
            "anybody": lambda p, s: deeds.errand(p, tuple(s.words.split())),
            "lead": lambda _, s: deeds.errand(self._sim.phones[0], tuple(s.words.split())),
            "edits": lambda p, s: p.edit_last(s.words),
            "flood": self._flood,
            "diagnosis": lambda p, s: deeds.contribute(p, s.number),
            "check in": lambda p, s: deeds.check_in(p, s.number),
            "founds": lambda p, _: deeds.found_team(p),
            "invites": lambda p, s: deeds.invite(p, [self._sim.phones[s.number % len(self._sim.phones)]]),
            "group": self._group,
        }

    async def live(self) -> None:
        """All of it, until nothing is left to happen."""
        self._sim.start()
        await asyncio.sleep(2.0)
        for step in self._plan.steps:
            self._sim.journal.note("step", step=str(step))
            await self._take(step)
            await asyncio.sleep(step.seconds)
            if self._sim.oracle.faults:
                await end(*self._busy.values())
                return
        await self.calm_down()

    async def calm_down(self) -> None:
        """Nothing goes wrong any more, and everybody has done what they began."""
        self._sim.clear_up()
        await self._everybody()
        await asyncio.sleep(SETTLING)
        for _ in range(MOST_ROUNDS):
            if (put_off := self._sim.oracle.put_off()) <= 0:
                break
            await asyncio.sleep(put_off + SETTLING)
        await self._sim.oracle.check_all()

    async def _everybody(self) -> None:
        while busy := [task for task in self._busy.values() if not task.done()]:
            await asyncio.wait(busy)

    async def _take(self, step: Step) -> None:
        if (happens := self._world.get(step.what)) is not None:
            await happens(step)
            return
        before = self._busy.get(step.who)
        if before is not None and not before.done():
            await asyncio.wait((before,))
        phone = self._sim.phones[step.who]
        self._busy[step.who] = outside(self._do(phone, step), phone.name)

    async def _do(self, phone: Phone, step: Step) -> None:
        await self._people[step.what](phone, step)

    # ------------------------------------------------------------ people

    async def _forge(self, phone: Phone, step: Step) -> None:
        if phone.chat:
            place, version = step.number, step.words
            other = self._sim.phones[place % len(self._sim.phones)].id
            data = deeds.FORGED[place % len(deeds.FORGED)].format(team=7, person=other)
            await phone.post(phone.raw_callback(f"{version}:{data}"[:60], phone.newest.id))

    async def _flood(self, phone: Phone, step: Step) -> None:
        for number in range(FLOOD):
            await phone.at_once(phone.raw_message(text=f"{step.number + number}"))

    async def _group(self, phone: Phone, step: Step) -> None:
        """The bot comes into the team's group, is linked there, or goes."""
        group = self._sim.group
        match step.number % 3:
            case 0:
                await self._sim.telegram.people.add_bot(phone.who, group)
            case 1:
                linking = f"/start@{BOT['username']} g_{step.number}"
                await self._sim.telegram.people.send(phone.who, group.id, linking)
            case _:
                await self._sim.telegram.people.remove_bot(phone.who, group)

    # ------------------------------------------------------------ what goes wrong

    async def _storm(self, step: Step) -> None:
        self._sim.storm((0.0, 0.2, 0.5, 0.8)[step.number % 4])

    async def _broken(self, step: Step) -> None:
        self._sim.cut_off(step.seconds)

    async def _disk(self, step: Step) -> None:
        self._sim.fill_disk((0.0, 0.05, 0.5)[step.number % 3])

    async def _kill(self, step: Step) -> None:
        self._sim.doom(1 + step.number * 7, after=self._downtime(step))

    async def _kill_at(self, step: Step) -> None:
        self._sim.doom(1 + step.number % 4, step.words, after=self._downtime(step))

    def _downtime(self, step: Step) -> float:
        return AFTER_A_DEATH[step.number % len(AFTER_A_DEATH)]

    async def _stop(self, step: Step) -> None:
        await self._sim.stop()
        await asyncio.sleep(self._downtime(step) / 10)
        self._sim.start()

    async def _outage(self, step: Step) -> None:
        """Nobody serves people for some time, and they go on trying."""
        if not any(other.what == "jump" for other in self._plan.steps):
            self._sim.oracle.waiting.outage(step.seconds)
        self._sim.kill_all()
        await asyncio.sleep(step.seconds)
        if step.seconds >= WHOLE_EVENING:
            self._sim.true_time.skip((0.0, 3 * 3_600.0, 15 * 3_600.0, 3 * 86_400.0)[step.number % 4])
        self._sim.start()
        await asyncio.sleep(1.0)

    async def _jump(self, step: Step) -> None:
        """Somebody sets the machine's clock."""
        self._sim.set_clock((3_600.0, -3_600.0, 86_400.0, -86_400.0)[step.number % 4])

    async def _later(self, step: Step) -> None:
        """Time goes by in which nothing happens but what comes due."""
        await self._sim.later((3_600.0, 6 * 3_600.0, 86_400.0, 3 * 86_400.0, 8 * 86_400.0)[step.number % 5])

    async def _deliver(self, step: Step) -> None:
        self._sim.oracle.weather()
        self._sim.telegram.updates.deliver(step.words, 1 + step.number % 3)

    async def _fewer_numbers(self, _step: Step) -> None:
        """After a silent week, of which the silence is enough here."""
        await self._everybody()
        await asyncio.sleep(SILENCE)
        self._sim.fewer_numbers()

    async def _forged(self, _step: Step) -> None:
        await self._sim.forge_delivery()


async def answer(phone: Phone, place: int) -> None:
    """Tap one of the options of the question in view, or begin."""
    options = [found for found in deeds.live(phone) if found[2].partition(":")[2].startswith("answer:")]
    if options:
        message, _, data = options[place % len(options)]
        await phone.post(phone.raw_callback(data, message))
    else:
        await phone.send("/diagnose")


def live(plan: Plan | int, *, patient: bool = False) -> Lived:
    """Live a plan, or that of a seed. `patient`: people wait until nothing more is said."""
    plan = draw(plan) if isinstance(plan, int) else plan
    past = past_of(plan.past)
    return _in_a_loop(lambda folder: _live(plan, folder, past, patient=patient))


async def _gather(people: list[Phone]) -> None:
    await deeds.gather(people[:4])
    await asyncio.sleep(SETTLING)
    await deeds.errand(people[0], ("/plan", "agree"))


async def _ask(phone: Phone) -> None:
    for place in range(4):
        await answer(phone, place)


PASTS: dict[str, Callable[[list[Phone]], Awaitable[None]]] = {
    "asked": lambda people: _ask(people[0]),
    "advised": lambda people: deeds.diagnose(people[0], 0),
    "team": _gather,
    "monday": _gather,
}
LATER = {"monday": 6 * 86_400.0 + 3_000.0}
"""Seconds after which such a past ends: a week further people are asked how it went."""


@cache
def past_of(name: str) -> Past | None:
    """What was before, lived once for all who begin with it; nothing goes wrong in it."""
    if name not in PASTS:
        return None
    return _in_a_loop(lambda folder: _past(name, folder))


async def _past(name: str, folder: Path) -> Past:
    simulation = Simulation(Plan(0, Mode.POLLING, name, ()), folder)
    with surroundings(simulation):
        simulation.start()
        await asyncio.sleep(2.0)
        for phone in simulation.phones:
            phone.patient = True
        await PASTS[name](simulation.phones)
        await asyncio.sleep(SETTLING)
        await simulation.later(LATER.get(name, 0.0))
        await simulation.stop()
        assert not simulation.oracle.faults, simulation.oracle.faults
        past = simulation.end_of_past()
        await simulation.end()
    return past


def _in_a_loop(work: Callable[[Path], Coroutine[Any, Any, T]]) -> T:
    folder = Path(tempfile.mkdtemp(prefix="vierstap-simulation-", dir=MEMORY))
    loop = SimulatedLoop()
    try:
        return loop.run_until_complete(work(folder))
    finally:
        loop.close()
        shutil.rmtree(folder)


async def _live(plan: Plan, folder: Path, past: Past | None, *, patient: bool) -> Lived:
    simulation = Simulation(plan, folder, past)
    for phone in simulation.phones:
        phone.patient = patient
    oracle = simulation.oracle
    logging.getLogger().addHandler(oracle.log)
    with surroundings(simulation):
        life = Life(plan, simulation)
        try:
            async with asyncio.timeout(LONGEST):
                await life.live()
        except (TimeoutError, NothingHappens) as error:
            oracle.fail("stopped", f"the life did not come to its end: {type(error).__name__}")
        chats = {phone.id: phone.messages() for phone in simulation.phones}
        fingerprint, lines = simulation.journal.fingerprint, tuple(simulation.journal.lines)
        logging.getLogger().removeHandler(oracle.log)
        simulation.journal.close()
        await simulation.end()
    return Lived(plan, tuple(oracle.faults), fingerprint, lines, simulation.points, chats)
