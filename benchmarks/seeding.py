"""Stored conversations, to see whether their number makes an answer dearer."""

import json
import time
from dataclasses import asdict

from sqlalchemy import insert

from benchmarks.updates import LANGUAGE
from bot.services.ports import StoredConversation
from bot.storage.conversations import conversations
from bot.storage.engines import make_engine
from bot.storage.migrate import migrate
from bot.storage.updates import seen_updates

AT_ONCE = 10_000
YEAR = 365 * 86_400
FIRST_USER_ID = 1_000_000_000
ANSWERS = {f"question_{number}": "an_answer" for number in range(1, 6)}
SESSION = json.dumps({"path": "full", "answers": ANSWERS, "view": "question"})
KEYBOARD = [[["Een van de antwoorden", f"answer:question_6:{option}"]] for option in range(5)]
SCREEN = json.dumps(["Vraag 6 van hoogstens 10\n" + "een regel van de vraag\n" * 20, KEYBOARD])


def seed_people(database_url: str, count: int) -> None:
    """Store `count` people in the middle of a diagnosis, in a new database."""
    migrate(database_url)
    engine = make_engine(database_url)
    now = time.time()
    for first in range(0, count, AT_ONCE):
        places = range(first, min(first + AT_ONCE, count))
        with engine.begin() as connection:
            people = [asdict(_person(place, now - YEAR * place / count)) for place in places]
            connection.execute(insert(conversations), people)
            updates = [{"update_id": 1 + place, "seen_at": now} for place in places]
            connection.execute(insert(seen_updates), updates)
    engine.dispose()


def _person(place: int, active_at: float) -> StoredConversation:
    """Somebody who has seen their sixth question."""
    return StoredConversation(
        user_id=FIRST_USER_ID + place,
        language=LANGUAGE,
        session=SESSION,
        created_at=active_at,
        active_at=active_at,
        question_open=True,
        screen=SCREEN,
        screen_version=6,
        fresh_version=1,
        delivered_version=6,
        message_id=2,
    )
