"""What can go wrong with the database, in one line for the operator."""

from sqlalchemy.exc import DBAPIError

from bot.services.ports import StorageError

__all__ = ["StorageError", "describe"]


def describe(error: DBAPIError) -> str:
    """The database's own complaint, without the values it concerned."""
    diagnosis = getattr(error.orig, "diag", None)  # psycopg adds the failing row to its message
    complaint = (diagnosis and diagnosis.message_primary) or str(error.orig)
    return complaint.strip().partition("\n")[0]
