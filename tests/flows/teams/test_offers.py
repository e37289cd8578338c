"""Every button of a reminder is one that the reminder offers, and nothing else is."""

import pytest

from flows.catalogue.catalogue import Catalogue
from flows.reminders.offers import OFFERED, OPENS, offers
from flows.screens.reminders import nudge_screen
from flows.state.screen import Action, parse_action
from flows.teams.records import Appointment
from tests.flows.teams.sample import TEAM, Crew, action, said

DAY = "2027-02-01"
SUBJECTS = {
    "n_action_due": f"1:{DAY}",
    "n_action_again": f"1:{DAY}:2027-02-02",
    "n_checkin": f"{DAY}:2027-02-02",
}


def reminder(kind: str) -> Appointment:
    return Appointment(kind, TEAM, 1, SUBJECTS.get(kind, DAY), 0.0)


@pytest.mark.parametrize("asks", [True, False])
@pytest.mark.parametrize("kind", OFFERED)
def test_every_button_below_a_reminder_is_offered_by_it(
    catalogue: Catalogue, kind: str, *, asks: bool
) -> None:
    crew = Crew(actions=(action(1),), my_checkins=(said(1, 5),), owners={1: 1})
    screen = nudge_screen(catalogue, reminder(kind), crew, asks=asks, today=DAY)
    buttons = [button for row in screen.rows for button in row]
    assert buttons
    below = [done for button in buttons if (done := parse_action(str(button.action))).name != OPENS]
    assert all(offers(reminder(kind), done) for done in below)


@pytest.mark.parametrize("kind", OFFERED)
@pytest.mark.parametrize(
    "forged",
    [
        ("later", "checkin", "2027-01-25"),
        ("later", "n_stuck", "2027-01-25"),
        ("later",),
        ("check", "2027-01-25", "three_or_more"),
        ("check", DAY),
        ("act", "2", "done"),
        ("act", "1"),
        ("remind_of", "pause", "2"),
        ("remind_of",),
        ("team", "members"),
        ("leave",),
        ("agree",),
    ],
)
def test_what_a_reminder_did_not_offer_is_not_offered(kind: str, forged: tuple[str, ...]) -> None:
    name, *arguments = forged
    assert not offers(reminder(kind), Action(name, (str(TEAM), *arguments)))
