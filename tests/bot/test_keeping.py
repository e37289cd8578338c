"""Backups come back whole, bring back nobody who was forgotten, and let nothing be said twice."""

from functools import partial
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import text

from bot import keeping
from bot.services.ports import OutboxMessage, StorageError, Stored, Unit
from bot.settings import Settings
from bot.storage import copying, migrate, open_storage, read_stored
from bot.storage.copying import Place
from bot.storage.engines import transaction
from flows.teams.records import Week
from tests.bot.conftest import Invite, Start
from tests.bot.house import FORGET_KEY, Clock, House
from tests.bot.people import Person
from tests.bot.teams import DAY, MONDAY_9, WEEK, at, team_of
from tests.conftest import PostgresServer


@pytest.fixture
def settings(url: str) -> Settings:
    return Settings(database_url=url, forget_key=FORGET_KEY.decode())


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    return tmp_path / "backup.db"


@pytest.fixture(autouse=True)
def _the_time_of_the_test(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "SYSTEM_CLOCK", clock)


def at_file(file: Path) -> str:
    return Place.of_file(file).address


def inviting(house: House) -> Invite:
    """As the fixture does, in a house that a test opens itself."""
    numbers = count(700_000_001)
    return lambda language="nl", name="Anna": Person(house.wire, house.settle, next(numbers), language, name)


@pytest.mark.fault(38)
@pytest.mark.promise("G6")
async def test_what_was_due_meanwhile_is_not_said_again_and_the_weeks_after_it_come(
    start: Start, settings: Settings, backup: Path, clock: Clock
) -> None:
    async with start() as house:
        (anna,) = await team_of(inviting(house), 1)
        keeping.backup(settings, backup)
        await at(house, MONDAY_9 + 60)
        heard = len(anna.chat)
    clock.now = MONDAY_9 + DAY
    keeping.restore(settings, backup, [])
    async with start() as house:
        await at(house, MONDAY_9 + DAY + 3_600)
        assert len(anna.chat) == heard
        for week in (1, 2, 3):
            heard = len(anna.chat)
            await at(house, MONDAY_9 + week * WEEK + 60)
            assert len(anna.chat) > heard


async def test_a_week_that_ended_meanwhile_is_closed_without_a_word(
    start: Start, settings: Settings, backup: Path, clock: Clock
) -> None:
    async with start() as house:
        (anna,) = await team_of(inviting(house), 1)
        await at(house, MONDAY_9 + 60)
        keeping.backup(settings, backup)
        heard = len(anna.chat)
    clock.now = MONDAY_9 + WEEK + DAY
    keeping.restore(settings, backup, [])
    assert read_stored(settings.database_url, lambda unit: unit.find(Week))
    assert len(anna.chat) == heard


@pytest.mark.fault(38)
async def test_a_message_that_waited_when_the_backup_was_made_is_not_sent_again(
    start: Start, settings: Settings, backup: Path
) -> None:
    async with start() as house:
        anna = inviting(house)("nl", "Anna")
        await anna.send("/start")
        letter = OutboxMessage(anna.id, "export", "{}", not_before=house.clock.now + DAY)
        await house.storage.run(lambda unit: unit.enqueue(letter, house.clock.now))
        keeping.backup(settings, backup)
    keeping.restore(settings, backup, [])
    assert read_stored(settings.database_url, lambda unit: unit.counts(MONDAY_9)).letters_waiting == 0


