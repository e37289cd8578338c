"""What a service manager such as systemd is told: that the bot is up, that it lives, that it stops."""

import asyncio
import os
import socket
from collections.abc import Mapping

SECOND = 1_000_000
"""In microseconds, in which systemd says after how long without a sign of life it starts anew."""


class ServiceManager:
    """Tells whoever started us, if they want to know."""

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        address = environment.get("NOTIFY_SOCKET", "")
        self._address = f"\0{address[1:]}" if address.startswith("@") else address
        waits = environment.get("WATCHDOG_USEC", "")
        self._patience = int(waits) / SECOND if waits.isdecimal() else 0.0

    def is_up(self, status: str) -> None:
        """Everything is open, and what it does is said in a few words."""
        self._tell(f"READY=1\nSTATUS={status}")

    def is_stopping(self) -> None:
        """What is under way is finished."""
        self._tell("STOPPING=1\nSTATUS=Stopping")

    async def show_life(self) -> None:
        """Say for ever that the event loop turns, twice in the time after which it counts as stuck."""
        while self._patience:
            self._tell("WATCHDOG=1")
            await asyncio.sleep(self._patience / 2)

    def _tell(self, state: str) -> None:
        if not self._address:
            return
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sending:
                sending.settimeout(0)  # A signal, for which nobody waits
                sending.sendto(state.encode(), self._address)
        except OSError:
            return  # Whoever listened is gone: people are served all the same
