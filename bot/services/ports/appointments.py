"""Appointments: what is due, in whose hands, and what came of it."""

from typing import Protocol

from flows.teams.records import Appointment


class AppointmentUnit(Protocol):
    """Appointments in one transaction."""

    def claim_appointments(self, owner: str, now: float, until: float, limit: int) -> list[Appointment]:
        """Take a lease on appointments that are due and in nobody's hands: oldest first, and those of one
        minute spread over the teams.
        """

    def delay_appointment(self, key: str, owner: str, until: float) -> None:
        """Give the lease back; the appointment is due at another time."""

    def attempt_appointment(self, key: str, owner: str, now: float) -> bool:
        """Mark an appointment attempted; False if its lease is not this owner's, or it was attempted."""

    def note_appointment(self, key: str, message_id: int | None, error: str | None) -> None:
        """The fate of an attempted appointment: sent, or why not."""

    def return_appointment(self, key: str, until: float) -> None:
        """What was certainly not sent may be attempted again, not before this time."""

    def said(self, team_id: int, user_id: int) -> list[Appointment]:
        """The appointments of a team and person (0: of the whole team) that were said, or may have been."""

    def shown_reminders(self, team_id: int, user_id: int) -> list[tuple[Appointment, int]]:
        """The reminders of a person that still stand in their chat as they came, and their messages, in the
        order in which they came.
        """

    def let_go_of_reminder(self, user_id: int, message_id: int) -> None:
        """A reminder's message shows something else from now on."""

    def next_due(self, limit: int) -> list[Appointment]:
        """What comes next, for the operator."""

    def reminder_since(self, user_id: int, since: float) -> tuple[Appointment, int | None] | None:
        """The last reminder that somebody got after a time, or may have got, and its message."""
