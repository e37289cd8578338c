import asyncio
from collections.abc import Callable
from dataclasses import replace
from operator import methodcaller
from threading import Event

import pytest

from bot.services.ports import OutboxMessage, ParkedUpdate, Storage, Unit
from bot.storage.engines import transaction
from bot.storage.schema import metadata
from tests.storage.people import NOON, add, attempt_letters, conversation, load, with_screen


@pytest.mark.fault(6)
@pytest.mark.promise("G3")
async def test_an_update_is_new_once(storage: Storage) -> None:
    assert await storage.run(lambda unit: unit.mark_seen(7, NOON))
    assert not await storage.run(lambda unit: unit.mark_seen(7, NOON + 1))


@pytest.mark.fault(8)
@pytest.mark.promise("G3")
async def test_a_lower_update_id_is_new(storage: Storage) -> None:
    await storage.run(lambda unit: unit.mark_seen(900, NOON))
    assert await storage.run(lambda unit: unit.mark_seen(3, NOON))


@pytest.mark.fault(6)
@pytest.mark.promise("G3")
async def test_an_update_that_arrives_many_times_at_once_is_new_once(
    storage: Storage, other_storage: Storage
) -> None:
    answers = await asyncio.gather(
        *(replica.run(lambda unit: unit.mark_seen(7, NOON)) for replica in (storage, other_storage) * 5)
    )
    assert sorted(answers) == [False] * 9 + [True]


async def test_who_is_unknown_is_none(storage: Storage) -> None:
    assert await storage.run(lambda unit: unit.load(1)) is None


async def test_a_conversation_comes_back_as_it_was_added(storage: Storage) -> None:
    person = conversation(
        2**40,
        session='{"answers": ["één 😀"]}',
        reachable=False,
        question_open=True,
        screen="<b>",
        screen_version=9,
        fresh_version=8,
        delivered_version=7,
        message_id=2**33,
        lease_owner="replica",
        lease_until=NOON + 0.125,
        not_before=0.5,
        attempts=3,
    )
    await add(storage, person)
    assert await load(storage, 2**40) == person


async def test_a_conversation_comes_back_as_it_was_saved(storage: Storage) -> None:
    await add(storage, conversation(), conversation(2))
    changed = replace(with_screen(), language="en", active_at=NOON + 5, session="[]", question_open=True)
    await storage.run(lambda unit: unit.save(changed))
    assert await load(storage) == changed
    assert await load(storage, 2) == conversation(2)


@pytest.mark.fault(3)
async def test_nothing_is_stored_of_work_that_fails(storage: Storage) -> None:
    def fail(unit: Unit) -> None:
        unit.mark_seen(7, NOON)
        unit.add(conversation())
        raise LookupError("a bug")

    with pytest.raises(LookupError, match="a bug"):
        await storage.run(fail)
    assert await storage.run(lambda unit: unit.load(1)) is None
    assert await storage.run(lambda unit: unit.mark_seen(7, NOON))


@pytest.mark.fault(3)
@pytest.mark.promise("G11")
async def test_failing_work_takes_none_of_its_neighbours_with_it(storage: Storage) -> None:
    def turn(user_id: int) -> Callable[[Unit], None]:
        def work(unit: Unit) -> None:
            unit.add(conversation(user_id))
            if user_id % 3 == 0:
                unit.add(conversation(user_id))

        return work

    turns = {user_id: asyncio.create_task(storage.run(turn(user_id))) for user_id in range(1, 31)}
    await asyncio.wait(turns.values())
    failed = {user_id for user_id in turns if turns[user_id].exception()}
    stored = {user_id for user_id in turns if await storage.run(methodcaller("load", user_id))}
    assert failed == {user_id for user_id in turns if user_id % 3 == 0}
    assert stored == set(turns) - failed


async def test_work_that_raises_stop_iteration_leaves_nobody_waiting(storage: Storage) -> None:
    with pytest.raises(RuntimeError, match="StopIteration"):
        await storage.run(lambda _: next(iter(())))


@pytest.mark.promise("G14")
async def test_what_a_person_wrote_is_in_no_error(storage: Storage) -> None:
    person = conversation(session="my secret", delivered_version=1)
    with pytest.raises(Exception, match="delivered_was_made") as caught:
        await storage.run(lambda unit: unit.add(person))
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.__context__ is None


@pytest.mark.fault(24)
async def test_what_one_process_loads_another_waits_for(storage: Storage, other_storage: Storage) -> None:
    await add(storage, conversation())
    loaded, go_on = Event(), Event()

    def answer(unit: Unit) -> None:
        person = unit.load(1)
        assert person
        loaded.set()
        go_on.wait()
        unit.save(replace(person, session="answered"))

    answering = asyncio.create_task(storage.run(answer))
    await asyncio.to_thread(loaded.wait)
    elsewhere = asyncio.create_task(load(other_storage))
    await asyncio.wait([elsewhere], timeout=0.2)
    assert not elsewhere.done()
    go_on.set()
    await answering
    assert (await elsewhere).session == "answered"


@pytest.mark.fault(24)
@pytest.mark.promise("G1")
async def test_no_answer_is_overwritten_by_a_turn_at_the_same_moment(
    storage: Storage, other_storage: Storage
) -> None:
    await add(storage, conversation(session="0"))

    def count(unit: Unit) -> None:
        person = unit.load(1)
        assert person
        unit.save(replace(person, session=str(int(person.session) + 1)))

    await asyncio.gather(*(replica.run(count) for replica in (storage, other_storage) * 20))
    assert (await load(storage)).session == "40"


