"""Takes in an update of the Bot API, by whichever way it came, and answers the tap."""

from typing import Any

import structlog
from telegram import Bot

from bot.channels.telegram.answers import number_in, number_of
from bot.channels.telegram.messenger import TelegramMessenger
from bot.channels.telegram.repetitions import Repetitions
from bot.channels.telegram.updates import InlineAsked, NoUpdate, Received, read_update
from bot.services.failures import set_aside
from bot.services.groups import GroupEvent
from bot.services.health import Health
from bot.services.inline_offers import InlineDesk
from bot.services.ports import Crowded, MessageGone, Refused, SendError, StorageError
from bot.services.presenter import Presenter
from bot.services.receiver import Receiver
from bot.services.tasks import Tasks

log = structlog.get_logger()


class Desk:
    """Where updates come in."""

    def __init__(
        self,
        bot: Bot,
        messenger: TelegramMessenger,
        reception: Receiver,
        inline: InlineDesk,
        presenter: Presenter,
        health: Health,
    ) -> None:
        self._bot = bot
        self._messenger = messenger
        self._reception = reception
        self._inline = inline
        self._presenter = presenter
        self._health = health
        self._repetitions = Repetitions()
        self._tasks = Tasks()

    async def take_in(self, raw: dict[str, Any], *, answer_taps: bool = True) -> dict[str, Any] | None:
        """Handle an update; when this returns it is on disk, and may be acknowledged.

        The answer to a tap is sent, or, with `answer_taps` off, returned as a Bot API call.

        Raises:
            StorageError: nothing was stored; the update must come again.
        """
        try:
            received = read_update(raw)
        except NoUpdate as error:
            log.warning("not an update", reason=str(error))
            if (number := number_of(raw)) is not None:
                await self._reception.park_unreadable(number, "not an update")
            return None
        update_id = raw["update_id"]
        if self._repetitions.contradicts(update_id, received):
            self._reception.note_contradiction(update_id)
        try:
            with set_aside("update not handled", update_id=update_id):
                answer = await self._take_in(received, answer_taps=answer_taps)
                self._health.stored(done=True)
                return answer
        except Crowded:
            raise  # there may be many of them
        except StorageError as error:
            log.warning("update not stored", update_id=update_id, reason=str(error))
            self._health.stored(done=False)
            raise
        return None

    async def _take_in(self, received: Received, *, answer_taps: bool) -> dict[str, Any] | None:
        if received.inline is not None:
            self._tasks.start(self._offer(received.inline), "inline offer")
        if received.group_event is not None and self._is_for_us(received):
            await self._hear_group(received.group_event)
        toast = None
        if received.incoming is not None:
            turn = await self._reception.receive(received.incoming)
            toast = turn.toast
            if turn.taken is not None:
                self._tasks.start(self._messenger.take(received.incoming.user_id, turn.taken), "sign")
            if turn.farewell is not None:
                farewell = self._say_farewell(received.incoming.user_id, *turn.farewell)
                self._tasks.start(farewell, "farewell")
        if received.tap_id is None:
            return None
        if not answer_taps:
            answer = {"method": "answerCallbackQuery", "callback_query_id": received.tap_id}
            return {**answer, "text": toast} if toast else answer
        self._tasks.start(self._messenger.answer_tap(received.tap_id, toast), "answer to a tap")
        return None

    async def _offer(self, asked: InlineAsked) -> None:
        """What can be passed on: nothing of it is stored, so an answer that is lost is asked for again."""
        offers = await self._inline.offer(asked.user_id, asked.language_code)
        await self._messenger.answer_inline(asked.id, offers)

    def holds_back(self, user_id: int) -> bool:
        """Whether somebody sends so much that the next of it waits."""
        return self._reception.holds_back(user_id)

    async def note_unreadable(self, update_id: int) -> None:
        """Keep the number of an update that cannot be read, for the operator; it is not asked for again."""
        await self._reception.park_unreadable(update_id, "not readable")

    async def step_over(self, body: bytes) -> bool:
        """Note what came in the place of an update; False where it was none of Telegram's.

        Raises:
            StorageError: it could not be noted.
        """
        number = number_in(body)
        if number is None:
            self._reception.note_malformed(len(body))
            return False
        await self.note_unreadable(number)
        return True

    async def finish(self, seconds: float | None = None) -> None:
        """Wait for what was begun, this long at most."""
        await self._tasks.finish(seconds)

    def _is_for_us(self, received: Received) -> bool:
        """In a group, where others' commands are heard too."""
        if received.bot:
            return received.bot == self._bot.username.lower()
        return not received.command or received.command in self._presenter.command_names

    async def _hear_group(self, happened: GroupEvent) -> None:
        """What happens in a group is on disk before it is acknowledged; the line about it may be lost."""
        reply = await self._reception.hear_group(happened)
        if reply is None:
            return
        language = reply.language or self._presenter.renderer.language_for(happened.language_code)
        link = f"https://t.me/{self._bot.username}"
        line = self._presenter.hint(language, reply.hint, team=reply.team, link=link)
        self._tasks.start(self._say(happened.chat_id, line), "line to a group")

    async def _say(self, chat_id: int, line: str) -> None:
        try:
            await self._messenger.say(chat_id, line)
        except SendError as error:
            log.info("group not answered", reason=str(error))

    async def _say_farewell(self, user_id: int, text: str, message_id: int | None) -> None:
        """The last words, kept nowhere: if they do not arrive, they are not tried again."""
        await self._reception.drop(user_id)
        try:
            if message_id is None or not await self._replaced(user_id, message_id, text):
                await self._messenger.say(user_id, text)
        except SendError:
            log.info("farewell not delivered")

    async def _replaced(self, user_id: int, message_id: int, text: str) -> bool:
        """Whether a message could be replaced; a picture cannot, nor what is gone."""
        try:
            await self._messenger.replace(user_id, message_id, text)
        except (MessageGone, Refused):
            return False
        return True
