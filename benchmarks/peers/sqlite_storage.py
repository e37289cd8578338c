"""aiogram's missing SQLite storage: one row per person, every change committed to disk."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

import aiosqlite
from aiogram.fsm.state import State
from aiogram.fsm.storage.base import (
    BaseStorage,
    DefaultKeyBuilder,
    KeyBuilder,
    StateType,
    StorageKey,
)

SCHEMA = "CREATE TABLE IF NOT EXISTS fsm (key TEXT PRIMARY KEY, state TEXT, data TEXT)"
SET_STATE = "INSERT INTO fsm (key, state) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET state=excluded.state"
SET_DATA = "INSERT INTO fsm (key, data) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET data=excluded.data"


class SqliteStorage(BaseStorage):
    """States and data in an SQLite file, WAL, synchronous=FULL."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._keys: KeyBuilder = DefaultKeyBuilder()
        self._opening = asyncio.Lock()
        self._connection: aiosqlite.Connection | None = None

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        """Store where a person is."""
        name = state.state if isinstance(state, State) else state
        await self._write(SET_STATE, (self._keys.build(key), name))

    async def get_state(self, key: StorageKey) -> str | None:
        """Where a person is."""
        return await self._read("SELECT state FROM fsm WHERE key = ?", key)

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        """Store what a person answered."""
        await self._write(SET_DATA, (self._keys.build(key), json.dumps(data)))

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        """What a person answered."""
        data = await self._read("SELECT data FROM fsm WHERE key = ?", key)
        return json.loads(data) if data else {}

    async def close(self) -> None:
        """Close the file."""
        if self._connection is not None:
            await self._connection.close()

    async def _read(self, statement: str, key: StorageKey) -> str | None:
        connection = await self._open()
        async with connection.execute(statement, (self._keys.build(key),)) as cursor:
            row = await cursor.fetchone()
        return row[0] if row else None

    async def _write(self, statement: str, values: tuple[str, str | None]) -> None:
        connection = await self._open()
        await connection.execute(statement, values)
        await connection.commit()

    async def _open(self) -> aiosqlite.Connection:
        async with self._opening:
            if self._connection is None:
                self._connection = await aiosqlite.connect(self._path)
                await self._connection.execute("PRAGMA journal_mode=WAL")
                await self._connection.execute("PRAGMA synchronous=FULL")
                await self._connection.execute(SCHEMA)
        return self._connection
