"""What is due for teams, where several processes look at once."""

import asyncio
from dataclasses import replace
from operator import methodcaller
from typing import Any

import pytest
from sqlalchemy import text

from bot.services.ports import Storage
from bot.storage import appointments
from bot.storage.engines import transaction
from flows.teams.changes import Cancel, Put
from flows.teams.records import Appointment, Role, Team
from tests.flows.teams.sample import PERIODS, TEAM, member, team
from tests.storage.people import NOON, add, conversation
from tests.storage.teams import apply
from tests.storage.test_scale import EXPLAIN, NUMBERS

DAY = 86_400.0

# One in a thousand is due. Of a million it is the same plan, which takes a test much longer to lay out.
MANY_APPOINTMENTS = """
    INSERT INTO appointments (key, kind, team_id, user_id, subject, due_at, place, lease_until, not_before)
    SELECT 'closing:7:0:' || n, 'closing', 7, NULL, n,
        CASE WHEN n % 1000 = 0 THEN 1000 ELSE 2000000000 END, 0, 0, 0
    FROM number WHERE n <= 50000
"""


async def put(storage: Storage, number: int, due_at: float = NOON) -> None:
    weeks = [Put(Appointment("closing", TEAM, 0, str(n), due_at)) for n in range(number)]
    of_team = [] if await storage.run(lambda unit: unit.find(Team)) else [Put(team())]
    await storage.run(lambda unit: unit.apply([*of_team, *weeks]))


async def claim(storage: Storage, owner: str = "us", now: float = NOON, limit: int = 25) -> list[Appointment]:
    return await storage.run(lambda unit: unit.claim_appointments(owner, now, now + 60, limit))


async def run(storage: Storage, method: str, *given: object) -> Any:  # noqa: ANN401 - any method's
    return await storage.run(methodcaller(method, *given))


async def attempt(storage: Storage, owner: str, key: str, now: float) -> bool:
    return await storage.run(lambda unit: unit.attempt_appointment(key, owner, now))


@pytest.mark.fault(24)
@pytest.mark.promise("G6")
async def test_two_processes_never_claim_the_same(storage: Storage, other_storage: Storage) -> None:
    await put(storage, 200)

    async def all_of(replica: Storage, owner: str) -> list[str]:
        rounds = [await claim(replica, owner, limit=7) for _ in range(30)]
        return [appointment.key for claimed in rounds for appointment in claimed]

    ours, theirs = await asyncio.gather(all_of(storage, "us"), all_of(other_storage, "them"))
    assert len(ours) + len(theirs) == len({*ours, *theirs}) == 200


@pytest.mark.fault(5)
@pytest.mark.promise("G6")
async def test_a_dead_process_loses_what_it_claimed_but_not_what_it_attempted(storage: Storage) -> None:
    await put(storage, 2)
    first, second = await claim(storage, "a process that died")
    assert await attempt(storage, "a process that died", first.key, NOON)
    assert await claim(storage, now=NOON + 59) == []
    assert await claim(storage, now=NOON + 60) == [second]


@pytest.mark.fault(25)
@pytest.mark.promise("G6")
async def test_who_lost_the_lease_may_not_attempt(storage: Storage) -> None:
    await put(storage, 1)
    [appointment] = await claim(storage, "slow")
    await claim(storage, "quick", now=NOON + 60)
    assert not await attempt(storage, "slow", appointment.key, NOON + 61)
    assert await attempt(storage, "quick", appointment.key, NOON + 61)


async def test_what_is_due_comes_oldest_first_and_what_is_not_due_does_not(storage: Storage) -> None:
    weeks = [Appointment("closing", TEAM, 0, str(n), NOON - n) for n in (3, 1, -1, 2, 0)]
    await put(storage, 0)
    await apply(storage, *map(Put, weeks))
    assert [one.subject for one in await claim(storage, limit=3)] == ["3", "2", "1"]
    assert [one.subject for one in await claim(storage)] == ["0"]
    assert [one.subject for one in await run(storage, "next_due", 9)] == ["3", "2", "1", "0", "-1"]


