"""What happened, in order: two runs of a seed give the same one."""

from collections.abc import Callable
from hashlib import sha256

import orjson


class Journal:
    """Lines, and the fingerprint of all of them."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._hash = sha256()
        self.lines: list[str] = []
        self._closed = False

    def close(self) -> None:
        """What comes now is no part of the life any more."""
        self._closed = True

    def note(self, what: str, **about: object) -> None:
        if self._closed:
            return
        line = orjson.dumps({"at": round(self._clock(), 4), "what": what, **about}).decode()
        self._hash.update(line.encode())
        self.lines.append(line)

    @property
    def fingerprint(self) -> str:
        return self._hash.hexdigest()
