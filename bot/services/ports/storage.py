"""A database that runs units of work."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from bot.services.ports.appointments import AppointmentUnit
from bot.services.ports.audit import AuditLine, AuditUnit
from bot.services.ports.budgets import BudgetUnit
from bot.services.ports.conversations import ConversationUnit, StoredConversation
from bot.services.ports.delivery import DeliveryUnit
from bot.services.ports.forgotten import ForgottenUnit
from bot.services.ports.leases import LeaseUnit
from bot.services.ports.outbox import OutboxMessage, OutboxUnit
from bot.services.ports.teams import TeamUnit
from bot.services.ports.updates import ParkedUpdate, UpdateUnit
from flows.teams.records import Record

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Counts:
    """What there is, for the operator and the metrics. Late is what was due a quarter of an hour ago."""

    conversations: int = 0
    undelivered: int = 0
    unreachable: int = 0
    letters_waiting: int = 0
    parked: int = 0
    oldest_undelivered_at: float | None = None
    teams: int = 0
    members: int = 0
    appointments_due: int = 0
    oldest_due_at: float | None = None
    appointments_late: int = 0


@dataclass(frozen=True, slots=True)
class Stored:
    """Everything stored of a person, as it stands in the rows."""

    conversation: StoredConversation | None = None
    letters: tuple[OutboxMessage, ...] = ()
    parked: tuple[ParkedUpdate, ...] = field(default=())
    kept: tuple[str, ...] = ()
    records: tuple[Record, ...] = ()
    deeds: tuple[AuditLine, ...] = ()


class Unit(
    ConversationUnit,
    DeliveryUnit,
    OutboxUnit,
    UpdateUnit,
    ForgottenUnit,
    LeaseUnit,
    AuditUnit,
    BudgetUnit,
    AppointmentUnit,
    TeamUnit,
    Protocol,
):
    """One transaction.

    Where several work at the same moment, rows are locked in one order: people by id, then teams by id. Who
    asks in another is begun anew, with what it asked for locked first (`Overtaken`).
    """

    def forget(self, user_id: int) -> None:
        """Delete every row of a person: conversation, letters to and about them, parked updates. Lines of the
        audit trail lose them.
        """

    def stored(self, user_id: int) -> Stored:
        """Everything stored of a person."""

    def free_leases(self) -> None:
        """End every lease: they were those of processes that are no more."""

    def prune(self, seen_before: float, parked_before: float) -> None:
        """Delete seen-update rows and handled letters older than this; and parked updates older than that,
        with part of the appointments attempted before then; of seals and the audit trail what is older still.
        """

    def counts(self, now: float) -> Counts:
        """The figures for `status` and the metrics."""


class Storage(Protocol):
    """A database that runs units of work."""

    async def run(self, work: Callable[[Unit], T]) -> T:
        """Run the work in a transaction, and return once it is committed.

        Units waiting at the same moment may share a commit; a failing one takes no other with it. Work that
        was `Overtaken` is done anew.

        Raises:
            StorageError: the database fails everybody; the same work may succeed later.
            Unstorable: it will not have what this work says.
            Held: it needs what somebody else holds for too long; nothing of it is stored.
            Exception: whatever the work raised.
        """

    async def enter(self) -> None:
        """Serve people from here on. A database for one process refuses a second one, and gives back
        what a dead one had leased.

        Raises:
            StorageError: another process serves people from it.
        """

    async def close(self) -> None:
        """Finish what is waiting and close the database."""
