"""Bringing a database up to date, and asking whether it is."""

from sqlalchemy import Column, Connection, MetaData, PrimaryKeyConstraint, String, Table, inspect, text

from bot.storage.engines import transaction
from bot.storage.errors import StorageError
from bot.storage.schema import metadata

# Alembic knows it too, but takes 0.2 s and 12 MB to import: most starts do without.
NEWEST = "0016"


_versions = Table(
    "alembic_version",
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)


def migrate(url: str) -> None:
    """Bring the database up to date; waits while another process does it.

    Raises:
        StorageError: The database cannot be opened or written, or belongs to a newer version.
    """
    with transaction(url) as connection:
        bring_up_to_date(connection)


def is_current(url: str) -> bool:
    """Whether the database has had all migrations.

    Raises:
        StorageError: The database cannot be opened, or belongs to a newer version.
    """
    with transaction(url) as connection:
        return has_all_migrations(connection)


def has_all_migrations(connection: Connection) -> bool:
    """Whether the database behind the connection is up to date; `StorageError` if it is ahead."""
    if not inspect(connection).has_table("alembic_version"):
        return False
    revision: str = connection.scalar(text("SELECT max(version_num) FROM alembic_version")) or ""
    if revision > NEWEST:
        raise StorageError(
            f"DATABASE_URL: the database belongs to a newer version (revision {revision}, "
            f"this one knows {NEWEST}); install that version"
        )
    return revision == NEWEST


def make_tables(connection: Connection) -> None:
    """All tables of an empty database at once, exactly as the migrations make them one after another."""
    metadata.create_all(connection)
    _versions.create(connection)
    connection.execute(_versions.insert().values(version_num=NEWEST))


def is_empty(connection: Connection) -> bool:
    """Whether the database has no tables at all."""
    return not inspect(connection).get_table_names()


def bring_up_to_date(connection: Connection) -> None:
    """Run the migrations that are missing, all in the transaction of this connection."""
    if connection.dialect.name == "postgresql":  # on SQLite every transaction is alone
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('vierstap migrate'))"))
    if has_all_migrations(connection):
        return

    from alembic import command  # noqa: PLC0415 - a current database needs none of it
    from alembic.config import Config  # noqa: PLC0415 - the same

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "bot.storage:migrations")
    command.upgrade(config, "head")
