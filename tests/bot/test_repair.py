"""Whatever the chat shows, one tap brings the screen that follows from the facts, with buttons that hold."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from bot.assembly import Rooms
from bot.services.ports import SendError, TryLater, Unit
from bot.services.presenter import RenderedScreen
from bot.services.turns import Incoming, Typed
from tests.bot.answers import FULL
from tests.bot.hall import Guest, Hall, Held, open_hall
from tests.bot.house import Clock


@pytest.fixture
async def hall(url: str, rooms: Rooms, clock: Clock) -> AsyncIterator[Hall]:
    async with open_hall(url, rooms, clock) as hall:
        yield hall


@pytest.fixture
async def other(hall: Hall) -> AsyncIterator[Hall]:
    """A second process."""
    other = hall.beside("other")
    yield other
    await other.services.delivery.finish(1)


@pytest.fixture
def anna(hall: Hall) -> Guest:
    return hall.guest(1)


@pytest.fixture
def there(other: Hall) -> Guest:
    """Anna, whose updates come to the other process."""
    return other.guest(1)


async def rest(*halls: Hall) -> None:
    for hall in halls:
        await hall.at_rest()


async def leads_on(guest: Guest, *halls: Hall) -> None:
    """One tap on what is shown brings the facts; the next goes on from there."""
    await guest.presses(guest.chat[-1])
    await rest(*halls)
    await halls[0].sees_the_facts(guest)
    before = guest.screen
    await guest.presses(before)
    await rest(*halls)
    await halls[0].sees_the_facts(guest)
    assert guest.screen.text != before.text


@pytest.mark.fault(5, 25)
@pytest.mark.promise("G4", "G5")
@pytest.mark.parametrize("noted", [True, False])
@pytest.mark.parametrize("late", [0, 1, 2])
async def test_a_late_edit_is_repaired_by_a_tap(anna: Guest, hall: Hall, late: int, noted: bool) -> None:
    await anna.types("/diagnose")
    seen = [anna.screen]
    for option in FULL[:3]:
        await anna.taps(option)
        seen.append(anna.screen)
    if noted:
        await hall.at_rest()
    hall.memory.put_back(anna.id, seen[late])
    await leads_on(anna, hall)


async def test_a_late_edit_is_repaired_by_the_other_process_while_the_note_waits(
    anna: Guest, there: Guest, hall: Hall, other: Hall
) -> None:
    await anna.types("/diagnose")
    old = anna.screen
    await anna.taps(FULL[0])
    hall.memory.put_back(anna.id, old)
    await there.presses(old)
    await rest(other, hall)
    await hall.sees_the_facts(anna)
    await leads_on(there, other, hall)


async def test_nothing_is_delivered_again_while_its_note_waits(anna: Guest, hall: Hall) -> None:
    await anna.types("/diagnose")
    old = anna.screen
    await anna.presses(old)
    await anna.presses(old)
    await anna.presses(old)
    assert hall.memory.edits == 1
    await hall.at_rest()
    await hall.sees_the_facts(anna)
    assert hall.memory.edits == 2


async def test_a_note_that_came_too_late_for_its_version_delivers_nothing_again(
    anna: Guest, hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next screen was shown, and its note waits, by the time the database hears of the one before."""
    delivery, run, heard = hall.services.delivery, hall.storage.run, asyncio.Event()

    async def slowly(work: Callable[[Unit], Any]) -> object:
        await heard.wait()
        return await run(work)

    await anna.types("/diagnose")
    await anna.taps(FULL[0])
    with monkeypatch.context() as patched:
        patched.setattr(hall.storage, "run", slowly)
        noting = asyncio.create_task(delivery._note_edited())
        await asyncio.sleep(0)
    await anna.taps(FULL[1])
    heard.set()
    await noting
    await rest(hall)
    assert hall.memory.edits == 2
    await hall.sees_the_facts(anna)


@pytest.mark.fault(21)
async def test_a_double_tap_gives_no_lease_away(anna: Guest, there: Guest, hall: Hall, other: Hall) -> None:
    """The second edit of the first process is under way when the other one goes on."""
    await anna.types("/diagnose")
    old = anna.screen
    await anna.presses(old)
    await anna.presses(old)
    late = Held()
    hall.memory.faults.append(late)
    await hall.services.delivery._note_edited()
    await late.begun.wait()
    await there.presses(anna.screen)
    late.applied.set()
    await rest(hall, other)
    await hall.sees_the_facts(anna)
    await leads_on(there, other, hall)


