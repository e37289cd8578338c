"""Brings to each person the screen they should see: the latest wins, and nobody waits for another."""

import asyncio
from dataclasses import dataclass

import structlog

from bot.services.clock import Time
from bot.services.failures import reason_of, set_aside
from bot.services.held import once_free
from bot.services.live_message import LEASE
from bot.services.metrics import Metrics
from bot.services.outbox_sender import LetterSender
from bot.services.ports import (
    LONGEST_WAIT,
    Held,
    MessageGone,
    Messenger,
    OutboxMessage,
    Refused,
    SendError,
    Storage,
    StorageError,
    StoredConversation,
    TryLater,
    Unit,
    Unreachable,
)
from bot.services.presenter import RenderedScreen
from bot.services.succession import Succession
from bot.services.tasks import begin, end

log = structlog.get_logger()

FIRST_RETRY = 2.0
"""Seconds until a failed delivery is tried again; doubles with each attempt."""
LONGEST_RETRY = 300.0
NEWS_AT_ONCE = 25
"""Of what nobody asked for; taken up every second, it leaves room for what was asked for."""
GATHERING = 0.25
"""Seconds for which notes of edits are gathered; far below the lease they are held under."""


@dataclass(frozen=True, slots=True)
class DeliveryJob:
    """A row whose screen is to be delivered, and whether letters may wait behind it. `outdated`: a message
    whose buttons are to go; `moved`: what stood in the place so far is of no use there any more, and goes.
    """

    row: StoredConversation
    letters: bool
    outdated: int | None = None
    moved: bool = False


