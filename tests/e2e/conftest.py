"""The page of the sandbox in a real browser, with the real bot behind it."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from itertools import count

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

from bot.assembly import build_rooms
from flows.state.screen import parse_action
from tests.bot.programs import free_port
from tests.e2e.chromium import start_chromium
from tests.e2e.phones import Phone

ROOMS = build_rooms()
NAMES = count(1)
SKIPPED = "no Chromium to be had: the page was not tested in a browser"

# A busy machine is not an error; a page that never gets there is.
expect.set_options(timeout=30_000)

Invite = Callable[..., Awaitable[Phone]]


@pytest.fixture
async def address() -> AsyncIterator[str]:
    """A sandbox of one's own, as somebody would start it."""
    port = free_port()
    command = [sys.executable, "-m", "bot", "sandbox", "--port", str(port)]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    async with asyncio.timeout(60):
        assert b"sandbox" in await process.stdout.readline()
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    await process.wait()


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        found = await start_chromium(playwright)
        if found is None and os.environ.get("CI"):
            pytest.fail(SKIPPED)
        if found is None:
            pytest.skip(SKIPPED)
        yield found
        await found.close()


@pytest.fixture
async def page(browser: Browser, address: str) -> AsyncIterator[Page]:
    """The page at the width of a desktop; nothing on it may fail."""
    page = await browser.new_page(viewport={"width": 1280, "height": 900}, locale="nl-NL")
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    await page.goto(address)
    yield page
    assert errors == []


@pytest.fixture
def invite(page: Page, address: str) -> Invite:
    """Somebody new on the page."""

    async def person(language: str = "nl") -> Phone:
        given = {"do": "add_person", "name": f"Person {next(NAMES)}", "language": language}
        answer = await page.request.post(f"{address}/do", data=given)
        number = (await answer.json())["person"]["id"]

        def say(action: str) -> str:
            return ROOMS.presenter.label(language, parse_action(action))

        phone = Phone(page, number, language, say, ROOMS.presenter.renderer)
        await phone.screen.wait_for()
        return phone

    return person
