"""What holds once a backup is back: nobody returns who was forgotten since, and nothing is said again."""

from collections.abc import Mapping

from bot.services.clock import Clock
from bot.services.forgetting import Forgetting
from bot.services.ports import Unit
from bot.services.rate_limit import LEASE
from bot.services.reminders import ReminderWriter

AT_ONCE = 100


class Restoring:
    """Puts right what a backup does not know of. `owner` names this process in leases."""

    def __init__(self, forgetting: Forgetting, notices: ReminderWriter, clock: Clock, owner: str) -> None:
        self._forgetting = forgetting
        self._notices = notices
        self._clock = clock
        self._owner = owner

    def put_right(self, unit: Unit, seals: Mapping[str, float]) -> int:
        """`seals`: of those who were forgotten, also after the backup; how many of them were in it."""
        now = self._clock()
        unit.free_leases()
        unit.set_back(now, now + LEASE)
        again = self._forgetting.forget_again(unit, _latest(unit.forgotten(), seals), now)
        unit.pass_over_letters(now)
        while due := unit.claim_appointments(self._owner, now, now + LEASE, AT_ONCE):
            for appointment in due:
                self._notices.pass_over(unit, appointment)
        return again


def _latest(some: Mapping[str, float], others: Mapping[str, float]) -> dict[str, float]:
    """All seals, each with the later moment."""
    return {seal: max(some.get(seal, 0.0), others.get(seal, 0.0)) for seal in {*some, *others}}
