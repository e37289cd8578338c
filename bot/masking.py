"""Passwords, tokens and keys in what is told: masked in whatever form they come."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote, quote_plus, unquote, unquote_plus

HIDDEN = "***"
SHORTEST = 4
"""A shorter one stands in any text by chance; in an address it is masked all the same."""
ADDRESSES = ("DATABASE_URL", "HTTPS_PROXY")
SECRETS = ("TELEGRAM_TOKEN", "WEBHOOK_SECRET", "FORGET_KEY")
OF_USER = re.compile(r"(?<=://)([^\s:/@]*):(\S*)@")
"""Up to the last @: whatever stands before it may be of a password."""
AS_VALUE = re.compile(r"(\bpass(?:word|wd|file)?\s*=\s*)('[^']*'|[^\s&]+)", re.IGNORECASE)


def masked(text: str, secrets: Iterable[str] = ()) -> str:
    """The text without these secrets, and without what stands where addresses have a password."""
    for secret in sorted(set(secrets), key=len, reverse=True):
        text = text.replace(secret, HIDDEN)
    return AS_VALUE.sub(rf"\1{HIDDEN}", OF_USER.sub(rf"\1:{HIDDEN}@", text))


def secrets_in(environment: Mapping[str, str]) -> frozenset[str]:
    """What is secret of the settings, in each form in which an error may quote it."""
    values = {name.upper(): value for name, value in environment.items()}
    found = [value for name in SECRETS if (value := _value(values, name))]
    for name in ADDRESSES:
        found += _passwords(_value(values, name))
    return frozenset(form for one in found for form in _forms(one) if len(form) >= SHORTEST)


def _value(values: Mapping[str, str], name: str) -> str:
    """A setting, or what stands in the file that it is in."""
    with suppress(OSError, ValueError):
        if file := values.get(f"{name}_FILE"):
            return Path(file).read_text("utf-8").strip()
    return values.get(name, "")


def _passwords(address: str) -> Iterator[str]:
    yield from (found[2] for found in OF_USER.finditer(address))
    yield from (found[2].strip("'") for found in AS_VALUE.finditer(address))


def _forms(secret: str) -> Iterator[str]:
    for read in (secret, unquote(secret), unquote_plus(secret)):
        yield from (read, quote(read), quote(read, safe=""), quote_plus(read))
        yield repr(read)[1:-1]
