"""What is stored is for one user alone, and a look at it leaves nothing behind."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.services.ports import Counts
from bot.storage import StorageError, migrate, open_storage, read_stored
from bot.storage.engines import make_engine, transaction
from bot.storage.sqlite import SqliteStorage
from tests.conftest import PostgresServer
from tests.storage.people import add, conversation


@pytest.fixture(params=[0o000, 0o022, 0o777])
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


def modes(folder: Path) -> dict[str, int]:
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*")}


def look(url: str) -> Counts:
    return read_stored(url, lambda unit: unit.counts(0))


@pytest.mark.usefixtures("umask")
async def test_all_that_is_made_is_for_this_user_alone(tmp_path: Path) -> None:
    storage = open_storage(f"sqlite:///{tmp_path}/new/data/x.db")
    await storage.enter()
    await add(storage, conversation())
    assert modes(tmp_path) == {
        "new": 0o700, "data": 0o700, "x.db": 0o600, "x.db-wal": 0o600, "x.db-shm": 0o600, "x.db.lock": 0o600,
    }  # fmt: skip
    await storage.close()


def test_what_was_there_keeps_its_mode(tmp_path: Path) -> None:
    tmp_path.chmod(0o750)
    (tmp_path / "x.db").touch(0o640)
    migrate(f"sqlite:///{tmp_path}/x.db")
    assert modes(tmp_path) == {"x.db": 0o640}
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o750


def test_what_everybody_could_open_is_closed_to_them(tmp_path: Path) -> None:
    endings = ("", "-wal", "-shm", ".lock")
    for ending in endings:
        (tmp_path / f"x.db{ending}").touch()
        (tmp_path / f"x.db{ending}").chmod(0o644)
    storage = SqliteStorage(make_engine(f"sqlite:///{tmp_path}/x.db"))
    storage._lock_out_others()
    assert set(modes(tmp_path).values()) == {0o600}


async def test_a_look_finds_what_is_stored_by_somebody_at_work_or_not(database_url: str) -> None:
    storage = open_storage(database_url)
    await add(storage, conversation())
    assert look(database_url).conversations == 1
    await storage.close()
    assert look(database_url).conversations == 1


def test_a_look_makes_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/data/x.db"
    with pytest.raises(StorageError, match=r"DATABASE_URL: there is no .*x.db"):
        look(url)
    assert list(tmp_path.iterdir()) == []
    migrate(url)
    look(url)
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["x.db"]


def test_a_look_migrates_nothing(tmp_path: Path, postgres_server: PostgresServer) -> None:
    (tmp_path / "x.db").touch()
    for url in (f"sqlite:///{tmp_path}/x.db", postgres_server.make_database(like="template0")):
        with pytest.raises(StorageError, match="vierstap migrate"):
            look(url)
    assert (tmp_path / "x.db").stat().st_size == 0


def test_who_only_looks_can_change_nothing(database_url: str) -> None:
    with transaction(database_url):
        pass
    with pytest.raises(StorageError, match=r"read-?only"):
        read_stored(database_url, lambda unit: unit.mark_seen(1, 0.0))
