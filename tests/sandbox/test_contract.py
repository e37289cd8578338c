"""The look-alike refuses what Telegram refuses, in its words. Each test names where the fact is from:

D  the documentation of the Bot API (core.telegram.org/bots/api)
S  the source of Telegram's Bot API server or its library
"""

import asyncio

import aiohttp
import pytest

from bot.channels.sandbox.errors import Refused
from bot.channels.sandbox.limits import Limits
from bot.channels.sandbox.markup import parse_subset, read
from bot.channels.sandbox.sandbox import Telegram
from bot.channels.sandbox.world import TOKEN
from tests.sandbox.api import Caller
from tests.sandbox.driver import Phone

BUTTON = {"inline_keyboard": [[{"text": "Yes", "callback_data": "yes"}]]}


@pytest.fixture
async def anna(telegram: Telegram) -> Phone:
    anna = Phone(telegram, "Anna", "nl")
    await anna.send("/start")
    return anna


# S: the texts below are those of Client.cpp and MessageEntity.cpp


@pytest.mark.parametrize(
    ("parameters", "refusal"),
    [
        ({"text": ""}, "400 Bad Request: message text is empty"),
        ({"text": "<b>x", "parse_mode": "HTML"}, 'can\'t find end tag corresponding to start tag "b"'),
        ({"text": "<p>x</p>", "parse_mode": "HTML"}, 'unsupported start tag "p" at byte offset 0'),
        ({"text": "x" * 4097}, "400 Bad Request: message is too long"),
        (
            {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "x" * 65}]]}},
            "400 Bad Request: BUTTON_DATA_INVALID",
        ),
        ({"text": "x", "chat_id": 99}, "400 Bad Request: chat not found"),
    ],
)
async def test_a_message_that_is_wrong_is_refused(
    call: Caller, anna: Phone, parameters: dict[str, object], refusal: str
) -> None:
    said = await call.refusal("sendMessage", **{"chat_id": anna.id, **parameters})
    assert refusal.lower() in said.lower()


async def test_the_length_counts_after_parsing_in_utf_16_units(call: Caller, anna: Phone) -> None:
    # D: sendMessage, "1-4096 characters after entities parsing"; S: UTF-16 code units
    assert (await call("sendMessage", chat_id=anna.id, text=f"<b>{'x' * 4096}</b>", parse_mode="HTML"))["ok"]
    assert "too long" in await call.refusal("sendMessage", chat_id=anna.id, text="👍" * 2049)


async def test_an_edit_that_changes_nothing_is_refused_and_one_without_buttons_removes_them(
    call: Caller, anna: Phone
) -> None:
    # S: "message is not modified"; D: editMessageText, the markup is that of the call
    sent = await call("sendMessage", chat_id=anna.id, text="x", reply_markup=BUTTON)
    where = {"chat_id": anna.id, "message_id": sent["result"]["message_id"]}
    assert "message is not modified" in await call.refusal(
        "editMessageText", **where, text="x", reply_markup=BUTTON
    )
    assert "reply_markup" not in (await call("editMessageText", **where, text="x"))["result"]
    assert "message to edit not found" in await call.refusal(
        "editMessageText", chat_id=anna.id, message_id=99, text="y"
    )


async def test_a_tap_is_answered_once(call: Caller, anna: Phone) -> None:
    # S: the text
    sent = await call("sendMessage", chat_id=anna.id, text="x", reply_markup=BUTTON)
    await anna.tap_old(sent["result"], "yes")
    updates = (await call("getUpdates"))["result"]
    tap = updates[-1]["callback_query"]["id"]
    assert (await call("answerCallbackQuery", callback_query_id=tap))["ok"]
    assert "query is too old" in await call.refusal("answerCallbackQuery", callback_query_id=tap)


async def test_who_blocked_or_never_started_the_bot_is_not_written_to(
    telegram: Telegram, call: Caller, anna: Phone
) -> None:
    # S: both texts; D: bots can't start conversations
    await anna.block()
    assert await call.refusal("sendMessage", chat_id=anna.id, text="x") == (
        "403 Forbidden: bot was blocked by the user"
    )
    ben = Phone(telegram, "Ben", "en")
    assert "can't initiate conversation" in await call.refusal("sendMessage", chat_id=ben.id, text="x")


@pytest.mark.usefixtures("anna")
async def test_an_update_comes_until_an_offset_beyond_it(call: Caller) -> None:
    # D: getUpdates, "an update is considered confirmed as soon as getUpdates is called with an offset higher"
    (first,) = (await call("getUpdates"))["result"]
    assert (await call("getUpdates"))["result"] == [first]
    assert (await call("getUpdates", offset=first["update_id"] + 1))["result"] == []


async def test_a_second_poller_sends_the_first_away(telegram: Telegram, call: Caller) -> None:
    # S: the text
    first = asyncio.create_task(call("getUpdates", timeout=10))
    while telegram.updates.pollers == 0:
        await call("getMe")
    assert (await call("getUpdates", timeout=0))["ok"]
    assert (await first)["description"].startswith("Conflict: terminated by other getUpdates request")


