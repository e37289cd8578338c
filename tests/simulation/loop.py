"""An event loop whose time is virtual, and whose processes can die at any moment.

Callbacks run in the order in which they were registered, as asyncio promises. What a seed decides is when
what everybody waits for comes about: calls, the disk, what people do. So every order that is seen here can be
seen in production, and none beside.
"""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor
from contextvars import Context, ContextVar, copy_context
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


class Steps(Protocol):
    """A process that takes steps, until it is dead."""

    dead: bool

    def step(self, callback: Callable[..., object], *args: Any) -> None:  # noqa: ANN401 - any callback's
        """Run a callback of this process, unless it is dead."""

    def adopt(self, task: asyncio.Task[Any]) -> None:
        """A task of this process was begun."""


PROCESS: ContextVar[Steps | None] = ContextVar("process", default=None)
"""To which process what runs belongs; Telegram and people belong to none."""


class NothingHappens(Exception):
    """Everybody waits for somebody else."""


class Task(asyncio.Task[T]):
    """A task that sets are ordered by as they were begun, and not by where they lie in memory."""

    _number = 0

    def __init__(self, coroutine: Coroutine[Any, Any, T], **options: Any) -> None:  # noqa: ANN401 - asyncio's
        Task._number += 1
        self._place = Task._number
        super().__init__(coroutine, **options)

    def __hash__(self) -> int:
        return self._place

    def __eq__(self, other: object) -> bool:
        return self is other


class _VirtualTime:
    """In the place of a selector: nothing comes from outside, so waiting is only time that goes by."""

    def __init__(self) -> None:
        self.now = 0.0

    def select(self, timeout: float | None) -> list[Any]:
        if timeout is None:
            raise NothingHappens
        self.now += max(0.0, timeout)
        return []

    def close(self) -> None:
        """There is nothing to close."""


class SimulatedLoop(asyncio.BaseEventLoop):
    """asyncio's loop without sockets, threads or waiting."""

    def __init__(self) -> None:
        super().__init__()
        self._selector = self._clock = _VirtualTime()
        self.set_task_factory(_new_task)  # type: ignore[arg-type] # it takes more than it has to
        self.set_exception_handler(_tell_of_callbacks)
        self.kept: set[asyncio.Task[Any]] = set()

    def time(self) -> float:
        return self._clock.now

    def call_soon(  # type: ignore[override] # as it has always been
        self,
        callback: Callable[..., object],
        *args: Any,  # noqa: ANN401 - any callback's
        context: Context | None = None,
    ) -> asyncio.Handle:
        step = self._step(context)
        if step is None:
            return super().call_soon(callback, *args, context=context)
        return super().call_soon(step, callback, *args, context=context)

    def call_at(  # type: ignore[override] # as it has always been
        self,
        when: float,
        callback: Callable[..., object],
        *args: Any,  # noqa: ANN401 - any callback's
        context: Context | None = None,
    ) -> asyncio.TimerHandle:
        step = self._step(context)
        if step is None:
            return super().call_at(when, callback, *args, context=context)
        return super().call_at(when, step, callback, *args, context=context)

    def call_soon_threadsafe(  # type: ignore[override] # as it has always been
        self,
        callback: Callable[..., object],
        *args: Any,  # noqa: ANN401 - any callback's
        context: Context | None = None,
    ) -> asyncio.Handle:
        return self.call_soon(callback, *args, context=context)

    def run_in_executor(  # type: ignore[override] # the base leaves its type open
        self,
        _executor: Executor | None,
        work: Callable[..., T],
        *args: Any,  # noqa: ANN401 - any work's
    ) -> asyncio.Future[T]:
        """There are no threads: the work is done at once."""
        done: asyncio.Future[T] = self.create_future()
        try:
            done.set_result(work(*args))
        except Exception as error:  # noqa: BLE001 - handed to who waits
            done.set_exception(error)
        return done

    def _step(self, context: Context | None) -> Callable[..., None] | None:
        process = PROCESS.get() if context is None else context.get(PROCESS)
        return None if process is None else process.step

    def _process_events(self, event_list: list[Any]) -> None:
        """There are none from outside."""

    def _write_to_self(self) -> None:
        """Nobody sleeps."""


def _tell_of_callbacks(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """What nobody asked the outcome of is found by the collector of rubbish, at any time: not then."""
    if context.keys().isdisjoint({"task", "future"}):
        loop.default_exception_handler(context)


def _new_task(loop: asyncio.AbstractEventLoop, coroutine: Coroutine[Any, Any, T], **options: Any) -> Task[T]:  # noqa: ANN401 - asyncio's
    task = Task(coroutine, loop=loop, **options)
    context = options.get("context")
    process = PROCESS.get() if context is None else context.get(PROCESS)
    if process is not None:
        process.adopt(task)
    elif isinstance(loop, SimulatedLoop):
        loop.kept.add(task)
        task.add_done_callback(loop.kept.discard)
    return task


def outside(work: Coroutine[Any, Any, T], name: str) -> asyncio.Task[T]:
    """Work of Telegram or of people, that no process takes with it when it dies."""
    return within(None, work, name)


def within(process: Steps | None, work: Coroutine[Any, Any, T], name: str) -> asyncio.Task[T]:
    """Work that is a process's own, and dies with it."""
    context = copy_context()
    context.run(PROCESS.set, process)
    return asyncio.get_running_loop().create_task(work, name=name, context=context)
