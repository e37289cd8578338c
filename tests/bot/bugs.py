"""Mistakes as a programmer might make them."""

from typing import NoReturn

QUOTED = "somebody's secret answer"


def fail(*_arguments: object, **_named: object) -> NoReturn:
    """In place of what works."""
    raise LookupError(QUOTED)
