"""A reminder that was sent, as it can be answered by typing below it."""

from flows.catalogue import Catalogue
from flows.move import Occasion
from flows.screens import Screen
from flows.teams.guarding import number_of
from flows.teams.model import Appointment
from flows.teams.nudges import nudge_screen


def name_reminder(appointment: Appointment) -> str:
    """What a reminder is known by to who got it; it names nobody."""
    return f"{appointment.team_id}:{appointment.kind}:{appointment.subject}"


def reminder_screen(catalogue: Catalogue, named: str, occasion: Occasion, *, asks: bool) -> Screen | None:
    """The reminder with this name; None for who is in that team no longer."""
    team, _, rest = named.partition(":")
    kind, _, subject = rest.partition(":")
    number = number_of((team,))
    crew = occasion.teams.crew(number) if number is not None else None
    if crew is None:
        return None
    appointment = Appointment(kind, crew.team.id, occasion.person, subject, occasion.now)
    return nudge_screen(catalogue, appointment, crew, asks=asks, today=occasion.today)
