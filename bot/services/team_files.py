"""Files of a team: its moments for a calendar, and a report on paper."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Any, Protocol

from bot.services.calendar_file import CalendarMoment, write_calendar
from bot.services.drawing import Studio
from bot.services.file_names import file_name
from bot.services.plain import plain_text
from bot.services.ports import Messenger, Storage, Unit
from bot.services.presenter import Presenter
from bot.services.team_lookup import StoredCrew, find_crew
from flows.screens.team_report import report_blocks
from flows.state.reader import SessionReader
from flows.state.result import TurnContext
from flows.state.screen import Block
from flows.state.session import Session
from flows.state.visit import Visit
from flows.teams.calendar import local_day
from flows.teams.moments import TeamMoment, team_moments
from flows.teams.plan import action_of
from messages.written import as_written

Sending = Callable[[Messenger], Awaitable[int]]
"""What is left to do with a written letter; gives its message's id."""
Sections = tuple[tuple[str, ...], ...]
"""Each a heading and its lines."""


class ReportPrinter(Protocol):
    """What typesets a report; slow, so it is called off the event loop."""

    def report(
        self, language: str, team: str, on: str, step: int, sections: Sequence[Sequence[str]]
    ) -> bytes:
        """A report on a team as PDF: sections of a heading and lines, in plain text."""


class TeamFiles:
    """Writes the files of teams."""

    def __init__(
        self,
        reader: SessionReader,
        presenter: Presenter,
        storage: Storage,
        printer: ReportPrinter,
        studio: Studio,
        clock: Callable[[], float],
    ) -> None:
        self._reader = reader
        self._presenter = presenter
        self._storage = storage
        self._printer = printer
        self._studio = studio
        self._clock = clock

    async def calendar(self, user_id: int, payload: Mapping[str, Any]) -> Sending | None:
        """What is ahead for somebody in a team, as it is when the file is made."""
        language, now = payload["language"], self._clock()

        def compose(unit: Unit) -> tuple[str, str, list[CalendarMoment]] | None:
            crew = find_crew(unit, payload["team"], user_id)
            if crew is None:
                return None
            moments = [self._moment(language, crew, moment) for moment in team_moments(crew, now)]
            return crew.team.name, local_day(now, crew.me.zone), moments

        composed = await self._storage.run(compose)
        if composed is None or not composed[-1]:
            return None
        team, today, moments = composed
        content = write_calendar("Team", moments)
        named = file_name("ics", self._named(language, "moments"), team, today)
        return lambda messenger: messenger.document(user_id, named, content)

    def _moment(self, language: str, crew: StoredCrew, moment: TeamMoment) -> CalendarMoment:
        element = action_of(self._reader.catalogue, crew, moment.action) if moment.action else None
        block = Block("calendar/moment", {"kind": moment.kind, "team": crew.team.name}, element)
        text = as_written(plain_text(self._presenter.paragraph(language, block)))
        return CalendarMoment(moment.known_as, text, moment.on, moment.at)

    async def report(self, user_id: int, payload: Mapping[str, Any]) -> Sending | None:
        """The report on paper, as it is when it is made."""
        language, span = payload["language"], payload["values"]["span"]

        def compose(unit: Unit) -> tuple[str, str, int, Sections] | None:
            crew = find_crew(unit, payload["team"], user_id)
            if crew is None:
                return None
            today = local_day(self._clock(), crew.me.zone)
            visit = Visit(self._reader, Session(), (), TurnContext(today, now=self._clock()), crew)
            return crew.team.name, today, crew.team.step, self._sections(language, visit, span)

        composed = await self._storage.run(compose)
        if composed is None:
            return None
        make = partial(self._printer.report, language, *composed)
        pdf = await self._studio.draw(("report", language, composed), make)
        team, today, _, _ = composed
        named = file_name("pdf", self._named(language, "report"), team, today)
        return lambda messenger: messenger.document(user_id, named, pdf)

    def _named(self, language: str, file: str) -> str:
        return self._presenter.renderer.text(language, "interface", "files", file)

    def _sections(self, language: str, visit: Visit, span: str) -> Sections:
        sections: list[list[str]] = []
        for block in report_blocks(visit, span):
            lines = as_written(plain_text(self._presenter.paragraph(language, block))).splitlines()
            if block.close:
                sections[-1] += lines
            else:
                sections.append(lines)
        return tuple(tuple(filter(None, lines)) for lines in sections)
