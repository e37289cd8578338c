"""Whoever types, or sends what cannot be read, is understood or told what can be done."""

import pytest

from tests.bot.answers import QUICK
from tests.bot.conftest import Invite
from tests.bot.house import House
from tests.bot.people import Person


@pytest.mark.parametrize(
    "text",
    [
        "2",
        "B",
        "b. persoonlijk en op maat",
        "Persoonlijk en op maat",
        "Personal and tailored",
        "  AFGESTEMD   OP DE KLANT!! ",
    ],
)
async def test_an_answer_can_be_typed_by_number_letter_or_text_in_either_language(
    anna: Person, text: str
) -> None:
    await anna.send("/quick")
    await anna.send(text)
    assert anna.question == "management"
    await anna.tap("overview")
    assert anna.can("change:strategy")


@pytest.mark.parametrize(
    "text", ["99", "0", "-1", "²", "12345678901234567890", "hm", "?", "x" * 4_096, "\u202e<i>", "🧑‍🧑‍🧒"]
)
async def test_what_is_unclear_gets_one_short_line_with_the_choices(anna: Person, text: str) -> None:
    await anna.send("/quick")
    asked = anna.screen
    await anna.send(text)
    assert anna.question == "strategy"
    assert [label for label, _ in anna.screen.buttons] == [label for label, _ in asked.buttons]
    assert "\n" not in anna.screen.text
    assert len(anna.screen.text) < 100
    assert anna.screen.id > asked.id


@pytest.mark.parametrize(
    "text", ["klanten", "service", "hallo", "wat", "geen", "stagiair", "<b>&", "6", "not price"]
)
async def test_a_word_that_could_mean_anything_is_no_answer(anna: Person, text: str) -> None:
    await anna.send("/quick")
    await anna.send(text)
    assert anna.question == "strategy"


@pytest.mark.parametrize("text", ["annuleer", "Help", "privacy"])
async def test_a_command_without_its_slash_is_the_command(anna: Person, text: str) -> None:
    await anna.send("/quick")
    await anna.send(text)
    assert anna.question is None


@pytest.mark.parametrize("text", ["alles bewaren", "wis", "wis niets", "keep everything", "ja"])
async def test_everything_is_erased_only_on_exact_words(anna: Person, text: str) -> None:
    await anna.send("/quick")
    await anna.send("/vergeet")
    await anna.send(text)
    assert anna.can("forget_all")


async def test_the_screen_below_what_was_typed_is_the_only_one_with_buttons(anna: Person) -> None:
    await anna.send("/quick")
    await anna.send("2")
    await anna.send("hm")
    assert [message.id for message in anna.chat if message.buttons] == [anna.screen.id]


async def test_the_hint_is_gone_once_it_helped(anna: Person) -> None:
    await anna.send("/quick")
    asked = anna.screen.text
    await anna.send("hm")
    await anna.tap("why")
    await anna.tap("ask")
    assert anna.screen.text == asked


@pytest.mark.parametrize(
    "command", ["/nonsense", "/", "//quick", "/quick_", "/snél", "/hint:failed", "/forget_all"]
)
async def test_an_unknown_command_changes_nothing_and_points_to_help(anna: Person, command: str) -> None:
    await anna.send("/quick")
    await anna.send(command)
    assert anna.question == "strategy"
    assert anna.sees("/help")
    assert len(anna.screen.text.splitlines()) == 1


async def test_who_saw_nothing_yet_is_shown_the_whole_screen(anna: Person) -> None:
    await anna.send("/nonsense")
    assert anna.can("quick")
    assert len(anna.screen.text.splitlines()) > 1


@pytest.mark.parametrize("command", ["/SNEL", "/quick@vierstap_bot", "/snel", "/quick  now"])
async def test_a_command_is_known_in_both_languages_and_however_it_is_written(
    anna: Person, command: str
) -> None:
    await anna.send(command)
    assert anna.question == "strategy"


@pytest.mark.parametrize(
    "content", [{"voice": {"file_id": "v"}}, {"sticker": {"file_id": "s"}}, {"photo": [], "caption": "2"}]
)
async def test_what_is_no_text_gets_one_line_and_the_choices(
    anna: Person, content: dict[str, object]
) -> None:
    await anna.send("/quick")
    asked = anna.screen.text
    await anna.post(anna.raw_message(**content))
    assert anna.question == "strategy"
    assert len(anna.screen.text.splitlines()) == 1
    assert anna.screen.text not in asked
    await anna.answer("customer_intimacy")
    assert anna.question == "management"


