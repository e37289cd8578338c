"""One person, for who must answer a request of theirs: seen, given out and forgotten as in the chat."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import orjson

from bot.assembly import SYSTEM_CLOCK, Rooms, build_forgetting, forget_key_of
from bot.services.exported import export_document
from bot.services.plain import plain_text
from bot.services.ports import StorageError, StoredConversation, Unit
from bot.services.ports.audit import AuditLine, By, Deed
from bot.services.turn_context import context_of
from bot.settings import Settings, SettingsError
from bot.storage import open_storage, read_stored
from flows.state.session import read_session

T = TypeVar("T")
NO_KEY = (
    "FORGET_KEY: neither it nor TELEGRAM_TOKEN is set, and no backup would know who was forgotten; "
    "set what the bot runs with"
)


class NotKnown(StorageError):
    """Nothing is stored of somebody."""

    def __init__(self, user_id: int) -> None:
        super().__init__(f"nothing is stored of {user_id}")


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What is left to say to somebody of whom nothing is stored any more, and in which message."""

    last_words: str
    message_id: int | None


def work_on(address: str, work: Callable[[Unit], T]) -> T:
    """Run a unit of work beside a bot that may be running; nothing is made or migrated for it.

    Raises:
        StorageError: there is no database of this version, or it cannot be written.
    """
    read_stored(address, lambda _: None)
    return asyncio.run(_run(address, work))


async def _run(address: str, work: Callable[[Unit], T]) -> T:
    storage = open_storage(address)
    try:
        return await storage.run(work)
    finally:
        await storage.close()


def show(settings: Settings, rooms: Rooms, user_id: int) -> str:
    """What `/mydata` tells them, and when they were here."""

    def look(unit: Unit) -> str:
        row = _known(unit, user_id)
        now = SYSTEM_CLOCK()
        unit.note_deed(AuditLine(now, By.OPERATOR, Deed.PERSON_SHOWN, about=user_id))
        session = read_session(row.session).having(view="mydata", asked_back=None)
        screen = rooms.conversation.screen(session, context_of(unit, row, "", now))
        return plain_text(rooms.presenter.show(row.language, screen).text)

    return work_on(settings.database_url, look)


def export(settings: Settings, rooms: Rooms, user_id: int) -> bytes:
    """What `/export` gives them."""

    def look(unit: Unit) -> bytes:
        _known(unit, user_id)
        unit.note_deed(AuditLine(SYSTEM_CLOCK(), By.OPERATOR, Deed.PERSON_EXPORTED, about=user_id))
        document = export_document(unit.stored(user_id), rooms.presenter)
        return orjson.dumps(document, option=orjson.OPT_INDENT_2)

    return work_on(settings.database_url, look)


def forget(settings: Settings, rooms: Rooms, user_id: int) -> Forgotten:
    """The same as their own `/forget`.

    Raises:
        SettingsError: no backup would know of it.
        StorageError: nothing is stored of them, or the database fails.
    """
    if settings.forget_key is None and settings.telegram_token is None:
        raise SettingsError([NO_KEY])
    forgetting = build_forgetting(rooms, SYSTEM_CLOCK, forget_key_of(settings))

    def work(unit: Unit) -> Forgotten:
        row = _known(unit, user_id)
        forgetting.forget(unit, user_id, SYSTEM_CLOCK(), By.OPERATOR)
        return Forgotten(rooms.presenter.hint(row.language, "forgotten"), row.message_id)

    return work_on(settings.database_url, work)


def _known(unit: Unit, user_id: int) -> StoredConversation:
    row = unit.load(user_id)
    if row is None:
        raise NotKnown(user_id)
    return row
