"""Appointments: what is due, in whose hands, and what came of it."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    and_,
    bindparam,
    delete,
    exists,
    func,
    not_,
    null,
    or_,
    select,
    update,
)

from bot.services.ports import LONGEST_LEASE, LONGEST_WAIT
from bot.storage.conversations import conversations
from bot.storage.records import RecordTopic, Shape
from bot.storage.schema import MOST, NOW, RELEASED, Key, is_past, metadata, partial_index
from bot.storage.team_tables import members
from flows.reminders.kinds import SHOWN
from flows.teams.records import Appointment, Role

appointments = Table(
    "appointments",
    metadata,
    Column("key", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("team_id", Key, ForeignKey("teams.id", ondelete="CASCADE"), nullable=False),
    # None for an appointment of the whole team; a record has 0 there.
    Column("user_id", Key, ForeignKey(conversations.c.user_id, ondelete="CASCADE")),
    Column("subject", Text, nullable=False),
    Column("due_at", Double, nullable=False),
    Column("not_before", Double, nullable=False, server_default="0"),
    # Spreads those of one minute, so that a large team does not hold up the small ones.
    Column("place", Integer, nullable=False),
    Column("lease_owner", Text),
    Column("lease_until", Double, nullable=False, server_default="0"),
    Column("attempted_at", Double),
    Column("message_id", BigInteger),
    Column("error", Text),
    CheckConstraint("(lease_owner IS NULL) = (lease_until = 0)", name="lease_has_owner"),
    CheckConstraint(
        "attempted_at IS NOT NULL OR (message_id IS NULL AND error IS NULL)",
        name="fate_after_attempt",
    ),
    Index("ix_appointments_team_id", "team_id", "user_id"),
    Index("ix_appointments_user_id", "user_id"),
)

ahead = appointments.c.attempted_at.is_(None)
partial_index("ix_appointments_due", appointments.c.due_at, appointments.c.place, where=ahead)
_past = appointments.c.attempted_at.is_not(None)
partial_index("ix_appointments_past", appointments.c.attempted_at, where=_past)

SHAPE = Shape.of(Appointment, appointments)

_key = appointments.c.key == bindparam("which", type_=Text)
CANCEL = (
    delete(appointments)
    .where(appointments.c.team_id == bindparam("team"), ahead)
    .where(or_(bindparam("any_kind"), appointments.c.kind == bindparam("which_kind", type_=Text)))
    .where(or_(bindparam("anybody"), func.coalesce(appointments.c.user_id, 0) == bindparam("person")))
    .where(or_(bindparam("any_subject"), appointments.c.subject == bindparam("which_subject", type_=Text)))
)
is_due = (ahead, appointments.c.due_at <= NOW, is_past(appointments.c.not_before, LONGEST_WAIT))
_due = (
    select(appointments.c.key)
    .where(*is_due)
    .where(is_past(appointments.c.lease_until, LONGEST_LEASE))
    .order_by(appointments.c.due_at, appointments.c.place)
    .limit(MOST)
    .with_for_update(skip_locked=True)
)
CLAIM = (
    update(appointments)
    .where(appointments.c.key.in_(_due))
    .values(lease_owner=bindparam("owner"), lease_until=bindparam("until"))
    .returning(*SHAPE.columns)
)
_leased = and_(_key, ahead, appointments.c.lease_owner == bindparam("owner"))
DELAY = update(appointments).where(_leased).values(**RELEASED, due_at=bindparam("until"))
ATTEMPT = update(appointments).where(_leased).values(**RELEASED, attempted_at=NOW)
NOTE = (
    update(appointments)
    .where(_key, appointments.c.attempted_at.is_not(None))
    .values(message_id=bindparam("message"), error=bindparam("reason"))
)
GIVE_BACK = (
    update(appointments)
    .where(_key, appointments.c.message_id.is_(None), appointments.c.error.is_(None))
    .values(attempted_at=null(), not_before=bindparam("until"))
)
# What concerns the whole team is told to its lead.
_for_the_lead = and_(
    appointments.c.user_id.is_(None),
    exists().where(
        members.c.team_id == appointments.c.team_id,
        members.c.user_id == bindparam("person", type_=BigInteger),
        members.c.role == Role.LEAD.value,
    ),
)
REMINDER_SINCE = (
    select(*SHAPE.columns, appointments.c.message_id)
    .where(or_(appointments.c.user_id == bindparam("person", type_=BigInteger), _for_the_lead))
    .where(appointments.c.attempted_at > bindparam("since", type_=Double), appointments.c.error.is_(None))
    .where(appointments.c.kind.in_(sorted(SHOWN)))
    .order_by(appointments.c.attempted_at.desc())
    .limit(1)
)
SAID = (
    select(*SHAPE.columns)
    .where(appointments.c.team_id == bindparam("team"), appointments.c.error.is_(None))
    .where(func.coalesce(appointments.c.user_id, 0) == bindparam("person"), not_(ahead))
)
_whose = appointments.c.user_id == bindparam("person", type_=BigInteger)
# What is the whole team's went to whoever led it then: its message is in nobody else's chat.
SHOWN_REMINDERS = (
    select(*SHAPE.columns, appointments.c.message_id)
    .where(appointments.c.team_id == bindparam("team"), _whose)
    .where(appointments.c.message_id.is_not(None), appointments.c.error.is_(None))
    .order_by(appointments.c.attempted_at, appointments.c.message_id)
)
LET_GO = (
    update(appointments)
    .where(_whose, appointments.c.message_id == bindparam("message", type_=BigInteger))
    .values(message_id=null())
)
NEXT_DUE = (
    select(*SHAPE.columns).where(ahead).order_by(appointments.c.due_at, appointments.c.place).limit(MOST)
)
FREE_APPOINTMENTS = (
    update(appointments).where(appointments.c.lease_owner.is_not(None), ahead).values(**RELEASED)
)
_long_past = (
    select(appointments.c.key)
    .where(appointments.c.attempted_at < bindparam("before"))
    .order_by(appointments.c.attempted_at)
    .limit(MOST)
    .with_for_update(skip_locked=True)
)
PRUNE_APPOINTMENTS = delete(appointments).where(appointments.c.key.in_(_long_past))


class AppointmentRows(RecordTopic):
    """Appointments in one transaction."""

    def claim_appointments(self, owner: str, now: float, until: float, limit: int) -> list[Appointment]:
        claimed = self._records(CLAIM, SHAPE, owner=owner, now=now, until=until, most=limit)
        return sorted(claimed, key=lambda appointment: appointment.due_at)

    def delay_appointment(self, key: str, owner: str, until: float) -> None:
        self._change(DELAY, which=key, owner=owner, until=until)

    def attempt_appointment(self, key: str, owner: str, now: float) -> bool:
        return self._change(ATTEMPT, which=key, owner=owner, now=now) == 1

    def note_appointment(self, key: str, message_id: int | None, error: str | None) -> None:
        self._change(NOTE, which=key, message=message_id, reason=error)

    def return_appointment(self, key: str, until: float) -> None:
        self._change(GIVE_BACK, which=key, until=until)

    def said(self, team_id: int, user_id: int) -> list[Appointment]:
        return self._records(SAID, SHAPE, team=team_id, person=user_id)

    def shown_reminders(self, team_id: int, user_id: int) -> list[tuple[Appointment, int]]:
        found = self._rows(SHOWN_REMINDERS, team=team_id, person=user_id)
        return [(SHAPE.record(columns), message_id) for *columns, message_id in found]

    def let_go_of_reminder(self, user_id: int, message_id: int) -> None:
        self._change(LET_GO, person=user_id, message=message_id)

    def next_due(self, limit: int) -> list[Appointment]:
        return self._records(NEXT_DUE, SHAPE, most=limit)

    def reminder_since(self, user_id: int, since: float) -> tuple[Appointment, int | None] | None:
        found = self._rows(REMINDER_SINCE, person=user_id, since=since)
        if not found:
            return None
        *columns, message_id = found[0]
        return SHAPE.record(columns), message_id
