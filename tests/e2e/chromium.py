"""A Chromium to test with: the one that is there, or else one that can be fetched."""

import asyncio
import os
import shutil
import sys
from collections.abc import AsyncIterator

from playwright.async_api import Browser, Error, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


async def start_chromium(playwright: Playwright) -> Browser | None:
    """The first Chromium that runs, or None where there is none to be had."""
    async for path in _candidates(playwright):
        try:
            return await playwright.chromium.launch(executable_path=path, args=[*QUIET, *_as_root()])
        except Error:
            continue
    return None


async def _candidates(playwright: Playwright) -> AsyncIterator[str]:
    """Those of the system, then Playwright's own; fetched only once the others were no good."""
    for name in NAMES:
        if found := shutil.which(name):
            yield found
    own = playwright.chromium.executable_path
    if shutil.which(own) or await _succeeds(sys.executable, "-m", "playwright", "install", "chromium"):
        yield own
    if _as_root() and await _succeeds("sh", "-c", f"apt-get update && apt-get install -y {NAMES[0]}"):
        yield f"/usr/bin/{NAMES[0]}"


def _as_root() -> list[str]:
    """Chromium's own sandbox refuses to run as root."""
    return ["--no-sandbox"] if os.geteuid() == 0 else []


async def _succeeds(*command: str) -> bool:
    if shutil.which(command[0]) is None:
        return False
    process = await asyncio.create_subprocess_exec(
        *command,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    return await process.wait() == 0
