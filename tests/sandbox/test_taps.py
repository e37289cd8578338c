"""Taps wait for one answer."""

import pytest

from tests.sandbox.api import Caller
from tests.sandbox.conftest import Later
from tests.sandbox.driver import Phone

BUTTON = {"inline_keyboard": [[{"text": "Yes", "callback_data": "yes"}]]}
TOO_OLD = "400 Bad Request: query is too old and response timeout expired or query ID is invalid"


@pytest.fixture
async def tap(call: Caller, anna: Phone) -> str:
    """Somebody tapped a button."""
    sent = await call("sendMessage", chat_id=anna.id, text="x", reply_markup=BUTTON)
    await anna.tap_old(sent["result"], "yes")
    number: str = (await call.updates())[-1]["callback_query"]["id"]
    return number


async def test_a_tap_is_answered_once(call: Caller, tap: str) -> None:
    # S: Client.cpp, QUERY_ID_INVALID
    assert (await call("answerCallbackQuery", callback_query_id=tap, text="Done"))["result"] is True
    assert await call.refusal("answerCallbackQuery", callback_query_id=tap) == TOO_OLD


async def test_a_tap_is_not_answered_late(call: Caller, tap: str, later: Later) -> None:
    # S: Client.cpp, QUERY_ID_INVALID; how late is not published
    await later(31)
    assert await call.refusal("answerCallbackQuery", callback_query_id=tap) == TOO_OLD


async def test_nobody_answers_a_tap_that_there_was_not(call: Caller) -> None:
    # S: Client.cpp, QUERY_ID_INVALID
    assert await call.refusal("answerCallbackQuery", callback_query_id="1") == TOO_OLD


async def test_a_toast_has_200_characters(call: Caller, tap: str) -> None:
    # D: answerCallbackQuery, "0-200 characters"
    refused = await call.refusal("answerCallbackQuery", callback_query_id=tap, text="x" * 201)
    assert refused == "400 Bad Request: MESSAGE_TOO_LONG"
    assert (await call("answerCallbackQuery", callback_query_id=tap, text="x" * 200))["ok"]
