"""Parameters against the Bot API as another library describes it, where that is installed."""

from functools import cache
from typing import Any

from bot.channels.sandbox.errors import bad

FILE_NAMES = "_name"


def check_parameters(method: str, given: dict[str, Any]) -> None:
    """Whether these are parameters of the method.

    Raises:
        Refused: one is needed and not there. (Telegram takes no offence at names it does not know.)
    """
    required = _required().get(method.lower())
    if required is None:
        return
    for name in sorted(required - set(given)):
        raise bad(f'parameter "{name}" is required')


@cache
def _required() -> dict[str, frozenset[str]]:
    """The parameters each method needs, by its name in small letters; none where the library is not there."""
    try:
        from aiogram import methods  # noqa: PLC0415 - a tool of development
        from aiogram.methods import TelegramMethod  # noqa: PLC0415
    except ImportError:
        return {}
    found: dict[str, frozenset[str]] = {}
    for name in methods.__all__:
        method = getattr(methods, name)
        if isinstance(method, type) and issubclass(method, TelegramMethod) and method is not TelegramMethod:
            needed = (field for field, info in method.model_fields.items() if info.is_required())
            found[name.lower()] = frozenset(needed)
    return found
