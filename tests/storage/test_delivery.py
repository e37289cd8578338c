import asyncio
from dataclasses import replace
from operator import methodcaller
from typing import Any

import pytest

from bot.services.ports import LONGEST_WAIT, OutboxMessage, Storage, StoredConversation
from tests.storage.people import NOON, add, attempt_letters, conversation, load, with_screen


async def claim(
    storage: Storage, owner: str = "us", now: float = NOON, user_id: int = 1
) -> StoredConversation | None:
    return await storage.run(lambda unit: unit.claim(user_id, owner, now, now + 60))


async def enqueue(storage: Storage, user_id: int = 1, at: float = NOON) -> None:
    await storage.run(lambda unit: unit.enqueue(OutboxMessage(user_id, "card", "{}"), at))


def edited(user_id: int = 1, **facts: Any) -> StoredConversation:  # noqa: ANN401 - any of its fields
    """Somebody whose live message is edited to a third screen."""
    return with_screen(user_id, **{"screen_version": 3, "delivered_version": 2, "message_id": 55, **facts})


async def due(storage: Storage, now: float = NOON, limit: int = 10) -> list[int]:
    return await storage.run(lambda unit: unit.due(now, limit))


async def test_what_is_claimed_is_the_person_as_they_are_now(storage: Storage) -> None:
    await add(storage, with_screen())
    claimed = await claim(storage)
    assert claimed == with_screen(lease_owner="us", lease_until=NOON + 60)


@pytest.mark.fault(24)
@pytest.mark.promise("G5")
async def test_only_one_of_many_processes_may_deliver(storage: Storage, other_storage: Storage) -> None:
    await add(storage, with_screen())
    claims = await asyncio.gather(
        *(claim(replica, f"replica {n}") for n in range(10) for replica in (storage, other_storage))
    )
    assert sum(claimed is not None for claimed in claims) == 1


async def test_a_lease_keeps_out_a_second_task_of_its_own_process(storage: Storage) -> None:
    await add(storage, with_screen())
    assert await claim(storage)
    assert await claim(storage) is None


async def test_a_lease_that_ran_out_may_be_taken(storage: Storage) -> None:
    await add(storage, with_screen())
    await claim(storage, "a replica that died")
    assert await claim(storage, now=NOON + 59) is None
    assert await claim(storage, now=NOON + 60)


@pytest.mark.parametrize(
    "person",
    [
        conversation(),
        with_screen(delivered_version=1),
        with_screen(reachable=False),
        with_screen(not_before=NOON + 1),
    ],
    ids=["no screen", "delivered", "unreachable", "postponed"],
)
async def test_nobody_is_claimed_or_due_without_reason(storage: Storage, person: StoredConversation) -> None:
    await add(storage, person)
    assert await claim(storage) is None
    assert await due(storage) == []


async def test_a_letter_is_a_reason_too(storage: Storage) -> None:
    await add(storage, conversation())
    await enqueue(storage)
    assert await due(storage) == [1]
    assert await claim(storage)


async def test_a_delivered_screen_is_noted_and_the_lease_given_back(storage: Storage) -> None:
    await add(storage, with_screen(attempts=2, not_before=1.0))
    await claim(storage)
    noted = await storage.run(lambda unit: unit.note_delivered(1, "us", 1, 55))
    assert noted == with_screen(delivered_version=1, message_id=55)
    assert await load(storage) == noted


async def test_an_edit_leaves_the_message_id_as_it_was(storage: Storage) -> None:
    await add(storage, with_screen(message_id=55))
    await claim(storage)
    await storage.run(lambda unit: unit.note_delivered(1, "us", 1, None))
    assert (await load(storage)).message_id == 55


