import subprocess
import sys
from pathlib import Path

import pytest

from bot.services.ports import Unit
from bot.storage import open_storage
from tests.storage.people import NOON
from tests.storage.writer import PEOPLE, update_id

ROOT = Path(__file__).parents[2]


def acknowledged_before_kill(url: str, turns: int) -> dict[int, int]:
    """The last turn of each person that a process reported before it was killed."""
    last = dict.fromkeys(PEOPLE, 0)
    command = [sys.executable, "-m", "tests.storage.writer", url]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout
        for count, line in enumerate(writer.stdout, 1):
            if count == turns:
                writer.kill()
            if line.endswith("\n"):
                user_id, number = map(int, line.split())
                last[user_id] = number
    assert sum(last.values()) >= turns
    return last


@pytest.mark.fault(1, 2, 3)
@pytest.mark.promise("G1", "G2")
@pytest.mark.parametrize("turns", [1, 50, 777])
async def test_kill_9_loses_nothing_that_was_acknowledged_and_leaves_no_turn_half_done(
    database_url: str, turns: int
) -> None:
    acknowledged = acknowledged_before_kill(database_url, turns)

    def check(unit: Unit) -> None:
        for user_id in PEOPLE:
            person = unit.load(user_id)
            assert person
            answered = int(person.session)
            assert answered >= acknowledged[user_id]
            seen = [not unit.mark_seen(update_id(user_id, n), NOON) for n in range(1, answered + 2)]
            assert seen == [True] * answered + [False]

    storage = open_storage(database_url)
    await storage.run(check)
    await storage.close()
