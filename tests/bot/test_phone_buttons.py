"""What a phone does by itself when a button is tapped, and what those see whose phone cannot."""

import pytest

from bot.assembly import Rooms
from bot.channels.telegram.messenger import markup_of
from bot.services.phone_buttons import MOST_COPIED, carried_by, in_parts
from bot.services.plain import plain_text
from bot.services.presenter import names_somebody
from flows.adviser.advice import advise
from flows.questionnaire.progress import Path
from flows.screens.advice_views import copy_screen
from flows.state.screen import Action, Block, ByPhone, Screen, button, copying
from flows.teams.tidy import units
from tests.flows.people import READY

ROUTINE = Block("held/routine", {"cue": "ik @anna zie", "routine": "antwoord ik"})


@pytest.mark.parametrize(
    "text",
    [
        "Kort.",
        "Een zin. " * 80,
        "Een alinea met woorden.\n\n" * 30,
        "x" * 1_000,
        "👏" * 300,
        "woord " * 100 + "\n\n" + "y" * 400,
    ],
)
def test_a_text_is_parted_so_that_each_part_fits_and_nothing_is_lost(text: str) -> None:
    parts = list(in_parts(text))
    assert all(0 < units(part) <= MOST_COPIED for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_nothing_is_held_that_would_need_too_many_buttons() -> None:
    assert carried_by(Action(ByPhone.COPY), "een zin. " * 200) == ()
    assert carried_by(Action(ByPhone.LINK), "") == ()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_text_to_copy_is_copied_whole_and_stands_in_the_message(rooms: Rooms, language: str) -> None:
    catalogue = rooms.presenter.catalogue
    answers = rooms.conversation.reader.walk(Path.FULL, READY, finished=True).active
    for place in range(3):
        shown = rooms.presenter.show(language, copy_screen(advise(catalogue, answers, "2026-12-01"), place))
        copied = [held.removeprefix("copy:") for row in shown.keyboard for _, held in row if "copy:" in held]
        assert copied
        assert all(part in plain_text(shown.text) for part in copied)


def test_what_somebody_wrote_is_copied_as_they_wrote_it(rooms: Rooms) -> None:
    assert rooms.presenter.carried("nl", copying(ROUTINE)) == ("copy:Als ik @anna zie, dan antwoord ik.",)


def test_a_button_that_holds_a_text_is_nobody_elses(rooms: Rooms) -> None:
    others = Block("held/routine", {"cue": "ik thee zet", "routine": "lees ik"})
    shown = [rooms.presenter.show("nl", Screen("x", (), ((copying(held),),))) for held in (ROUTINE, others)]
    assert shown[0].keyboard != shown[1].keyboard


def test_a_copy_button_tells_the_bot_nothing(rooms: Rooms) -> None:
    shown = rooms.presenter.show("nl", Screen("x", (), ((copying(ROUTINE),), (button("cancel"),))))
    assert not shown.offers(shown.keyboard[0][0][1])
    first, second = markup_of(shown, 7, inline=False)["reply_markup"]["inline_keyboard"]  # type: ignore[index] # an object
    assert first[0].keys() == {"text", "copy_text"}
    assert second[0]["callback_data"] == "7:cancel"


def test_what_a_button_holds_may_be_somebodys_and_is_kept_in_no_memory() -> None:
    assert names_somebody(copying(ROUTINE))
