"""Says what is due: each reminder once, at the pace that all processes share, and nobody waits for it."""

from collections.abc import Callable
from functools import partial

import structlog

from bot.services.failures import reason_of, set_aside
from bot.services.groups import Groups, forget_group
from bot.services.metrics import Metrics
from bot.services.notices import Notice, NoticeWriter, Send, ToGroup
from bot.services.pace import Pace
from bot.services.ports import (
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
from bot.services.tasks import Tasks
from flows.teams.model import Appointment

log = structlog.get_logger()

OF_ALL = 5.0
"""Seconds from which being told to wait is meant for the whole bot, not for one chat."""
RETRY = 60.0
DRAIN = 4.0


class Scheduler:
    """Takes appointments as they come due."""

    def __init__(
        self,
        storage: Storage,
        messenger: Messenger,
        notices: NoticeWriter,
        metrics: Metrics,
        clock: Callable[[], float],
        pace: Pace,
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
        notices = [notice for appointment in claimed if (notice := await self._take(appointment))]
        if unsaid := len(claimed) - len(notices):
            await self._storage.run(partial(self._pace.give_back, number=unsaid))
        return more

    async def _take(self, appointment: Appointment) -> Notice | None:
        """Settle one, and begin to send what there is to say."""
        notice = await self._settle(appointment)
        if notice is not None:
            self._sending.start(self._deliver(notice), "reminder")
        return notice

    async def _settle(self, appointment: Appointment) -> Notice | None:
        """One that cannot be settled is given up, so that it holds up no other."""
        try:
            return await self._storage.run(partial(self._notices.settle, appointment=appointment))
        except StorageError:
            raise
        except Exception as error:
            log.exception("appointment given up", kind=appointment.kind, reason=reason_of(error))
        with set_aside("appointment not given up", kind=appointment.kind):
            await self._storage.run(partial(self._notices.give_up, appointment=appointment))
        return None

    async def settled(self) -> None:
        """Wait until nothing is being sent."""
        await self._sending.settled()

    async def finish(self, seconds: float = DRAIN) -> None:
        """Let what is being sent finish, this long at most; the rest is known as attempted."""
        await self._sending.finish(seconds)

    async def _deliver(self, notice: Notice) -> None:
        """Send it once, and note its fate."""
        try:
            with set_aside("reminder failed", kind=notice.key.partition(":")[0]):
                if notice.send is not None:
                    await self._send(notice, notice.send)
                if notice.to_group is not None:
                    await self._send_to_group(notice.to_group)
        except StorageError as error:
            log.error("fate of a reminder not noted", reason=str(error))

    async def _send(self, notice: Notice, send: Send) -> None:
        now = self._clock()
        try:
            message_id = await send(self._messenger)
        except TryLater as pause:
            back = partial(self._return, key=notice.key, now=now, seconds=pause.seconds)
            await self._storage.run(back)
        except Unreachable:
            await self._storage.run(lambda unit: _note_unreachable(unit, notice))
        except SendError as error:
            self._metrics.sent("failed")
            reason, again = str(error), error.certain and not isinstance(error, Refused)
            if again:
                await self._storage.run(lambda unit: unit.return_appointment(notice.key, now + RETRY))
            else:
                await self._storage.run(lambda unit: unit.note_appointment(notice.key, None, reason))
        else:
            self._metrics.sent("reminded")
            await self._storage.run(lambda unit: unit.note_appointment(notice.key, message_id, None))

    def _return(self, unit: Unit, key: str, now: float, seconds: float) -> None:
        """Told to wait: this one goes back; a long wait is meant for everything we send."""
        unit.return_appointment(key, now + seconds)
        if seconds > OF_ALL:
            self._pace.hold_off(unit, seconds)

    async def leave_groups(self) -> None:
        """Leave the groups that nobody linked; what fails is tried no more, for nothing is said there."""
        for chat_id in await self._storage.run(self._groups.to_leave):
            try:
                await self._messenger.leave(chat_id)
            except SendError as error:
                log.info("group not left", reason=str(error))

    async def _send_to_group(self, told: ToGroup) -> None:
        """Tell a group once; it may have become a supergroup, with another number, and is told there then."""
        try:
            await told.send(told.chat_id)(self._messenger)
        except Moved as moved:
            await self._storage.run(partial(_migrate, group=told.chat_id, to=moved.to))
            await self._send_to_group(ToGroup(moved.to, told.send))
        except Unreachable:
            await self._storage.run(partial(forget_group, chat=told.chat_id, now=self._clock()))
        except SendError as error:
            log.warning("group not told", reason=str(error))


def _migrate(unit: Unit, group: int, to: int) -> None:
    unit.migrate_group(group, to)


def _note_unreachable(unit: Unit, notice: Notice) -> None:
    unit.mark_unreachable(notice.user_id)
    unit.note_appointment(notice.key, None, "unreachable")
