"""A third language is texts only: French, a copy of the English folder, walked through from end to end."""

import asyncio
import re
import shutil
from collections.abc import Iterator

import pytest
from typer.testing import CliRunner

import bot.__main__
from bot.assembly import Rooms
from bot.channels.telegram.channel import connect
from bot.services.presenter import Presenter
from flows.catalogue.catalogue import load_catalogue
from flows.conversation import Conversation
from flows.handlers.questionnaire import HANDLERS
from messages.renderer import ROOM, Renderer
from tests.bot.answers import FULL, QUICK
from tests.bot.conftest import Invite
from tests.bot.house import House
from tests.bot.people import Person
from tests.bot.teams import DAY, MONDAY_9, WEEK, at, join, lead_of
from tests.bot.wire import TOKEN, Wire

MONTH = 4
FINAL = ("forget", "leave", "delete_team", "language", "export", "sure")
"""What ends the walk, or leads out of the language."""
YOU = re.compile(r"\bYou\b")


@pytest.fixture(scope="module")
def rooms(tmp_path_factory: pytest.TempPathFactory) -> Rooms:
    """As `build_rooms`, over a folder with one language more."""
    folder = tmp_path_factory.mktemp("texts") / "messages"
    shutil.copytree(ROOM, folder, ignore=shutil.ignore_patterns("*.py*"))
    shutil.copytree(folder / "en", folder / "fr")
    interface = folder / "fr" / "interface.toml"
    text = interface.read_text(encoding="utf-8")
    for old, new in (('"English"', '"Français"'), ('"en_GB"', '"fr_FR"'), ('"en_US"', '"fr"')):
        assert old in text
        text = text.replace(old, new, 1)
    interface.write_text(text, encoding="utf-8")
    for file in (folder / "fr").rglob("*.*"):
        file.write_text(YOU.sub("Vous", file.read_text(encoding="utf-8")), encoding="utf-8")
    renderer = Renderer(folder, {"bot_username": "vierstap_bot", "operator_contact": "privacy@example.org"})
    catalogue = load_catalogue()
    return Rooms(Conversation(catalogue, renderer.languages), Presenter(catalogue, renderer))


async def look_around(person: Person, *commands: str) -> None:
    """Every button below what these commands open, one step deep."""
    for command in commands:
        await person.send(command)
        for _, data in list(person.screen.buttons):
            action = data.partition(":")[2]
            if not action.startswith(FINAL):
                await person.send(command)
                if person.can(action):
                    await person.tap(action)
                    in_french(person)


def in_french(person: Person) -> None:
    """What they see is from the folder of their language, where `You` is `Vous`."""
    assert not YOU.search(person.screen.text)


def commands(rooms: Rooms) -> Iterator[str]:
    for action, command in rooms.presenter.renderer.branch("fr", "commands").items():
        if not action.startswith(FINAL) and action.partition(":")[0] in HANDLERS:
            yield f"/{command['name']}"


async def test_both_ways_through_the_questions_and_all_that_the_advice_opens(
    invite: Invite, rooms: Rooms
) -> None:
    quick = invite("fr", "Quentin")
    await quick.send("/start")
    await quick.tap("quick")
    await quick.answer(*QUICK)
    in_french(quick)
    full = invite("fr", "Fleur")
    await full.send("/diagnose")
    await full.answer(*FULL)
    for command in commands(rooms):
        await look_around(full, command)
    assert full.pictures


async def test_the_menu_offers_every_language_by_its_own_name_tapped_or_typed(
    invite: Invite, house: House
) -> None:
    anna = invite("en")
    await anna.send("/settings")
    labels = [label for label, _ in anna.screen.buttons]
    assert {"Nederlands", "English", "Français"} <= set(labels)
    await anna.send("Français")
    stored = await house.storage.run(lambda unit: unit.load(anna.id))
    assert stored is not None
    assert stored.language == "fr"


async def test_who_speaks_no_language_of_ours_is_answered_in_that_for_others(
    invite: Invite, house: House
) -> None:
    stranger = invite("pt-BR")
    await stranger.send("/start")
    stored = await house.storage.run(lambda unit: unit.load(stranger.id))
    assert stored is not None
    assert stored.language == "en"


async def test_words_count_as_answers_in_it(invite: Invite) -> None:
    anna = invite("fr")
    await anna.send("/start")
    await anna.tap("quick")
    asked = anna.question
    (label, _), *_ = (button for button in anna.screen.buttons if ":answer:" in button[1])
    await anna.send(label.partition(". ")[2] or label)
    assert anna.question != asked


async def test_a_month_of_a_team_with_its_pictures_reminders_and_brief(invite: Invite, house: House) -> None:
    lead = await lead_of(invite, "fr")
    await lead.tap("invite")
    people = [lead, *[await join(invite, lead, f"Member {n}", "fr") for n in range(2, 6)]]
    await lead.send("/plan")
    await lead.tap("agree")
    for week in range(MONTH):
        await at(house, MONDAY_9 + week * WEEK + 60)
        for person in people[: 5 - week % 2]:
            await person.tap("three_or_more")
            await person.answer("7", "means")
            in_french(person)
        await at(house, MONDAY_9 + week * WEEK + 3 * DAY)
    await look_around(lead, "/team", "/plan", "/mydata")
    await lead.send("/team")
    await lead.tap("brief")
    await lead.tap("print_brief")
    assert any("Vous" in message.text for person in people for message in person.chat)
    assert any(message.file.startswith(b"%PDF") for message in lead.chat)
    assert people[1].pictures or lead.pictures


async def test_dates_and_holidays_are_said_in_it(rooms: Rooms) -> None:
    renderer = rooms.presenter.renderer
    french = renderer._environments["fr"].filters
    assert french["weekday"]("2027-03-29") == "lundi 29 mars"
    assert french["holiday"]("2027-03-29", "BE") == "Lundi de Pâques"
    assert french["holiday"]("2027-04-27", "NL") == "King's Day"


async def test_telegram_is_given_its_menu(wire: Wire, rooms: Rooms) -> None:
    async with connect(TOKEN, wire.address, asyncio.Event()) as channel:
        await channel.introduce(rooms.presenter.renderer)
    told = [call.get("language_code", "") for call in wire.calls_of("setMyCommands")]
    assert sorted(told) == ["", "en", "fr", "nl"]


def test_the_command_line_names_the_languages_there_are() -> None:
    refused = CliRunner().invoke(bot.__main__.app, ["advise", "-", "--language", "fr"], input="{}")
    assert refused.exit_code == 2
    assert "en, nl" in refused.output
