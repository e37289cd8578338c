"""The real time, which a test can stop and move."""

import time


class Wall:
    """Goes as the real time does until it is stopped; then only as far as it is moved."""

    def __init__(self) -> None:
        self._stopped_at: float | None = None

    def __call__(self) -> float:
        return time.time() if self._stopped_at is None else self._stopped_at

    def stop(self) -> None:
        self._stopped_at = self()

    def move(self, seconds: float) -> None:
        self._stopped_at = self() + seconds
