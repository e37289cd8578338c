"""Updates wait for who asks: in their order, until they are acknowledged or too old."""

import asyncio

import pytest

from bot.sandbox.sandbox import Telegram
from tests.sandbox.api import Caller, Json
from tests.sandbox.conftest import Later
from tests.sandbox.driver import Phone
from tests.sandbox.wall import Wall

BUTTON = {"inline_keyboard": [[{"text": "Yes", "callback_data": "yes"}]]}


@pytest.fixture
async def ids(call: Caller, anna: Phone) -> list[int]:
    """The numbers of three updates that wait."""
    await anna.send("two")
    await anna.send("three")
    return _ids(await call.updates())


def _ids(updates: list[Json]) -> list[int]:
    return [update["update_id"] for update in updates]


async def test_updates_come_again_until_an_offset_beyond_them(call: Caller, ids: list[int]) -> None:
    # D: getUpdates, "confirmed as soon as getUpdates is called with an offset higher than its update_id"
    assert _ids(await call.updates()) == ids
    assert _ids(await call.updates(offset=ids[0])) == ids
    assert _ids(await call.updates(offset=ids[0] + 1)) == ids[1:]
    assert _ids(await call.updates()) == ids[1:]


async def test_a_negative_offset_keeps_so_many_from_the_end(call: Caller, ids: list[int]) -> None:
    # D: getUpdates, "All previous updates will be forgotten"; S: Client.cpp, tqueue->clear
    assert _ids(await call.updates(offset=-2)) == ids[1:]
    assert _ids(await call.updates()) == ids[1:]
    assert _ids(await call.updates(offset=-9)) == ids[1:]


async def test_an_offset_far_in_the_future_is_taken_for_a_mistake(call: Caller, ids: list[int]) -> None:
    # S: the library's TQueue.cpp, "Specified from_id is in the future"
    assert _ids(await call.updates(offset=ids[-1] + 100)) == ids
    assert await call.updates(offset=ids[-1] + 1) == []


@pytest.mark.parametrize(("limit", "found"), [(2, 2), (0, 1), (-5, 1), (1_000, 3), ("many", 1), ("", 3)])
async def test_a_limit_is_held_within_its_bounds(
    call: Caller, ids: list[int], limit: object, found: int
) -> None:
    # D: getUpdates, "1-100 ... Defaults to 100"; S: Client.cpp, get_integer_arg
    assert _ids(await call.updates(limit=limit)) == ids[:found]


async def test_a_call_waits_for_what_comes(call: Caller, telegram: Telegram) -> None:
    # D: getUpdates, "Timeout in seconds for long polling"
    asking = asyncio.create_task(call.updates(timeout=50))
    await _until_somebody_asks(call, telegram)
    await Phone(telegram, "Ben", "en").send("hello")
    assert [update["message"]["text"] for update in await asking] == ["hello"]


async def test_a_call_waits_no_longer_than_it_said(call: Caller, telegram: Telegram, wall: Wall) -> None:
    # D: getUpdates, "Timeout in seconds for long polling"
    wall.stop()
    asking = asyncio.create_task(call.updates(timeout=30))
    await _until_somebody_asks(call, telegram)
    wall.move(29.9)
    assert (await call("getMe"))["ok"]
    assert not asking.done()
    wall.move(0.2)
    assert await asking == []


async def test_only_what_was_wished_for_is_told(call: Caller, anna: Phone) -> None:
    # D: getUpdates, "allowed_updates ... doesn't affect updates created before the call"
    await call.updates(allowed_updates=["callback_query"])
    await anna.send("not told")
    assert len(await call.updates(allowed_updates=[])) == 1
    await anna.send("told")
    assert len(await call.updates()) == 2


async def test_a_second_poller_sends_the_first_away(call: Caller, telegram: Telegram) -> None:
    # S: Client.cpp, abort_long_poll
    first = asyncio.create_task(call.refusal("getUpdates", timeout=10))
    await _until_somebody_asks(call, telegram)
    assert await call.updates() == []
    assert await first == (
        "409 Conflict: terminated by other getUpdates request; make sure that only one bot instance is "
        "running"
    )


async def test_a_webhook_sends_a_poller_away(call: Caller, telegram: Telegram) -> None:
    # S: Client.cpp, abort_long_poll
    asking = asyncio.create_task(call.refusal("getUpdates", timeout=10))
    await _until_somebody_asks(call, telegram)
    await call("setWebhook", url="https://example.org/hook")
    assert await asking == "409 Conflict: terminated by setWebhook request"