async def test_a_newer_screen_comes_back_with_the_lease(storage: Storage) -> None:
    await add(storage, with_screen())
    claimed = await claim(storage)
    assert claimed
    await storage.run(lambda unit: unit.save(replace(claimed, screen="newer", screen_version=2)))
    newer = await storage.run(lambda unit: unit.note_delivered(1, "us", 1, 55))
    assert newer
    assert (newer.screen, newer.delivered_version, newer.message_id) == ("newer", 1, 55)
    assert newer.lease_owner == "us"
    assert await claim(storage, "them") is None
    noted = await storage.run(lambda unit: unit.note_delivered(1, "us", 2, None))
    assert noted
    assert noted.lease_owner is None


async def test_a_letter_that_waits_keeps_no_screen_waiting(storage: Storage) -> None:
    await add(storage, with_screen())
    await claim(storage)
    await enqueue(storage)
    noted = await storage.run(lambda unit: unit.note_delivered(1, "us", 1, 55))
    assert noted
    assert noted.lease_owner is None
    assert await due(storage) == [1]


async def test_a_letter_that_is_given_back_has_a_time_of_its_own(storage: Storage) -> None:
    await add(storage, conversation())
    await enqueue(storage)
    (letter,) = await storage.run(lambda unit: attempt_letters(unit, 1, NOON))
    await storage.run(lambda unit: unit.return_letter(letter.id, NOON + 30))
    assert await due(storage, now=NOON + 29) == []
    assert await storage.run(lambda unit: unit.waiting_letters(1, NOON + 29)) == []
    assert await due(storage, now=NOON + 30) == [1]
    (again,) = await storage.run(lambda unit: unit.waiting_letters(1, NOON + 30))
    assert (again.id, again.tries) == (letter.id, 1)


@pytest.mark.fault(25)
async def test_whoever_lost_the_lease_notes_nothing(storage: Storage) -> None:
    await add(storage, with_screen())
    await claim(storage, "a replica that was slow")
    await claim(storage, now=NOON + 60)
    before = await load(storage)
    slow = "a replica that was slow"
    assert await storage.run(lambda unit: unit.note_delivered(1, slow, 1, 55)) is None
    await storage.run(lambda unit: unit.postpone(1, slow, NOON + 900))
    await storage.run(lambda unit: unit.set_unreachable(1, slow))
    assert await load(storage) == before


async def test_a_postponed_person_is_due_again_at_that_time(storage: Storage) -> None:
    await add(storage, with_screen())
    await claim(storage)
    await storage.run(lambda unit: unit.postpone(1, "us", NOON + 30))
    assert await load(storage) == with_screen(not_before=NOON + 30, attempts=1)
    assert await due(storage, NOON + 29) == []
    assert await due(storage, NOON + 30) == [1]


@pytest.mark.fault(16)
async def test_who_blocked_us_is_not_due_for_screen_or_letter(storage: Storage) -> None:
    await add(storage, with_screen())
    await enqueue(storage)
    await claim(storage)
    await storage.run(lambda unit: unit.set_unreachable(1, "us"))
    assert await load(storage) == with_screen(reachable=False)
    assert await due(storage, NOON + 900) == []


async def test_due_are_the_longest_waiting_once_each_and_no_more_than_asked(
    storage: Storage,
) -> None:
    await add(
        storage,
        with_screen(1, active_at=NOON - 10),
        with_screen(2, active_at=NOON - 30),
        conversation(3, active_at=NOON - 90),
        with_screen(4, active_at=NOON - 40, lease_owner="them", lease_until=NOON + 1),
    )
    await enqueue(storage, 1, NOON - 20)
    await enqueue(storage, 3, NOON - 25)
    await enqueue(storage, 3, NOON - 5)
    assert await due(storage) == [2, 3, 1]
    assert await due(storage, limit=2) == [2, 3]


@pytest.mark.fault(5)
async def test_letters_are_attempted_once_and_in_order(storage: Storage) -> None:
    await add(storage, conversation(1), conversation(2))
    for number in range(5):
        letter = OutboxMessage(1, "note", str(number), str(number))
        await storage.run(methodcaller("enqueue", letter, NOON))
    await enqueue(storage, 2)
    attempted = await storage.run(lambda unit: attempt_letters(unit, 1, NOON))
    assert [letter.payload for letter in attempted] == ["0", "1", "2", "3", "4"]
    assert await storage.run(lambda unit: attempt_letters(unit, 1, NOON)) == []
    assert await due(storage) == [2]


