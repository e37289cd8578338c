"""Whatever the chat shows, one tap brings the screen that follows from the facts, with buttons that hold."""

import pytest

from tests.bot.answers import FULL
from tests.bot.house import House
from tests.bot.people import Person


def edits(house: House) -> int:
    return len(house.wire.calls_of("editMessageText"))


async def apply_late(house: House, edit: int) -> None:
    """Telegram applies an edit once more, as if it had been under way until now."""
    house.wire.chats.edit(house.wire.calls_of("editMessageText")[edit])


@pytest.mark.parametrize("noted", [True, False])
@pytest.mark.parametrize("answered", [2, 3])
async def test_a_tap_on_what_a_late_edit_put_back_shows_where_they_are(
    anna: Person, house: House, answered: int, noted: bool
) -> None:
    await anna.send("/diagnose")
    await anna.answer(*FULL[:3])
    if noted:
        await house.counts()
    at = anna.question
    await apply_late(house, answered - 2)
    assert anna.question != at
    await anna.post(anna.raw_callback(anna.screen.buttons[0][1], anna.screen.id))
    assert anna.toast
    await house.wire.wait_until(lambda: anna.question == at)
    await anna.post(anna.raw_callback(anna.screen.buttons[0][1], anna.screen.id))
    assert anna.question != at


async def test_nothing_is_delivered_again_while_its_note_waits(anna: Person, house: House) -> None:
    await anna.send("/quick")
    tap, again = anna.raw_tap(":customer_intimacy"), anna.raw_tap(":customer_intimacy")
    await anna.post(tap)
    before = edits(house)
    await anna.post(again)
    assert edits(house) == before
    await house.counts()
    await house.at_rest()
    assert edits(house) == before + 1
    assert (await house.counts()).undelivered == 0
