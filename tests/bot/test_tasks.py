"""Background work is begun in one place, and never fails unseen."""

import ast
import asyncio
from pathlib import Path

import pytest

import bot
from bot.services.tasks import Ended, Tasks, before, begin, unless
from tests.bot.bugs import QUOTED, fail

BEGINNING = ("create_task", "ensure_future", "run_coroutine_threadsafe")
HOME = Path("services/tasks.py")


async def fails() -> None:
    fail()


async def panics() -> None:
    raise type("Panic", (BaseException,), {})


def test_only_one_module_begins_tasks() -> None:
    room = Path(bot.__file__).parent
    begun = {
        path.relative_to(room)
        for path in room.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute | ast.Name) and _name(node) in BEGINNING
    }
    assert begun == {HOME}


def _name(node: ast.Attribute | ast.Name) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id


@pytest.mark.parametrize("work", [fails, panics])
async def test_work_that_fails_is_logged_by_its_name_and_without_its_words(
    work: type, caplog: pytest.LogCaptureFixture
) -> None:
    tasks = Tasks()
    tasks.start(work(), "a farewell")
    await tasks.settled()
    assert "a farewell" in caplog.text
    assert QUOTED not in caplog.text
    assert len(tasks) == 0


async def test_what_is_given_up_is_no_failure(caplog: pytest.LogCaptureFixture) -> None:
    tasks = Tasks()
    tasks.start(asyncio.Event().wait(), "a long wait")
    await tasks.finish(0)
    assert len(tasks) == 0
    assert caplog.text == ""


async def test_work_is_given_up_once_something_else_happens() -> None:
    stopping, done = asyncio.Event(), asyncio.Event()
    waiting = begin(unless(stopping, done.wait()), "waiting")
    await asyncio.sleep(0)
    stopping.set()
    assert await waiting is None
    with pytest.raises(Ended):
        await before(asyncio.sleep(0), done.wait())
    with pytest.raises(LookupError):
        await before(done.wait(), fails())
