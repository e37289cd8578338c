"""What must hold, whatever people did."""

import logging
from collections.abc import Awaitable, Iterator

import orjson

from bot.services.phone_buttons import of_phone
from bot.services.ports import StoredConversation, Unit
from bot.services.presenter import RenderedScreen
from bot.services.turns import Incoming, Tap, TurnResult
from flows.teams.records import Member, Role, Team
from tests.bot.chats import Message
from tests.bot.markup import MOST_IN_A_TEXT, parse
from tests.bot.people import Person
from tests.monkey.town import Rows, Town

NO_FACTS = ("conversations", "outbox", "seen_updates", "parked_updates", "leases", "heartbeat", "budgets")


MESSAGES_IN_VIEW = 3
CHOSEN = "✓"
"""What is chosen already may be chosen again."""


class Undone(Exception):
    """Takes back a turn that was only tried."""

    def __init__(self, turn: TurnResult) -> None:
        super().__init__()
        self.turn = turn


class ErrorLog(logging.Handler):
    """Everything that is logged as an error."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


class Oracle:
    """Looks at everything after each step; `acting`: who did something last."""

    def __init__(self, town: Town) -> None:
        self._town = town
        self.log = ErrorLog()
        self.acting: Person | None = None

    async def check(self) -> None:
        """Every promise that can be looked at from outside, a second later: then what follows was done."""
        await self._town.later(1)
        assert self.log.lines == []
        assert self._town.wire.refused == [], "Telegram refused what it was not told to refuse"
        parked = await self._town.house.storage.run(lambda unit: unit.parked(9))
        assert [update.error for update in parked] == []
        rows = await self._town.rows()
        for person in self._town.people:
            await self._check_person(person, rows)
        await self._check_teams()
        for person in self._town.people:
            await self._check_buttons(person)

    async def unmoved(self, deed: Awaitable[None]) -> None:
        """G3, G4: what comes twice or too late changes no fact."""
        before = await self._facts()
        await deed
        assert await self._facts() == before

    async def _check_person(self, person: Person, rows: Rows) -> None:
        row = await self._load(person)
        if row is None:
            _check_unknown(person, rows)
        elif row.reachable and person.id not in self._town.wire.blocked_by and row.screen:
            self._check_screen(person, row)

    def _check_screen(self, person: Person, row: StoredConversation) -> None:
        """G5: what somebody sees is what is stored, unless it is still to be tried again."""
        if row.delivered_version < row.screen_version:
            assert row.not_before > self._town.clock.now, "a screen stays undelivered"
            return
        assert row.lease_owner is None, "somebody else could not deliver now"
        message = next((shown for shown in person.chat if shown.id == row.message_id), None)
        assert message is not None, "the live message is not in the chat"
        screen = RenderedScreen.from_json(row.screen)
        assert message.text == parse(screen.text, html=True, most=MOST_IN_A_TEXT)["text"]
        assert message.buttons == list(_buttons(screen, row.screen_version))
        assert message.buttons, "somebody is left without a button"

    async def _check_buttons(self, person: Person) -> None:
        """One tap on any button in view leads on: each is tried, and taken back."""
        row = await self._load(person)
        if row is None or not row.reachable or row.not_before > self._town.clock.now:
            return
        stale = self._town.rooms.presenter.hint(row.language, "stale")
        for message in person.chat[-MESSAGES_IN_VIEW:]:
            for label, data in message.buttons:
                turn = await self._try(person, message, data)
                leads_on = turn.toast or turn.deliver or turn.farewell or label.startswith(CHOSEN)
                assert leads_on, f"{label!r} ({data}) leads nowhere"
                live = message.id == row.message_id and row.delivered_version == row.screen_version
                assert not (live and turn.toast == stale), f"{label!r} ({data}) in view does not count"

    async def _try(self, person: Person, message: Message, data: str) -> TurnResult:
        incoming = Incoming(person.id, Tap(data, message.id))
        turns = self._town.house.services.reception._turns

        def tap(unit: Unit) -> None:
            raise Undone(turns.take(unit, incoming))

        try:
            await self._town.house.storage.run(tap)
        except Undone as undone:
            return undone.turn
        raise AssertionError("nothing was taken back")

    async def _check_teams(self) -> None:
        """Each team has one lead, so no team is left alone."""
        teams = await self._town.house.storage.run(lambda unit: unit.find(Team))
        members = await self._town.house.storage.run(lambda unit: unit.find(Member))
        leads = sorted(member.team_id for member in members if member.role is Role.LEAD)
        assert leads == sorted(team.id for team in teams)

    async def _facts(self) -> Rows:
        """What people said and made; not what they see, nor what was delivered."""
        rows = await self._town.rows()
        facts = {name: table for name, table in rows.items() if name not in NO_FACTS}
        known = [row for person in self._town.people if (row := await self._load(person))]
        sessions = [orjson.loads(row.session) for row in known]
        return {**facts, "answers": [str(session.get("answers")) for session in sessions]}

    async def _load(self, person: Person) -> StoredConversation | None:
        return await self._town.house.storage.run(lambda unit: unit.load(person.id))


def _buttons(screen: RenderedScreen, version: int) -> Iterator[tuple[str, str]]:
    for line in screen.keyboard:
        for label, action in line:
            if of_phone(action) is None:
                yield label, f"{version}:{action}"


def _check_unknown(person: Person, rows: Rows) -> None:
    """G13: of who is not known, or not any more, there is no number and no name anywhere."""
    traces = (str(person.id), person.name)
    left = [
        (name, row) for name, table in rows.items() for row in table if any(trace in row for trace in traces)
    ]
    assert left == [], f"something is left of {person.name}: {left}"
