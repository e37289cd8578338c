"""What becomes of an appointment that is due, and the words of what is said."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from bot.services.clock import Time
from bot.services.drawing import Studio
from bot.services.ports import Messenger, StoredConversation, Unit
from bot.services.presenter import Presenter, RenderedScreen
from bot.services.retiring import Retiring
from bot.services.team_lookup import StoredCrew, find_crew, find_crew_of_lead
from bot.services.team_outbox import Illustrator
from flows.catalogue.catalogue import Catalogue
from flows.reminders.kinds import KINDS, TO_GROUP, ReminderScreen
from flows.reminders.schedule import Decision, decide
from flows.screens.captions import team_caption
from flows.screens.reminders import group_screen, nudge_screen
from flows.teams.calendar import local_day
from flows.teams.changes import Change, Put
from flows.teams.overview import Overview
from flows.teams.records import Appointment
from flows.teams.statistics import overview

Send = Callable[[Messenger], Awaitable[int]]


@dataclass(frozen=True, slots=True)
class ReminderMessage:
    """Something whose attempt is on disk: one message to a person, or to a team's group."""

    key: str
    chat_id: int
    send: Send
    due_at: float
    to_group: bool = False


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of an appointment: what to say, and whether a group hears of it at once too."""

    notice: ReminderMessage | None = None
    group_hears: bool = False


class ReminderWriter:
    """Settles appointments in a transaction. `owner` names this process in leases."""

    def __init__(
        self,
        presenter: Presenter,
        illustrator: Illustrator,
        studio: Studio,
        clock: Time,
        owner: str,
    ) -> None:
        self._retiring = Retiring(presenter)
        self._presenter = presenter
        self._illustrator = illustrator
        self._studio = studio
        self._clock = clock
        self._owner = owner

    def settle(self, unit: Unit, appointment: Appointment) -> Settled:
        """Decide with what holds now, and store what follows; what is to be said counts as attempted."""
        now, notice = self._clock(), None
        row = unit.look(appointment.user_id) if appointment.user_id else None
        crew = _crew_of(unit, appointment)
        decision = self._decide(appointment, crew, now)
        unit.apply(decision.changes)
        if decision.until is not None:
            unit.delay_appointment(appointment.key, self._owner, decision.until)
        elif unit.attempt_appointment(appointment.key, self._owner, now):
            if crew is not None and decision.say:
                notice = self._notice(unit, appointment, crew, row)
            else:
                unit.note_appointment(appointment.key, None, decision.why)
        return Settled(notice, any(map(_for_group, decision.changes)))

    def _notice(
        self, unit: Unit, appointment: Appointment, crew: StoredCrew, row: StoredConversation | None
    ) -> ReminderMessage | None:
        """What is to be said, to whom; None where nobody can be reached."""
        if appointment.kind in TO_GROUP.values():
            return self._to_group(appointment, crew)
        row = row or unit.look(crew.me.user_id)  # what is for the team is told to its lead
        if row is None or not row.reachable:
            unit.note_appointment(appointment.key, None, "unreachable")
            return None
        if appointment.user_id:
            self._retiring.retire(unit, row, crew.team.id, self._clock(), coming=appointment)
        text = self._nudge(appointment, crew, row.language, asks=row.question_open)
        news = KINDS[appointment.kind].screen is ReminderScreen.NEWS
        send = _sending(row.user_id, text, silent=news)
        return ReminderMessage(appointment.key, row.user_id, send, appointment.due_at)

    def pass_over(self, unit: Unit, appointment: Appointment) -> None:
        """What would follow from it follows, and nothing is said: it may have been, before a restore."""
        crew, now = _crew_of(unit, appointment), self._clock()
        decision = self._decide(appointment, crew, now)
        if decision.until is not None:  # at night, say; what follows from it follows now
            decision = self._decide(appointment, crew, decision.until)
        unit.apply(decision.changes)
        if unit.attempt_appointment(appointment.key, self._owner, now):
            unit.note_appointment(appointment.key, None, "restored")

    def give_up(self, unit: Unit, appointment: Appointment) -> None:
        """It cannot be settled: it is not tried again."""
        if unit.attempt_appointment(appointment.key, self._owner, self._clock()):
            unit.note_appointment(appointment.key, None, "failed")

    def _decide(self, appointment: Appointment, crew: StoredCrew | None, now: float) -> Decision:
        if crew is None:
            return Decision(say=False, why="left")
        return decide(self._catalogue, appointment, crew, now)

    @property
    def _catalogue(self) -> Catalogue:
        return self._presenter.catalogue

    def _nudge(
        self, appointment: Appointment, crew: StoredCrew, language: str, *, asks: bool
    ) -> RenderedScreen:
        screen = nudge_screen(self._catalogue, appointment, crew, asks=asks, today=self._today(crew))
        return self._presenter.show(language, screen)

    def _to_group(self, appointment: Appointment, crew: StoredCrew) -> ReminderMessage | None:
        """What the team's group is told: the picture of a week, or a line about the review."""
        group, language = crew.team.group_id, crew.team.language
        if group is None:
            return None
        if appointment.kind == TO_GROUP["week"]:
            send = self._picture_for(group, language, overview(self._catalogue, crew, self._today(crew)))
        else:
            send = _sending(group, self._presenter.show(language, group_screen(crew)), silent=True)
        return ReminderMessage(appointment.key, group, send, appointment.due_at, to_group=True)

    def _picture_for(self, group: int, language: str, seen: Overview) -> Send:
        async def send(messenger: Messenger) -> int:
            caption = self._presenter.show(language, team_caption(seen))
            draw = partial(self._illustrator.team, language, seen)
            png = await self._studio.draw(("team", language, seen), draw)
            return await messenger.picture(group, png, caption)

        return send

    def _today(self, crew: StoredCrew) -> str:
        return local_day(self._clock(), crew.me.zone)


def _crew_of(unit: Unit, appointment: Appointment) -> StoredCrew | None:
    if appointment.user_id:
        return find_crew(unit, appointment.team_id, appointment.user_id)
    return find_crew_of_lead(unit, appointment.team_id)


def _for_group(change: Change) -> bool:
    record = change.record if isinstance(change, Put) else None
    return isinstance(record, Appointment) and record.kind in TO_GROUP.values()


def _sending(chat_id: int, text: RenderedScreen, *, silent: bool = False) -> Send:
    return lambda messenger: messenger.send(chat_id, text, 0, silent=silent)
