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
        return await self._post(method, json=parameters)

    async def upload(self, method: str, name: str, content: bytes, **parameters: object) -> Json:
        """A call with a file."""
        form = aiohttp.FormData({key: str(value) for key, value in parameters.items()})
        form.add_field(name, content, filename=name)
        return await self._post(method, data=form)

    async def refusal(self, method: str, **parameters: object) -> str:
        """What Telegram says to a call that it refuses."""
        answer = await self(method, **parameters)
        assert not answer["ok"], answer
        return f"{answer['error_code']} {answer['description']}"

    async def updates(self, **parameters: object) -> list[Json]:
        """What waits for the bot."""
        found: list[Json] = (await self("getUpdates", **parameters))["result"]
        return found

    async def _post(self, method: str, **body: Any) -> Json:  # noqa: ANN401 - aiohttp's own
        async with self.session.post(f"{self.address}/{method}", **body) as answer:
            document: Json = await answer.json()
            assert document.get("error_code", 200) == answer.status
            return document