def test_what_was_written_otherwise_than_it_was_read_changes_nothing(
    settings: Settings, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeping.backup(settings, backup)
    monkeypatch.setattr(copying, "_copy_table", lambda *_: (1, 1))
    with pytest.raises(StorageError, match="not what was read"):
        keeping.backup(settings, other := backup.with_name("other.db"))
    assert not other.exists()


@pytest.mark.fault(38)
@pytest.mark.promise("G13")
async def test_who_was_forgotten_since_stays_forgotten(
    start: Start, settings: Settings, backup: Path
) -> None:
    async with start() as house:
        anna, ben = await team_of(inviting(house), 2)
        keeping.backup(settings, backup)
        await ben.send("/forget")
        await ben.tap("forget_all")
    keeping.restore(settings, backup, [])
    known = read_stored(settings.database_url, lambda unit: unit.known([anna.id, ben.id]))
    assert known == {anna.id}
    keeping.backup(settings, later := backup.with_name("later.db"))
    migrate(elsewhere := at_file(backup.with_name("elsewhere.db")))
    keeping.restore(settings.model_copy(update={"database_url": elsewhere}), backup, [later])
    assert read_stored(elsewhere, lambda unit: unit.known([anna.id, ben.id])) == {anna.id}


async def test_a_backup_is_made_beside_a_running_bot_and_for_its_user_alone(
    invite: Invite, settings: Settings, backup: Path
) -> None:
    anna = invite("nl", "Anna")
    await anna.send("/quick")
    assert "1 person" in keeping.backup(settings, backup)
    (made,) = [one.stat() for one in backup.parent.glob("backup.db")]
    assert made.st_mode & 0o777 == 0o600
    assert [one.name for one in backup.parent.glob("backup*")] == [backup.name]
    with pytest.raises(StorageError, match="is there already"):
        keeping.backup(settings, backup)


@pytest.mark.usefixtures("house")
async def test_nothing_is_restored_or_moved_while_people_are_served(settings: Settings, backup: Path) -> None:
    keeping.backup(settings, backup)
    with pytest.raises(StorageError, match="stop the bot"):
        keeping.restore(settings, backup, [])
    with pytest.raises(StorageError, match="stop the bot"):
        keeping.move(settings.database_url, at_file(backup.with_name("other.db")))


@pytest.mark.parametrize("broken", [b"", b"no database", None])
def test_what_is_no_backup_changes_nothing(settings: Settings, backup: Path, broken: bytes | None) -> None:
    if broken is not None:
        backup.write_bytes(broken)
    with pytest.raises(StorageError):
        keeping.restore(settings, backup, [])
    assert read_stored(settings.database_url, lambda unit: unit.counts(0)).conversations == 0


async def test_people_and_teams_move_to_postgresql_and_back(
    start: Start, url: str, postgres_server: PostgresServer, tmp_path: Path
) -> None:
    async with start() as house:
        people = await team_of(inviting(house), 3)
    elsewhere, back = postgres_server.make_database(), at_file(tmp_path / "back.db")
    keeping.move(url, elsewhere)
    keeping.move(elsewhere, back)
    for person in people:
        stored = [read_stored(one, partial(_stored, user_id=person.id)) for one in (url, elsewhere, back)]
        assert stored[0].records
        assert stored[0] == stored[1] == stored[2]


def _stored(unit: Unit, user_id: int) -> Stored:
    return unit.stored(user_id)


async def test_letters_go_on_being_numbered_after_a_move(
    start: Start, url: str, postgres_server: PostgresServer
) -> None:
    async with start() as house:
        (anna,) = await team_of(inviting(house), 1)
    keeping.move(url, elsewhere := postgres_server.make_database())
    storage, letter = open_storage(elsewhere), OutboxMessage(anna.id, "export", "{}")
    try:
        await storage.run(lambda unit: unit.enqueue(letter, MONDAY_9))
        assert await storage.run(lambda unit: len(unit.waiting_letters(anna.id, MONDAY_9))) == 1
    finally:
        await storage.close()


async def test_nobody_moves_from_a_database_that_is_served_on_postgresql(
    postgres_server: PostgresServer, tmp_path: Path
) -> None:
    storage = open_storage(address := postgres_server.make_database())
    try:
        await storage.enter()
        await storage.run(lambda unit: unit.show_life("a process"))
        with pytest.raises(StorageError, match="stop the bot"):
            keeping.move(address, at_file(tmp_path / "file.db"))
    finally:
        await storage.close()


async def test_who_came_again_after_having_been_forgotten_is_somebody_new(
    start: Start, settings: Settings, backup: Path
) -> None:
    async with start() as house:
        anna = inviting(house)("nl", "Anna")
        await anna.send("/start")
        await anna.send("/forget")
        await anna.tap("forget_all")
        house.clock.now += 60
        await anna.send("/start")
    keeping.backup(settings, backup)
    keeping.restore(settings, backup, [])
    assert read_stored(settings.database_url, lambda unit: unit.known([anna.id])) == {anna.id}


@pytest.mark.fault(38, 40)
async def test_a_backup_of_an_earlier_version_is_brought_up_to_date(
    start: Start, settings: Settings, backup: Path
) -> None:
    async with start() as house:
        anna = inviting(house)("nl", "Anna")
        await anna.send("/start")
    keeping.backup(settings, backup)
    with transaction(at_file(backup)) as connection:
        connection.execute(text("DROP TABLE audit"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0015'"))
    before = backup.read_bytes()  # noqa: ASYNC240 - the test waits for nothing else
    keeping.restore(settings, backup, [])
    assert backup.read_bytes() == before  # noqa: ASYNC240 - the same
    assert read_stored(settings.database_url, lambda unit: unit.known([anna.id])) == {anna.id}


def test_what_is_wrong_is_told_by_the_name_that_was_given(settings: Settings, backup: Path) -> None:
    with pytest.raises(StorageError, match=r"^SOURCE: is not the address"):
        keeping.move("nonsense", settings.database_url)
    with pytest.raises(StorageError, match=r"^TARGET: is what it would be copied from"):
        keeping.move(settings.database_url, settings.database_url)
    with pytest.raises(StorageError, match=r"backup.db: there is no such file"):
        keeping.restore(settings, backup, [])
    backup.write_bytes(b"no database")
    with pytest.raises(StorageError, match=r"backup.db: .* does not work"):
        keeping.restore(settings, backup, [])
    with pytest.raises(StorageError, match=r"^/proc/nowhere/b.db: "):
        keeping.backup(settings, Path("/proc/nowhere/b.db"))
