"""Says what is due: each reminder once, at the pace that all processes share, and nobody waits for it."""

import asyncio
from collections.abc import Callable
from functools import partial

import structlog

from bot.services.metrics import Metrics
from bot.services.notices import Notice, NoticeWriter, Send
from bot.services.ports import (
    Messenger,
    Refused,
    SendError,
    Storage,
    StorageError,
    TryLater,
    Unit,
    Unreachable,
)
from flows.teams.model import Appointment

log = structlog.get_logger()

BUDGET = "notices"
RATE = 25.0
"""Messages a second that nobody asked for, of all processes together; Telegram allows about thirty."""
BATCH = 25
LEASE = 60.0
"""Seconds for which what was claimed is ours; a dead process's is taken over after it."""
OF_ALL = 5.0
"""Seconds from which being told to wait is meant for the whole bot, not for one chat."""
IDLE, BUSY = 1.0, 0.2
"""Seconds between two rounds."""
RETRY = 60.0
DRAIN = 4.0


class Scheduler:
    """Takes appointments as they come due. `owner` names this process in leases."""

    def __init__(
        self,
        storage: Storage,
        messenger: Messenger,
        notices: NoticeWriter,
        metrics: Metrics,
        clock: Callable[[], float],
        owner: str,
    ) -> None:
        self._storage = storage
        self._messenger = messenger
        self._notices = notices
        self._metrics = metrics
        self._clock = clock
        self._owner = owner
        self._sending: set[asyncio.Task[None]] = set()

    async def round(self) -> bool:
        """Take what is due, as far as the budget goes; whether there may be more at once."""
        claimed = await self._storage.run(self._claim)
        for appointment in claimed:
            notice = await self._storage.run(partial(self._notices.settle, appointment=appointment))
            if notice is not None:
                task = asyncio.create_task(self._deliver(notice))
                self._sending.add(task)
                task.add_done_callback(self._sending.discard)
        return len(claimed) == BATCH

    async def settled(self) -> None:
        """Wait until nothing is being sent."""
        while self._sending:
            await asyncio.wait(self._sending)

    async def finish(self, seconds: float = DRAIN) -> None:
        """Let what is being sent finish, this long at most; the rest is known as attempted."""
        if self._sending:
            await asyncio.wait(self._sending, timeout=seconds)

    def _claim(self, unit: Unit) -> list[Appointment]:
        """What is due and may be said now; what the budget does not grant is given back."""
        now = self._clock()
        claimed = unit.claim_appointments(self._owner, now, now + LEASE, BATCH)
        if not claimed:
            return []
        granted = unit.spend(BUDGET, len(claimed), now, RATE, RATE)
        for appointment in claimed[granted:]:
            unit.delay_appointment(appointment.key, self._owner, appointment.due_at)
        return claimed[:granted]

    async def _deliver(self, notice: Notice) -> None:
        """Send it once, and note its fate."""
        try:
            if notice.send is not None:
                await self._send(notice, notice.send)
            if notice.to_group is not None:
                await self._send_to_group(notice.to_group)
        except StorageError as error:
            log.error("fate of a reminder not noted", reason=str(error))
        except Exception:
            log.exception("reminder failed", kind=notice.key.partition(":")[0])

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
            unit.hold_off(BUDGET, now, now + seconds)

    async def _send_to_group(self, send: Send) -> None:
        """What a group misses it can see in the bot: nothing is repeated there."""
        try:
            await send(self._messenger)
        except SendError as error:
            log.warning("group not told", reason=str(error))


def _note_unreachable(unit: Unit, notice: Notice) -> None:
    unit.mark_unreachable(notice.user_id)
    unit.note_appointment(notice.key, None, "unreachable")