@pytest.mark.fault(25)
@pytest.mark.promise("G5")
async def test_an_edit_of_a_process_that_stood_still_is_repaired_by_a_tap(
    anna: Guest, there: Guest, hall: Hall, other: Hall, clock: Clock
) -> None:
    await anna.types("/diagnose")
    late = Held()
    hall.memory.faults.append(late)
    stopped = asyncio.create_task(anna.taps(FULL[0]))
    await late.begun.wait()
    clock.now += 16
    await other.services.delivery.sweep()
    await rest(other)
    await there.taps(*FULL[1:3])
    await rest(other)
    late.applied.set()
    await stopped
    await rest(hall, other)
    await leads_on(there, other, hall)


@pytest.mark.fault(5)
async def test_a_tap_on_what_the_dead_edited_goes_on_in_a_second(
    anna: Guest, there: Guest, hall: Hall, other: Hall, clock: Clock
) -> None:
    """Killed between the edit and its note."""
    await anna.types("/diagnose")
    await anna.taps(FULL[0])
    await kill(hall)
    await there.taps(FULL[1])
    clock.now += 1
    await other.services.housekeeping.tick()
    await rest(other)
    await other.sees_the_facts(there)


@pytest.mark.fault(4)
async def test_a_tap_on_what_the_dead_should_have_edited_is_answered_in_a_second(
    anna: Guest, there: Guest, hall: Hall, other: Hall, clock: Clock
) -> None:
    """Killed between the turn and the edit."""
    await anna.types("/diagnose")
    old = anna.screen
    await anna.taps(FULL[0])
    hall.memory.put_back(anna.id, old)
    await kill(hall)
    await there.presses(old)
    clock.now += 1
    await other.services.housekeeping.tick()
    await rest(other)
    await other.sees_the_facts(there)


@pytest.mark.fault(5)
@pytest.mark.promise("G5")
async def test_a_message_whose_id_was_never_noted_becomes_the_live_one_by_a_tap(
    anna: Guest, there: Guest, hall: Hall, other: Hall
) -> None:
    """Killed between the sending and its note."""
    await anna.types("/diagnose")
    await anna.types("1")

    def unnote(unit: Unit) -> None:
        row = unit.load(anna.id)
        assert row is not None
        row.message_id, row.delivered_version = 1, row.screen_version - 1
        row.lease_owner, row.lease_until = "dead", hall.clock.now + 15
        unit.save(row)

    await hall.storage.run(unnote)
    await there.presses(there.chat[-1])
    hall.clock.now += 1
    await other.services.housekeeping.tick()
    await leads_on(there, other, hall)
    assert len(there.chat) == 2


async def kill(hall: Hall) -> None:
    """What a process had in mind is gone."""
    delivery = hall.services.delivery
    delivery._edited.clear()


@pytest.mark.fault(31)
@pytest.mark.parametrize("back", [60, 3_600, 86_400, 31_536_000])
@pytest.mark.parametrize("forward", [0, 86_400])
@pytest.mark.parametrize("error", [SendError("502"), SendError("cut"), TryLater(30)], ids=str)
async def test_a_clock_that_goes_back_leaves_nobody_waiting(
    anna: Guest, hall: Hall, clock: Clock, error: SendError, forward: int, back: int
) -> None:
    clock.now += forward
    await hall.services.housekeeping.tick()
    await anna.types("/diagnose")
    old = anna.screen
    hall.memory.faults.append(error)
    await anna.taps(FULL[0])
    clock.now -= forward + back
    await anna.presses(old)
    await hall.services.housekeeping.tick()
    await rest(hall)
    await leads_on(anna, hall)


@pytest.mark.fault(31)
async def test_a_lease_from_before_the_clock_went_back_is_taken(
    anna: Guest, there: Guest, hall: Hall, other: Hall, clock: Clock
) -> None:
    await anna.types("/diagnose")
    await anna.taps(FULL[0])
    await kill(hall)
    clock.now -= 3_600
    await there.types("/diagnose")
    await rest(other)
    await other.sees_the_facts(there)


