"""The real bot in the sandbox, as people see it."""

import pytest

from bot.sandbox.sandbox import Telegram
from tests.sandbox.conftest import Start
from tests.sandbox.driver import Phone

DUTCH = (
    "Volledige diagnose",
    "Winkel, webwinkel, horeca",
    "Ik doe het werk",
    "B. ",
    "C. ",
    "C. ",
    "B. ",
    "C. ",
    "B. ",
    "C. ",
    "C. ",
    "B. ",
    "50 tot en met 249",
)
ENGLISH = (
    "Full diagnosis",
    "Shop, webshop, restaurant",
    "I do the work",
    "B. ",
    "C. ",
    "C. ",
    "B. ",
    "C. ",
    "B. ",
    "C. ",
    "C. ",
    "B. ",
    "50 to 249",
)


async def diagnose(phone: Phone, taps: tuple[str, ...], questions: str) -> None:
    await phone.send("/start")
    for number, label in enumerate(taps):
        if number:
            await phone.see(f"{questions} {number}/")
        await phone.tap(label)


@pytest.mark.parametrize(
    ("language", "taps", "question", "advice"),
    [("nl", DUTCH, "Vraag", "Stap 2"), ("en", ENGLISH, "Question", "Step 2")],
)
async def test_from_the_first_visit_to_advice(
    telegram: Telegram, start: Start, language: str, taps: tuple[str, ...], question: str, advice: str
) -> None:
    phone = Phone(telegram, "Anna", language)
    async with start():
        await diagnose(phone, taps, question)
        await phone.see(advice)
        assert (await phone.see_picture()).startswith(b"\x89PNG")


async def test_a_bot_that_is_killed_in_between_loses_nothing(telegram: Telegram, start: Start) -> None:
    anna = Phone(telegram, "Anna", "nl")
    async with start() as bot:
        await anna.send("/snel")
        await anna.tap("B. ")
        await anna.see("Vraag 2/")
        await bot.kill()
        await anna.tap("C. ")
        await bot.start()
        await anna.see("Vraag 3/")
        await anna.tap("C. ")
        await anna.see("Voorlopig")


@pytest.mark.parametrize("mode", ["twice", "late", "out_of_order"])
async def test_updates_that_come_strangely_count_once(telegram: Telegram, start: Start, mode: str) -> None:
    anna = Phone(telegram, "Anna", "nl")
    async with start():
        await anna.send("/snel")
        await anna.see("Vraag 1/")
        telegram.updates.deliver(mode, 1)
        await anna.tap("B. ")
        await anna.see("Vraag 2/")


async def test_the_clock_brings_the_check_in_of_monday(telegram: Telegram, start: Start) -> None:
    anna = Phone(telegram, "Anna", "nl")
    async with start():
        await diagnose(anna, DUTCH, "Vraag")
        await anna.see("Stap 2")
        await anna.send("/team")
        await anna.tap("Nieuw team")
        await anna.send("Webcare")
        await anna.tap("Nederland")
        await anna.tap("Plan afspreken")
        await anna.see("acties klaar")
        await telegram.clock.advance(telegram.clock.until_monday() + 60)
        await anna.tap("Drie keer of vaker")
        await anna.see("2 van 3")
        await anna.tap("8")
        await anna.see("3 van 3")
        await anna.tap("Niets bijzonders")
        await anna.see("vertrouwen 8 op 10")


async def test_a_colleague_joins_by_the_link_in_the_invitation(telegram: Telegram, start: Start) -> None:
    anna, ben = Phone(telegram, "Anna", "nl"), Phone(telegram, "Ben", "en")
    async with start():
        await diagnose(anna, DUTCH, "Vraag")
        await anna.see("Stap 2")
        await anna.send("/team")
        await anna.tap("Nieuw team")
        await anna.send("Webcare")
        await anna.tap("Nederland")
        await anna.tap("Collega’s uitnodigen")
        invitation = await anna.see("start=t_")
        link = next(word for word in invitation["caption"].split() if "start=t_" in word)
        await telegram.clock.advance(telegram.clock.until_monday() + 60)  # nobody is told at night
        await ben.open_link(link)
        await ben.tap("Yes, count me in")
        await anna.see("Ben doet nu mee in Webcare")
