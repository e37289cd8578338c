"""From the first visit to advice, and what can be done on the way."""

import pytest

from tests.bot.answers import BEGIN, FULL, QUICK, REST
from tests.bot.conftest import Invite
from tests.bot.people import Person


@pytest.mark.parametrize(
    ("language", "first", "of", "step"),
    [
        ("nl", "Vraag 1", "1/12", "stap"),
        ("nl-BE", "Vraag 1", "1/12", "stap"),
        ("en", "Question 1", "1/12", "step"),
        ("tr", "Question 1", "1/12", "step"),
        (None, "Question 1", "1/12", "step"),
    ],
)
async def test_from_the_first_visit_to_advice(
    invite: Invite, language: str | None, first: str, of: str, step: str
) -> None:
    anna = invite(language)
    await anna.send("/start")
    assert anna.can("quick")
    await anna.tap("full")
    assert anna.sees(first)
    assert anna.sees(of)
    await anna.answer(*FULL)
    assert anna.question is None
    assert step in anna.screen.text.lower()
    assert anna.can("show:why")
    assert len(anna.pictures) == 1
    assert step in anna.pictures[0].text.lower()


async def test_the_conversation_is_one_message_that_changes(anna: Person) -> None:
    await anna.send("/start")
    first = anna.screen.id
    await anna.tap("quick")
    await anna.answer(*QUICK)
    assert anna.screen.id == first
    assert len(anna.chat) == 1


async def test_going_on_after_the_quick_path_asks_nothing_twice(anna: Person) -> None:
    await anna.send("/start")
    await anna.tap("quick")
    asked = []
    for option in QUICK:
        asked.append(anna.question)
        await anna.answer(option)
    assert anna.question is None
    await anna.tap("full")
    for option in (*BEGIN, *REST):
        asked.append(anna.question)
        await anna.answer(option)
    assert anna.question is None
    assert len(set(asked)) == len(asked) == 12
    assert len(anna.pictures) == 1


async def test_back_shows_the_question_before_with_its_answer_marked(anna: Person) -> None:
    await anna.send("/quick")
    await anna.answer(QUICK[0])
    await anna.tap("back")
    assert anna.question == "strategy"
    marked = [data for label, data in anna.screen.buttons if label.startswith("✓")]
    assert [data.rpartition(":")[2] for data in marked] == [QUICK[0]]


async def test_why_a_question_is_asked_can_be_opened_and_closed(anna: Person) -> None:
    await anna.send("/quick")
    asked = anna.screen.text
    await anna.tap("why")
    assert anna.question == "strategy"
    assert len(anna.screen.text) > len(asked)
    await anna.tap("ask")
    assert anna.screen.text == asked


async def test_one_answer_can_be_changed_and_the_others_stay(anna: Person) -> None:
    await anna.send("/diagnose")
    await anna.answer(*FULL)
    await anna.tap("show:menu")
    await anna.tap("overview")
    assert len([data for _, data in anna.screen.buttons if ":change:" in data]) == len(FULL)
    await anna.tap("change:size")
    assert anna.question == "size"
    await anna.answer("large")
    assert anna.can("show:why")
    await anna.tap("show:menu")
    await anna.tap("overview")
    assert len([data for _, data in anna.screen.buttons if ":change:" in data]) == len(FULL)


async def test_a_change_asks_what_it_makes_necessary_and_no_more(anna: Person) -> None:
    await anna.send("/diagnose")
    await anna.answer(*FULL)
    await anna.tap("show:menu")
    await anna.tap("overview")
    await anna.tap("change:strategy")
    await anna.answer("mixed")
    assert anna.question == "walk_away"
    await anna.answer("customer_intimacy")
    assert anna.question == "extra_euro"
    await anna.answer("customer_intimacy")
    assert anna.question is None


async def test_the_card_comes_once_and_is_offered_anew_after_a_change(anna: Person) -> None:
    await anna.send("/diagnose")
    await anna.answer(*FULL)
    assert len(anna.pictures) == 1
    assert not anna.can("card")
    await anna.send("/antwoorden")
    await anna.tap("change:size")
    await anna.answer("medium")
    assert not anna.can("card")
    await anna.send("/antwoorden")
    await anna.tap("change:size")
    await anna.answer("large")
    assert len(anna.pictures) == 1
    await anna.tap("card")
    assert len(anna.pictures) == 2
    assert not anna.can("card")
    await anna.send("/kaart")
    assert len(anna.pictures) == 3


async def test_what_is_shared_stands_on_its_own(anna: Person) -> None:
    await anna.send("/diagnose")
    await anna.answer(*FULL)
    await anna.tap("show:menu")
    await anna.tap("share")
    await anna.tap("share:colleague")
    *_, shared, below = anna.chat
    assert anna.screen == below
    assert not shared.buttons
    assert "stap" in shared.text.lower()
    assert "https://t.me/vierstap_bot?start=" in shared.text


async def test_every_button_of_the_advice_opens_something_else_and_leads_back(anna: Person) -> None:
    await anna.send("/diagnose")
    await anna.answer(*FULL)
    advice = anna.screen.text
    views = [data.partition(":")[2] for _, data in anna.screen.buttons if ":show:" in data]
    opened = set()
    for view in views:
        await anna.tap(view)
        opened.add(anna.screen.text)
        await anna.tap("show:advice")
        assert anna.screen.text == advice
    assert len(opened) == len(views)
    assert advice not in opened


async def test_who_returns_goes_on_where_they_were(anna: Person) -> None:
    await anna.send("/quick")
    await anna.answer(QUICK[0])
    await anna.send("/start")
    assert anna.question is None
    await anna.tap("resume")
    assert anna.question == "management"


async def test_starting_anew_suggests_the_old_answers(anna: Person) -> None:
    await anna.send("/quick")
    await anna.answer(*QUICK)
    await anna.tap("show:menu")
    await anna.tap("restart")
    await anna.tap("new:full")
    await anna.answer(*BEGIN)
    assert anna.question == "strategy"
    assert any(label.startswith("✓") and data.endswith(QUICK[0]) for label, data in anna.screen.buttons)


@pytest.mark.parametrize(
    ("payload", "question"), [("quick", "strategy"), ("full", "sector"), ("x" * 64, None)]
)
async def test_a_known_deep_link_opens_its_path_and_an_unknown_one_the_start(
    anna: Person, payload: str, question: str | None
) -> None:
    await anna.send(f"/start {payload}")
    assert anna.question == question
    assert anna.can("settings") or question


async def test_the_language_can_be_switched_halfway_without_losing_anything(anna: Person) -> None:
    await anna.send("/quick")
    await anna.answer(QUICK[0])
    assert anna.sees("Vraag 2")
    await anna.send("/instellingen")
    await anna.tap("language:en")
    assert anna.question == "management"
    assert anna.sees("Question 2")


async def test_two_people_do_not_meet(invite: Invite) -> None:
    anna, bob = invite("nl"), invite("en")
    await anna.send("/quick")
    await bob.send("/quick")
    await anna.answer(QUICK[0])
    assert (anna.question, bob.question) == ("management", "strategy")
    assert anna.sees("Vraag 2")
    assert bob.sees("Question 1")
