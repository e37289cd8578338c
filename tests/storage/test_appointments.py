"""What is due for teams, where several processes look at once."""

import asyncio
from operator import methodcaller

from sqlalchemy import text

from bot.services.ports import Storage
from bot.storage import team_statements
from bot.storage.engines import transaction
from flows.teams.changes import Put
from flows.teams.model import Appointment
from tests.flows.teams.sample import TEAM, team
from tests.storage.people import NOON
from tests.storage.test_scale import EXPLAIN, NUMBERS

DAY = 86_400.0

# One in ten thousand is due.
A_MILLION_APPOINTMENTS = """
    INSERT INTO appointments (key, kind, team_id, user_id, subject, due_at, place, lease_until, not_before)
    SELECT 'closing:7:0:' || n, 'closing', 7, NULL, n,
        CASE WHEN n % 10000 = 0 THEN 1000 ELSE 2000000000 END, 0, 0, 0
    FROM number
"""


async def put(storage: Storage, number: int, due_at: float = NOON) -> None:
    weeks = [Put(Appointment("closing", TEAM, 0, str(n), due_at)) for n in range(number)]
    await storage.run(lambda unit: unit.apply([Put(team()), *weeks]))


async def claim(storage: Storage, owner: str = "us", now: float = NOON, limit: int = 25) -> list[Appointment]:
    return await storage.run(lambda unit: unit.claim_appointments(owner, now, now + 60, limit))


async def attempt(storage: Storage, owner: str, key: str, now: float) -> bool:
    return await storage.run(lambda unit: unit.attempt_appointment(key, owner, now))


async def test_two_processes_never_claim_the_same(storage: Storage, other_storage: Storage) -> None:
    await put(storage, 200)

    async def all_of(replica: Storage, owner: str) -> list[str]:
        rounds = [await claim(replica, owner, limit=7) for _ in range(30)]
        return [appointment.key for claimed in rounds for appointment in claimed]

    ours, theirs = await asyncio.gather(all_of(storage, "us"), all_of(other_storage, "them"))
    assert len(ours) + len(theirs) == len({*ours, *theirs}) == 200


async def test_a_dead_process_loses_what_it_claimed_but_not_what_it_attempted(storage: Storage) -> None:
    await put(storage, 2)
    first, second = await claim(storage, "a process that died")
    assert await attempt(storage, "a process that died", first.key, NOON)
    assert await claim(storage, now=NOON + 59) == []
    assert await claim(storage, now=NOON + 60) == [second]


async def test_who_lost_the_lease_may_not_attempt(storage: Storage) -> None:
    await put(storage, 1)
    [appointment] = await claim(storage, "slow")
    await claim(storage, "quick", now=NOON + 60)
    assert not await attempt(storage, "slow", appointment.key, NOON + 61)
    assert await attempt(storage, "quick", appointment.key, NOON + 61)


async def test_processes_share_one_budget(storage: Storage, other_storage: Storage) -> None:
    async def spend(replica: Storage, now: float) -> int:
        return await replica.run(lambda unit: unit.spend("notices", 10, now, 25.0, 25.0))

    replicas = (storage, other_storage) * 3
    assert sum(await asyncio.gather(*(spend(replica, NOON) for replica in replicas))) == 25
    assert sum(await asyncio.gather(*(spend(replica, NOON + 0.4) for replica in replicas))) == 10


async def spend(storage: Storage, now: float, want: int = 100) -> int:
    return await storage.run(lambda unit: unit.spend("notices", want, now, 25.0, 25.0))


async def test_clocks_that_differ_a_little_do_not_fill_the_budget_twice(storage: Storage) -> None:
    assert await spend(storage, NOON) == 25
    ahead = [await spend(storage, NOON + second + 0.5) for second in range(9)]
    behind = [await spend(storage, NOON + second) for second in range(9)]
    assert sum(ahead) == 212
    assert behind == [0] * 9
    turns = [await spend(storage, NOON + 10 + n * 0.2 + n % 2 * 0.5) for n in range(50)]
    assert sum(turns) <= 25 + 10.5 * 25


async def test_a_clock_that_jumps_grants_no_more_than_a_full_budget_and_never_less_than_none(
    storage: Storage,
) -> None:
    assert await spend(storage, NOON, 20) == 20
    assert await spend(storage, NOON - DAY) == 5
    assert await spend(storage, NOON - DAY) == 0
    assert await spend(storage, NOON - DAY + 0.5) == 12
    assert await spend(storage, NOON + DAY) == 25


async def test_what_is_not_granted_is_not_spent(storage: Storage) -> None:
    assert [await spend(storage, NOON, 10) for _ in range(4)] == [10, 10, 5, 0]
    assert await spend(storage, NOON + 0.03125) == 0
    assert await spend(storage, NOON + 0.0625) == 1


async def test_a_budget_held_off_grants_nothing_before_its_time(storage: Storage) -> None:
    for until in (NOON + 30, NOON + 5):
        await storage.run(methodcaller("hold_off", name="notices", now=NOON, until=until))
    assert await spend(storage, NOON + 29.9) == 0
    assert await spend(storage, NOON + 30) == 25


async def test_what_is_due_among_a_million_is_found_by_index(storage: Storage, database_url: str) -> None:
    await put(storage, 0)
    with transaction(database_url) as connection:
        kind = connection.dialect.name
        connection.execute(text(NUMBERS[kind] + A_MILLION_APPOINTMENTS))
        connection.execute(text("ANALYZE"))
        compiled = team_statements.claim.compile(connection)
        values = compiled.construct_params({"owner": "us", "now": NOON, "until": NOON + 60, "most": 25})
        given = tuple(values[name] for name in compiled.positiontup or ()) or values
        plan = [str(row) for row in connection.exec_driver_sql(f"{EXPLAIN[kind]} {compiled}", given)]
        assert [line for line in plan if "ix_appointments" in line], plan
        assert not [line for line in plan if "Seq Scan" in line or "SCAN appointments" in line], plan
