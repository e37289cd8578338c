"""What becomes of an appointment whose time has come: what holds now decides, whatever was planned."""

from flows.catalogue.catalogue import Catalogue
from flows.reminders.appointments import THE_TEAM
from flows.reminders.due import Decision, DueAppointment, skip
from flows.reminders.kinds import KINDS
from flows.reminders.names import ReminderKind
from flows.teams.ports import Crew
from flows.teams.records import Appointment


def decide(catalogue: Catalogue, appointment: Appointment, crew: Crew, now: float) -> Decision:
    """What becomes of an appointment that is due; that of a team is looked at with the eyes of its lead."""
    if appointment.user_id not in (THE_TEAM, crew.me.user_id):
        return skip("left")
    if not crew.team.agreed:
        return skip("not_agreed")
    rule = KINDS.get(appointment.kind)
    if rule is None:
        return skip("unknown")  # A newer version planned it, and this one took its place again
    return rule.decide(DueAppointment(catalogue, appointment, crew, now, rule.group_hears_as))


def is_over(catalogue: Catalogue, appointment: Appointment, crew: Crew, now: float) -> bool:
    """Whether a reminder that was said counts no more."""
    rule = KINDS.get(appointment.kind)
    if rule is None or rule.over is None:
        return False
    return rule.over(DueAppointment(catalogue, appointment, crew, now))


def take_the_place_of(appointment: Appointment) -> tuple[str, str]:
    """What a reminder has in common with the earlier ones that it makes outdated: of the same thing only the
    newest counts.
    """
    rule = KINDS.get(appointment.kind)
    again = rule.comes_back_as if rule is not None else None
    number = appointment.subject.partition(":")[0] if again == ReminderKind.ACTION_AGAIN else ""
    return again or appointment.kind, number
