"""Says what is due: each reminder once, at the pace that all processes share, and nobody waits for it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import structlog

from bot.services.clock import Time
from bot.services.failures import reason_of, set_aside
from bot.services.groups import Groups, forget_group
from bot.services.held import once_free
from bot.services.metrics import Metrics
from bot.services.outbox_sender import take_back
from bot.services.ports import (
    Held,
    Messenger,
    Moved,
    Refused,
    SendError,
    Storage,
    StorageError,
    TryLater,
    Unit,
    Unreachable,
)
from bot.services.rate_limit import RateLimit
from bot.services.reminders import ReminderMessage, ReminderWriter, Settled
from bot.services.tasks import Tasks
from flows.teams.records import Appointment

log = structlog.get_logger()

Fate = Callable[[Unit], object]

OF_ALL = 5.0
"""Seconds from which being told to wait is meant for the whole bot, not for one chat."""
RETRY = 60.0
DRAIN = 4.0


@dataclass(frozen=True, slots=True)
class Late:
    """A message that arrived after its reader was forgotten."""

    message_id: int


class Scheduler:
    """Takes appointments as they come due."""

    def __init__(
        self,
        storage: Storage,
        messenger: Messenger,
        notices: ReminderWriter,
        metrics: Metrics,
        clock: Time,
        pace: RateLimit,
    ) -> None:
        self._storage = storage
        self._messenger = messenger
        self._notices = notices
        self._metrics = metrics
        self._clock = clock
        self._pace = pace
        self._groups = Groups(clock)
        self._sending = Tasks()

    async def round(self) -> bool:
        """Take what is due, as far as the pace allows; whether there may be more at once."""
        claimed, more = await self._storage.run(self._pace.claim)
        settled = [await self._take(appointment) for appointment in claimed]
        if unsaid := sum(one.notice is None for one in settled):
            await self._storage.run(partial(self._pace.give_back, number=unsaid))
        return more or any(one.group_hears for one in settled)

    async def _take(self, appointment: Appointment) -> Settled:
        """Settle one, and begin to send what there is to say."""
        settled = await self._settle(appointment)
        if settled.notice is not None:
            self._sending.start(self._deliver(settled.notice), "reminder")
        return settled

    async def _settle(self, appointment: Appointment) -> Settled:
        """One that cannot be settled is given up, so that it holds up no other."""
        try:
            return await self._storage.run(partial(self._notices.settle, appointment=appointment))
        except StorageError:
            raise
        except Held:
            return Settled()  # It is ours for a while, and has its turn again
        except Exception as error:
            log.exception("appointment given up", kind=appointment.kind, reason=reason_of(error))
        with set_aside("appointment not given up", kind=appointment.kind):
            await self._storage.run(partial(self._notices.give_up, appointment=appointment))
        return Settled()

    async def settled(self) -> None:
        """Wait until nothing is being sent."""
        await self._sending.settled()

    async def finish(self, seconds: float = DRAIN) -> None:
        """Let what is being sent finish, this long at most; the rest is known as attempted."""
        await self._sending.finish(seconds)

    async def _deliver(self, notice: ReminderMessage) -> None:
        """Send it once, and note its fate."""
        kind, now = notice.key.partition(":")[0], self._clock()
        try:
            with set_aside("reminder failed", kind=kind):
                fate = await self._send(notice, now)
                late = await once_free(self._storage, fate)
                if isinstance(late, Late):
                    await take_back(self._messenger, notice.chat_id, late.message_id)
        except StorageError as error:
            log.error("fate of a reminder not noted", reason=str(error))

    async def _send(self, notice: ReminderMessage, now: float) -> Fate:
        """What is to be stored once it was sent, or was not."""
        try:
            message_id = await notice.send(self._messenger)
        except SendError as error:
            self._metrics.sent("failed")
            return partial(self._fail, notice=notice, error=error, now=now)
        except Exception as error:
            log.exception("reminder not written", kind=notice.key.partition(":")[0], reason=reason_of(error))
            return lambda unit: unit.note_appointment(notice.key, None, "not written")
        self._metrics.reminded(now - notice.due_at)
        return partial(self._note, notice=notice, message_id=message_id)

    def _note(self, unit: Unit, notice: ReminderMessage, message_id: int) -> Late | None:
        unit.note_appointment(notice.key, message_id, None)
        forgotten = not notice.to_group and not unit.known((notice.chat_id,))
        return Late(message_id) if forgotten else None

    def _fail(self, unit: Unit, notice: ReminderMessage, error: SendError, now: float) -> None:
        """What certainly did not arrive has another turn; what may have arrived has none."""
        match error:
            case TryLater(seconds=seconds):
                unit.return_appointment(notice.key, now + seconds)
                if seconds > OF_ALL:
                    self._pace.hold_off(unit, seconds)
            case Moved(to=to):
                unit.migrate_group(notice.chat_id, to)
                unit.return_appointment(notice.key, now)
            case Unreachable() | Refused():
                self._give_up(unit, notice, error, now)
            case _ if error.certain:
                unit.return_appointment(notice.key, now + RETRY)
            case _:
                unit.note_appointment(notice.key, None, str(error))

    def _give_up(self, unit: Unit, notice: ReminderMessage, error: SendError, now: float) -> None:
        """Refused for good. A group that takes one message not at all takes no other: its lead is told."""
        if notice.to_group:
            forget_group(unit, notice.chat_id, now)
        elif isinstance(error, Unreachable):
            unit.mark_unreachable(notice.chat_id)
        unit.note_appointment(notice.key, None, str(error))

    async def leave_groups(self) -> None:
        """Leave the groups that nobody linked. One that could not be left is tried again the next time."""
        for chat_id in await self._storage.run(self._groups.to_leave):
            try:
                await self._messenger.leave(chat_id)
            except (Unreachable, Refused):
                log.info("group was left before")
            except SendError as error:
                log.info("group not left", reason=str(error))
                continue
            await self._storage.run(partial(self._groups.left, chat=chat_id))
