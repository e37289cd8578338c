"""The content changes while people are in the middle: one tap on anything they see leads on."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace

import pytest

from bot.assembly import Rooms
from bot.services.ports import Unit
from flows.catalogue.catalogue import Catalogue
from flows.catalogue.content import Content
from flows.catalogue.questions import Question
from flows.conversation import Conversation
from tests.bot.hall import Guest, Hall, open_hall
from tests.bot.house import Clock

ASIDE = ("", "why", "overview", "/instellingen", "/team", "/opnieuw", "/vergeet", "/bronnen")
"""What people look at beside a question; nothing is the question itself."""

Questions = tuple[Question, ...]
Change = Callable[[Questions], Questions]


def without(questions: Questions, name: str) -> Questions:
    return tuple(question for question in questions if question.id != name)


def first_option_removed(questions: Questions) -> Questions:
    return tuple(question.model_copy(update={"options": question.options[1:]}) for question in questions)


def last_option_removed(questions: Questions) -> Questions:
    return tuple(
        question.model_copy(update={"options": question.options[:-1], "unknown": None})
        for question in questions
    )


def options_reversed(questions: Questions) -> Questions:
    return tuple(question.model_copy(update={"options": question.options[::-1]}) for question in questions)


def reversed_order(questions: Questions) -> Questions:
    return questions[::-1]


def with_questions(rooms: Rooms, change: Change) -> Rooms:
    content: Content = rooms.conversation.catalogue.content
    catalogue = Catalogue(content.model_copy(update={"question": change(content.question)}))
    presenter = type(rooms.presenter)(catalogue, rooms.presenter.renderer)
    return Rooms(Conversation(catalogue, presenter.renderer.languages), presenter)


def unchanged(questions: Questions) -> Questions:
    return questions


CHANGES = [
    pytest.param(unchanged, first_option_removed, id="the first options removed"),
    pytest.param(unchanged, last_option_removed, id="the last options removed"),
    pytest.param(unchanged, options_reversed, id="options in another order"),
    pytest.param(unchanged, reversed_order, id="questions in another order"),
    *(
        pytest.param(lambda q, gone=gone: without(q, gone), unchanged, id=f"{gone} added")
        for gone in ("strategy", "resources", "habits", "size")
    ),
    *(
        pytest.param(unchanged, lambda q, gone=gone: without(q, gone), id=f"{gone} removed")
        for gone in ("strategy", "resources", "habits", "size")
    ),
]


@pytest.fixture
async def hall(url: str, rooms: Rooms, clock: Clock) -> AsyncIterator[Hall]:
    async with open_hall(url, rooms, clock) as hall:
        yield hall


@pytest.mark.fault(37)
@pytest.mark.promise("G9")
@pytest.mark.parametrize(("before", "after"), CHANGES)
async def test_whoever_is_in_the_middle_is_led_on(
    hall: Hall, rooms: Rooms, before: Change, after: Change
) -> None:
    old = hall.beside("old", with_questions(rooms, before))
    new = hall.beside("new", with_questions(rooms, after))
    guests = [await at(old, number, answers, aside) for number, (answers, aside) in enumerate(places(), 1)]
    await old.at_rest()
    for guest in guests:
        await led_on(new, new.guest(guest.id), button=guest.id)


def places() -> list[tuple[int, str]]:
    return [(answers, aside) for answers in (0, 1, 2, 5, 7) for aside in ASIDE]


async def at(hall: Hall, number: int, answers: int, aside: str) -> Guest:
    """Somebody who gave so many answers, and looks at something."""
    guest = hall.guest(number)
    await guest.types("/diagnose")
    for _ in range(answers):
        await guest.presses(guest.screen)
    if aside.startswith("/"):
        await guest.types(aside)
    elif aside and guest.can(aside):
        await guest.taps(aside)
    return guest


async def led_on(hall: Hall, guest: Guest, button: int) -> None:
    """By any button of what they see, and then by the last of what comes."""
    seen = guest.screen
    await guest.presses(seen, button % len(seen.keyboard))
    if not await known(hall, guest):
        return
    await hall.at_rest()
    await hall.sees_the_facts(guest)
    shown = guest.screen
    await guest.presses(shown, -1)
    await hall.at_rest()
    await hall.sees_the_facts(guest)
    assert guest.screen.text != shown.text


async def known(hall: Hall, guest: Guest) -> bool:
    """Whether they did not just have everything erased."""
    return guest.id in await hall.storage.run(lambda unit: unit.known([guest.id]))


@pytest.mark.fault(37)
@pytest.mark.promise("G9")
async def test_whoever_stands_before_a_question_that_was_renamed_is_asked_it_anew(hall: Hall) -> None:
    guest = await at(hall, 1, 2, "")
    asked = guest.screen.keyboard[0][1].split(":")[1]

    def under_its_old_name(unit: Unit) -> None:
        row = unit.load(guest.id)
        assert row is not None
        row.screen = row.screen.replace(f"answer:{asked}:", "answer:old_name:")
        unit.save(row)

    await hall.storage.run(under_its_old_name)
    seen = guest.screen
    keyboard = tuple((label, action.replace(f":{asked}:", ":old_name:")) for label, action in seen.keyboard)
    hall.memory.put_back(guest.id, replace(seen, keyboard=keyboard))
    await led_on(hall, guest, button=0)
