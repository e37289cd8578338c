"""`make torture`: every kind of harm on every setup, and a table of what came of it."""

import asyncio
import logging
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random  # noqa: TID251 - seeded
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from bot.sandbox.clock import MovableClock
from bot.sandbox.sandbox import HOST, build_telegram, listen, served
from tests.torture.audit import Count, audit, leaks, tap_all
from tests.torture.crowd import Crowd, Guest
from tests.torture.fleet import Fleet
from tests.torture.ground import Ground, ground
from tests.torture.harm import KINDS, Kind, Scene

SETUPS = {
    "polling": ("sqlite", 1, False),
    "webhook": ("sqlite", 1, True),
    "two": ("postgresql", 2, True),
    "three": ("postgresql", 3, True),
}
STRICT_UP_TO = 300
"""With more people the look-alike does not check every message, and takes as many as come."""
LADDER = 130.0
"""Seconds: whatever Telegram put off is tried again by then."""
BACKOFF = 330.0
QUIET = 1.5
TEAMS_AT_ONCE = 20
CALL_SECONDS = 11.0
"""As long as the bot waits for an answer that does not come."""
DRAIN_SECONDS = 60.0

app = typer.Typer(add_completion=False)


class Wall:
    """The real time, which can be moved forward: by it Telegram waits."""

    def __init__(self) -> None:
        self.skew = 0.0

    def __call__(self) -> float:
        return time.time() + self.skew