async def test_of_letters_of_a_kind_and_subject_only_the_newest_waits(storage: Storage) -> None:
    await add(storage, conversation(1), conversation(2))
    for letter in (
        OutboxMessage(1, "card", "first", "team 1"),
        OutboxMessage(1, "card", "second", "team 1"),
        OutboxMessage(1, "card", "other team", "team 2"),
        OutboxMessage(1, "note", "other kind", "team 1"),
        OutboxMessage(2, "card", "other person", "team 1"),
    ):
        await storage.run(methodcaller("enqueue", letter, NOON))
    waiting = await storage.run(lambda unit: unit.waiting_letters(1, NOON))
    assert [letter.payload for letter in waiting] == ["second", "other team", "other kind"]
    assert len(await storage.run(lambda unit: unit.waiting_letters(2, NOON))) == 1


async def test_a_letter_in_whose_place_a_newer_one_came_is_not_attempted(storage: Storage) -> None:
    await add(storage, conversation())
    await storage.run(lambda unit: unit.enqueue(OutboxMessage(1, "card", "first"), NOON))
    (read,) = await storage.run(lambda unit: unit.waiting_letters(1, NOON))
    await storage.run(lambda unit: unit.enqueue(OutboxMessage(1, "card", "second"), NOON))
    assert not await storage.run(lambda unit: unit.attempt_letter(read, NOON))
    (newest,) = await storage.run(lambda unit: attempt_letters(unit, 1, NOON))
    assert newest.payload == "second"


async def test_a_letter_that_could_not_be_sent_gives_way_to_a_newer_one(storage: Storage) -> None:
    await add(storage, conversation())
    await storage.run(lambda unit: unit.enqueue(OutboxMessage(1, "card", "first"), NOON))
    (first,) = await storage.run(lambda unit: attempt_letters(unit, 1, NOON))
    await storage.run(lambda unit: unit.enqueue(OutboxMessage(1, "card", "second"), NOON))
    await storage.run(lambda unit: unit.return_letter(first.id, NOON))
    waiting = await storage.run(lambda unit: unit.waiting_letters(1, NOON))
    assert [letter.payload for letter in waiting] == ["second"]


async def test_many_writing_to_one_person_at_once_leave_one_letter(
    storage: Storage, other_storage: Storage
) -> None:
    await add(storage, conversation())
    letters = [OutboxMessage(1, "told", str(number), "7:action", not_before=NOON) for number in range(20)]
    replicas = (storage, other_storage)
    await asyncio.gather(
        *(
            replicas[place % 2].run(methodcaller("enqueue", letter, NOON))
            for place, letter in enumerate(letters)
        )
    )
    assert len(await storage.run(lambda unit: unit.news(NOON, 99))) == 1
    assert len((await storage.run(lambda unit: unit.stored(1))).letters) == 1


@pytest.mark.promise("G13")
async def test_everything_stored_of_a_person_is_theirs_and_complete(storage: Storage) -> None:
    await add(storage, conversation(1), conversation(2))
    parked = [ParkedUpdate(70 + user_id, user_id, "{}", "a bug", NOON) for user_id in (1, 2)]

    def fill(unit: Unit) -> None:
        for user_id in (1, 2):
            unit.enqueue(OutboxMessage(user_id, "card", "{}"), NOON)
            unit.park(parked[user_id - 1])

    await storage.run(fill)
    stored = await storage.run(lambda unit: unit.stored(2))
    assert stored.conversation == conversation(2)
    assert [(letter.user_id, letter.kind) for letter in stored.letters] == [(2, "card")]
    assert stored.parked == (parked[1],)


@pytest.mark.promise("G13")
async def test_forgetting_leaves_nothing_of_a_person_and_all_of_others(
    storage: Storage, database_url: str
) -> None:
    gone, stays = 987_654_321, 123_456_789
    await add(storage, with_screen(gone), with_screen(stays))

    def fill(unit: Unit) -> None:
        for user_id in (gone, stays):
            unit.enqueue(OutboxMessage(user_id, "card", "{}", f"card {user_id}"), NOON)
            attempt_letters(unit, user_id, NOON)
            unit.enqueue(OutboxMessage(user_id, "note", "{}"), NOON)
            unit.park(ParkedUpdate(user_id % 10, user_id, f"from {user_id}", "a bug", NOON))

    await storage.run(fill)
    await storage.run(lambda unit: unit.forget(gone))
    with transaction(database_url) as connection:
        rows = [
            str(tuple(row)) for table in metadata.sorted_tables for row in connection.execute(table.select())
        ]
    assert not [row for row in rows if str(gone) in row]
    assert len([row for row in rows if str(stays) in row]) == 4


async def test_a_person_forgotten_may_begin_anew(storage: Storage) -> None:
    await add(storage, conversation())
    await storage.run(lambda unit: unit.forget(1))
    await add(storage, conversation())


async def test_closing_finishes_what_waits_and_refuses_what_comes_after(
    other_storage: Storage, storage: Storage
) -> None:
    waiting = [
        asyncio.create_task(storage.run(methodcaller("mark_seen", number, NOON))) for number in range(100)
    ]
    await asyncio.sleep(0)
    await storage.close()
    assert all(await asyncio.gather(*waiting))
    with pytest.raises(Exception, match="closed"):
        await storage.run(lambda unit: unit.mark_seen(1, NOON))
    assert not await other_storage.run(lambda unit: unit.mark_seen(99, NOON))