async def test_a_letter_that_was_certainly_not_sent_may_be_attempted_again(
    storage: Storage,
) -> None:
    await add(storage, conversation())
    await enqueue(storage)
    (letter,) = await storage.run(lambda unit: attempt_letters(unit, 1, NOON))
    await storage.run(lambda unit: unit.return_letter(letter.id, NOON))
    assert await storage.run(lambda unit: attempt_letters(unit, 1, NOON)) == [letter]


@pytest.mark.parametrize(("message_id", "error"), [(55, None), (None, "chat not found")])
async def test_a_letter_whose_fate_is_known_does_not_return(
    storage: Storage, message_id: int | None, error: str | None
) -> None:
    await add(storage, conversation())
    await enqueue(storage)
    (letter,) = await storage.run(lambda unit: attempt_letters(unit, 1, NOON))
    await storage.run(lambda unit: unit.note_letter(letter.id, message_id, error))
    await storage.run(lambda unit: unit.return_letter(letter.id, NOON))
    assert await storage.run(lambda unit: attempt_letters(unit, 1, NOON)) == []


async def test_the_fate_of_a_forgotten_letter_does_not_fall_to_a_new_one(storage: Storage) -> None:
    await add(storage, conversation())
    await enqueue(storage)
    (letter,) = await storage.run(lambda unit: attempt_letters(unit, 1, NOON))
    await storage.run(lambda unit: unit.forget(1))
    await add(storage, conversation())
    await enqueue(storage)
    (new,) = await storage.run(lambda unit: attempt_letters(unit, 1, NOON))
    assert new.id != letter.id


async def test_edits_are_noted_together_and_their_leases_end(storage: Storage) -> None:
    first, second = (edited(n, lease_owner="me", lease_until=NOON) for n in (1, 2))
    await add(storage, first, replace(second, screen_version=4))
    waiting = await storage.run(lambda unit: unit.note_edited("me", [first, second]))
    assert [row.user_id for row in waiting] == [2]
    first, second = await load(storage, 1), await load(storage, 2)
    assert (first.delivered_version, first.lease_owner) == (3, None)
    assert (second.delivered_version, second.lease_owner) == (3, "me")


@pytest.mark.fault(25)
async def test_edits_under_a_lost_lease_are_not_noted(storage: Storage) -> None:
    row = edited(lease_owner="other", lease_until=NOON)
    await add(storage, row)
    assert await storage.run(lambda unit: unit.note_edited("me", [row])) == []
    assert await load(storage, 1) == row


@pytest.mark.parametrize(
    "since", [{"delivered_version": 1}, {"message_id": 66}], ids=["doubted", "elsewhere"]
)
async def test_an_edit_since_which_something_else_was_seen_is_not_noted(
    storage: Storage, since: dict[str, Any]
) -> None:
    row = edited(lease_owner="me", lease_until=NOON)
    now = replace(row, **since)
    await add(storage, now)
    assert await storage.run(lambda unit: unit.note_edited("me", [row])) == [now]
    assert await load(storage) == now


async def test_a_lease_that_is_kept_gives_the_person_as_they_are_now(storage: Storage) -> None:
    await add(storage, with_screen(lease_owner="me", lease_until=NOON))
    kept = await storage.run(lambda unit: unit.extend(1, "me", NOON + 15))
    assert kept == await load(storage) == with_screen(lease_owner="me", lease_until=NOON + 15)
    assert await storage.run(lambda unit: unit.extend(1, "other", NOON + 15)) is None


@pytest.mark.fault(10)
async def test_being_told_to_wait_is_no_failed_attempt(storage: Storage) -> None:
    await add(storage, with_screen(attempts=3, lease_owner="me", lease_until=NOON))
    await storage.run(lambda unit: unit.postpone(1, "me", NOON + 30, told=True))
    assert await load(storage) == with_screen(not_before=NOON + 30)


