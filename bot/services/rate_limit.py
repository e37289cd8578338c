"""How fast all processes together say what nobody asked for."""

from bot.services.clock import Time
from bot.services.ports import LONGEST_WAIT, Unit
from flows.teams.records import Appointment

BUDGET = "notices"
RATE = 25
"""Messages a second, and at once; Telegram allows about thirty."""
LEASE = 60.0
"""Seconds for which what was claimed is ours; a dead process's is taken over after it."""


class RateLimit:
    """Claims no more than may be said now. `owner` names this process in leases."""

    def __init__(self, clock: Time, owner: str, rate: int = RATE) -> None:
        self._clock = clock
        self._owner = owner
        self._rate = rate

    def claim(self, unit: Unit) -> tuple[list[Appointment], bool]:
        """What is due and may be said now, and whether there may be more of it."""
        now = self._clock()
        allowed = unit.allowance(BUDGET, now, self._rate, self._rate)
        if not allowed:
            return [], True
        claimed = unit.claim_appointments(self._owner, now, now + LEASE, allowed)
        granted = unit.spend(BUDGET, len(claimed), now, self._rate, self._rate) if claimed else 0
        # Another process may have been as quick; what was not granted has its turn again.
        for appointment in claimed[granted:]:
            unit.delay_appointment(appointment.key, self._owner, appointment.due_at)
        return claimed[:granted], len(claimed) == allowed

    def give_back(self, unit: Unit, number: int) -> None:
        """What was claimed and came to nothing costs nothing: whoever has something to say does not wait."""
        unit.spend(BUDGET, -number, self._clock(), self._rate, self._rate)

    def hold_off(self, unit: Unit, seconds: float) -> None:
        """Say nothing for some time."""
        now = self._clock()
        unit.hold_off(BUDGET, now, now + min(seconds, LONGEST_WAIT))
