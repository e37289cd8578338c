"""What is on disk, read beside the bot, as whoever opens the file sees it."""

import sqlite3
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import orjson

from bot.services.presenter import RenderedScreen


@dataclass(frozen=True, slots=True)
class Person:
    """What is stored of a conversation."""

    user_id: int
    language: str
    session: str
    active_at: float
    reachable: bool
    question_open: bool
    screen: str
    screen_version: int
    fresh_version: int
    delivered_version: int
    message_id: int | None
    lease_owner: str | None
    not_before: float
    attempts: int

    @property
    def facts(self) -> dict[str, Any]:
        found: dict[str, Any] = orjson.loads(self.session)
        return found

    @property
    def answers(self) -> dict[str, Any]:
        """What somebody answered: also what an earlier questionnaire came to."""
        facts = self.facts
        return {name: facts.get(name) for name in ("answers", "last", "checkin")}

    @property
    def shown(self) -> RenderedScreen | None:
        return RenderedScreen.from_json(self.screen) if self.screen else None


LOST = 130.0
"""Seconds after which it is told that nobody knows what became of a letter."""
ON_DISK = (
    "SELECT update_id FROM seen_updates UNION SELECT update_id FROM kept_updates "
    "UNION SELECT update_id FROM parked_updates"
)
COLUMNS = ", ".join(field.name for field in fields(Person))
PEOPLE = f"SELECT {COLUMNS} FROM conversations"  # noqa: S608 - names of ours


class Ledger:
    """The database, to be looked at only."""

    def __init__(self, database: Path) -> None:
        self._connection = sqlite3.connect(database, isolation_level=None)
        self._connection.execute("PRAGMA query_only = ON")
        self._version = -1
        found = self._connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        self.tables = sorted(name for (name,) in found if not name.startswith(("sqlite_", "alembic")))

    def close(self) -> None:
        self._connection.close()

    def image(self) -> bytes:
        """All of it, as a file."""
        return self._connection.serialize()

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        return self._connection.execute(query, values).fetchall()

    def value(self, query: str, *values: object) -> Any:  # noqa: ANN401 - a column's
        found = self._connection.execute(query, values).fetchone()
        return found[0] if found else None

    def has_changed(self) -> bool:
        """Whether anything was committed since this was last asked."""
        before, self._version = self._version, self.value("PRAGMA data_version")
        return before != self._version

    def people(self) -> dict[int, Person]:
        return {row[0]: Person(*row) for row in self.rows(PEOPLE)}

    def seen(self) -> set[int]:
        return {number for (number,) in self.rows("SELECT update_id FROM seen_updates")}

    def on_disk(self) -> set[int]:
        """Updates that would survive."""
        return {number for (number,) in self.rows(ON_DISK)}

    def traces(self, *words: str) -> list[str]:
        """Rows in which one of these words stands, by their table."""
        found = []
        for table in self.tables:
            for row in self.rows(f"SELECT * FROM {table}"):  # noqa: S608 - a table of ours
                written = str(row)
                if any(word in written for word in words):
                    found.append(f"{table}: {written[:160]}")
        return found

    def next_due(self, now: float) -> float | None:
        """The next moment at which something is due by itself; now, while something is being sent."""
        for table in ("appointments", "outbox"):
            sending = f"SELECT 1 FROM {table} WHERE attempted_at > ? AND message_id IS NULL AND error IS NULL"  # noqa: S608 - names of ours
            if self.rows(sending, now - LOST):
                return now
        appointments = "SELECT min(max(due_at, not_before)) FROM appointments WHERE attempted_at IS NULL"
        of_letters = "SELECT min(max(not_before, retry_at)) FROM outbox WHERE attempted_at IS NULL"
        letters = f"{of_letters} AND max(not_before, retry_at) > ?"
        found = [at for at in (self.value(appointments), self.value(letters, now)) if at is not None]
        return min(found, default=None)

    def latest_try(self, now: float) -> float:
        """When the last of what failed is tried again."""
        screens = "SELECT max(not_before) FROM conversations WHERE delivered_version < screen_version"
        letters = "SELECT max(retry_at) FROM outbox WHERE attempted_at IS NULL"
        unknown = "SELECT max(attempted_at) FROM outbox WHERE message_id IS NULL AND error IS NULL"
        lost = (self.value(unknown) or 0.0) + LOST
        return max(now, lost, *(self.value(query) or 0.0 for query in (screens, letters)))
