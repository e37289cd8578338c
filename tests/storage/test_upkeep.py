import asyncio
from dataclasses import replace
from operator import methodcaller

import pytest

from bot.services.ports import Counts, OutboxMessage, ParkedUpdate, Storage, StoredConversation, Unit
from tests.storage.people import NOON, add, attempt_letters, conversation, load, with_screen

HOUR = 3600.0


async def test_parked_updates_are_kept_newest_first(
    storage: Storage,
) -> None:
    parked = [ParkedUpdate(n, None, "{}", "a bug", NOON + n) for n in range(3)]
    for update in parked:
        await storage.run(methodcaller("park", update))
    assert await storage.run(lambda unit: unit.parked(2)) == [parked[2], parked[1]]


async def test_an_update_parked_again_replaces_the_first(storage: Storage) -> None:
    first = ParkedUpdate(7, 1, "{}", "a bug", NOON)
    second = replace(first, error="another bug", parked_at=NOON + 1)
    for update in (first, second):
        await storage.run(methodcaller("park", update))
    assert await storage.run(lambda unit: unit.parked(9)) == [second]


@pytest.mark.fault(18, 24)
async def test_a_lease_is_held_by_one_of_many_processes(storage: Storage, other_storage: Storage) -> None:
    held = await asyncio.gather(
        *(
            replica.run(methodcaller("hold_lease", "poll", f"replica {n}", NOON, NOON + 10))
            for n, replica in enumerate((storage, other_storage) * 5)
        )
    )
    assert sorted(held) == [False] * 9 + [True]


async def test_a_lease_is_renewed_by_its_holder_and_taken_when_it_ran_out(
    storage: Storage,
) -> None:
    async def hold(owner: str, now: float) -> bool:
        return await storage.run(lambda unit: unit.hold_lease("poll", owner, now, now + 10))

    assert await hold("first", NOON)
    assert await hold("first", NOON + 9)
    assert not await hold("second", NOON + 18)
    assert await hold("second", NOON + 19)
    assert not await hold("first", NOON + 20)


@pytest.mark.fault(25)
async def test_a_lease_given_back_is_free_but_only_its_holder_gives_it(storage: Storage) -> None:
    async def hold(owner: str) -> bool:
        return await storage.run(lambda unit: unit.hold_lease("poll", owner, NOON, NOON + 10))

    assert await hold("first")
    await storage.run(lambda unit: unit.release_lease("poll", "second"))
    assert not await hold("second")
    await storage.run(lambda unit: unit.release_lease("poll", "first"))
    assert await hold("second")


async def test_all_leases_of_dead_processes_are_ended_together(storage: Storage) -> None:
    leased = {"lease_owner": "dead", "lease_until": NOON + 60}
    await add(storage, with_screen(1, **leased), conversation(2, **leased), conversation(3, **leased))

    def fill(unit: Unit) -> None:
        unit.enqueue(OutboxMessage(2, "card", "{}"), NOON)
        unit.enqueue(OutboxMessage(3, "card", "{}"), NOON)
        attempt_letters(unit, 3, NOON)
        unit.hold_lease("poll", "dead", NOON, NOON + 60)
        unit.free_leases()

    await storage.run(fill)
    assert [(await load(storage, user_id)).lease_owner for user_id in (1, 2, 3)] == [None] * 3
    assert await storage.run(lambda unit: unit.hold_lease("poll", "us", NOON, NOON + 60))


async def test_a_heartbeat_tells_the_one_before_it(storage: Storage) -> None:
    beats = [await storage.run(methodcaller("beat", NOON + n)) for n in range(3)]
    assert beats == [None, NOON, NOON + 1]


@pytest.mark.fault(20)
@pytest.mark.promise("G10")
async def test_only_one_of_many_processes_sees_the_gap(storage: Storage, other_storage: Storage) -> None:
    await storage.run(lambda unit: unit.beat(NOON))
    seen = await asyncio.gather(
        *(replica.run(lambda unit: unit.beat(NOON + HOUR)) for replica in (storage, other_storage) * 4)
    )
    assert seen.count(NOON) == 1


@pytest.mark.fault(20)
@pytest.mark.promise("G10")
async def test_who_was_being_asked_is_asked_again_as_a_new_message_with_valid_buttons(
    storage: Storage,
) -> None:
    asked = with_screen(question_open=True, screen_version=4, fresh_version=1, delivered_version=4)
    await add(storage, asked)
    assert await storage.run(lambda unit: unit.ask_again(NOON - HOUR, NOON)) == 1
    assert await load(storage) == replace(asked, fresh_version=4, delivered_version=3)
    assert await storage.run(lambda unit: unit.due(NOON, 9)) == [1]


@pytest.mark.parametrize(
    "person",
    [
        with_screen(question_open=False),
        with_screen(question_open=True, active_at=NOON - HOUR - 1),
        with_screen(question_open=True, active_at=NOON + 1),
        with_screen(question_open=True, reachable=False),
        conversation(question_open=True),
    ],
    ids=["nothing asked", "left before", "came after", "unreachable", "no screen"],
)
async def test_nobody_else_is_asked_again(storage: Storage, person: StoredConversation) -> None:
    await add(storage, person)
    assert await storage.run(lambda unit: unit.ask_again(NOON - HOUR, NOON)) == 0
    assert await load(storage) == person


async def test_pruning_forgets_what_is_old_and_done(storage: Storage) -> None:
    await add(storage, conversation())

    def fill(unit: Unit) -> None:
        unit.mark_seen(1, NOON)
        unit.mark_seen(2, NOON + HOUR)
        unit.enqueue(OutboxMessage(1, "card", "sent long ago"), NOON)
        attempt_letters(unit, 1, NOON)
        unit.enqueue(OutboxMessage(1, "card", "sent"), NOON)
        attempt_letters(unit, 1, NOON + HOUR)
        unit.enqueue(OutboxMessage(1, "card", "waiting"), NOON)
        unit.park(ParkedUpdate(7, 1, "{}", "a bug", NOON))
        unit.park(ParkedUpdate(8, 1, "{}", "a bug", NOON + HOUR))

    await storage.run(fill)
    await storage.run(lambda unit: unit.prune(NOON + HOUR, NOON + HOUR))
    assert await storage.run(lambda unit: unit.mark_seen(1, NOON))
    assert not await storage.run(lambda unit: unit.mark_seen(2, NOON))
    stored = await storage.run(lambda unit: unit.stored(1))
    assert [letter.payload for letter in stored.letters] == ["sent", "waiting"]
    assert [update.update_id for update in stored.parked] == [8]


async def test_counts_of_nothing_are_nothing(storage: Storage) -> None:
    assert await storage.run(lambda unit: unit.counts(NOON)) == Counts()


async def test_counts(storage: Storage) -> None:
    await add(
        storage,
        conversation(1),
        with_screen(2, active_at=NOON - 5),
        with_screen(3, active_at=NOON - 9),
        with_screen(4, active_at=NOON - 99, reachable=False),
    )

    def fill(unit: Unit) -> None:
        unit.enqueue(OutboxMessage(1, "card", "{}"), NOON)
        unit.park(ParkedUpdate(7, None, "{}", "a bug", NOON))

    await storage.run(fill)
    assert await storage.run(lambda unit: unit.counts(NOON)) == Counts(
        conversations=4,
        undelivered=2,
        unreachable=1,
        letters_waiting=1,
        parked=1,
        oldest_undelivered_at=NOON - 9,
    )
