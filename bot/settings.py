"""The settings: read once from the environment, checked at start."""

import re
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

TOKEN_SHAPE = r"[^\s/]+"  # noqa: S105 - a pattern, not a token
PROXY_SCHEMES = ("http", "https", "socks5", "socks5h")


class SettingsError(Exception):
    """A setting is wrong: one line that names it and the remedy."""


class Settings(BaseSettings):
    """Each field is the environment variable of that name, in capitals."""

    model_config = SettingsConfigDict(extra="ignore", env_ignore_empty=True)

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
        if urlsplit(value).scheme not in ("http", "https") or not urlsplit(value).hostname:
            raise ValueError("must be an address such as https://api.telegram.org, without /bot…")
        return value.rstrip("/")

    @field_validator("https_proxy")
    @classmethod
    def _is_proxy(cls, value: str | None) -> str | None:
        if value is None:
            return value
        address = value if "://" in value else f"http://{value}"
        if urlsplit(address).scheme not in PROXY_SCHEMES or not urlsplit(address).hostname:
            raise ValueError("must be an address such as http://proxy.example.org:3128")
        return address

    @field_validator("webhook_url")
    @classmethod
    def _is_webhook(cls, value: str | None) -> str | None:
        if value is None:
            return value
        parts = urlsplit(value)
        local = parts.hostname in ("127.0.0.1", "localhost", "::1")
        if parts.scheme != "https" and not (parts.scheme == "http" and local):
            raise ValueError("must begin with https://, for Telegram delivers to no other address")
        if parts.path in ("", "/", "/healthz", "/readyz", "/metrics"):
            raise ValueError("needs a path of its own, such as https://example.org/telegram")
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


def read_settings() -> Settings:
    """The settings of this process.

    Raises:
        SettingsError: the first wrong one, by the name of its variable.
    """
    try:
        return Settings()
    except ValidationError as error:
        fault = error.errors(include_input=False)[0]
        name = str(fault["loc"][0]).upper()
        raise SettingsError(f"{name}: {fault['msg'].removeprefix('Value error, ')}") from None
