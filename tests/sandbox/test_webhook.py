"""Updates are brought to a webhook: in order in each queue, and again until they are taken."""

import asyncio

import pytest
from aiohttp import web

from bot.sandbox.queues import Waiting
from bot.sandbox.sandbox import Telegram
from bot.sandbox.webhook import SECRET_HEADER, pause
from tests.sandbox.api import Caller
from tests.sandbox.driver import Phone
from tests.sandbox.hook import Hook
from tests.sandbox.wall import Wall

BUTTON = {"inline_keyboard": [[{"text": "Yes", "callback_data": "yes"}]]}


@pytest.fixture
def ben(telegram: Telegram) -> Phone:
    return Phone(telegram, "Ben", "en")


async def test_an_update_comes_with_the_secret_and_once(call: Caller, anna: Phone, hook: Hook) -> None:
    # D: setWebhook, "X-Telegram-Bot-Api-Secret-Token"
    await call("setWebhook", url=hook.address, secret_token="se-cret_1")
    await anna.send("hello")
    await hook.until(lambda: hook.texts == ["/start", "hello"])
    assert hook.came[0][1][SECRET_HEADER] == "se-cret_1"
    await _until_nothing_waits(call)
    assert hook.texts == ["/start", "hello"]


@pytest.mark.parametrize(
    ("parameters", "refusal"),
    [
        ({"url": "http://example.org"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        (
            {"url": "https://example.org:8080"},
            "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
        ),
        ({"url": "https://example.org:x"}, "invalid webhook URL specified"),
        ({"url": "https://example.org", "secret_token": "a b"}, "secret token contains unallowed characters"),
        ({"url": "https://example.org", "secret_token": "x" * 257}, "secret token is too long"),
    ],
)
async def test_an_address_that_is_wrong_is_refused(
    call: Caller, parameters: dict[str, object], refusal: str
) -> None:
    # S: Client.cpp, do_set_webhook; WebhookActor.cpp, start_up
    assert await call.refusal("setWebhook", **parameters) == f"400 Bad Request: {refusal}"


async def test_a_webhook_is_set_once_a_second(call: Caller, wall: Wall) -> None:
    # S: Client.cpp, next_allowed_set_webhook_time_
    wall.stop()
    assert (await call("setWebhook", url="https://example.org"))["ok"]
    answer = await call("setWebhook", url="https://example.org/other")
    assert answer["parameters"] == {"retry_after": 1}
    wall.move(1)
    assert (await call("setWebhook", url="https://example.org/other"))["ok"]


async def test_what_waits_can_be_dropped(call: Caller, anna: Phone, hook: Hook) -> None:
    # D: setWebhook, "drop_pending_updates"
    await call("setWebhook", url=hook.address, drop_pending_updates=True)
    await anna.send("new")
    await hook.until(lambda: hook.texts == ["new"])


async def test_a_chat_waits_for_its_first_update_and_others_do_not(
    call: Caller, anna: Phone, ben: Phone, hook: Hook
) -> None:
    # S: WebhookActor.cpp, queue_updates_
    await call("setWebhook", url=hook.address)
    await hook.until(lambda: hook.texts == ["/start"])
    hook.gate.clear()
    await anna.send("first")
    await hook.until(lambda: "first" in hook.texts)
    await anna.send("second")
    await ben.send("of ben")
    await hook.until(lambda: "of ben" in hook.texts)
    assert "second" not in hook.texts
    hook.gate.set()
    await hook.until(lambda: hook.texts[-1] == "second")


async def test_the_taps_of_a_person_do_not_wait_for_the_chat(call: Caller, anna: Phone, hook: Hook) -> None:
    # S: Client.cpp, webhook_queue_id of a callback query
    await call("setWebhook", url=hook.address)
    await hook.until(lambda: hook.texts == ["/start"])
    sent = await call("sendMessage", chat_id=anna.id, text="x", reply_markup=BUTTON)
    hook.gate.clear()
    await anna.send("waits")
    await hook.until(lambda: "waits" in hook.texts)
    await anna.tap_old(sent["result"], "yes")
    await hook.until(lambda: "callback_query" in hook.came[-1][0])


@pytest.mark.usefixtures("anna")
async def test_one_update_at_a_time_until_one_was_taken(call: Caller, ben: Phone, hook: Hook) -> None:
    # S: WebhookActor.cpp, create_new_connections
    hook.gate.clear()
    await ben.send("of ben")
    await call("setWebhook", url=hook.address)
    await hook.until(lambda: hook.came)
    for _ in range(5):
        assert (await call("getMe"))["ok"]
    assert hook.most_under_way == 1
    hook.gate.set()
    await hook.until(lambda: sorted(hook.texts) == ["/start", "of ben"])


@pytest.mark.usefixtures("anna")
async def test_no_more_updates_at_once_than_connections(call: Caller, telegram: Telegram, hook: Hook) -> None:
    # D: setWebhook, "max_connections"
    await call("setWebhook", url=hook.address, max_connections=2)
    await hook.until(lambda: hook.texts == ["/start"])
    hook.gate.clear()
    for number in range(5):
        await Phone(telegram, f"Person {number}", "en").send("hello")
    await hook.until(lambda: hook.under_way == 2)
    for _ in range(5):
        assert (await call("getMe"))["ok"]
    assert hook.most_under_way == 2
    hook.gate.set()
    await hook.until(lambda: len(hook.came) == 6)


@pytest.mark.usefixtures("anna")
@pytest.mark.parametrize("status", [300, 404, 500])
async def test_whatever_is_no_success_comes_again(call: Caller, hook: Hook, status: int) -> None:
    # S: WebhookActor.cpp, handle and on_update_error: the second try is at once
    hook.answers.append(web.Response(status=status, reason="No"))
    await call("setWebhook", url=hook.address)
    await hook.until(lambda: hook.texts == ["/start", "/start"])
    told = (await call("getWebhookInfo"))["result"]
    assert told["last_error_message"] == f"Wrong response from the webhook: {status} No"


def test_tries_are_further_and_further_apart() -> None:
    # S: WebhookActor.cpp, on_update_error
    waiting = Waiting({"update_id": 1}, "chat:1", expires_at=0.0)
    pauses = [pause(waiting, "") for _ in range(9)]
    assert pauses[:6] == [0, 2, 4, 8, 16, 32]
    assert all(60 <= seconds <= 120 for seconds in pauses[6:])


@pytest.mark.parametrize(("wished", "seconds"), [("7", 7), ("9999", 3_600), ("0", 0), ("soon", 0)])
def test_a_bot_can_wish_for_a_pause_of_up_to_an_hour(wished: str, seconds: float) -> None:
    # S: WebhookActor.cpp, MAX_RETRY_AFTER
    assert pause(Waiting({"update_id": 1}, "chat:1", expires_at=0.0), wished) == seconds


async def test_a_failing_update_holds_up_its_chat_for_as_long_as_wished(
    call: Caller, anna: Phone, ben: Phone, hook: Hook, wall: Wall
) -> None:
    # S: WebhookActor.cpp, get_retry_after
    wall.stop()
    hook.answers.append(web.Response(status=503, headers={"Retry-After": "30"}))
    await call("setWebhook", url=hook.address)
    await hook.until(lambda: hook.texts == ["/start"])
    await anna.send("behind it")
    await ben.send("of ben")
    await hook.until(lambda: hook.texts == ["/start", "of ben"])
    wall.move(29.9)
    await ben.send("again")
    await hook.until(lambda: hook.texts == ["/start", "of ben", "again"])
    wall.move(0.2)
    await hook.until(lambda: hook.texts == ["/start", "of ben", "again", "/start", "behind it"])


async def test_what_will_be_too_old_is_given_up(call: Caller, anna: Phone, hook: Hook) -> None:
    # S: WebhookActor.cpp, "Drop update"
    await call("setWebhook", url=hook.address)
    await hook.until(lambda: hook.texts == ["/start"])
    await _until_nothing_waits(call)
    sent = await call("sendMessage", chat_id=anna.id, text="x", reply_markup=BUTTON)
    hook.answers.append(web.Response(status=503, headers={"Retry-After": "151"}))
    await anna.tap_old(sent["result"], "yes")
    await hook.until(lambda: len(hook.came) == 2)
    await _until_nothing_waits(call)
    assert len(hook.came) == 2


async def test_an_answer_can_carry_a_call(call: Caller, anna: Phone, hook: Hook) -> None:
    # D: Making requests when getting updates
    hook.answers.append(
        web.json_response({"method": "sendMessage", "chat_id": anna.id, "text": "in the answer"})
    )
    await call("setWebhook", url=hook.address)
    await anna.see("in the answer")


@pytest.mark.usefixtures("anna")
async def test_an_answer_cannot_delete_the_webhook(call: Caller, hook: Hook) -> None:
    # S: WebhookActor.cpp, handle
    hook.answers.append(web.json_response({"method": "deleteWebhook"}))
    await call("setWebhook", url=hook.address)
    await _until_nothing_waits(call)
    assert (await call("getWebhookInfo"))["result"]["url"] == hook.address


async def _until_nothing_waits(call: Caller) -> None:
    async with asyncio.timeout(20):
        while (await call("getWebhookInfo"))["result"]["pending_update_count"]:
            pass