async def test_polling_with_a_webhook_is_a_conflict_until_it_is_deleted(call: Caller) -> None:
    # D: getUpdates, "will not work if an outgoing webhook is set up"; S: Client.cpp, the text
    await call("setWebhook", url="https://example.org/hook")
    assert await call.refusal("getUpdates") == (
        "409 Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the "
        "webhook first"
    )
    await call("deleteWebhook")
    assert await call.updates() == []


async def test_taps_are_lost_after_150_seconds_and_messages_after_a_day(
    call: Caller, anna: Phone, later: Later
) -> None:
    # S: Client.cpp, add_update with 150 for callback queries and 86400 for messages
    sent = await call("sendMessage", chat_id=anna.id, text="x", reply_markup=BUTTON)
    await anna.tap_old(sent["result"], "yes")
    await later(140)
    assert len(await call.updates()) == 2
    await later(20)
    assert ["message" in update for update in await call.updates()] == [True]
    await later(86_400)
    assert await call.updates() == []


async def test_in_a_group_a_bot_hears_only_what_is_meant_for_it(
    call: Caller, telegram: Telegram, anna: Phone
) -> None:
    # D: Bots features, privacy mode
    person, group = telegram.world.people[anna.id], telegram.world.add_group("Team", [anna.id])
    await telegram.people.add_bot(person, group)
    await telegram.people.send(person, group.id, "hello")
    await telegram.people.send(person, group.id, "/help")
    heard = [update.get("message", {}).get("text") for update in await call.updates()]
    assert "hello" not in heard
    assert "/help" in heard


async def test_an_update_can_come_twice(call: Caller, telegram: Telegram, anna: Phone) -> None:
    telegram.updates.deliver("twice", 1)
    await anna.send("twice")
    last = _ids(await call.updates())[-1]
    assert _ids(await call.updates()).count(last) == 1
    telegram.updates.deliver("twice", 1)
    await anna.send("again")
    assert len(_ids(await call.updates(offset=last + 1))) == 2


async def test_an_update_can_come_late(call: Caller, telegram: Telegram, anna: Phone, wall: Wall) -> None:
    wall.stop()
    telegram.updates.deliver("late", 1)
    await anna.send("late")
    await anna.send("in time")
    assert _texts(await call.updates()) == ["/start", "in time"]
    last = _ids(await call.updates())[-1]
    wall.move(4)
    assert _texts(await call.updates(offset=last + 1)) == ["late"]
    assert await call.updates(offset=last + 1) == []


async def test_an_update_can_come_after_the_next(call: Caller, telegram: Telegram, anna: Phone) -> None:
    telegram.updates.deliver("out_of_order", 1)
    await anna.send("first")
    await anna.send("second")
    assert _texts(await call.updates()) == ["/start", "second", "first"]


def _texts(updates: list[Json]) -> list[str]:
    return [update["message"]["text"] for update in updates]


async def _until_somebody_asks(call: Caller, telegram: Telegram) -> None:
    while telegram.updates.pollers == 0:
        await call("getMe")


async def test_a_change_of_membership_says_what_was_before(
    telegram: Telegram, call: Caller, anna: Phone
) -> None:
    # D: ChatMemberUpdated, "Previous information about the chat member"
    person, group = telegram.world.people[anna.id], telegram.world.add_group("Team", [anna.id])
    await anna.block()
    await anna.block()
    await anna.block(blocked=False)
    await telegram.people.add_bot(person, group)
    await telegram.people.make_admin(person, group)
    await telegram.people.remove_bot(person, group)
    changes = [found["my_chat_member"] for found in await call.updates() if "my_chat_member" in found]
    told = [(change["old_chat_member"]["status"], change["new_chat_member"]["status"]) for change in changes]
    assert told == [
        *(("member", "kicked"), ("kicked", "member")),
        *(("left", "member"), ("member", "administrator"), ("administrator", "kicked")),
    ]


async def test_a_bot_hears_who_comes_into_its_group_and_leaves(
    telegram: Telegram, call: Caller, anna: Phone
) -> None:
    # D: privacy mode, "All service messages"
    person, group = telegram.world.people[anna.id], telegram.world.add_group("Team", [anna.id])
    ben = telegram.world.people[Phone(telegram, "Ben", "en").id]
    await telegram.people.join(ben, group)
    await telegram.people.add_bot(person, group)
    await telegram.people.leave(ben, group)
    messages = [found["message"] for found in await call.updates() if "message" in found]
    heard = [set(message) & {"new_chat_members", "left_chat_member"} for message in messages]
    assert heard == [set(), {"new_chat_members"}, {"left_chat_member"}]
