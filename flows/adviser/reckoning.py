"""What questions by phone and mail cost, and how many must be avoided to pay for the hours asked."""

from dataclasses import dataclass

from flows.state.screen import Block, Screen, button, labelled
from flows.state.session import Session

ASKED = ("contacts", "minutes", "cost")
"""How many a week, minutes each, and what an hour costs in euros."""
CHOICES = {"contacts": (20, 50, 100, 250), "minutes": (4, 6, 8, 12), "cost": (35, 45, 55, 65)}
MOST = 100_000
WEEKS = 52


@dataclass(frozen=True, slots=True)
class Reckoning:
    """Euros a year, how many contacts a week pay for the hours, and whether there are so many."""

    yearly: int
    hours: int
    needed: int
    pays: bool


def reckon(contacts: int, minutes: int, cost: int, hours: int) -> Reckoning:
    """What contacts cost, beside so many hours a week."""
    needed = -(-hours * 60 // minutes)
    return Reckoning(contacts * minutes * cost * WEEKS // 60, hours, needed, pays=needed <= contacts)


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
