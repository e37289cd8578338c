"""Calls to the look-alike, as a bot makes them."""

from dataclasses import dataclass
from typing import Any

import aiohttp

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Caller:
    """Calls methods; gives what came back, whatever it is."""

    session: aiohttp.ClientSession
    address: str

    async def __call__(self, method: str, **parameters: object) -> Json:
        async with self.session.post(f"{self.address}/{method}", json=parameters) as answer:
            document: Json = await answer.json()
            assert document.get("error_code", 200) == answer.status
            return document

    async def refusal(self, method: str, **parameters: object) -> str:
        """What Telegram says to a call that it refuses."""
        answer = await self(method, **parameters)
        assert not answer["ok"], answer
        return f"{answer['error_code']} {answer['description']}"
