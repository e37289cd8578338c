from dataclasses import asdict
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from bot.storage import is_current, migrate, open_storage
from bot.storage.conversations import conversations
from bot.storage.engines import transaction
from bot.storage.migrate import NEWEST
from bot.storage.schema import metadata
from flows.teams.records import Role
from tests.flows.teams.sample import member, team
from tests.storage.people import conversation, load, with_screen
from tests.storage.teams import put

OLD_TEAM = """
    INSERT INTO teams
    (id, name, country, zone, language, weekday, hour, step, lane, started_on, review_on, agreed, basis)
    VALUES (7, 'Webcare', 'BE', 'UTC', 'nl', 1, 9, 2, 'undecided', '2027-01-04', '2027-02-01', true, :basis)
"""
CATALOGUES = {
    "sqlite": ("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL",),
    "postgresql": (
        """SELECT table_name, column_name, data_type, is_nullable, column_default
           FROM information_schema.columns WHERE table_schema = 'public'""",
        """SELECT conrelid::regclass, conname, pg_get_constraintdef(oid)
           FROM pg_constraint WHERE connamespace = 'public'::regnamespace""",
        "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
    ),
}


def definitions(connection: Connection) -> set[str]:
    """All tables, columns, constraints and indexes, as the database itself words them."""
    return {
        " ".join(" ".join(map(str, row)).split())
        for catalogue in CATALOGUES[connection.dialect.name]
        for row in connection.execute(text(catalogue))
    }


def test_the_migrations_make_exactly_the_tables_that_the_code_describes(database_url: str) -> None:
    with transaction(database_url) as connection:
        connection.execute(text("DROP TABLE alembic_version"))
        migrated = definitions(connection)
        metadata.drop_all(connection)
        assert not [line for line in definitions(connection) if "conversations" in line]
        metadata.create_all(connection)
        assert definitions(connection) == migrated


async def test_a_new_file_is_as_if_migrated(tmp_path: Path) -> None:
    made, migrated = (f"sqlite:///{tmp_path / name}" for name in ("made.db", "migrated.db"))
    await open_storage(made).close()
    migrate(migrated)
    with transaction(made) as first, transaction(migrated) as second:
        assert definitions(first) == definitions(second)
    assert is_current(made)


def test_the_newest_migration_is_the_one_the_code_expects() -> None:
    config = Config()
    config.set_main_option("script_location", "bot.storage:migrations")
    assert ScriptDirectory.from_config(config).get_heads() == [NEWEST]


def test_migrating_again_changes_nothing(database_url: str) -> None:
    with transaction(database_url) as connection:
        before = definitions(connection)
    migrate(database_url)
    with transaction(database_url) as connection:
        assert definitions(connection) == before


def upgrade(connection: Connection, revision: str) -> None:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "bot.storage:migrations")
    command.upgrade(config, revision)


@pytest.mark.fault(37, 40)
async def test_people_of_before_there_were_teams_come_through_and_may_form_one(database_url: str) -> None:
    with transaction(database_url) as connection:
        connection.execute(text("DROP TABLE alembic_version"))
        metadata.drop_all(connection)
        upgrade(connection, "0001")
        for person in (conversation(1, session='{"één": 1}'), with_screen(2, message_id=2**33)):
            connection.execute(conversations.insert().values(asdict(person)))
    assert not is_current(database_url)
    migrate(database_url)
    assert is_current(database_url)
    storage = open_storage(database_url)
    assert await load(storage, 1) == conversation(1, session='{"één": 1}')
    assert await load(storage, 2) == with_screen(2, message_id=2**33)
    await put(storage, team(), member(1, Role.LEAD), member(2))
    await storage.close()


@pytest.mark.parametrize("size", ["small", "large"])
def test_a_team_keeps_its_size_of_the_answers_it_once_stood_on(database_url: str, size: str) -> None:
    with transaction(database_url) as connection:
        connection.execute(text("DROP TABLE alembic_version"))
        metadata.drop_all(connection)
        upgrade(connection, "0002")
        connection.execute(text(OLD_TEAM), {"basis": f'{{"management": "against", "size": "{size}"}}'})
    migrate(database_url)
    with transaction(database_url) as connection:
        row = dict(connection.execute(text("SELECT * FROM teams")).mappings().one())
    assert row["size"] == size
    assert "against" not in str(row)


def test_alembic_finds_nothing_to_add(database_url: str) -> None:
    with transaction(database_url) as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_a_database_is_current_once_it_is_migrated(database_url: str) -> None:
    with transaction(database_url) as connection:
        connection.execute(text("DROP TABLE alembic_version"))
        metadata.drop_all(connection)
    assert not is_current(database_url)
    migrate(database_url)
    assert is_current(database_url)


def test_letters_of_before_that_name_somebody_are_withdrawn(database_url: str) -> None:
    with transaction(database_url) as connection:
        connection.execute(text("DROP TABLE alembic_version"))
        metadata.drop_all(connection)
        upgrade(connection, "0003")
        connection.execute(conversations.insert().values(asdict(conversation(1))))
        for payload in (
            '{"hint":"joined","values":{"team":"T","name":"Ben"}}',
            '{"hint":"you_lead","values":{}}',
        ):
            letter = text(
                "INSERT INTO outbox (user_id, kind, payload, created_at) VALUES (1, 'told', :said, 0)"
            )
            connection.execute(letter, {"said": payload})
    migrate(database_url)
    with transaction(database_url) as connection:
        assert connection.execute(text("SELECT payload FROM outbox")).scalars().all() == [payload]
