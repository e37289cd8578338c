"""Sends letters: each once, with its fate noted; what was asked for and has no message is offered again."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import structlog

from bot.services.clock import Time
from bot.services.failures import reason_of, set_aside
from bot.services.held import once_free
from bot.services.live_message import bring_below
from bot.services.outbox import OutboxWriter
from bot.services.ports import (
    LONGEST_WAIT,
    Coming,
    Messenger,
    OutboxMessage,
    Refused,
    SendError,
    Storage,
    StorageError,
    TryLater,
    Unit,
    Unreachable,
)
from bot.services.redrawing import Redrawing
from bot.services.team_files import Sending
from flows.state.session import read_session

log = structlog.get_logger()

FIRST_RETRY, NEWS_RETRY = 2.0, 60.0
"""Seconds until what was asked for, and what was not, is tried again; doubles with each time."""
LONGEST_RETRY = 300.0
LOST = 60.0
"""Seconds after which a letter under way is not under way any more."""
AWAITED = 7 * 86_400.0
"""Seconds after which nobody waits any more for what they asked for; outages may be long."""
COMING: Mapping[str, Coming] = {
    "card": Coming.PICTURE,
    "invitation": Coming.PICTURE,
    "team_picture": Coming.PICTURE,
    "weeks_picture": Coming.PICTURE,
    "brief": Coming.FILE,
    "memo": Coming.FILE,
    "export": Coming.FILE,
}
FAILED, UNSURE = "letter_failed", "letter_unsure"


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a letter: its message, or why there is none; `hint`: what is said of that to who asked
    for it.
    """

    message_id: int | None = None
    error: str | None = None
    hint: str | None = None


def _pause(letter: OutboxMessage, error: SendError) -> float:
    """How long a letter waits that did not arrive."""
    if isinstance(error, TryLater):
        return min(error.seconds, LONGEST_WAIT)
    first = NEWS_RETRY if letter.not_before else FIRST_RETRY
    return min(LONGEST_RETRY, first * 2.0 ** min(letter.tries, 10))


async def take_back(messenger: Messenger, user_id: int, message_id: int) -> None:
    """What arrived after somebody was forgotten, in another process, does not stay."""
    try:
        await messenger.take_back(user_id, message_id)
    except SendError:
        log.warning("a message that was on its way could not be taken back")


class LetterSender:
    """Sends what was written, and notes what became of it."""

    def __init__(
        self,
        storage: Storage,
        messenger: Messenger,
        letters: OutboxWriter,
        redrawing: Redrawing,
        clock: Time,
    ) -> None:
        self._storage = storage
        self._messenger = messenger
        self._letters = letters
        self._redrawing = redrawing
        self._clock = clock

    async def say_farewell(self, user_id: int, message_id: int, language: str) -> None:
        """Put the last words in the place of a message."""
        await self._messenger.edit(user_id, message_id, self._letters.farewell(language), 0)

    async def send(self, letter: OutboxMessage) -> bool:
        """Write it, note the attempt, send it once, note its fate; whether the screen comes anew below it. A
        letter whose fate is not known is not repeated; raises only where it surely was not sent and may be
        tried again.
        """
        (send, failure), _ = await asyncio.gather(self._write(letter), self._announce(letter))
        now = self._clock()
        if not await self._storage.run(lambda unit: unit.attempt_letter(letter, now)):
            return False
        fate = Fate(error=failure, hint=FAILED) if failure else Fate(error="nothing to send any more")
        try:
            if send is not None:
                fate = Fate(await send(self._messenger))
        except SendError as error:
            if error.certain and not isinstance(error, Refused | Unreachable):
                until = now + _pause(letter, error)
                await once_free(self._storage, lambda unit: unit.return_letter(letter.id, until))
                raise
            fate = Fate(error=str(error), hint=FAILED if isinstance(error, Refused) else UNSURE)
            log.warning("letter given up", kind=letter.kind, reason=fate.error)
        noted, pushed = await once_free(self._storage, partial(self._settle, letter=letter, fate=fate))
        if not noted and fate.message_id is not None:
            await take_back(self._messenger, letter.user_id, fate.message_id)
        return pushed

    def _settle(self, unit: Unit, letter: OutboxMessage, fate: Fate) -> tuple[bool, bool]:
        """Note what became of a letter; whether it was still there, and pushed the screen away. What was
        asked for and has no message is offered again.
        """
        if fate.hint is not None and not letter.not_before and letter.kind != "in_place":
            lost = letter.kind == "card"
            self._redrawing.say(
                unit,
                letter.user_id,
                fate.hint,
                lambda session: session.having(card_due=session.card_due or lost),
            )
        asked_for = not letter.not_before and letter.kind != "in_place"
        pushed = asked_for and _screen_below(unit, letter, fate.message_id)
        return unit.note_letter(letter.id, fate.message_id, fate.error), pushed

    async def settle_lost(self) -> None:
        """Of letters whose process died while it sent them nobody knows whether they arrived."""
        now, unknown = self._clock(), Fate(error="not known", hint=UNSURE)
        lost = await self._storage.run(lambda unit: unit.unsettled_letters(now - AWAITED, now - LOST))
        for letter in lost:
            with set_aside("letter not settled", kind=letter.kind):
                await self._storage.run(partial(self._settle, letter=letter, fate=unknown))

    async def _announce(self, letter: OutboxMessage) -> None:
        """Whoever waits for something that takes time to be made, sees that it is."""
        coming = COMING.get(letter.kind)
        if coming is not None and not letter.not_before:
            await self._messenger.show_busy(letter.user_id, coming)

    async def _write(self, letter: OutboxMessage) -> tuple[Sending | None, str | None]:
        """What is left to send; a letter that cannot be written must not hold up those after it."""
        try:
            return await self._letters.write(letter), None
        except StorageError:
            raise
        except Exception as error:
            log.exception("letter not written", kind=letter.kind, reason=reason_of(error))
            return None, f"not written: {type(error).__name__}"


def _screen_below(unit: Unit, letter: OutboxMessage, message_id: int | None) -> bool:
    """The screen comes below what was asked for on it: a phone shows no more than one of them, and nobody
    needs to scroll up for the buttons. A card comes by itself, so it does not move who has read on.
    """
    row = unit.load(letter.user_id) if message_id is not None else None
    if row is None or message_id is None or not row.screen:
        return False
    if letter.kind == "card" and read_session(row.session).view != "advice":
        return False
    below = bring_below(row, message_id)
    if below:
        unit.save(row)
    return below
