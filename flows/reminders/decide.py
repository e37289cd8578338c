"""What becomes of an appointment whose time has come: what holds now decides, whatever was planned."""

from flows.catalogue.catalogue import Catalogue
from flows.reminders.appointments import THE_TEAM
from flows.reminders.due import Decision, DueAppointment, skip
from flows.reminders.kinds import KINDS
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
