"""Letters are written when they are sent: the card, the message to forward, the export."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

import orjson

from bot.services.calendar_file import CalendarMoment, write_calendar
from bot.services.drawing import Studio
from bot.services.exported import export_document
from bot.services.file_names import file_name
from bot.services.plain import plain_text
from bot.services.ports import (
    MessageGone,
    Messenger,
    OutboxMessage,
    Refused,
    Storage,
)
from bot.services.presenter import Presenter, RenderedScreen
from bot.services.team_files import Sending
from bot.services.team_outbox import TeamOutboxWriter
from flows.adviser.advice import Advice
from flows.screens.advice import card_caption
from flows.screens.advice_shared import memo_blocks
from flows.screens.advice_views import days_of
from flows.state.reader import SessionReader
from flows.state.screen import Block
from flows.state.session import Finished

Painter = Callable[[str, Advice, str], bytes]
"""From a language, an advice and an ISO date to a PNG."""
NINE = 9
"""At which hour a move of the first week stands in a calendar."""
MemoPrinter = Callable[[str, str | None, str, int, Sequence[tuple[str, str]]], bytes]
"""From a language, the name of a team or none, a date, a step, and name and text of each part to a PDF."""


@dataclass(frozen=True, slots=True)
class Press:
    """What draws and typesets advice."""

    card: Painter
    memo: MemoPrinter


class OutboxWriter:
    """Writes letters by their kind."""

    def __init__(
        self,
        reader: SessionReader,
        presenter: Presenter,
        storage: Storage,
        press: Press,
        studio: Studio,
        teams: TeamOutboxWriter,
    ) -> None:
        self._reader = reader
        self._presenter = presenter
        self._storage = storage
        self._press = press
        self._studio = studio
        self._teams = teams

    async def write(self, letter: OutboxMessage) -> Sending | None:
        """All that takes time before a letter can go; None where there is nothing to send any more."""
        payload = orjson.loads(letter.payload)
        if self._teams.writes(letter.kind):
            return await self._teams.write(letter, payload)
        if letter.kind == "card":
            return await self._draw_card(letter.user_id, payload)
        if letter.kind == "export":
            content = await self.export(letter.user_id)
            return lambda messenger: messenger.document(letter.user_id, "vierstap.json", content)
        if letter.kind == "in_place":
            return _put_in_place(letter.user_id, payload)
        if letter.kind in ("calendar", "memo"):
            return await self._of_advice(letter.kind, letter.user_id, payload)
        text = RenderedScreen(payload["text"])
        return lambda messenger: messenger.send(letter.user_id, text, 0, silent=True)

    def caption(self, language: str, finished: Finished) -> tuple[Advice, str] | None:
        """The advice on a card and the card's text twin."""
        advice = self._reader.advice(finished)
        if not isinstance(advice, Advice):
            return None
        return advice, self._presenter.show(language, card_caption(advice, finished.on)).text

    def farewell(self, language: str) -> RenderedScreen:
        """The last words to somebody of whom nothing is stored any more."""
        return RenderedScreen(self._presenter.told(language, "forgotten", {}))

    async def _of_advice(self, kind: str, user_id: int, payload: dict[str, Any]) -> Sending | None:
        """A file of the advice that stood when it was asked for."""
        finished, today = Finished.model_validate(payload["finished"]), payload["today"]
        advice = self._reader.advice(finished, today, payload["country"])
        if not isinstance(advice, Advice):
            return None
        if kind == "calendar":
            content = self._write_week(payload["language"], advice)
            named = file_name("ics", self._named(payload["language"], "week"), today)
            return lambda messenger: messenger.document(user_id, named, content)
        language = payload["language"]
        parts = tuple(
            (name, plain_text(self._presenter.paragraph(language, block)))
            for name, block in memo_blocks(advice).items()
        )
        memo = (language, None, today, advice.outcome.number, parts)
        pdf = await self._studio.draw(("memo", *memo), partial(self._press.memo, *memo))
        named = file_name("pdf", self._named(language, "memo"), today)
        return lambda messenger: messenger.document(user_id, named, pdf)

    def _named(self, language: str, file: str) -> str:
        return self._presenter.renderer.text(language, "interface", "files", file)

    def _write_week(self, language: str, advice: Advice) -> bytes:
        texts = (
            (on, self._presenter.paragraph(language, Block("week/text", element=result)))
            for on, result in days_of(advice)
            if on is not None
        )
        moves = (CalendarMoment(f"{on}-first-week", plain_text(text), on, hour=NINE) for on, text in texts)
        return write_calendar("First week", moves)

    async def export(self, user_id: int) -> bytes:
        """Everything stored of a person, as a JSON document."""
        stored = await self._storage.run(lambda unit: unit.stored(user_id))
        return orjson.dumps(export_document(stored, self._presenter), option=orjson.OPT_INDENT_2)

    async def _draw_card(self, user_id: int, payload: dict[str, Any]) -> Sending | None:
        language = payload["language"]
        card = self.caption(language, Finished.model_validate(payload["finished"]))
        if card is None:
            return None
        advice, caption = card
        paint = partial(self._press.card, language, advice, payload["finished"]["on"])
        png = await self._studio.draw(("card", language, payload["finished"]), paint)
        return lambda messenger: messenger.picture(user_id, png, RenderedScreen(caption))


def _put_in_place(user_id: int, payload: dict[str, Any]) -> Sending:
    """An edit of a message that was sent; one that is gone needs none."""
    message_id, shown = payload["message"], RenderedScreen(payload["text"], payload["keyboard"])

    async def send(messenger: Messenger) -> int:
        with suppress(MessageGone, Refused):
            await messenger.edit(user_id, message_id, shown, 0)
        return int(message_id)

    return send
