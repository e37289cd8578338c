"""What a bot sends, edits and asks, and what is refused of it."""

import aiohttp
import pytest

from bot.sandbox.sandbox import Telegram
from bot.sandbox.world import TOKEN
from tests.sandbox.api import Caller
from tests.sandbox.conftest import Later
from tests.sandbox.driver import Phone

BUTTON = {"inline_keyboard": [[{"text": "Yes", "callback_data": "yes"}]]}


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
        ({"text": "x", "chat_id": ""}, "400 Bad Request: chat_id is empty"),
        ({"text": "*x", "parse_mode": "MarkdownV2"}, "can't find end of Bold entity"),
        ({"text": "x", "parse_mode": "BBCode"}, "400 Bad Request: unsupported parse_mode"),
        ({"text": f"<b>{'x' * 2**15}</b>"}, "400 Bad Request: text is too long"),
        ({"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "a"}]]}}, "Text buttons are unallowed"),
        ({"text": "x", "reply_parameters": {"message_id": 99}}, "message to be replied not found"),
    ],
)
async def test_a_message_that_is_wrong_is_refused(
    call: Caller, anna: Phone, parameters: dict[str, object], refusal: str
) -> None:
    said = await call.refusal("sendMessage", **{"chat_id": anna.id, **parameters})
    assert refusal.lower() in said.lower()


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("https://example.org/x", None),
        ("example.org", None),
        ("tg://resolve?domain=x", None),
        ("http://localhost:8090", "Wrong HTTP URL"),
        ("nowhere", "Wrong HTTP URL"),
        ("https://", "URL host is empty"),
        ("ftp://example.org", "Unsupported URL protocol"),
    ],
)
async def test_a_button_opens_only_what_can_be_opened(
    call: Caller, anna: Phone, url: str, fault: str | None
) -> None:
    # S: the library's ReplyMarkup.cpp and LinkManager.cpp, check_link_impl; HttpUrl.cpp, parse_url
    markup = {"inline_keyboard": [[{"text": "Open", "url": url}]]}
    answer = await call("sendMessage", chat_id=anna.id, text="x", reply_markup=markup)
    refusal = f"Bad Request: inline keyboard button URL '{url}' is invalid: {fault}"
    assert answer.get("description") == (refusal if fault else None)


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"callback_data": "a", "style": "green"}, "Bad Request: invalid button style specified"),
        ({"copy_text": {"text": "x" * 257}}, "Bad Request: BUTTON_COPY_TEXT_INVALID"),
        ({"copy_text": {"text": ""}}, "Bad Request: BUTTON_COPY_TEXT_INVALID"),
        ({"callback_data": "a", "style": "danger"}, None),
        ({"copy_text": {"text": "x" * 256}}, None),
    ],
)
async def test_what_a_button_looks_like_and_copies_is_what_telegram_knows(
    call: Caller, anna: Phone, more: dict[str, object], refusal: str | None
) -> None:
    markup = {"inline_keyboard": [[{"text": "Go", **more}]]}
    answer = await call("sendMessage", chat_id=anna.id, text="x", reply_markup=markup)
    assert (refusal in str(answer)) if refusal else "message_id" in str(answer)


@pytest.mark.parametrize("markup", [{"keyboard": [[{"text": "Yes"}]]}, {"force_reply": True}])
async def test_a_keyboard_that_is_not_modelled_is_not_dropped_in_silence(
    call: Caller, anna: Phone, markup: dict[str, object]
) -> None:
    refused = await call.refusal("sendMessage", chat_id=anna.id, text="x", reply_markup=markup)
    assert refused == "400 Bad Request: the sandbox knows no keyboards but inline ones"


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


async def test_a_group_that_became_a_supergroup_tells_its_new_number(
    telegram: Telegram, call: Caller, anna: Phone
) -> None:
    # D: ResponseParameters, migrate_to_chat_id
    person = telegram.world.people[anna.id]
    group = telegram.world.add_group("Team", [anna.id])
    await telegram.people.add_bot(person, group)
    moved = await telegram.people.make_supergroup(group)
    answer = await call("sendMessage", chat_id=group.id, text="x")
    assert answer["parameters"]["migrate_to_chat_id"] == moved.id
    assert (await call("sendMessage", chat_id=moved.id, text="x"))["ok"]


async def test_a_group_that_the_bot_is_not_in_is_not_written_to(
    telegram: Telegram, call: Caller, anna: Phone
) -> None:
    # S: Client.cpp, check_chat_access
    person, group = telegram.world.people[anna.id], telegram.world.add_group("Team", [anna.id])
    refused = await call.refusal("sendMessage", chat_id=group.id, text="x")
    assert refused == "403 Forbidden: bot is not a member of the group chat"
    await telegram.people.add_bot(person, group)
    await telegram.people.remove_bot(person, group)
    refused = await call.refusal("sendMessage", chat_id=group.id, text="x")
    assert refused == "403 Forbidden: bot was kicked from the group chat"


