"""Inline mode, effects and reactions: what Telegram takes and what it refuses, and what people see of it."""

from typing import Any

import pytest

from bot.channels.telegram.channel import PHOTO
from bot.sandbox.sandbox import Telegram
from bot.sandbox.signs import EFFECTS
from tests.sandbox.api import Caller
from tests.sandbox.driver import Phone

ARTICLE = {
    "type": "article",
    "id": "one",
    "title": "One",
    "input_message_content": {"message_text": "<b>1</b>"},
}
GAME = {"type": "game", "id": "g", "game_short_name": "g"}
TEXT = {"message_text": "x" * 4_097}


async def asked(telegram: Telegram, call: Caller, phone: Phone, query: str = "") -> str:
    person = telegram.world.people[phone.id]
    await telegram.people.ask_inline(person, phone.id, query)
    found = [update["inline_query"] for update in await call.updates() if "inline_query" in update]
    assert found[-1]["query"] == query
    assert found[-1]["chat_type"] == "sender"
    return str(found[-1]["id"])


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        # D: answerInlineQuery, "No more than 50 results per query are allowed"
        ({"results": [{**ARTICLE, "id": str(n)} for n in range(51)]}, "too many inline query results"),
        # D: InlineQueryResultArticle, "Unique identifier for this result, 1-64 Bytes"
        ({"results": [ARTICLE, ARTICLE]}, "RESULT_ID_DUPLICATE"),
        ({"results": [{**ARTICLE, "id": "é" * 33}]}, "RESULT_ID_INVALID"),
        ({"results": [{**ARTICLE, "id": ""}]}, "RESULT_ID_INVALID"),
        ({"results": [{**ARTICLE, "title": " "}]}, "ARTICLE_TITLE_EMPTY"),
        ({"results": [{**ARTICLE, "input_message_content": {"message_text": ""}}]}, "message text is empty"),
        ({"results": [{**ARTICLE, "input_message_content": TEXT}]}, "too long"),
        ({"results": [GAME]}, "the sandbox knows no inline results but articles"),
        ({}, "expected an Array"),
        # D: InlineQueryResultsButton, "1-64 characters, only A-Z, a-z, 0-9, _ and - are allowed"
        ({"results": [], "button": {"text": "Go", "start_parameter": "a b"}}, "START_PARAM_INVALID"),
    ],
)
async def test_results_are_as_telegram_takes_them(
    telegram: Telegram, call: Caller, anna: Phone, given: dict[str, Any], fault: str
) -> None:
    number = await asked(telegram, call, anna)
    assert fault in await call.refusal("answerInlineQuery", inline_query_id=number, **given)


async def test_a_question_is_answered_once(telegram: Telegram, call: Caller, anna: Phone) -> None:
    number = await asked(telegram, call, anna, "some words")
    assert (await call("answerInlineQuery", inline_query_id=number, results=[ARTICLE]))["result"] is True
    refused = await call.refusal("answerInlineQuery", inline_query_id=number, results=[ARTICLE])
    assert "query is too old" in refused


async def test_what_is_chosen_is_sent_as_ones_own_through_the_bot(
    telegram: Telegram, call: Caller, anna: Phone
) -> None:
    number, person = await asked(telegram, call, anna), telegram.world.people[anna.id]
    content = {"message_text": "<b>1</b>", "parse_mode": "HTML"}
    results = [{**ARTICLE, "input_message_content": content}]
    await call("answerInlineQuery", inline_query_id=number, results=results)
    sent = await telegram.people.choose_inline(person, anna.id, number, "one")
    assert (sent["text"], sent["entities"][0]["type"], sent["from"]["id"]) == ("1", "bold", anna.id)
    assert sent["via_bot"]["is_bot"]


async def test_an_effect_is_one_of_telegrams(call: Caller, anna: Phone) -> None:
    # D: sendMessage, "message_effect_id … for private chats only"
    (effect, *_) = EFFECTS
    sent = await call("sendMessage", chat_id=anna.id, text="x", message_effect_id=effect)
    assert sent["result"]["effect_id"] == effect
    refused = await call.refusal("sendMessage", chat_id=anna.id, text="x", message_effect_id="7")
    assert refused == "400 Bad Request: EFFECT_ID_INVALID"


@pytest.mark.parametrize(
    ("signs", "fault"),
    [
        ([{"type": "emoji", "emoji": "🥬"}], "REACTION_INVALID"),
        ([{"type": "custom_emoji", "custom_emoji_id": "1"}], "REACTION_INVALID"),
        ([{"type": "emoji", "emoji": "👍"}, {"type": "emoji", "emoji": "🔥"}], "REACTIONS_TOO_MANY"),
    ],
)
async def test_a_reaction_is_one_that_bots_have(
    call: Caller, anna: Phone, signs: list[dict[str, str]], fault: str
) -> None:
    # D: of setMessageReaction, "bots can set up to one reaction per message"
    (update,) = await call.updates()
    where = {"chat_id": anna.id, "message_id": update["message"]["message_id"]}
    assert await call.refusal("setMessageReaction", **where, reaction=signs) == f"400 Bad Request: {fault}"
    assert (await call("setMessageReaction", **where, reaction=signs[:0]))["result"] is True


async def test_a_reaction_is_seen_at_the_message(telegram: Telegram, call: Caller, anna: Phone) -> None:
    (update,) = await call.updates()
    number = update["message"]["message_id"]
    sign = [{"type": "emoji", "emoji": "✍"}]
    await call("setMessageReaction", chat_id=anna.id, message_id=number, reaction=sign)
    assert telegram.world.messages[anna.id, number]["reactions"] == sign
    gone = await call.refusal("setMessageReaction", chat_id=anna.id, message_id=99, reaction=sign)
    assert gone == "400 Bad Request: message to react not found"


async def test_a_profile_photo_is_a_jpeg_and_is_there_then(call: Caller, anna: Phone) -> None:
    # D: InputProfilePhotoStatic, "a static profile photo in the .JPG format"
    me = (await call("getMe"))["result"]["id"]
    photo = '{"type": "static", "photo": "attach://file"}'
    refused = await call.upload("setMyProfilePhoto", "file", b"\x89PNG", photo=photo)
    assert refused["description"] == "Bad Request: IMAGE_PROCESS_FAILED"
    assert (await call("getUserProfilePhotos", user_id=me))["result"]["total_count"] == 0
    assert (await call.upload("setMyProfilePhoto", "file", PHOTO.read_bytes(), photo=photo))["ok"]
    assert (await call("getUserProfilePhotos", user_id=me))["result"]["total_count"] == 1
    assert (await call("getUserProfilePhotos", user_id=anna.id))["result"]["total_count"] == 0