class Delivery:
    """Delivers stored screens, then letters; one task a person at most for each of both."""

    def __init__(
        self,
        storage: Storage,
        messenger: Messenger,
        sender: LetterSender,
        metrics: Metrics,
        clock: Time,
        owner: str,
    ) -> None:
        self._storage = storage
        self._messenger = messenger
        self._sender = sender
        self._metrics = metrics
        self._clock = clock
        self._owner = owner
        self._succession = Succession(storage, owner)
        self._under_way: dict[int, asyncio.Task[None]] = {}
        self._waiting: dict[int, DeliveryJob] = {}
        self._edited: dict[int, StoredConversation] = {}
        self._noting: asyncio.Task[None] | None = None
        self._letters: dict[int, asyncio.Task[None]] = {}
        self._news: dict[int, asyncio.Task[None]] = {}
        # Whose screen letters pushed up: whoever delivers it next brings it below them, without a sound
        self._pushed: set[int] = set()

    def start(
        self,
        row: StoredConversation,
        *,
        letters: bool,
        outdated: int | None = None,
        moved: bool = False,
    ) -> None:
        """Deliver what is leased to us; a delivery to the same person under way goes on with it. Where a note
        of the same version waits, it will tell whether there is anything to do.
        """
        parcel = DeliveryJob(row, letters, outdated, moved)
        if self._note_waits(row) and not letters:
            return
        self._forget_older_note(row)
        if row.user_id in self._under_way:
            before = self._waiting.get(row.user_id, parcel)
            self._waiting[row.user_id] = DeliveryJob(
                row, letters or before.letters, outdated or before.outdated
            )
            return
        self._under_way[row.user_id] = begin(self._run(parcel), "delivery")

    async def sweep(self, limit: int = 100) -> int:
        """Take up what is due and nobody delivers: after a failure, a pause or a crash."""
        await self._succession.take_over()
        now = self._clock()
        due = await self._storage.run(lambda unit: unit.due(now, limit))
        for user_id in due:
            if user_id in self._under_way:
                continue
            with set_aside("delivery not taken up"):
                if row := await self._claim(user_id):
                    self.start(row, letters=True)
        await self._take_up_news(now)
        return len(due)

    async def _take_up_news(self, now: float) -> None:
        """Begin to send what nobody asked for and may go now: one to each, as many as are not much work."""
        room = NEWS_AT_ONCE - len(self._news)
        for letter in await self._storage.run(lambda unit: unit.news(now, max(0, room))):
            if letter.user_id not in self._news:
                self._news[letter.user_id] = begin(self._send_news(letter), "news")

    async def settle_lost(self) -> None:
        """Note what nobody notes any more: the fate of letters whose process died."""
        await self._sender.settle_lost()

    async def drop(self, user_id: int) -> None:
        """Send nothing more to somebody who is forgotten; what is under way ends first."""
        self._waiting.pop(user_id, None)
        self._pushed.discard(user_id)
        # A screen may begin letters, which a moment later would be nobody's any more.
        if (delivery := self._under_way.get(user_id)) is not None:
            await asyncio.wait((delivery,))
        tasks = (self._letters.get(user_id), self._news.get(user_id))
        if under_way := [task for task in tasks if task is not None]:
            await asyncio.wait(under_way)
        self._edited.pop(user_id, None)

    async def settled(self) -> None:
        """Wait until nothing is under way."""
        while tasks := self._tasks():
            await asyncio.wait(tasks)

    async def finish(self, seconds: float) -> None:
        """Let what is under way finish, this long at most; the rest is stored and goes out later."""
        if tasks := self._tasks():
            await asyncio.wait(tasks, timeout=seconds)
        for task in self._tasks():
            task.cancel()
        if self._noting is not None:
            self._noting.cancel()
        await self._note_edited()
        await end(*self._under_way.values())  # what a note began again goes out later

    def _tasks(self) -> list[asyncio.Task[None]]:
        return [*self._under_way.values(), *self._letters.values(), *self._news.values()]

    async def _run(self, parcel: DeliveryJob | None) -> None:
        user_id = parcel.row.user_id if parcel else 0
        try:
            while parcel is not None:
                delivered = parcel.row.screen_version
                newer = await self._deliver(parcel)
                waiting = self._waiting.pop(user_id, None)
                if newer is not None:
                    parcel = DeliveryJob(newer, letters=waiting is not None and waiting.letters)
                elif waiting is not None and waiting.row.screen_version > delivered:
                    parcel = waiting
                else:
                    parcel = await self._left_of(waiting) if waiting is not None else None
        except Exception as error:
            # Whatever it was, the screen is stored: the sweep takes it up when the lease ends.
            log.exception("delivery failed", reason=reason_of(error))
        finally:
            del self._under_way[user_id]
            self._waiting.pop(user_id, None)

    async def _left_of(self, waiting: DeliveryJob) -> DeliveryJob | None:
        """What came meanwhile, of the screen that was just delivered: somebody may have seen something else
        after that, and letters may wait. Whatever is left of it is in nobody else's hands.
        """
        row = await self._extend(waiting.row.user_id)
        noted = row is None or self._note_waits(row)
        if row is not None and not noted and row.delivered_version < row.screen_version:
            return DeliveryJob(row, letters=waiting.letters)
        if waiting.letters:
            self._bring_letters(waiting.row.user_id)
        if row is not None and not noted:
            self._let_go(row)
        return None

    async def _deliver(self, parcel: DeliveryJob) -> StoredConversation | None:
        """The screen, then letters, which no screen waits for; what came in the meantime, still leased to us,
        or None.
        """
        row, started = parcel.row, self._clock()
        try:
            held = row if self._clock() < row.lease_until else await self._claim(row.user_id)
            if held is None:
                return None  # another process has it, because we stood still
            row = held
            message_id = await self._show(row)
        except SendError as error:
            return await self._fail(row, error)
        self._metrics.sent("delivered", max(0.0, self._clock() - started))
        if parcel.letters:
            self._bring_letters(row.user_id)
        newer = await self._note(row, message_id)
        # Never later than this: it might be the live message again by then.
        if self._clock() < row.lease_until:
            if row.message_id != message_id:
                moved = parcel.moved or row.user_id in self._pushed
                await (self._remove if moved else self._strip)(row.user_id, row.message_id)
                self._pushed.discard(row.user_id)
            if parcel.outdated not in (message_id, row.message_id):
                await self._strip(row.user_id, parcel.outdated)
        return newer

    async def _fail(self, row: StoredConversation, error: SendError) -> StoredConversation | None:
        """Put it off, and what came in the meantime with it; unless that was leased to us after all."""
        match error:
            case TryLater(seconds=seconds):
                self._metrics.sent("paused")
                await self._postpone(row, min(seconds, LONGEST_WAIT), told=True)
            case Unreachable():
                self._metrics.sent("unreachable")
                await once_free(self._storage, lambda unit: unit.set_unreachable(row.user_id, self._owner))
            case _:
                self._metrics.sent("failed")
                log.warning("not delivered", reason=str(error), attempts=row.attempts + 1)
                await self._postpone(row, min(LONGEST_RETRY, FIRST_RETRY * 2**row.attempts))
        waiting = self._waiting.pop(row.user_id, None)
        return await self._extend(row.user_id) if waiting is not None else None

    async def _note(self, row: StoredConversation, message_id: int | None) -> StoredConversation | None:
        """Note what was delivered. A new message at once, for its id is known to nobody else; edits,
        which can be repeated unseen, together a little later: on a busy bot that saves every second
        write.
        """
        if message_id is not None and message_id == row.message_id:
            self._let_go(row)
            return None

        def note(unit: Unit) -> tuple[StoredConversation | None, bool]:
            noted = unit.note_delivered(row.user_id, self._owner, row.screen_version, message_id)
            return noted, noted is not None or bool(unit.known((row.user_id,)))

        noted, known = await once_free(self._storage, note)
        if not known:
            await self._take_back(row, message_id)
        return noted if noted is not None and noted.lease_owner else None

    def _let_go(self, row: StoredConversation) -> None:
        """Nothing of it is to be shown, so nobody has to wait for us: it is noted like an edit."""
        self._edited[row.user_id] = row
        if self._noting is None:
            self._noting = begin(self._note_edited_later(), "notes of edits")

    async def _note_edited_later(self) -> None:
        await asyncio.sleep(GATHERING)
        self._noting = None
        await self._note_edited()

    async def _note_edited(self) -> None:
        edited, self._edited = self._edited, {}
        if not edited:
            return
        try:
            await self._note_together(edited)
        except Held:  # One of them, who keeps nobody else waiting
            for user_id, row in edited.items():
                with set_aside("edit not noted"):
                    await self._note_together({user_id: row})

    async def _note_together(self, edited: dict[int, StoredConversation]) -> None:
        def note(unit: Unit) -> tuple[list[StoredConversation], set[int]]:
            return unit.note_edited(self._owner, edited.values()), unit.known(edited)

        waiting, known = await self._storage.run(note)
        for row in waiting:
            if not self._note_waits(row):
                self.start(row, letters=True)
        for forgotten in edited.keys() - known:
            await self._take_back(edited[forgotten], edited[forgotten].message_id)

    def _forget_older_note(self, row: StoredConversation) -> None:
        """That an older screen was delivered need not be stored: the newer one's note says more."""
        noted = self._edited.get(row.user_id)
        if noted is not None and noted.screen_version < row.screen_version:
            del self._edited[row.user_id]

    def _note_waits(self, row: StoredConversation) -> bool:
        noted = self._edited.get(row.user_id)
        return noted is not None and noted.screen_version == row.screen_version

    async def _claim(self, user_id: int) -> StoredConversation | None:
        now = self._clock()
        return await self._storage.run(lambda unit: unit.claim(user_id, self._owner, now, now + LEASE))

    async def _extend(self, user_id: int) -> StoredConversation | None:
        until = self._clock() + LEASE
        return await self._storage.run(lambda unit: unit.extend(user_id, self._owner, until))

    async def _postpone(self, row: StoredConversation, seconds: float, *, told: bool = False) -> None:
        not_before = self._clock() + seconds
        await once_free(
            self._storage, lambda unit: unit.postpone(row.user_id, self._owner, not_before, told=told)
        )

    async def _show(self, row: StoredConversation) -> int | None:
        """The live message shows the row's screen; its id."""
        if row.screen_version <= row.delivered_version:
            return row.message_id
        screen = RenderedScreen.from_json(row.screen)
        if row.message_id is not None and row.delivered_version >= row.fresh_version:
            try:
                await self._messenger.edit(row.user_id, row.message_id, screen, row.screen_version)
            except (MessageGone, Refused):
                pass  # it cannot be put there any more, whatever the reason
            else:
                return row.message_id
        silent = row.user_id in self._pushed
        return await self._messenger.send(row.user_id, screen, row.screen_version, silent=silent)

    async def _take_back(self, row: StoredConversation, message_id: int | None) -> None:
        """Whoever was forgotten while their screen was on its way has the last words in its place."""
        if message_id is None:
            return
        try:
            await self._sender.say_farewell(row.user_id, message_id, row.language)
        except SendError:
            log.info("farewell not delivered")

    async def _strip(self, user_id: int, message_id: int | None) -> None:
        """Old buttons do no harm, so nothing depends on their removal."""
        if message_id is None:
            return
        try:
            await self._messenger.strip(user_id, message_id)
        except SendError:
            log.debug("old buttons stay")

    async def _remove(self, user_id: int, message_id: int | None) -> None:
        """Take away what stands in another place now."""
        if message_id is None:
            return
        try:
            await self._messenger.take_back(user_id, message_id)
        except SendError:
            await self._strip(user_id, message_id)

    def _bring_letters(self, user_id: int) -> None:
        """Begin to send what was asked for; what is written meanwhile is seen by the next sweep."""
        if user_id not in self._letters:
            self._letters[user_id] = begin(self._send_letters(user_id), "letters")

    async def _send_letters(self, user_id: int) -> None:
        """Send what was asked for, in order; then show what became of it, where that is to be said."""
        try:
            await self._send_waiting(user_id)
            await self._show_after(user_id)
        finally:
            del self._letters[user_id]

    async def _send_waiting(self, user_id: int) -> None:
        """The attempt on disk is lease enough, and what may be tried again comes up by itself."""
        now = self._clock()
        try:
            for letter in await self._storage.run(lambda unit: unit.waiting_letters(user_id, now)):
                if await self._sender.send(letter):
                    self._pushed.add(user_id)
        except (SendError, StorageError) as error:
            log.info("letter comes later", reason=str(error))

    async def _show_after(self, user_id: int) -> None:
        """The screen once more, where letters changed it or stand below it."""
        if (delivery := self._under_way.get(user_id)) is not None:
            await asyncio.wait((delivery,))
        with set_aside("what became of a letter is shown later"):
            # Ours still, where the note of an edit waits.
            row = (await self._extend(user_id) if user_id in self._pushed else None) or await self._claim(
                user_id
            )
            if row is not None:
                self.start(row, letters=True)

    async def _send_news(self, letter: OutboxMessage) -> None:
        """Send what nobody asked for. No screen waits for it: the attempt on disk is lease enough."""
        try:
            await self._sender.send(letter)
        except (SendError, StorageError) as error:
            log.info("news comes later", reason=str(error))
        finally:
            del self._news[letter.user_id]
