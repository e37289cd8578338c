"""Work in a process of its own, beside what is done here meanwhile."""

from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import TypeVar

T = TypeVar("T")


def beside(work: Callable[[], T]) -> Callable[[], T]:
    """Begin a piece of work on another core; what is given back waits for its result, and raises what it did.

    The process is a copy of this one: the work may use all there is, and changes nothing here.
    """
    there, here = get_context("fork").Pipe(duplex=False)
    process = get_context("fork").Process(target=_send, args=(here, work), daemon=True)
    process.start()
    here.close()

    def result() -> T:
        done, value = there.recv()
        process.join()
        if not done:
            raise value
        return value  # type: ignore[no-any-return]

    return result


def _send(here: Connection, work: Callable[[], T]) -> None:
    try:
        here.send((True, work()))
    except Exception as error:  # noqa: BLE001 - raised where the result is waited for
        here.send((False, error))