class Torture:
    """One setup, from its start to its end."""

    def __init__(self, scene: Scene, wall: Wall, people: int, seconds: float) -> None:
        self._scene = scene
        self._wall = wall
        self._people = people
        self._seconds = seconds
        self.teams: list[list[Guest]] = []

    async def phase(self, kind: Kind) -> Count:
        """One kind of harm, again and again, while people are at work; then all is made good, and counted."""
        scene = self._scene
        guests, over = scene.crowd.welcome(self._people), asyncio.Event()
        stopped = scene.fleet.stopped
        pause = self._seconds / 20
        living = [asyncio.ensure_future(scene.crowd.live(guest, over, pause)) for guest in guests]
        meanwhile = asyncio.ensure_future(self._meanwhile())
        injected, until = 0, time.monotonic() + self._seconds
        while time.monotonic() < until:
            await asyncio.sleep(scene.chance.uniform(0, kind.pause))
            await kind.harm(scene)
            injected += 1
        over.set()
        await asyncio.gather(*living)
        forgotten = await meanwhile
        await self._make_good()
        for guest in forgotten:
            if guest.question is None and any(data.endswith(":forget_all") for data in guest.buttons()):
                await scene.crowd.find(guest, ":forget_all")  # Telegram had lost the tap
                await self._drained()
        members = [guest for team in self.teams for guest in team if guest not in forgotten]
        count = await audit(scene.crowd, scene.ground.url, [*guests, *members], forgotten)
        count.injected = injected
        await tap_all(scene.crowd, [*guests, *members], count)
        await scene.fleet.all_up()
        count.stopped = scene.fleet.stopped - stopped
        for guest in (*guests, *members):
            guest.passed.clear()
        return count

    async def gather(self, teams: int) -> None:
        """So many teams of five, some at a time, while nothing goes wrong."""
        while len(self.teams) < teams:
            at_once = min(TEAMS_AT_ONCE, teams - len(self.teams))
            self.teams += await asyncio.gather(*(self._scene.crowd.gather(5) for _ in range(at_once)))

    async def _meanwhile(self) -> list[Guest]:
        """A Monday comes, people check in, and the leads of some teams are forgotten."""
        scene = self._scene
        if not self.teams:
            return []
        await scene.telegram.clock.advance(scene.telegram.clock.until_monday() + 90)
        await asyncio.gather(*(self._check_in(guest) for team in self.teams for guest in team))
        leads = [team[0] for team in self.teams[: 1 + len(self.teams) // 50]]
        asked = await asyncio.gather(*map(self._forget, leads))
        gone = {lead.id: lead for lead, sure in zip(leads, asked, strict=True) if sure}
        left = ([guest for guest in team if guest.id not in gone] for team in self.teams)
        self.teams = [team for team in left if team]
        return list(gone.values())

    async def _forget(self, lead: Guest) -> bool:
        """Whether they could ask for it, and said that they are sure."""
        crowd = self._scene.crowd
        await crowd.say(lead, "/vergeet" if lead.person.language == "nl" else "/forget")
        if not await crowd.until(lead, lambda: any(d.endswith(":forget_all") for d in lead.buttons())):
            return False
        await crowd.find(lead, ":forget_all")
        return True

    async def _check_in(self, guest: Guest) -> None:
        await self._scene.crowd.say(guest, "/checkin")
        for _ in range(4):
            if await self._scene.crowd.until(guest, lambda: guest.question, 3):
                asked = guest.question
                await self._scene.crowd.act(guest)
                await self._scene.crowd.until(guest, guest.asked_else(asked), 3)

    async def _make_good(self) -> None:
        """Nothing goes wrong any more: all processes serve, and what waited comes in and goes out."""
        scene = self._scene
        scene.telegram.faults.clear()
        scene.telegram.updates.deliver("normal", 0)
        for replica in scene.fleet.replicas:
            replica.use(None)
        await scene.fleet.all_up()
        await asyncio.sleep(CALL_SECONDS)
        self._wall.skew += LADDER
        await self._drained()
        await scene.telegram.clock.advance(BACKOFF)
        await self._drained()

    async def _drained(self) -> None:
        """Until nothing waits and nothing changes for a moment."""
        until = time.monotonic() + DRAIN_SECONDS
        guests, changes = self._scene.crowd.guests, -1
        while time.monotonic() < until:
            now = sum(guest.changes for guest in guests.values())
            if now == changes and not self._scene.telegram.updates.untold():
                return
            changes = now
            await asyncio.sleep(QUIET)


async def torture(
    setup: str, seed: int, people: int, teams: int, seconds: float, kinds: Sequence[Kind]
) -> dict[str, Count]:
    """Every kind of harm of these that this setup can suffer."""
    kind, number, webhook = SETUPS[setup]
    chance, wall = Random(seed), Wall()
    with ground(kind, people * len(KINDS)) as floor, TemporaryDirectory() as folder:
        clock = MovableClock(Path(folder) / "clock")
        telegram = build_telegram(clock, checks=people <= STRICT_UP_TO, wall=wall)
        listening = listen(0)
        address = f"http://{HOST}:{listening.getsockname()[1]}"
        async with served(telegram, listening):
            fleet = Fleet(Path(folder), address, floor.url, clock.path, number, webhook=webhook)
            async with fleet.running():
                crowd = Crowd(telegram, chance)
                scene = Scene(telegram, fleet, crowd, floor, chance)
                work = Torture(scene, wall, people, seconds)
                await work.gather(teams)
                found = {}
                for harm in kinds:
                    if suits(harm, floor):
                        found[harm.name] = await work.phase(harm)
                        show(setup, harm.name, found[harm.name])
                await crowd.close()
            if told := leaks([replica.log for replica in fleet.replicas]):
                found["logs"] = Count(lost=told)
                show(setup, "what logs hold", found["logs"])
    return found


def suits(harm: Kind, floor: Ground) -> bool:
    """Whether this ground can be harmed so."""
    return floor.kind in harm.on and (harm.name != "disk full and freed" or floor.small)


def show(setup: str, harm: str, count: Count) -> None:
    """A row as soon as it is there, with what it holds against us."""
    print(row(setup, harm, count), flush=True)
    for what, list_of in (("lost", count.lost), ("doubled", count.doubled), ("stranded", count.stranded)):
        for one in list_of[:5]:
            print(f"    {what}: {one}", flush=True)


def row(setup: str, name: str, count: Count) -> str:
    held = (len(count.lost), len(count.doubled), len(count.stranded), count.stopped, count.parked)
    waited = sorted(round(1_000 * seconds) for seconds in count.waited) or [0]
    slow = (waited[len(waited) // 2], waited[-1])
    figures = " | ".join(f"{number:8}" for number in (count.injected, count.answers, *held, *slow))
    return f"| {setup:8} | {name:36} | {figures} |"


FIGURES = ("times", "answers", "lost", "doubled", "stranded", "stopped", "parked", "tap ms", "worst ms")
"""The last two: from a tap to what is seen of it, in the middle and at worst, once all tap at one moment."""
HEAD = f"| {'setup':8} | {'harm':36} | {' | '.join(f'{name:>8}' for name in FIGURES)} |"


@app.command()
def main(
    seed: Annotated[int, typer.Option(help="the same chance again, though not the same moments")] = 1,
    people: Annotated[int, typer.Option(help="people who come for each kind of harm")] = 25,
    teams: Annotated[int, typer.Option(help="teams of five, in each setup")] = 2,
    seconds: Annotated[float, typer.Option(help="how long each kind of harm goes on")] = 8.0,
    only: Annotated[str, typer.Option(help="kinds of harm with this in their name")] = "",
    setup: Annotated[list[str] | None, typer.Option(help=f"of {', '.join(SETUPS)}")] = None,
) -> None:
    """Harm the real bot in every way, and tell what came of it; 1 where anything was lost."""
    logging.disable(logging.CRITICAL)
    print(HEAD, flush=True)
    kinds = [kind for kind in KINDS if only in kind.name]
    found: list[Count] = []
    for name in setup or SETUPS:
        found += asyncio.run(torture(name, seed, people, teams, seconds, kinds)).values()
    worst = sum(len(c.lost) + len(c.doubled) + len(c.stranded) + c.stopped for c in found)
    raise typer.Exit(1 if worst else 0)


if __name__ == "__main__":
    app()
