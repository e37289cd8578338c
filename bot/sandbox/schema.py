"""Parameters against the Bot API as another library describes it, where that is installed."""

import re
from collections.abc import Mapping
from threading import Thread
from typing import Any

import orjson
from pydantic import BaseModel, ValidationError

from bot.sandbox.errors import bad

Models = Mapping[str, type[BaseModel]]
STRUCTURE = re.compile(r"\s*[\[{]")


class Schema:
    """What parameters each method takes; nothing is known until it is loaded, which takes seconds."""

    def __init__(self) -> None:
        self._models: Models = {}

    def load(self) -> None:
        """Read it, if the library is there."""
        self._models = _read_models()

    def load_beside(self) -> None:
        """Read it while others go on; calls that come before are not checked."""
        Thread(target=self.load, name="schema", daemon=True).start()

    def check(self, method: str, given: Mapping[str, Any]) -> None:
        """Whether these are parameters of the method.

        Raises:
            Refused: a structure has not the form that it should; names that nobody knows are let through.
        """
        model = self._models.get(method.lower())
        if model is None:
            return
        try:
            model.model_validate(_read(given))
        except ValidationError as error:
            for fault in error.errors(include_url=False, include_input=False):
                _judge(fault["loc"], fault["msg"], given)


def _read(given: Mapping[str, Any]) -> dict[str, Any]:
    """Structures come as JSON in forms; files are judged by the methods that take them."""
    return {
        name: orjson.loads(value) if _is_json(value) else value
        for name, value in given.items()
        if not isinstance(value, bytes)
    }


def _is_json(value: object) -> bool:
    if not isinstance(value, str) or not STRUCTURE.match(value):
        return False
    try:
        orjson.loads(value)
    except orjson.JSONDecodeError:
        return False
    return True


def _judge(path: tuple[int | str, ...], message: str, given: Mapping[str, Any]) -> None:
    """Telegram reads whatever is no structure as text, and each method knows what it cannot do without."""
    value = given.get(str(path[0]))
    if isinstance(value, dict | list) or (isinstance(value, str) and _is_json(value) and len(path) > 1):
        raise bad(f"can't parse {'.'.join(map(str, path))}: {message}")


def _read_models() -> Models:
    """The library's models by the method's name in small letters; none where it is not there."""
    try:
        from aiogram import methods  # noqa: PLC0415 - a tool of development, and slow
        from aiogram.methods import TelegramMethod  # noqa: PLC0415
    except ImportError:
        return {}
    found = ((name, getattr(methods, name)) for name in methods.__all__)
    return {
        name.lower(): model
        for name, model in found
        if isinstance(model, type) and issubclass(model, TelegramMethod) and model is not TelegramMethod
    }
