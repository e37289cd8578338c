"""What can go wrong with the database: it fails everybody, or it will not have what one unit of work says."""

import sqlite3

from sqlalchemy.exc import DBAPIError, InvalidRequestError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.services.ports import Held, StorageError, Unstorable

__all__ = ["StorageError", "describe", "presentable"]

_SQLITE_OUTAGES = frozenset({
    sqlite3.SQLITE_INTERNAL,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_ABORT,
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_INTERRUPT,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_SCHEMA,
    sqlite3.SQLITE_NOLFS,
    sqlite3.SQLITE_AUTH,
    sqlite3.SQLITE_NOTADB,
})  # fmt: skip
_SQLITE_MISSING = ("no such table", "no such column", "has no column")
"""What SQLite says, without a code of its own, where migrations are missing."""

_POSTGRES_OUTAGES = (
    "08",  # connection
    "25006",  # a standby only reads
    "25P03",  # a transaction stood still for too long
    "28",  # user and password
    "3D",  # no such database
    "3F",  # no such schema
    "40",  # serialization, deadlock: again after the tries of the storage itself
    "42501",  # rights
    "42703",  # no such column: migrations are missing
    "42P01",  # no such table
    "53",  # disk, memory, connections
    "55",  # locked, in use
    "57",  # shut down, or told to stop
    "58",  # the system around it
    "F0",  # its configuration
    "XX001",  # damaged
    "XX002",
)
LOCK_NOT_AVAILABLE = "55P03"
_LOST = ("OperationalError", "InterfaceError")
"""What psycopg raises where PostgreSQL did not answer at all."""


def presentable(error: BaseException) -> Exception:
    """The error as it may be logged, and as a future can carry it.

    Only what fails everybody is a `StorageError`. Whatever else a statement was refused for lies in what it
    said, and would be refused again.
    """
    if isinstance(error, DBAPIError):
        shown: Exception = _of_database(error)
    elif isinstance(error, MemoryError | InvalidRequestError | PoolTimeout):
        shown = StorageError(f"The database failed: {type(error).__name__}")
    elif isinstance(error, StatementError):
        shown = Unstorable(type(error.orig).__name__)
    elif isinstance(error, StopIteration) or not isinstance(error, Exception):
        shown = RuntimeError(f"A unit of work raised {type(error).__name__}")
    else:
        return error
    return shown.with_traceback(error.__traceback__)


def describe(error: DBAPIError) -> str:
    """The database's own complaint, without the values it concerned."""
    diagnosis = getattr(error.orig, "diag", None)  # psycopg adds the failing row to its message
    complaint = (diagnosis and diagnosis.message_primary) or str(error.orig)
    return complaint.strip().partition("\n")[0]


def _of_database(error: DBAPIError) -> Exception:
    if getattr(error.orig, "sqlstate", None) == LOCK_NOT_AVAILABLE:
        return Held("somebody else holds what this needs")
    if error.connection_invalidated or _is_outage(error.orig):
        return StorageError(f"The database failed: {describe(error)}")
    return Unstorable(_refusal(error.orig))


def _is_outage(cause: BaseException | None) -> bool:
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", None)
        return code is not None and (
            code & 0xFF in _SQLITE_OUTAGES or any(part in str(cause) for part in _SQLITE_MISSING)
        )
    state = getattr(cause, "sqlstate", None)
    return state.startswith(_POSTGRES_OUTAGES) if state else type(cause).__name__ in _LOST


def _refusal(cause: BaseException | None) -> str:
    """Why a statement was refused, in names of the database's and never in values."""
    if isinstance(cause, sqlite3.IntegrityError):
        return str(cause)  # The constraint, or the columns it is about
    diagnosis = getattr(cause, "diag", None)
    code = getattr(cause, "sqlstate", None) or getattr(cause, "sqlite_errorname", None)
    places = (diagnosis.constraint_name, diagnosis.table_name, diagnosis.column_name) if diagnosis else ()
    return " ".join(filter(None, (type(cause).__name__, code, *places)))
