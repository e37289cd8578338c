"""What came of it: what is stored held beside what people saw, and whether everybody is led on."""

import asyncio
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import orjson

from bot.sandbox.world import TOKEN
from bot.services.ports import Unit
from bot.storage import open_storage
from bot.storage.schema import metadata
from bot.storage.unit import SqlUnit
from flows.teams.records import CheckIn
from tests.torture.crowd import Crowd, Guest, harmless

CHECKING_IN = {"routine", "confidence", "hindrance", "progress", "action"}
TAP_SECONDS = 10.0


@dataclass
class Count:
    """Of one kind of harm. `waited`: seconds from a tap to what was seen of it, once all was made good."""

    injected: int = 0
    answers: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    stranded: list[str] = field(default_factory=list)
    stopped: int = 0
    parked: int = 0
    waited: list[float] = field(default_factory=list)


async def audit(crowd: Crowd, url: str, guests: Iterable[Guest], forgotten: Iterable[Guest]) -> Count:
    """Look at everything, once nothing goes wrong any more and all that waited came in."""
    guests, count = list(guests), Count()
    storage = open_storage(url)
    try:
        stored = await storage.run(lambda unit: _sessions(unit, [guest.id for guest in guests]))
        checked_in = await storage.run(lambda unit: unit.find(CheckIn))
        counts = await storage.run(lambda unit: unit.counts(crowd.telegram.clock()))
        everything = await storage.run(_everything)
    finally:
        await storage.close()
    count.parked = counts.parked
    count.answers = sum(len(guest.passed) for guest in guests)
    said = {record.user_id: record for record in checked_in}
    for guest in guests:
        count.lost += _lost(guest, stored.get(guest.id, {}), said.get(guest.id))
    for guest in forgotten:
        traces = (str(guest.id), guest.person.name)
        left = {table for table, rows in everything.items() for row in rows if any(t in row for t in traces)}
        count.lost += [f"{guest.id} is left in {table}" for table in sorted(left)]
    told = {**crowd.reminded, **crowd.pictures}
    history = {guest.id: guest.history for guest in crowd.guests.values()}
    count.doubled = [
        f"{who} {what} {times} times {history[who][-30:]}" for (who, what), times in told.items() if times > 1
    ]
    crowd.reminded.clear()
    crowd.pictures.clear()
    return count


def _lost(guest: Guest, answers: Mapping[str, str], said: CheckIn | None) -> list[str]:
    """Answers after which the next question was seen, and which are not stored as they were tapped."""
    found = [
        f"{guest.id} {question}: {answers.get(question)} of {guest.tapped[question]} {guest.history}"
        for question in guest.passed - CHECKING_IN
        if answers.get(question) not in guest.tapped[question]
    ]
    if "hindrance" in guest.passed and (said is None or said.barrier not in guest.tapped["hindrance"]):
        found.append(f"{guest.id} check-in: {said}")
    return found


def _sessions(unit: Unit, people: Iterable[int]) -> dict[int, dict[str, str]]:
    rows = ((person, unit.load(person)) for person in people)
    return {person: orjson.loads(row.session)["answers"] for person, row in rows if row is not None}


def _everything(unit: Unit) -> dict[str, list[str]]:
    assert isinstance(unit, SqlUnit)
    tables = metadata.sorted_tables
    return {table.name: [str(row) for row in unit._connection.execute(table.select())] for table in tables}


async def tap_all(crowd: Crowd, guests: Iterable[Guest], count: Count) -> None:
    """Everybody taps what they see, all at once: how long that takes, and for whom it has no effect."""
    tapping = list(guests)
    took = await asyncio.gather(*(_leads_on(crowd, guest) for guest in tapping))
    count.waited = [seconds for seconds in took if seconds is not None]
    for guest, seconds in zip(tapping, took, strict=True):
        if seconds is None:
            count.stranded.append(f"{guest.id} before {guest.buttons()[:3]}")


async def _leads_on(crowd: Crowd, guest: Guest) -> float | None:
    """After how many seconds they see something; None where nothing comes."""
    changed, begun = guest.changed(), time.monotonic()
    offered = [data for data in guest.buttons() if ":answer:" in data or harmless(data)]
    if offered:
        await crowd.press(guest, offered[0])
    else:
        await crowd.say(guest, "/help")
    return time.monotonic() - begun if await crowd.until(guest, changed, TAP_SECONDS) else None


def leaks(logs: Iterable[Path]) -> list[str]:
    """Where a log holds the token, or what people are called."""
    secrets = (TOKEN, TOKEN.partition(":")[2], "Kanarie")
    found = (
        (log.name, secret)
        for log in logs
        for secret in secrets
        if secret in log.read_text("utf-8", "replace")
    )
    return [f"{name} holds {secret[:7]}…" for name, secret in found]
