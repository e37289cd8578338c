"""What must hold once nothing went wrong for a while: nobody is stranded, and nothing is left over."""

import asyncio
from typing import TYPE_CHECKING

from bot.sandbox.world import BOT
from tests.monkey.deeds import live
from tests.simulation.deliveries import _shows, _version
from tests.simulation.ledger import Person
from tests.simulation.phone import Phone

if TYPE_CHECKING:
    from tests.simulation.oracle import Oracle
    from tests.simulation.simulation import Simulation

SOON = 4.0
"""Seconds in which the bot answers when nothing is wrong."""
LONG_AGO = 300.0
LOST = 150.0


class Quiet:
    """Looks at everything at the end."""

    def __init__(self, oracle: "Oracle", simulation: "Simulation") -> None:
        self._oracle = oracle
        self._simulation = simulation

    async def check(self) -> None:
        self._nothing_waits()
        for phone in self._simulation.phones:
            await self._sees_what_is_stored(phone)
        self._nobody_left_behind()
        self._oracle.waiting.check_asked_again()
        if not self._oracle.faults:
            await self._all_are_answered()

    def _nothing_waits(self) -> None:
        ledger, fail = self._oracle.ledger, self._oracle.fail
        now = self._simulation.wall()
        if waiting := self._simulation.telegram.updates.count:
            fail("stranded", f"{waiting} updates still wait at Telegram")
        if parked := ledger.rows("SELECT payload, error FROM parked_updates"):
            fail("parked", f"{parked}")
        if kept := ledger.rows("SELECT update_id FROM kept_updates"):
            fail("stranded", f"updates are kept, and nobody takes them up: {kept}")
        letters = "SELECT kind FROM outbox JOIN conversations USING (user_id) WHERE reachable AND "
        waits = "attempted_at IS NULL AND outbox.not_before <= ? AND retry_at <= ?"
        if left := ledger.rows(f"{letters}{waits}", now - LONG_AGO / 10, now - LONG_AGO / 10):
            fail("stranded", f"letters wait: {left}")
        unknown = "attempted_at < ? AND outbox.message_id IS NULL AND error IS NULL AND outbox.not_before = 0"
        if left := ledger.rows(f"{letters}{unknown}", now - LOST):
            fail("stranded", f"of letters nobody knows what became: {left}")
        due = "SELECT key FROM appointments WHERE attempted_at IS NULL AND max(due_at, not_before) < ?"
        if left := ledger.rows(due, now - LONG_AGO):
            fail("G6", f"appointments are overdue: {left}")

    async def _sees_what_is_stored(self, phone: Phone) -> None:
        """G5: the live message is the one on disk."""
        row = self._oracle.sequence.people.get(phone.id)
        if row is None:
            if left := self._oracle.ledger.traces(str(phone.id), phone.name):
                self._oracle.fail("G13", f"something is left of {phone.name}: {left}")
            return
        if phone.blocked or not row.reachable or not row.screen:
            return
        if row.delivered_version < row.screen_version or row.lease_owner is not None:
            self._oracle.fail("G5", f"a screen is not delivered: {row}")
            return
        if not self._is_shown(row):
            # An edit was applied late, or a message lost: whoever taps what they see is shown what is stored.
            await self._tap_first(phone)
            after = self._oracle.ledger.people().get(phone.id)
            if after is not None and not self._is_shown(after):
                self._oracle.fail("G5", f"{phone.name} does not see what is stored: {after.screen!r}")

    def _is_shown(self, row: Person) -> bool:
        shown = self._simulation.telegram.world.messages.get((row.user_id, row.message_id or 0))
        if shown is None or row.shown is None:
            return False
        return _version(shown) == row.screen_version and _shows(shown, row.shown)

    async def _tap_first(self, phone: Phone) -> None:
        if buttons := live(phone):
            message, _, data = buttons[0]
            await phone.at_once(phone.raw_callback(data, message))
            await asyncio.sleep(SOON)

    def _nobody_left_behind(self) -> None:
        """Each team has one lead."""
        ledger = self._oracle.ledger
        teams = ledger.rows("SELECT id FROM teams ORDER BY id")
        leads = ledger.rows("SELECT team_id FROM members WHERE role = 'lead' ORDER BY team_id")
        if teams != leads:
            self._oracle.fail("teams", f"teams {teams} have the leads {leads}")

    async def _all_are_answered(self) -> None:
        """Everybody does one more thing, and sees at once what comes of it."""
        await asyncio.gather(*map(self._is_answered, self._simulation.phones))

    async def _is_answered(self, phone: Phone) -> None:
        before = self._newest(phone)
        await phone.at_once(phone.raw_message(text="/start"))
        await asyncio.sleep(SOON)
        if self._newest(phone) == before:
            self._oracle.fail("stranded", f"{phone.name} says /start, and nothing comes")
        elif not live(phone):
            self._oracle.fail("stranded", f"{phone.name} has no button left")
        else:
            await self._leads_on(phone)

    async def _leads_on(self, phone: Phone) -> None:
        message, _, data = live(phone)[0]
        before = dict(self._oracle.changed)
        await phone.at_once(phone.raw_callback(data, message))
        await asyncio.sleep(SOON)
        if {k: v for k, v in self._oracle.changed.items() if k[0] == phone.id} == {
            k: v for k, v in before.items() if k[0] == phone.id
        }:
            self._oracle.fail("stranded", f"{phone.name} taps {data!r}, and nothing comes of it")

    def _newest(self, phone: Phone) -> int:
        """The number of the bot's newest message there."""
        chat = self._simulation.telegram.world.messages.items()
        return max((n for (who, n), m in chat if who == phone.id and m["from"]["id"] == BOT["id"]), default=0)