@pytest.mark.fault(31)
@pytest.mark.parametrize("back", [3_600, 86_400, 31_536_000], ids=["an hour", "a day", "a year"])
@pytest.mark.parametrize(
    "stored",
    [
        {"lease_owner": "dead", "lease_until": NOON + 15},
        {"not_before": NOON + 300, "attempts": 9},
        {"not_before": NOON + LONGEST_WAIT},
    ],
    ids=["leased", "failed", "told to wait"],
)
async def test_what_a_clock_stored_before_it_went_back_keeps_nobody_waiting(
    storage: Storage, stored: dict[str, Any], back: int
) -> None:
    await add(storage, with_screen(**stored))
    assert await due(storage, NOON) == []
    assert await due(storage, NOON - back) == [1]
    assert await claim(storage, now=NOON - back)


async def test_a_clock_that_went_back_a_little_is_noticed_by_who_saw_it(storage: Storage) -> None:
    leased = with_screen(1, lease_owner="dead", lease_until=NOON + 15)
    await add(storage, leased, with_screen(2, not_before=NOON + 300))
    await storage.run(lambda unit: unit.set_back(NOON - 60, NOON - 45))
    assert await load(storage, 1) == replace(leased, lease_until=NOON - 45)
    assert await load(storage, 2) == with_screen(2)


async def test_a_note_from_before_somebody_was_forgotten_takes_no_other_with_it(storage: Storage) -> None:
    ours = {"lease_owner": "us", "lease_until": NOON + 15}
    begun_anew, other = with_screen(1, **ours), edited(2, **ours)
    await add(storage, begun_anew, other)
    assert await storage.run(lambda unit: unit.note_edited("us", [edited(1), other])) == [begun_anew]
    assert await load(storage, 1) == begun_anew
    assert (await load(storage, 2)).delivered_version == 3
    assert await storage.run(lambda unit: unit.note_delivered(1, "us", 7, 99)) is None
    assert (await load(storage, 1)).message_id is None


async def test_what_nobody_asked_for_holds_up_no_screen_and_goes_in_its_time(storage: Storage) -> None:
    await add(storage, conversation(1), conversation(2, reachable=False))
    for user_id in (1, 2):
        letter = OutboxMessage(user_id, "told", "{}", "7:action", not_before=NOON + 5)
        await storage.run(methodcaller("enqueue", letter, NOON))
    assert await due(storage) == []
    assert await claim(storage) is None
    assert await storage.run(lambda unit: unit.waiting_letters(1, NOON)) == []
    assert await storage.run(lambda unit: unit.news(NOON + 4, 9)) == []
    assert [letter.user_id for letter in await storage.run(lambda unit: unit.news(NOON + 5, 9))] == [1]


async def test_news_that_was_certainly_not_sent_waits_until_it_may_go(storage: Storage) -> None:
    await add(storage, conversation())
    news = OutboxMessage(1, "told", "{}", "7:action", not_before=NOON)
    await storage.run(lambda unit: unit.enqueue(news, NOON))
    (letter,) = await storage.run(lambda unit: unit.news(NOON, 9))
    assert await storage.run(lambda unit: unit.attempt_letter(letter, NOON))
    await storage.run(lambda unit: unit.return_letter(letter.id, NOON + 30))
    assert await storage.run(lambda unit: unit.news(NOON + 29, 9)) == []
    assert len(await storage.run(lambda unit: unit.news(NOON + 30, 9))) == 1


async def test_when_a_letter_was_last_attempted_is_remembered_by_its_subject(storage: Storage) -> None:
    await add(storage, conversation())
    assert await storage.run(lambda unit: unit.last_attempt(1, "card", "")) is None
    await enqueue(storage)
    await storage.run(lambda unit: attempt_letters(unit, 1, NOON + 3))
    assert await storage.run(lambda unit: unit.last_attempt(1, "card", "")) == NOON + 3
    assert await storage.run(lambda unit: unit.last_attempt(1, "card", "other")) is None
