"""Real processes, killed and stopped: what was acknowledged is there, and everybody is asked on."""

import asyncio
from functools import partial
from itertools import count

import pytest

from bot.channels.telegram import channel
from tests.bot.faults import BROKEN_SERVER, CUT_AFTER, CUT_BEFORE, Fault, refusal, too_many
from tests.bot.people import Person
from tests.bot.programs import program, settings_for
from tests.bot.wire import TOKEN, Wire

NUMBERS = count(800_000_001)


def person(wire: Wire) -> Person:
    """Somebody who waits until what they did is acknowledged, and no longer."""
    return Person(wire, wire.acknowledged, next(NUMBERS), "nl", "Anna")


def all_see(people: list[Person], question: str) -> bool:
    return {anna.question for anna in people} == {question}


@pytest.mark.fault(1, 2, 4)
@pytest.mark.promise("G1", "G2")
async def test_kill_9_loses_no_acknowledged_answer_and_the_next_question_comes(wire: Wire, url: str) -> None:
    """Killed at the moment in which taps are acknowledged, whatever of the rest is done by then."""
    people = [person(wire) for _ in range(4)]
    async with program("run", **settings_for(wire, url)):
        await asyncio.gather(*(anna.send("/quick") for anna in people))
        await wire.wait_until(lambda: all(anna.chat for anna in people))
    for option, following in (("customer_intimacy", "management"), ("approves", "resources")):
        await wire.post(*(anna.raw_tap(f":{option}") for anna in people))
        async with program("run", **settings_for(wire, url)) as bot:
            await wire.acknowledged()
            await bot.kill()
        async with program("run", **settings_for(wire, url)):
            await wire.wait_until(partial(all_see, people, following))


@pytest.mark.fault(4, 5)
@pytest.mark.promise("G1")
@pytest.mark.parametrize("held", ["editMessageText", "answerCallbackQuery"])
async def test_kill_9_while_telegram_is_slow_loses_no_acknowledged_answer(
    wire: Wire, url: str, held: str
) -> None:
    anna, go_on = person(wire), asyncio.Event()
    async with program("run", **settings_for(wire, url)) as bot:
        await anna.send("/quick")
        await wire.wait_until(lambda: anna.chat)
        wire.fail(held, Fault(held=go_on))
        await anna.tap(":customer_intimacy")
        await bot.kill()
    go_on.set()
    async with program("run", **settings_for(wire, url)):
        await wire.wait_until(lambda: anna.question == "management")
    assert len(anna.chat) == 1


@pytest.mark.fault(36)
async def test_sigterm_ends_it_cleanly_and_a_restart_goes_on(wire: Wire, url: str) -> None:
    anna = person(wire)
    async with program("run", **settings_for(wire, url)) as bot:
        await anna.send("/quick")
        ended = await bot.stop()
    assert ended.code == 0
    assert "Traceback" not in ended.err
    assert anna.question == "strategy"


@pytest.mark.fault(36)
@pytest.mark.parametrize("method", ["getUpdates", "editMessageText", "answerCallbackQuery"])
async def test_sigterm_does_not_wait_for_a_telegram_that_does_not_answer(
    wire: Wire, url: str, method: str
) -> None:
    anna, held = person(wire), asyncio.Event()
    async with program("run", **settings_for(wire, url)) as bot:
        await anna.send("/quick")
        await wire.wait_until(lambda: anna.chat)
        wire.fail(method, *[Fault(held=held)] * 9)
        await wire.post(anna.raw_tap(":customer_intimacy"))
        ended = await bot.stop()
        held.set()
    assert ended.code == 0


@pytest.mark.fault(36)
async def test_sigterm_ends_what_still_waits_for_telegram(url: str) -> None:
    unreachable = {"TELEGRAM_API_URL": "http://127.0.0.1:9"}
    async with program("run", **{**settings_for(Wire(), url), **unreachable}) as bot:
        await bot.said("TELEGRAM_API_URL")
        assert (await bot.stop()).code == 0


@pytest.mark.fault(17)
async def test_a_token_that_is_revoked_ends_it_with_one_line_and_few_calls(wire: Wire, url: str) -> None:
    """What was answered meanwhile is stored, and its screen goes out once there is a token again."""
    unauthorised = [refusal(401, "Unauthorized")] * 99
    anna = person(wire)
    async with program("run", **settings_for(wire, url)) as bot:
        await anna.send("/quick")
        await wire.wait_until(lambda: anna.chat)
        for method in ("editMessageText", "answerCallbackQuery", "getUpdates"):
            wire.fail(method, *unauthorised)
        told = len(wire.calls)
        await wire.post(anna.raw_tap(":customer_intimacy"))
        async with asyncio.timeout(20):
            ended = await bot.ended()
    assert ended.code == 1
    assert "TELEGRAM_TOKEN" in ended.err.splitlines()[-1]
    assert TOKEN not in ended.err
    assert len(wire.calls) - told < 10
    wire.heal()
    async with program("run", **settings_for(wire, url)):
        await wire.wait_until(lambda: anna.question == "management")
    wire.refused.clear()


@pytest.mark.fault(17)
async def test_by_webhook_a_token_that_is_revoked_is_noticed(
    wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(channel, "CHECK_SECONDS", 0.01)
    wire.fail("getWebhookInfo", refusal(401, "Unauthorized"))
    stopping = asyncio.Event()
    async with channel.connect(TOKEN, wire.address, stopping) as connected:
        with pytest.raises(channel.TokenRefused):
            await connected.await_deliveries("https://bot.example.org/telegram", "a-secret", stopping)


@pytest.mark.fault(11)
async def test_a_telegram_that_stumbles_at_the_start_is_tried_again(wire: Wire, url: str) -> None:
    wire.fail("getMe", BROKEN_SERVER, too_many(1))
    wire.fail("deleteWebhook", CUT_BEFORE)
    wire.fail("getUpdates", BROKEN_SERVER, CUT_AFTER)
    anna = person(wire)
    async with program("run", **settings_for(wire, url)):
        await anna.send("/quick")
        await wire.wait_until(lambda: anna.chat)
    assert anna.question == "strategy"


async def test_a_second_process_on_one_sqlite_file_refuses_in_one_line(wire: Wire, url: str) -> None:
    async with program("run", **settings_for(wire, url)):
        await wire.wait_until(lambda: wire.calls_of("getUpdates"))
        async with program("run", **settings_for(wire, url)) as second:
            ended = await second.ended()
    assert ended.code != 0
    assert ended.err.count("\n") == 1
    assert "DATABASE_URL" in ended.err


@pytest.mark.fault(18)
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_on_postgresql_a_second_process_waits_and_takes_over(wire: Wire, database_url: str) -> None:
    anna = person(wire)
    async with program("run", **settings_for(wire, database_url)) as first:
        await wire.wait_until(lambda: wire.calls_of("getUpdates"))
        async with program("run", **settings_for(wire, database_url)) as second:
            await second.said("another process polls")
            await anna.send("/quick")
            await wire.wait_until(lambda: anna.chat)
            assert (await first.stop()).code == 0
            await anna.answer("customer_intimacy")
            await wire.wait_until(lambda: anna.question == "management")
            assert second.running
    assert len(anna.chat) == 1
