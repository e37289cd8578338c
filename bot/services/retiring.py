"""Reminders that count no more lose their buttons and say so, each in its own place."""

from collections.abc import Iterable

import orjson

from bot.services.ports import OutboxMessage, StoredConversation, Unit
from bot.services.presenter import Presenter, RenderedScreen
from bot.services.team_lookup import find_crew
from flows.reminders.decide import is_over, take_the_place_of
from flows.screens.in_place import over_screen
from flows.teams.changes import Cancel, Change, Edit, Put
from flows.teams.records import Appointment, Guest, Record, Team


class Retiring:
    """Looks which reminders in somebody's chat are past."""

    def __init__(self, presenter: Presenter) -> None:
        self._presenter = presenter

    def retire(
        self,
        unit: Unit,
        row: StoredConversation,
        team_id: int,
        now: float,
        *,
        tapped: int | None = None,
        coming: Appointment | None = None,
    ) -> None:
        """Put in the place of each reminder that counts no more that it does not. The live message is none
        any more, what was `tapped` says what came of it, and what is `coming` makes earlier ones outdated.
        """
        crew = find_crew(unit, team_id, row.user_id)
        if crew is None:
            return
        shown = unit.shown_reminders(team_id, row.user_id)
        newest: dict[tuple[str, str], int | None] = {
            take_the_place_of(reminder): message for reminder, message in shown
        }
        if coming is not None:
            newest[take_the_place_of(coming)] = None
        for reminder, message in shown:
            outdated = newest[take_the_place_of(reminder)] != message
            if message in (row.message_id, tapped):
                continue
            over = is_over(self._presenter.catalogue, reminder, crew, now)
            if outdated or over:
                shown_over = over_screen(crew, reminder, repeated=not over)
                said = self._presenter.show(row.language, shown_over)
                unit.enqueue(in_place(row.user_id, message, said, team_id, not_before=now), now)
                unit.let_go_of_reminder(row.user_id, message)


def in_place(
    user_id: int, message_id: int, shown: RenderedScreen, team_id: int, not_before: float = 0.0
) -> OutboxMessage:
    """What is put in the place of a message that was sent."""
    payload = {"message": message_id, "text": shown.text, "keyboard": shown.keyboard}
    written = orjson.dumps(payload).decode()
    subject = f"{team_id}:{message_id}"
    return OutboxMessage(user_id, "in_place", written, subject, not_before=not_before, team=team_id)


def teams_of(changes: Iterable[Change]) -> set[int]:
    """The teams that these changes are about."""
    return {team for change in changes if (team := _team_of(change)) is not None}


def _team_of(change: Change) -> int | None:
    match change:
        case Cancel(team_id):
            return team_id
        case Put(record) | Edit(_, record):
            return _of_record(record)
        case _:
            return None


def _of_record(record: Record) -> int | None:
    if isinstance(record, Team):
        return record.id
    return None if isinstance(record, Appointment | Guest) else getattr(record, "team_id", None)
