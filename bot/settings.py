"""The settings: read once from the environment, checked at start."""

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal, TypeVar
from urllib.parse import SplitResult, urlsplit

from pydantic import BaseModel, Field, SecretStr, ValidationError, field_validator
from pydantic_core import ErrorDetails

from bot.storage import read_address

TOKEN_SHAPE = r"[^\s/]+"  # noqa: S105 - a pattern, not a token
PROXY_SCHEMES = ("http", "https", "socks5", "socks5h")
HOST_SHAPE = re.compile(r"[^\s/?#@\[\]%\\]+")
PATH_SHAPE = re.compile(r"(/(?!\.{1,2}(/|$))[\w.~-]+)+/?", re.ASCII)
QUERY_SHAPE = re.compile(r"[\w.~=&-]*", re.ASCII)
OURS = ("/healthz", "/readyz", "/metrics")
REMEDIES = {
    "missing": "is not set; @BotFather gives one, or try the bot without: `vierstap sandbox`",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_parsing": "must be a number",
}
"""Of what pydantic says in other words than ours."""
SECRETS = ("telegram_token", "database_url", "webhook_secret", "forget_key", "https_proxy")
"""What may also stand in a file: the setting of that name with `_FILE` says in which."""


class SettingsError(Exception):
    """One or more settings are wrong: a line for each that names it and the remedy."""

    def __init__(self, faults: Sequence[str]) -> None:
        several = f"{len(faults)} settings are wrong:"
        super().__init__(faults[0] if len(faults) == 1 else "\n  ".join((several, *faults)))


class Settings(BaseModel):
    """Each field is the environment variable of that name, in capitals."""

    telegram_token: SecretStr | None = None
    telegram_api_url: str = "https://api.telegram.org"
    https_proxy: str | None = None
    no_proxy: str | None = None
    database_url: str = "sqlite:///data/vierstap.db"
    webhook_url: str | None = None
    webhook_secret: SecretStr | None = None
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65_535)] | None = None
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "text"
    operator_contact: str = ""
    forget_key: SecretStr | None = None
    reminders_per_second: Annotated[int, Field(ge=1, le=1_000)] = 25
    vierstap_sandbox_clock: Path | None = None
    vierstap_bench_commit_delay_ms: Annotated[float, Field(ge=0)] = 0.0

    @field_validator("telegram_token")
    @classmethod
    def _is_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not re.fullmatch(TOKEN_SHAPE, value.get_secret_value()):
            raise ValueError("is no token of a bot, such as 123456:ABC-DEF; copy it from @BotFather")
        return value

    @field_validator("telegram_api_url")
    @classmethod
    def _is_address(cls, value: str) -> str:
        parts = _split(value)
        if parts is None or parts.scheme not in ("http", "https") or parts.query or parts.fragment:
            raise ValueError("must be an address such as https://api.telegram.org, without /bot…")
        return value.rstrip("/")

    @field_validator("https_proxy")
    @classmethod
    def _is_proxy(cls, value: str | None) -> str | None:
        if value is None:
            return value
        address = value if "://" in value else f"http://{value}"
        parts = _split(address)
        if parts is None or parts.scheme not in PROXY_SCHEMES:
            raise ValueError("must be an address such as http://proxy.example.org:3128")
        return address

    @field_validator("database_url")
    @classmethod
    def _is_database(cls, value: str) -> str:
        read_address(value)
        return value

    @field_validator("webhook_url")
    @classmethod
    def _is_webhook(cls, value: str | None) -> str | None:
        if value is None:
            return value
        parts = _split(value)
        if parts is None or parts.username is not None:
            raise ValueError("must be an address such as https://example.org/telegram")
        local = parts.hostname in ("127.0.0.1", "localhost", "::1")
        if parts.scheme != "https" and not (parts.scheme == "http" and local):
            raise ValueError("must begin with https://, for Telegram delivers to no other address")
        if parts.path.rstrip("/") in ("", *OURS):
            raise ValueError("needs a path of its own, such as https://example.org/telegram")
        if not (PATH_SHAPE.fullmatch(parts.path) and QUERY_SHAPE.fullmatch(parts.query)) or parts.fragment:
            raise ValueError(
                "its path takes only A-Z, a-z, 0-9 and . _ ~ - between slashes, "
                "such as https://example.org/telegram"
            )
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _is_secret(cls, value: SecretStr | None) -> SecretStr | None:
        if value is None:
            return value
        secret = value.get_secret_value()
        if not 1 <= len(secret) <= 256 or not all(c.isascii() and (c.isalnum() or c in "_-") for c in secret):
            raise ValueError("takes 1 to 256 of A-Z, a-z, 0-9, _ and -")
        return value


class BotSettings(Settings):
    """The settings of a bot on Telegram."""

    telegram_token: SecretStr


Read = TypeVar("Read", bound=Settings)


def read_settings(kind: type[Read]) -> Read:
    """The settings of this process.

    Raises:
        SettingsError: all that are wrong, by the names of their variables.
    """
    # As usual, a proxy may be named in small letters; what is empty is not set.
    given = {name.lower(): value for name, value in os.environ.items() if value}
    from_files = {name: file for name in SECRETS if (file := given.get(f"{name}_file"))}
    faults: list[str] = []
    for name, file in from_files.items():
        if name in given:
            faults.append(f"{name.upper()}: is set, and {name.upper()}_FILE too; keep one of them")
        try:
            given[name] = _secret_in(Path(file))
        except ValueError as error:
            faults.append(f"{name.upper()}_FILE: {error}")
    try:
        settings = kind.model_validate(given)
    except ValidationError as error:
        wrong = error.errors(include_input=False)
        faults += [_fault(details) for details in wrong if details["loc"][0] not in from_files or not faults]
        raise SettingsError(faults) from None
    if faults:
        raise SettingsError(faults)
    return settings


def _secret_in(file: Path) -> str:
    """What stands in a file, without the end of its line.

    Raises:
        ValueError: it cannot be read or is empty; what is wrong, and the remedy.
    """
    try:
        secret = file.read_text("utf-8").strip()
    except OSError as error:
        raise ValueError(f"{file}: {error.strerror}; name a file that the bot may read") from None
    except UnicodeDecodeError:
        raise ValueError(f"{file}: is no text in UTF-8") from None
    if not secret:
        raise ValueError(f"{file}: is empty; write the secret into it")
    return secret


def _fault(details: ErrorDetails) -> str:
    name, said = str(details["loc"][0]).upper(), details["msg"].removeprefix("Value error, ")
    return f"{name}: {REMEDIES.get(details['type'], said.replace('Input should be', 'must be'))}"


def _split(address: str) -> SplitResult | None:
    """The parts of an address on the web, or None where it has none that could be one."""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return None
    return parts if host and HOST_SHAPE.fullmatch(host) else None
