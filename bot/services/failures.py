"""What a failure stops: itself, unless the database fails everybody."""

from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from bot.services.ports import Held, SendError, StorageError, Unstorable

log = structlog.get_logger()


def reason_of(error: BaseException) -> str:
    """What a log and an operator may read of an error: its kind, and its text only where that is ours."""
    kind = type(error).__name__
    return f"{kind}: {error}" if isinstance(error, StorageError | Unstorable | Held | SendError) else kind


@contextmanager
def set_aside(event: str, **facts: object) -> Iterator[None]:
    """A failure of the block is logged and ends there, so that what comes after it goes on.

    Raises:
        StorageError: the database fails everybody, and what comes after as well.
    """
    try:
        yield
    except StorageError:
        raise
    except Exception as error:
        log.exception(event, reason=reason_of(error), **facts)
