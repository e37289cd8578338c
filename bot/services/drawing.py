"""Drawing and typesetting: off the event loop, few at a time, and the same thing once for all who ask."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256

AT_ONCE = 2
"""More would only take the processor from those whom nobody draws for."""
MOST_BYTES = 8_000_000
SECONDS = 600.0
"""For how long a drawing is kept: nothing of anybody stays longer."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """Something drawn, and when."""

    content: bytes
    at: float


class Studio:
    """Makes drawings, and remembers the newest. What they show is known by its fingerprint only."""

    def __init__(self, most_bytes: int = MOST_BYTES, seconds: float = SECONDS) -> None:
        self._most_bytes = most_bytes
        self._seconds = seconds
        self._workers = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="studio")
        self._kept: OrderedDict[bytes, Drawing] = OrderedDict()
        self._size = 0
        self._under_way: dict[bytes, asyncio.Future[bytes]] = {}

    async def draw(self, shows: tuple[object, ...], make: Callable[[], bytes]) -> bytes:
        """What `make` gives; `shows`: all that it depends on, with a repr that says it all."""
        now, key = asyncio.get_running_loop().time(), sha256(repr(shows).encode()).digest()
        self._clear_out(now)
        if kept := self._kept.get(key):
            return kept.content
        if key not in self._under_way:
            self._under_way[key] = asyncio.get_running_loop().run_in_executor(self._workers, make)
            self._under_way[key].add_done_callback(lambda made: self._keep(key, made, now))
        # Whoever gives up takes the drawing from nobody else.
        return await asyncio.shield(self._under_way[key])

    def _keep(self, key: bytes, made: asyncio.Future[bytes], now: float) -> None:
        del self._under_way[key]
        if made.cancelled() or made.exception() is not None or len(made.result()) > self._most_bytes:
            return
        self._kept[key] = Drawing(made.result(), now)
        self._size += len(made.result())
        while self._size > self._most_bytes:
            self._drop_oldest()

    def _clear_out(self, now: float) -> None:
        while self._kept and now - next(iter(self._kept.values())).at > self._seconds:
            self._drop_oldest()

    def _drop_oldest(self) -> None:
        _, oldest = self._kept.popitem(last=False)
        self._size -= len(oldest.content)
