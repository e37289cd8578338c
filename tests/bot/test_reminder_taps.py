"""What the buttons below a reminder do, whatever else is on the phone."""

from tests.bot.conftest import Invite
from tests.bot.house import House
from tests.bot.teams import DAY, MONDAY_9, at, team_of


async def test_a_check_in_that_is_open_above_a_reminder_goes_on_below_it(
    invite: Invite, house: House
) -> None:
    (anna,) = await team_of(invite, 1)
    await at(house, MONDAY_9 + 60)
    await anna.send("/checkin")
    await at(house, MONDAY_9 + DAY + 60)
    reminder = anna.newest
    await anna.tap("Nu inchecken")
    assert (anna.screen.id, anna.question) == (reminder.id, "routine")
    await anna.answer("none", "5", "none")
    assert anna.sees("vertrouwen 5 op 10")
