"""The conversation with python-telegram-bot's ConversationHandler and PicklePersistence.

Argument: seconds between writes of the pickle; 0 writes it after each update.
"""

import os
import sys
from pathlib import Path
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.constants import ParseMode
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    PicklePersistence,
    TypeHandler,
)

from benchmarks.peers.questions import FINAL_TEXT, OPTIONS, TOPICS, question_text

Context = ContextTypes.DEFAULT_TYPE
Bot = Application[Any, Any, Any, Any, Any, Any]
LONG = 3600.0


KEYBOARDS = [
    InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(option.label, callback_data=f"answer:{index}:{option.id}")]
            for option in OPTIONS
        ]
    )
    for index in range(len(TOPICS))
]


async def diagnose(update: Update, context: Context) -> int:
    """Ask the first question."""
    assert update.message is not None and context.user_data is not None
    context.user_data["answers"] = {}
    await update.message.reply_text(question_text(0), parse_mode=ParseMode.HTML, reply_markup=KEYBOARDS[0])
    return 0


async def receive_answer(update: Update, context: Context) -> int:
    """Note an answer and ask the next question."""
    query = update.callback_query
    assert query is not None and query.data is not None and context.user_data is not None
    await query.answer()
    _, number, option = query.data.split(":")
    context.user_data["answers"][number] = option
    following = int(number) + 1
    if following == len(TOPICS):
        await query.edit_message_text(FINAL_TEXT, parse_mode=ParseMode.HTML)
        return ConversationHandler.END
    await query.edit_message_text(
        question_text(following), parse_mode=ParseMode.HTML, reply_markup=KEYBOARDS[following]
    )
    return following


async def cancel(update: Update, context: Context) -> int:
    """Forget the conversation."""
    assert update.message is not None
    await update.message.reply_text("Tot ziens!")
    return ConversationHandler.END


async def write_now(update: object, context: Context) -> None:
    """Write what earlier handlers changed before the next update is handled."""
    await context.application.update_persistence()


def build(pickle: Path, interval: float) -> Bot:
    """The application, storing in a file."""
    persistence: PicklePersistence[Any, Any, Any] = PicklePersistence(
        pickle, update_interval=interval or LONG
    )
    api_url = os.environ["TELEGRAM_API_URL"]
    application: Bot = (
        ApplicationBuilder()
        .token(os.environ["TELEGRAM_TOKEN"])
        .base_url(f"{api_url}/bot")
        .persistence(persistence)
        .build()
    )
    conversation: ConversationHandler[Context] = ConversationHandler(
        entry_points=[CommandHandler("diagnose", diagnose)],
        states={
            index: [CallbackQueryHandler(receive_answer, pattern=rf"^answer:{index}:")]
            for index in range(len(TOPICS))
        },
        fallbacks=[CommandHandler("cancel", cancel)],
        name="diagnosis",
        persistent=True,
    )
    application.add_handler(conversation)
    if not interval:
        application.add_handler(TypeHandler(object, write_now), group=1)
    return application


if __name__ == "__main__":
    database = Path(os.environ["DATABASE_URL"].removeprefix("sqlite:///"))
    build(database.with_suffix(".pickle"), float(sys.argv[1])).run_polling()
