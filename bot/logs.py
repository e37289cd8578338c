"""Logging: structured, to standard error, and never with the token, a name or an answer."""

import logging
import re
import sys
import traceback
from collections.abc import MutableMapping
from functools import partial
from typing import Any, Literal

import structlog

from bot.masking import masked

TOKEN = re.compile(r"\d{5,}:[\w-]{20,}")
HIDDEN = "[token]"
TALKATIVE = ("telegram", "uvicorn", "alembic", "asyncio", "transitions", "httpx", "httpcore")


def set_up_logging(level: str, style: Literal["text", "json"], *secrets: str) -> None:
    """Log from here on, our own lines and those of libraries; secrets and what looks like one hidden."""
    shared: list[structlog.types.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        trace_without_values,
        partial(hide_secrets, secrets),
    ]
    rendering: structlog.types.Processor = (
        structlog.processors.JSONRenderer()
        if style == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, rendering],
        )
    )
    logging.basicConfig(handlers=[handler], level=level, force=True)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)


def trace_without_values(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """An exception as its kind and the lines it went through; its text might quote an answer."""
    info = event.pop("exc_info", None)
    error = sys.exc_info()[1] if info is True else info[1] if isinstance(info, tuple) else info
    if isinstance(error, BaseException):
        lines = "".join(traceback.format_tb(error.__traceback__))
        event["exception"] = f"{lines}{type(error).__name__}"
    return event


def hide_secrets(
    secrets: tuple[str, ...], _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Replace them, and what looks like one, in every value that is text."""
    for name, value in event.items():
        if isinstance(value, str):
            event[name] = TOKEN.sub(HIDDEN, masked(value, secrets))
    return event