@pytest.mark.fault(31)
async def test_a_clock_that_went_back_while_nobody_looked_leaves_nobody_waiting(
    anna: Guest, hall: Hall, clock: Clock
) -> None:
    await hall.services.housekeeping.tick()
    await anna.types("/diagnose")
    hall.memory.faults.append(TryLater(30))
    await anna.taps(FULL[0])
    clock.now -= 600
    begun_anew = hall.beside("begun anew")
    await begun_anew.services.housekeeping.tick()
    await rest(begun_anew)
    await begun_anew.sees_the_facts(anna)


@pytest.mark.fault(31)
async def test_the_heart_beats_on_after_the_clock_went_back(hall: Hall, clock: Clock) -> None:
    await hall.services.housekeeping.tick()
    clock.now -= 3_600
    await hall.services.housekeeping.tick()
    assert await hall.storage.run(lambda unit: unit.beat(clock.now)) == clock.now


async def test_whoever_taps_does_not_wait_for_a_second_try(anna: Guest, hall: Hall) -> None:
    await anna.types("/diagnose")
    old = anna.screen
    hall.memory.faults += [SendError("502")] * 3
    for _ in range(3):
        await anna.presses(old)
        await rest(hall)
    assert anna.chat[-1] == old
    await anna.presses(old)
    await rest(hall)
    await hall.sees_the_facts(anna)


async def test_a_failed_sending_takes_nothing_with_it_that_came_meanwhile(
    anna: Guest, hall: Hall, clock: Clock
) -> None:
    """Not even as a second message, whose number would be lost."""
    failing = Held(SendError("502"))
    hall.memory.faults.append(failing)
    first = asyncio.create_task(anna.types("/diagnose"))
    await failing.begun.wait()
    await hall.services.reception.receive(Incoming(anna.id, Typed("/start")))
    failing.applied.set()
    await first
    await rest(hall)
    clock.now += 5
    await hall.services.housekeeping.tick()
    await rest(hall)
    await hall.sees_the_facts(anna)
    assert len(anna.chat) == 1


@pytest.mark.parametrize("which", [0, 1])
async def test_either_of_two_copies_leads_on(anna: Guest, hall: Hall, which: int) -> None:
    """One that was sent, though nobody heard that it was."""
    await anna.types("/diagnose")
    first = anna.screen
    await hall.memory.send(
        anna.id, RenderedScreen(first.text, [[button] for button in first.keyboard]), first.version
    )
    copy = anna.chat[which]
    await anna.presses(copy)
    await rest(hall)
    await hall.sees_the_facts(anna)
    await anna.presses(first)
    await rest(hall)
    await leads_on(anna, hall)


@pytest.mark.fault(15)
async def test_a_message_that_the_person_deleted_is_sent_anew(anna: Guest, hall: Hall) -> None:
    await anna.types("/diagnose")
    old = anna.screen
    await anna.types("1")
    hall.memory.delete(anna.id, anna.screen.id)
    await anna.presses(old)
    await rest(hall)
    await leads_on(anna, hall)


async def test_a_screen_of_before_forgetting_leads_on(anna: Guest, hall: Hall) -> None:
    await anna.types("/diagnose")
    await anna.taps(*FULL[:2])
    old = anna.screen
    await anna.types("/vergeet")
    await anna.taps("forget_all")
    turn = await anna.presses(old)
    assert turn.toast
    assert turn.farewell == (turn.toast, old.id)
    await anna.types("/start")
    await anna.presses(old)
    await rest(hall)
    await hall.sees_the_facts(anna)


@pytest.mark.promise("G13")
@pytest.mark.parametrize("what", ["edited", "sent"])
async def test_a_screen_that_was_on_its_way_when_all_was_erased_gives_way_to_the_last_words(
    anna: Guest, hall: Hall, what: str
) -> None:
    await anna.types("/diagnose")
    await anna.types("/vergeet")
    screen, held = anna.screen, Held()
    hall.memory.faults.append(held)
    asking = anna.presses(screen, len(screen.keyboard) - 1) if what == "edited" else anna.types("/diagnose")
    late = asyncio.create_task(asking)
    await held.begun.wait()
    await hall.storage.run(lambda unit: unit.forget(anna.id))
    held.applied.set()
    await late
    await rest(hall)
    assert not any(shown.keyboard for shown in anna.chat if shown.id >= screen.id)
