"""The conversation with aiogram's FSM. Argument: `sqlite` or `memory`, where states are kept."""

import asyncio
import os
import ssl
import sys

from aiogram import Bot, Dispatcher, Router
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.base import BaseStorage
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from benchmarks.peers.questions import FINAL_TEXT, OPTIONS, TOPICS, question_text
from benchmarks.peers.sqlite_storage import SqliteStorage

router = Router()


class Diagnosis(StatesGroup):
    """Where a person is."""

    asking = State()


class Answer(CallbackData, prefix="answer"):
    """What a button means."""

    index: int
    option: str


KEYBOARDS = [
    InlineKeyboardMarkup(
        inline_keyboard=[
            [
                InlineKeyboardButton(
                    text=option.label, callback_data=Answer(index=index, option=option.id).pack()
                )
            ]
            for option in OPTIONS
        ]
    )
    for index in range(len(TOPICS))
]


@router.message(Command("diagnose"))
async def diagnose(message: Message, state: FSMContext) -> None:
    """Ask the first question."""
    await state.set_state(Diagnosis.asking)
    await state.set_data({"index": 0})
    await message.answer(question_text(0), reply_markup=KEYBOARDS[0])


@router.callback_query(Diagnosis.asking, Answer.filter())
async def receive_answer(query: CallbackQuery, callback_data: Answer, state: FSMContext) -> None:
    """Note an answer and ask the next question."""
    following = callback_data.index + 1
    answer = {str(callback_data.index): callback_data.option}
    await state.update_data({"index": following} | answer)
    assert isinstance(query.message, Message)
    if following == len(TOPICS):
        await state.clear()
        await query.message.edit_text(FINAL_TEXT)
    else:
        await query.message.edit_text(question_text(following), reply_markup=KEYBOARDS[following])
    await query.answer()


async def main(storage: BaseStorage) -> None:
    """Poll until stopped."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(os.environ["TELEGRAM_API_URL"]))
    # Else it trusts only the authorities that come with the library, and not the look-alike's.
    session._connector_init["ssl"] = ssl.create_default_context()  # noqa: SLF001 - there is no other way
    bot = Bot(
        os.environ["TELEGRAM_TOKEN"],
        session=session,
        default=DefaultBotProperties(parse_mode="HTML"),
    )
    dispatcher = Dispatcher(storage=storage)
    dispatcher.include_router(router)
    await dispatcher.start_polling(bot)


if __name__ == "__main__":
    path = os.environ["DATABASE_URL"].removeprefix("sqlite:///")
    asyncio.run(main(SqliteStorage(path) if sys.argv[1] == "sqlite" else MemoryStorage()))