async def test_polling_with_a_webhook_is_a_conflict(call: Caller) -> None:
    # D: getUpdates, "will not work if an outgoing webhook is set up"
    await call("setWebhook", url="https://example.org/hook")
    assert "409 Conflict: can't use getUpdates method while webhook is active" in await call.refusal(
        "getUpdates"
    )
    assert "HTTPS URL" in await call.refusal("setWebhook", url="http://example.org/hook")


async def test_taps_expire_after_150_seconds_and_messages_after_a_day(
    telegram: Telegram, call: Caller, anna: Phone
) -> None:
    # S: Client.cpp, per-user and per-chat queues
    sent = await call("sendMessage", chat_id=anna.id, text="x", reply_markup=BUTTON)
    await anna.tap_old(sent["result"], "yes")
    assert len((await call("getUpdates"))["result"]) == 2
    await telegram.clock.advance(200)
    assert [*(await call("getUpdates"))["result"][0]][1] == "message"
    await telegram.clock.advance(90_000)
    assert (await call("getUpdates"))["result"] == []


async def test_a_group_that_became_a_supergroup_tells_its_new_number(
    telegram: Telegram, call: Caller, anna: Phone
) -> None:
    # D: ResponseParameters, migrate_to_chat_id
    person = telegram.world.people[anna.id]
    group = telegram.world.add_group("Team", [anna.id])
    assert "kicked from the group" in await call.refusal("sendMessage", chat_id=group.id, text="x")
    await telegram.people.add_bot(person, group)
    moved = await telegram.people.make_supergroup(group)
    answer = await call("sendMessage", chat_id=group.id, text="x")
    assert answer["parameters"]["migrate_to_chat_id"] == moved.id
    assert (await call("sendMessage", chat_id=moved.id, text="x"))["ok"]


async def test_in_a_group_a_bot_hears_only_what_is_meant_for_it(
    telegram: Telegram, call: Caller, anna: Phone
) -> None:
    # D: privacy mode
    person, group = telegram.world.people[anna.id], telegram.world.add_group("Team", [anna.id])
    await telegram.people.add_bot(person, group)
    await telegram.people.send(person, group.id, "hello")
    await telegram.people.send(person, group.id, "/help")
    heard = [update.get("message", {}).get("text") for update in (await call("getUpdates"))["result"]]
    assert "hello" not in heard
    assert "/help" in heard


async def test_methods_that_nobody_calls_and_wrong_tokens_are_refused(address: str, call: Caller) -> None:
    # D: the text
    assert await call.refusal("banChatMember", chat_id=1, user_id=1) == "404 Not Found"
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{address}/bot{TOKEN[:-1]}/getMe") as answer,
    ):
        assert answer.status == 401


async def test_a_burst_to_a_group_is_told_to_wait() -> None:
    # D: Bots FAQ, "20 messages per minute to the same group"
    limits = Limits()
    for _ in range(20):
        limits.spend(-1)
    with pytest.raises(Refused) as refused:
        limits.spend(-1)
    assert refused.value.code == 429
    assert refused.value.parameters["retry_after"] == 60


async def test_faults_come_as_often_as_asked(telegram: Telegram, call: Caller, anna: Phone) -> None:
    await telegram.deeds.do({"do": "fault", "method": "sendMessage", "kind": "429", "retry_after": 7})
    answer = await call("sendMessage", chat_id=anna.id, text="x")
    assert answer["parameters"] == {"retry_after": 7}
    assert (await call("sendMessage", chat_id=anna.id, text="x"))["ok"]
    await telegram.deeds.do({"do": "fault", "method": "sendMessage", "kind": "cut_after"})
    with pytest.raises(aiohttp.ClientError):
        await call("sendMessage", chat_id=anna.id, text="took effect")
    assert (await anna.see("took effect"))["text"] == "took effect"


@pytest.mark.parametrize(
    "html",
    [
        "<b>bold <i>both</i></b> <u>u</u> <s>s</s> <tg-spoiler>x</tg-spoiler>",
        '<a href="https://example.org/?a=1&amp;b=2">link</a> &lt;&gt;',
        "<blockquote expandable>quote\nlines</blockquote> 👍 <code>code</code>",
        '<pre><code class="language-python">x = 1</code></pre>',
    ],
)
def test_the_subset_and_telegrams_own_parser_agree(html: str) -> None:
    """Where tdjson is not installed, what is right looks the same."""
    theirs = read(html, html=True, most=4096)
    ours = parse_subset(html)
    kinds = {(e["offset"], e["length"], e["type"]) for e in theirs[1]}
    assert ours[0] == theirs[0]
    assert kinds <= {(e["offset"], e["length"], e["type"]) for e in ours[1]}


@pytest.mark.parametrize("html", ["<b>x", "x</b>", "<b><i>x</b></i>", "<p>x</p>", "a < b"])
def test_the_subset_refuses_what_is_broken(html: str) -> None:
    with pytest.raises(Refused, match="can't parse entities"):
        parse_subset(html)