async def test_methods_that_nobody_calls_and_wrong_tokens_are_refused(address: str, call: Caller) -> None:
    # D: the text
    assert await call.refusal("banChatMember", chat_id=1, user_id=1) == "404 Not Found: method not found"
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{address}/bot{TOKEN[:-1]}/getMe") as answer,
    ):
        assert answer.status == 401


async def test_a_group_knows_who_is_in_it(telegram: Telegram, call: Caller, anna: Phone) -> None:
    # D: getChatMember and the kinds of ChatMember
    group = telegram.world.add_group("Team", [anna.id])
    ben = Phone(telegram, "Ben", "en")
    statuses = [
        (await call("getChatMember", chat_id=group.id, user_id=user))["result"]["status"]
        for user in (anna.id, ben.id)
    ]
    assert statuses == ["member", "left"]
    refused = await call.refusal("getChatMember", chat_id=group.id, user_id=99)
    assert refused == "400 Bad Request: member not found"


async def test_a_row_takes_eight_buttons_and_a_keyboard_a_hundred(call: Caller, anna: Phone) -> None:
    # S: the library's ReplyMarkup.cpp; REPLY_MARKUP_TOO_LONG in Client.cpp
    row = [{"text": "a", "callback_data": "a"}] * 10
    sent = await call("sendMessage", chat_id=anna.id, text="x", reply_markup={"inline_keyboard": [row]})
    assert [len(shown) for shown in sent["result"]["reply_markup"]["inline_keyboard"]] == [8, 2]
    refused = await call.refusal(
        "sendMessage", chat_id=anna.id, text="x", reply_markup={"inline_keyboard": [row[:1]] * 101}
    )
    assert refused == "400 Bad Request: reply markup is too long"


async def test_a_message_is_deleted_within_48_hours_and_once(call: Caller, anna: Phone, later: Later) -> None:
    # D: deleteMessage, "can only be deleted if it was sent less than 48 hours ago"
    first, second = [
        (await call("sendMessage", chat_id=anna.id, text="x"))["result"]["message_id"] for _ in range(2)
    ]
    assert (await call("deleteMessage", chat_id=anna.id, message_id=first))["result"] is True
    refused = await call.refusal("deleteMessage", chat_id=anna.id, message_id=first)
    assert refused == "400 Bad Request: message to delete not found"
    await later(48 * 3_600 + 60)
    refused = await call.refusal("deleteMessage", chat_id=anna.id, message_id=second)
    assert refused == "400 Bad Request: message can't be deleted"


async def test_what_somebody_else_wrote_is_not_edited(call: Caller, anna: Phone) -> None:
    # S: Client.cpp, "message can't be edited"
    (update,) = await call.updates()
    refused = await call.refusal(
        "editMessageText", chat_id=anna.id, message_id=update["message"]["message_id"], text="x"
    )
    assert refused == "400 Bad Request: message can't be edited"


async def test_an_action_in_a_chat_is_one_that_telegram_knows(call: Caller, anna: Phone) -> None:
    # S: Client.cpp, process_send_chat_action_query
    assert (await call("sendChatAction", chat_id=anna.id, action="typing"))["result"] is True
    refused = await call.refusal("sendChatAction", chat_id=anna.id, action="dance")
    assert refused == "400 Bad Request: wrong parameter action in request"


async def test_commands_are_short_small_letters(call: Caller) -> None:
    # D: BotCommand, "1-32 characters. Can contain only lowercase English letters, digits and underscores"
    good = {"command": "start", "description": "Begin"}
    assert (await call("setMyCommands", commands=[good]))["result"] is True
    for name in ("Start", "x" * 33, ""):
        refused = await call.refusal("setMyCommands", commands=[{**good, "command": name}])
        assert refused == "400 Bad Request: BOT_COMMAND_INVALID"


async def test_a_name_and_a_description_have_their_lengths(call: Caller) -> None:
    # D: setMyName "0-64 characters", setMyDescription "0-512", setMyShortDescription "0-120"
    for method, name, most in (
        ("setMyName", "name", 64),
        ("setMyDescription", "description", 512),
        ("setMyShortDescription", "short_description", 120),
    ):
        assert (await call(method, **{name: "x" * most}))["ok"]
        assert f"400 Bad Request: {name} is too long" == await call.refusal(
            method, **{name: "x" * (most + 1)}
        )
