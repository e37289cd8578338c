"""A reminder that was sent, as it can be answered by typing below it."""

from flows.catalogue.catalogue import Catalogue
from flows.screens.reminders import nudge_screen
from flows.state.result import TurnContext
from flows.state.screen import Screen
from flows.teams.lookup import number_of
from flows.teams.records import Appointment


def name_reminder(appointment: Appointment) -> str:
    """What a reminder is known by to who got it; it names nobody."""
    return f"{appointment.team_id}:{appointment.kind}:{appointment.subject}"


def reminder_screen(catalogue: Catalogue, named: str, context: TurnContext, *, asks: bool) -> Screen | None:
    """The reminder with this name; None for who is in that team no longer."""
    team, _, rest = named.partition(":")
    kind, _, subject = rest.partition(":")
    number = number_of((team,))
    crew = context.teams.crew(number) if number is not None else None
    if crew is None:
        return None
    appointment = Appointment(kind, crew.team.id, context.person, subject, context.now)
    return nudge_screen(catalogue, appointment, crew, asks=asks, today=context.today)