async def test_a_large_team_does_not_hold_up_the_small_ones(storage: Storage) -> None:
    await add(storage, *map(conversation, range(1, 551)))
    await apply(storage, *(Put(replace(team(), id=n)) for n in range(1, 11)), Put(replace(team(), id=99)))
    large = [Appointment("checkin", 99, n, PERIODS[0], NOON) for n in range(1, 501)]
    small = [Appointment("checkin", n // 5 + 1, n + 501, PERIODS[0], NOON) for n in range(50)]
    await apply(storage, *map(Put, large), *map(Put, small))
    half = {one.key for one in await claim(storage, limit=275)}
    assert 15 <= len(half & {one.key for one in small}) <= 35


async def test_an_appointment_that_is_put_again_stays_as_it_was(storage: Storage) -> None:
    await put(storage, 1)
    await put(storage, 1, due_at=NOON + 60)
    [first] = await claim(storage)
    assert await attempt(storage, "us", first.key, NOON)
    await put(storage, 1, due_at=NOON + 60)
    assert await claim(storage, now=NOON + 900) == []


@pytest.mark.fault(5)
@pytest.mark.promise("G6")
async def test_what_was_attempted_is_attempted_once(storage: Storage) -> None:
    await put(storage, 1)
    [claimed] = await claim(storage)
    attempts = [await attempt(storage, "us", claimed.key, NOON) for _ in range(3)]
    assert attempts == [True, False, False]
    assert await claim(storage, now=NOON + DAY) == []


async def test_what_is_delayed_is_due_then_and_only_its_holder_delays_it(storage: Storage) -> None:
    await put(storage, 1)
    [claimed] = await claim(storage)
    await run(storage, "delay_appointment", claimed.key, "them", NOON)
    assert await claim(storage) == []
    await run(storage, "delay_appointment", claimed.key, "us", NOON + 5)
    assert await claim(storage, now=NOON + 4) == []
    assert await claim(storage, now=NOON + 5) == [replace(claimed, due_at=NOON + 5)]


@pytest.mark.fault(11)
@pytest.mark.promise("G6")
async def test_what_was_certainly_not_sent_is_attempted_again_and_keeps_its_time(storage: Storage) -> None:
    await put(storage, 1)
    [claimed] = await claim(storage)
    await attempt(storage, "us", claimed.key, NOON)
    await run(storage, "return_appointment", claimed.key, NOON + 5)
    assert await claim(storage, now=NOON + 4) == []
    assert await claim(storage, now=NOON + 5) == [claimed]
    assert await attempt(storage, "us", claimed.key, NOON + 5)


@pytest.mark.parametrize(("message_id", "error"), [(55, None), (None, "unreachable")])
async def test_what_has_a_fate_does_not_return(
    storage: Storage, message_id: int | None, error: str | None
) -> None:
    await put(storage, 1)
    [claimed] = await claim(storage)
    await attempt(storage, "us", claimed.key, NOON)
    await run(storage, "note_appointment", claimed.key, message_id, error)
    await run(storage, "return_appointment", claimed.key, NOON)
    assert await claim(storage, now=NOON + DAY) == []


async def test_what_was_not_attempted_has_no_fate(storage: Storage) -> None:
    await put(storage, 1)
    [claimed] = await claim(storage)
    await run(storage, "note_appointment", claimed.key, 55, None)
    assert await attempt(storage, "us", claimed.key, NOON)


async def test_what_is_cancelled_is_what_was_asked_for_and_lies_ahead(storage: Storage) -> None:
    await add(storage, conversation(1), conversation(2))
    kinds, people = ("checkin", "n_review"), (0, 1, 2)
    planned = [Appointment(kind, TEAM, person, "x", NOON) for kind in kinds for person in people]
    elsewhere = Appointment("checkin", TEAM + 1, 1, "x", NOON)
    await apply(storage, Put(team()), Put(replace(team(), id=TEAM + 1)))

    async def left_after(cancel: Cancel) -> set[tuple[str, int]]:
        await apply(storage, *map(Put, (*planned, elsewhere)), cancel)
        found = await storage.run(lambda unit: unit.find(Appointment))
        assert elsewhere in found
        return {(one.kind, one.user_id) for one in found if one.team_id == TEAM}

    review = {("n_review", person) for person in people}
    assert await left_after(Cancel(TEAM, "checkin")) == review
    assert await left_after(Cancel(TEAM, "checkin", 1)) == {*review, ("checkin", 0), ("checkin", 2)}
    assert await left_after(Cancel(TEAM, user_id=0)) == {(kind, n) for kind in kinds for n in (1, 2)}
    assert await left_after(Cancel(TEAM)) == set()


async def test_what_was_attempted_is_not_cancelled_and_so_not_planned_again(storage: Storage) -> None:
    await put(storage, 1)
    [claimed] = await claim(storage)
    await attempt(storage, "us", claimed.key, NOON)
    await apply(storage, Cancel(TEAM), Put(claimed))
    assert await claim(storage, now=NOON + DAY) == []


async def test_leases_of_a_dead_process_end_where_there_is_only_one(storage: Storage) -> None:
    await put(storage, 2)
    first, second = await claim(storage, "dead")
    await attempt(storage, "dead", first.key, NOON)
    await run(storage, "free_leases")
    assert await claim(storage) == [second]


async def test_pruning_forgets_what_was_attempted_long_ago_a_part_at_a_time(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.unit.PRUNED_AT_ONCE", 2)
    await put(storage, 5)
    for moment in range(4):
        [claimed] = await claim(storage, limit=1)
        await attempt(storage, "us", claimed.key, NOON + moment)

    async def left_after_pruning() -> int:
        await run(storage, "prune", NOON, NOON + 3)
        return len(await storage.run(lambda unit: unit.find(Appointment)))

    assert [await left_after_pruning() for _ in range(3)] == [3, 2, 2]
    assert len(await claim(storage)) == 1


async def test_what_is_due_among_many_is_found_by_index(storage: Storage, database_url: str) -> None:
    await put(storage, 0)
    with transaction(database_url) as connection:
        kind = connection.dialect.name
        connection.execute(text(NUMBERS[kind] + MANY_APPOINTMENTS))
        connection.execute(text("ANALYZE"))
        compiled = appointments.CLAIM.compile(connection)
        values = compiled.construct_params({"owner": "us", "now": NOON, "until": NOON + 60, "most": 25})
        given = tuple(values[name] for name in compiled.positiontup or ()) or values
        plan = [str(row) for row in connection.exec_driver_sql(f"{EXPLAIN[kind]} {compiled}", given)]
        assert [line for line in plan if "ix_appointments" in line], plan
        assert not [line for line in plan if "Seq Scan" in line or "SCAN appointments" in line], plan


async def test_the_last_reminder_since_a_moment_is_that_of_the_person_or_of_the_team_they_lead(
    storage: Storage,
) -> None:
    await add(storage, conversation(1), conversation(2))
    lead, other = member(1, Role.LEAD), member(2, Role.MEMBER)
    mine = Appointment("n_review", TEAM, 2, "2026-10-01", NOON)
    of_team = Appointment("review", TEAM, 0, "2026-10-01", NOON + 1)
    await apply(storage, *map(Put, (team(), lead, other, mine, of_team)))
    for appointment in await claim(storage, now=NOON + 2):
        await attempt(storage, "us", appointment.key, appointment.due_at)
    await run(storage, "note_appointment", mine.key, 55, None)
    assert await run(storage, "reminder_since", 2, NOON - 1) == (mine, 55)
    assert await run(storage, "reminder_since", 1, NOON - 1) == (of_team, None)
    assert await run(storage, "reminder_since", 2, NOON) is None
    await run(storage, "note_appointment", of_team.key, None, "unreachable")
    assert await run(storage, "reminder_since", 1, NOON - 1) is None


async def test_a_reminder_stands_in_the_chat_until_it_is_let_go_of(storage: Storage) -> None:
    reminder, other = (Appointment("checkin", TEAM, person, PERIODS[0], NOON) for person in (1, 2))
    await add(storage, conversation(1), conversation(2))
    await apply(storage, Put(team()), Put(member(1, Role.LEAD)), Put(member(2)), Put(reminder), Put(other))
    await claim(storage)
    for number, one in enumerate((reminder, other), start=41):
        assert await attempt(storage, "us", one.key, NOON)
        await run(storage, "note_appointment", one.key, number, None)
    assert await storage.run(lambda unit: unit.shown_reminders(TEAM, 1)) == [(reminder, 41)]
    await storage.run(lambda unit: unit.let_go_of_reminder(1, 42))
    assert await storage.run(lambda unit: unit.shown_reminders(TEAM, 2)) == [(other, 42)]
    await storage.run(lambda unit: unit.let_go_of_reminder(1, 41))
    assert await storage.run(lambda unit: unit.shown_reminders(TEAM, 1)) == []


async def test_what_is_cancelled_about_one_subject_leaves_the_others(storage: Storage) -> None:
    await add(storage, conversation(1))
    ahead = [Appointment("n_action_again", TEAM, 1, subject, NOON) for subject in ("1:a", "2:b")]
    await apply(storage, Put(team()), Put(member(1, Role.LEAD)), *map(Put, ahead))
    await apply(storage, Cancel(TEAM, "n_action_again", 1, "1:a"))
    assert await claim(storage) == ahead[1:]


async def test_what_is_no_message_is_no_reminder_below_a_screen(storage: Storage) -> None:
    await add(storage, conversation(2))
    said = Appointment("n_review", TEAM, 2, "2026-10-01", NOON)
    silent = Appointment("kudos", TEAM, 2, "1:abc", NOON + 1)
    await apply(storage, *map(Put, (team(), member(2, Role.MEMBER), said, silent)))
    for appointment in await claim(storage, now=NOON + 2):
        await attempt(storage, "us", appointment.key, appointment.due_at)
    assert await run(storage, "reminder_since", 2, NOON - 1) == (said, None)


async def test_what_is_a_quarter_of_an_hour_late_is_counted_beside_what_is_due(storage: Storage) -> None:
    await put(storage, 3, NOON - 900)
    await storage.run(lambda unit: unit.apply([Put(Appointment("closing", TEAM, 0, "new", NOON - 899))]))
    counts = await storage.run(lambda unit: unit.counts(NOON))
    assert (counts.appointments_due, counts.appointments_late) == (4, 3)
