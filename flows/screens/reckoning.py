"""The reckoning: the next number to give, or the outcome."""

from flows.adviser.reckoning import ASKED, CHOICES, reckon
from flows.state.screen import Block, Screen, button, labelled
from flows.state.session import Session


def reckoning_screen(session: Session, hours: int) -> Screen:
    """The next number to give, or the outcome."""
    given = session.reckoning[: len(ASKED)]
    again = (button("calculate"),)
    home = (button("show", "measuring"),)
    if len(given) < len(ASKED):
        asked = ASKED[len(given)]
        choices = tuple(
            labelled("reckon_number", "reckon", choice, number=choice) for choice in CHOICES[asked]
        )
        return Screen("reckon", (Block("reckon/ask", {"asked": asked}),), (choices, home), writes=True)
    contacts, minutes, cost = given
    found = reckon(contacts, minutes, cost, hours)
    values = {
        "contacts": contacts,
        "minutes": minutes,
        "cost": cost,
        "yearly": found.yearly,
        "hours": found.hours,
        "needed": found.needed,
        "pays": found.pays,
    }
    return Screen("reckon", (Block("reckon/outcome", values),), (again, home))