@pytest.mark.fault(23)
async def test_an_edited_message_is_left_alone(anna: Person, house: House) -> None:
    await anna.send("/quick")
    before = len(house.wire.calls_of("sendMessage", "editMessageText"))
    edited = anna.raw_message(text="2")
    edited["edited_message"] = edited.pop("message")
    await anna.post(edited)
    assert anna.question == "strategy"
    assert len(house.wire.calls_of("sendMessage", "editMessageText")) == before


async def test_a_command_in_a_group_gets_the_way_to_a_private_chat_and_other_talk_nothing(
    anna: Person, house: House
) -> None:
    group = {"id": -1_001, "type": "supergroup", "title": "Team"}
    for text in ("hello", "/start@vierstap_bot"):
        await anna.post(anna.raw_message(text=text, chat=group))
    sent = house.wire.chats.of(-1_001)
    assert len(sent) == 1
    assert "https://t.me/vierstap_bot" in sent[0].text
    assert (await house.counts()).conversations == 0


async def test_the_first_words_of_a_stranger_open_the_welcome(anna: Person) -> None:
    await anna.send("hello there")
    assert anna.can("quick")
    assert anna.can("full")


@pytest.mark.fault(14)
@pytest.mark.threat("S7")
@pytest.mark.parametrize("name", ["<b>Anna", "\u202eannA", "Z̸̡̛͎a̵l̶g̵o̶", "👩‍👩‍👧‍👦" * 20, "{{ 7 * 7 }}"])
async def test_a_name_is_stored_nowhere_and_breaks_nothing(invite: Invite, house: House, name: str) -> None:
    anna = invite("nl", name=name)
    await anna.send("/quick")
    await anna.answer(*QUICK)
    assert anna.can("full")
    stored = await house.storage.run(lambda unit: unit.stored(anna.id))
    assert name not in str(stored)
    assert "a_user_name" not in str(stored)


async def test_what_is_like_an_answer_is_asked_back_and_noted_once_it_is_tapped(anna: Person) -> None:
    await anna.send("/quick")
    await anna.send("afgestemt op de klnat")
    assert [data.partition(":")[2] for _, data in anna.screen.buttons] == [
        "answer:strategy:customer_intimacy",
        "none_of_these",
    ]
    await anna.answer("customer_intimacy")
    assert anna.question == "management"


async def test_none_of_these_shows_the_whole_question_again(anna: Person) -> None:
    await anna.send("/quick")
    asked = anna.screen.text
    await anna.send("afgestemt op de klnat")
    await anna.tap("none_of_these")
    assert anna.screen.text == asked


async def test_a_button_of_what_was_asked_back_is_of_an_older_message_once_something_else_was_done(
    anna: Person,
) -> None:
    await anna.send("/quick")
    await anna.send("afgestemt op de klnat")
    asked_back = anna.screen
    old = anna.raw_tap("answer:strategy:customer_intimacy")
    await anna.send("/antwoorden")
    await anna.post(old)
    assert anna.screen.id > asked_back.id
    await anna.send("/quick")
    assert anna.question == "strategy"


@pytest.mark.parametrize("typed", ["B", "Persoonlijk en op maat", "op maat"])
async def test_what_was_typed_and_noted_is_said_with_the_way_back(anna: Person, typed: str) -> None:
    await anna.send("/quick")
    await anna.send(typed)
    assert anna.sees("Persoonlijk en op maat")
    assert anna.sees("Terug")
    await anna.tap("back")
    assert anna.question == "strategy"


@pytest.mark.parametrize("typed", ["1", "de eerste", "a", "twee"])
async def test_a_number_or_letter_counts_only_where_one_is_on_screen(anna: Person, typed: str) -> None:
    await anna.send("/vergeet")
    await anna.send(typed)
    assert anna.can("forget_all")
    await anna.send("/diagnose")
    assert anna.question == "sector"


@pytest.mark.parametrize(
    "typed", ["2.", "(b)", "optie b", "option B", "2️⃣", "twee", "de tweede", "the second", "nummer 2"]
)
async def test_a_place_can_be_put_in_many_ways(anna: Person, typed: str) -> None:
    await anna.send("/quick")
    await anna.send(typed)
    assert anna.question == "management"


async def test_everything_typed_is_understood_up_to_its_end(anna: Person) -> None:
    await anna.send("/quick")
    await anna.send("Persoonlijk en op maat" + " " * 400 + "niet")
    assert anna.question == "strategy"
