import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.storage import StorageError, migrate, open_storage
from bot.storage.engines import transaction
from tests.conftest import PostgresServer
from tests.storage.people import add, conversation, load


def refusal(url: str) -> str:
    with pytest.raises(StorageError) as caught:
        open_storage(url)
    message = str(caught.value)
    assert message.startswith("DATABASE_URL")
    assert "\n" not in message
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    return message


@pytest.fixture
def folder_to_read_only() -> Iterator[Path]:
    """A folder in which this process may write nothing for as long as the test lasts."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        migrate(f"sqlite:///{folder}/old.sqlite3")
        folder.chmod(0o555)
        (folder / "old.sqlite3").chmod(0o444)
        user = os.geteuid()
        if user == 0:  # who may write everywhere
            os.seteuid(65534)
        yield folder
        os.seteuid(user)
        folder.chmod(0o755)


async def test_a_sqlite_file_is_made_with_its_folders_and_tables(tmp_path: Path) -> None:
    storage = open_storage(f"sqlite:///{tmp_path}/new/data/vierstap.sqlite3")
    await add(storage, conversation())
    await storage.close()
    assert (tmp_path / "new/data/vierstap.sqlite3").is_file()


async def test_a_relative_path_is_below_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    await open_storage("sqlite:///data/vierstap.sqlite3").close()
    assert (tmp_path / "data/vierstap.sqlite3").is_file()


async def test_what_was_stored_is_there_when_opened_again(database_url: str) -> None:
    first = open_storage(database_url)
    await add(first, conversation())
    await first.close()
    second = open_storage(database_url)
    assert await load(second) == conversation()
    await second.close()


@pytest.mark.parametrize("url", ["", "data/vierstap.sqlite3", "postgresql://host:port/name"])
def test_what_is_no_address_is_refused_with_an_example(url: str) -> None:
    assert "is not the address of a database; use sqlite:///data/" in refusal(url)


@pytest.mark.parametrize("scheme", ["mysql", "sqlite+aiosqlite", "postgres"])
def test_an_unknown_kind_of_database_is_refused_with_an_example(scheme: str) -> None:
    message = refusal(f"{scheme}://user:secret@host/name")
    assert f"unknown kind of database '{scheme}'; use sqlite:///data/" in message
    assert "secret" not in message


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_a_database_in_memory_is_refused(url: str) -> None:
    assert "forgets everybody" in refusal(url)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    message = refusal(f"sqlite:///{tmp_path}/file/data/vierstap.sqlite3")
    assert f"the folder {tmp_path}/file/data cannot be made" in message


def test_a_path_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    message = refusal(f"sqlite:///{tmp_path}")
    assert f"sqlite:///{tmp_path} does not work (unable to open database file); check" in message


def test_a_file_of_another_kind_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear Sir or Madam," * 100)
    assert "(file is not a database); check that it is a SQLite file" in refusal(f"sqlite:///{path}")
    assert path.read_text() == "Dear Sir or Madam," * 100


def test_a_file_that_may_not_be_written_is_refused(folder_to_read_only: Path) -> None:
    message = refusal(f"sqlite:///{folder_to_read_only}/old.sqlite3")
    assert "(attempt to write a readonly database); give this user write access" in message


def test_a_folder_that_may_not_be_written_is_refused(folder_to_read_only: Path) -> None:
    assert "a folder that this user may write" in refusal(f"sqlite:///{folder_to_read_only}/new.sqlite3")


def test_a_server_that_is_not_there_is_named_without_its_password() -> None:
    message = refusal("postgresql://user:secret@127.0.0.1:1/name")
    assert "postgresql://user:***@127.0.0.1:1/name does not work (" in message
    assert "check that the server runs" in message
    assert "secret" not in message


def test_a_postgresql_database_that_is_behind_says_how_to_go_on(
    postgres_server: PostgresServer,
) -> None:
    message = refusal(postgres_server.make_database(like="template0"))
    assert message == "DATABASE_URL: the database is behind: run `vierstap migrate`"


@pytest.mark.fault(37)
def test_a_database_of_a_newer_version_is_refused(database_url: str) -> None:
    with transaction(database_url) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert "belongs to a newer version" in refusal(database_url)


def test_a_file_that_somebody_has_locked_is_called_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.engines.LOCK_SECONDS", 0)
    url = f"sqlite:///{tmp_path}/vierstap.db"
    migrate(url)
    with transaction(url):
        assert "another program has had it locked" in refusal(url)
