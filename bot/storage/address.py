"""What DATABASE_URL says, or in one line why it says nothing; a password in it is never repeated."""

import re

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

ENCODED = (
    "of a password write each character but letters, digits and . _ ~ - as % and two digits: "
    "@ is %40, / %2F, : %3A, ? %3F, # %23, % %25"
)
EXAMPLES = "use sqlite:///data/vierstap.db or postgresql://user:password@host/database"
KIND = re.compile(r"([\w+.-]+)://")


class AddressError(ValueError):
    """Not the address of a database that we can use; the message is the remedy."""


def read_address(address: str) -> URL:
    """The parts of an address.

    Raises:
        AddressError: it is none of ours.
    """
    kind = KIND.match(address)
    if kind is None:
        raise AddressError(f"is not the address of a database; {EXAMPLES}")
    if kind[1] not in ("sqlite", "postgresql"):
        raise AddressError(f"unknown kind of database {kind[1]!r}; {EXAMPLES}")
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        url = None
    if kind[1] == "postgresql" and (_has_another_at(address[kind.end() :]) or _has_parts_mixed_up(url)):
        raise AddressError(f"its user or password holds an @ or a /; {ENCODED}")
    if url is None:
        remedy = f"{EXAMPLES}; {ENCODED}" if kind[1] == "postgresql" and "@" in address else EXAMPLES
        raise AddressError(f"is not the address of a database; {remedy}")
    if kind[1] == "sqlite":
        _look_at_file(url)
    return url


def _has_another_at(rest: str) -> bool:
    """Whether a password, or what comes after it, holds an @ beside the one before the host."""
    return rest.partition(":")[2].count("@") > 1


def _has_parts_mixed_up(url: URL | None) -> bool:
    """Whether something of a user or a password was taken for the host or the database."""
    return url is not None and "@" in f"{url.host}{url.database}"


def _look_at_file(url: URL) -> None:
    if url.host or url.username or url.port:
        raise AddressError(
            "takes three slashes before a file below the working directory, as in "
            "sqlite:///data/vierstap.db, and four before one from the root"
        )
    if url.query:
        raise AddressError("the address of a SQLite file ends with its name: leave out what begins with ?")
    if not url.database or url.database == ":memory:":
        raise AddressError(f"a database in memory forgets everybody; {EXAMPLES}")
    if url.database.endswith("/"):
        raise AddressError(f"names a folder, and no file in it; {EXAMPLES}")
