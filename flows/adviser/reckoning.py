"""What questions by phone and mail cost, and how many must be avoided to pay for the hours asked."""

from dataclasses import dataclass

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
