"""People to store."""

from typing import Any

from bot.services.ports import OutboxMessage, Storage, StoredConversation, Unit

NOON = 1_790_000_000.0


def conversation(user_id: int = 1, **facts: Any) -> StoredConversation:  # noqa: ANN401 - any of its fields
    return StoredConversation(
        **{
            "user_id": user_id,
            "language": "nl",
            "session": "{}",
            "created_at": NOON,
            "active_at": NOON,
            **facts,
        }
    )


def with_screen(user_id: int = 1, **facts: Any) -> StoredConversation:  # noqa: ANN401 - any of its fields
    """Somebody who is to see their first screen."""
    return conversation(user_id, **{"screen": "{}", "screen_version": 1, **facts})


async def add(storage: Storage, *people: StoredConversation) -> None:
    def work(unit: Unit) -> None:
        for person in people:
            unit.add(person)

    await storage.run(work)


async def load(storage: Storage, user_id: int = 1) -> StoredConversation:
    loaded = await storage.run(lambda unit: unit.load(user_id))
    assert loaded
    return loaded


def attempt_letters(unit: Unit, user_id: int, now: float) -> list[OutboxMessage]:
    """Attempt all letters that wait, one after another."""
    return [row for row in unit.waiting_letters(user_id, now) if unit.attempt_letter(row, now)]
