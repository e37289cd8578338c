"""One transaction, as the use cases know it: every topic, and what concerns several."""

from sqlalchemy import ColumnElement, ScalarSelect, Table, case, func, select

from bot.services.ports import Counts, ParkedUpdate, Stored
from bot.storage import (
    appointments,
    audit,
    budgets,
    conversations,
    delivery,
    forgotten,
    leases,
    outbox,
    updates,
)
from bot.storage.conversations import undelivered, unreachable
from bot.storage.outbox import unattempted
from bot.storage.schema import NOW
from bot.storage.team_tables import members, teams
from bot.storage.teams import TeamRows

LONGER = 5 * 86_400.0
"""Seconds for which who was forgotten is remembered after backups from before are to be gone."""
AUDIT_LONGER = 60 * 86_400.0
"""Seconds for which the audit trail is kept beyond parked updates."""
LATE = 900.0
"""Seconds after which a reminder that is due is late, as the alarm says."""
PRUNED_AT_ONCE = 2_000
"""Appointments: a rush is forgotten over some hours, so that no turn waits long for it."""


def _counted(table: Table, *where: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count()).select_from(table).where(*where).scalar_subquery()


_people, _due = conversations.conversations, appointments.appointments
_since = case((_due.c.not_before > _due.c.due_at, _due.c.not_before), else_=_due.c.due_at)
COUNTS = select(
    _counted(_people),
    _counted(_people, undelivered),
    _counted(_people, unreachable),
    _counted(outbox.outbox, unattempted),
    _counted(updates.parked_updates),
    select(func.min(_people.c.active_at)).where(undelivered).scalar_subquery(),
    _counted(teams),
    _counted(members),
    _counted(_due, *appointments.is_due),
    select(func.min(_since)).where(*appointments.is_due).scalar_subquery(),
    _counted(_due, *appointments.is_due, _since <= NOW - LATE),
)


class SqlUnit(
    delivery.DeliveryRows,
    outbox.OutboxRows,
    updates.UpdateRows,
    forgotten.ForgottenRows,
    leases.LeaseRows,
    audit.AuditRows,
    budgets.BudgetRows,
    appointments.AppointmentRows,
    TeamRows,
):
    """The port `Unit`."""

    def forget(self, user_id: int) -> None:
        self.erased = True
        self._change(updates.FORGET_PARKED, person=user_id)
        self._change(updates.FORGET_KEPT, person=user_id)
        for statement in audit.FORGET_IN_AUDIT:
            self._change(statement, who=user_id)
        self._change(outbox.FORGET_LETTERS, person=user_id)
        self._change(conversations.FORGET_CONVERSATION, person=user_id)

    def stored(self, user_id: int) -> Stored:
        parked = self._rows(updates.PARKED_OF_PERSON, person=user_id)
        kept = self._rows(updates.KEPT_OF_PERSON, person=user_id)
        return Stored(
            conversation=self.look(user_id),
            letters=tuple(self._letters(outbox.LETTERS, person=user_id)),
            parked=tuple(ParkedUpdate(*row) for row in parked),
            kept=tuple(payload for (payload,) in kept),
            records=tuple(self.records_of(user_id)),
            deeds=tuple(self.deeds_of(user_id)),
        )

    def free_leases(self) -> None:
        for statement in (*delivery.FREE_LEASES, leases.FREE_ALL, appointments.FREE_APPOINTMENTS):
            self._change(statement)

    def prune(self, seen_before: float, parked_before: float) -> None:
        self._change(appointments.PRUNE_APPOINTMENTS, before=parked_before, most=PRUNED_AT_ONCE)
        for statement in (updates.PRUNE_SEEN, outbox.PRUNE_OUTBOX, budgets.PRUNE_BUDGETS):
            self._change(statement, before=seen_before)
        self._change(updates.PRUNE_PARKED, before=parked_before)
        self._change(forgotten.PRUNE_FORGOTTEN, before=parked_before - LONGER)
        self._change(audit.PRUNE_AUDIT, before=parked_before - AUDIT_LONGER)

    def counts(self, now: float) -> Counts:
        (row,) = self._rows(COUNTS, now=now)
        return Counts(*row)
