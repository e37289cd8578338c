"""Messages of teams beside the live one: invitation, pictures, the brief, and a word to another member."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Protocol

from bot.services.clock import Time
from bot.services.drawing import Studio
from bot.services.file_names import file_name
from bot.services.invitation_links import InvitationLinks
from bot.services.plain import plain_text
from bot.services.ports import OutboxMessage, Storage, Unit
from bot.services.presenter import Presenter, RenderedScreen
from bot.services.team_files import ReportPrinter, Sending, TeamFiles
from bot.services.team_lookup import StoredCrew, find_crew
from flows.catalogue.catalogue import Catalogue
from flows.screens.brief_list import ListedLine, listed_lines
from flows.screens.captions import brief_caption, invitation_caption, team_caption, weeks_caption
from flows.screens.in_place import notice_screen
from flows.state.reader import SessionReader
from flows.state.screen import Screen
from flows.state.session import read_session
from flows.teams.answers import published
from flows.teams.calendar import local_day
from flows.teams.changes import Edit
from flows.teams.overview import Overview, OwnWeek
from flows.teams.records import Role
from flows.teams.statistics import overview, own_weeks
from messages.written import as_written


class Illustrator(ReportPrinter, Protocol):
    """What draws for teams; slow, so it is called off the event loop."""

    def team(self, language: str, seen: Overview) -> bytes:
        """The picture of a team as PNG."""

    def weeks(self, language: str, weeks: tuple[OwnWeek, ...]) -> bytes:
        """Somebody's own weeks as PNG."""

    def invitation(self, link: str) -> bytes:
        """A link as QR code, PNG."""

    def brief(self, language: str, team: str, on: str, step: int, lines: Sequence[tuple[str, str]]) -> bytes:
        """The management brief as PDF: the name and plain text of each part."""


@dataclass(frozen=True, slots=True)
class Workshop:
    """What draws for teams, and where that is done."""

    illustrator: Illustrator
    studio: Studio


class TeamOutboxWriter:
    """Writes the letters of teams by their kind."""

    def __init__(
        self,
        reader: SessionReader,
        presenter: Presenter,
        storage: Storage,
        workshop: Workshop,
        links: InvitationLinks,
        clock: Time,
    ) -> None:
        self._reader = reader
        self._presenter = presenter
        self._storage = storage
        self._illustrator = workshop.illustrator
        self._studio = workshop.studio
        self._links = links
        self._clock = clock
        files = TeamFiles(reader, presenter, storage, workshop.illustrator, workshop.studio, clock)
        self._writers = {
            "told": self._tell,
            "invitation": self._invite,
            "team_picture": self._picture,
            "weeks_picture": self._weeks,
            "brief": self._brief,
            "team_calendar": files.calendar,
            "report": files.report,
        }

    def writes(self, kind: str) -> bool:
        """Whether letters of this kind are written here."""
        return kind in self._writers

    async def write(self, letter: OutboxMessage, payload: dict[str, Any]) -> Sending | None:
        """All that takes time before a letter can go; None where there is nothing to send any more."""
        return await self._writers[letter.kind](letter.user_id, payload)

    async def _tell(self, user_id: int, payload: dict[str, Any]) -> Sending | None:
        """A line to somebody else, in their language, with the way to what it speaks of."""

        def compose(unit: Unit) -> RenderedScreen | None:
            row = unit.look(user_id)
            if row is None:
                return None
            line = RenderedScreen(self._presenter.told(row.language, payload["hint"], payload["values"]))
            crew = find_crew(unit, payload["team"], user_id) if payload.get("leads_to") else None
            if crew is None:
                return line
            onward = notice_screen(self._catalogue, crew, payload["leads_to"])
            shown = self._presenter.show(row.language, onward)
            return RenderedScreen("\n\n".join(filter(None, (line.text, shown.text))), shown.keyboard)

        text = await self._storage.run(compose)
        return None if text is None else lambda messenger: messenger.send(user_id, text, 0, silent=True)

    async def _invite(self, user_id: int, payload: dict[str, Any]) -> Sending | None:
        """The link of the invitation that stands, unless it was revoked meanwhile. Only a hash is stored."""

        def store(unit: Unit) -> tuple[str, Screen] | None:
            crew = find_crew(unit, payload["team"], user_id)
            if crew is None or crew.invitation is None or crew.me.role is not Role.LEAD:
                return None
            invitation = replace(crew.invitation, token_hash=self._links.hash(crew.invitation))
            unit.apply((Edit(crew.invitation, invitation),))
            until, link = local_day(invitation.expires_at, crew.me.zone), self._links.link(invitation)
            return link, invitation_caption(crew.team.name, crew.me.name, link, until, invitation.uses_left)

        found = await self._storage.run(store)
        if found is None:
            return None
        link, screen = found
        caption = self._presenter.show(payload["language"], screen)
        png = await self._studio.draw(("invitation", link), partial(self._illustrator.invitation, link))
        return lambda messenger: messenger.picture(user_id, png, caption)

    async def _picture(self, user_id: int, payload: dict[str, Any]) -> Sending | None:
        seen = await self._storage.run(lambda unit: self._overview(unit, payload["team"], user_id))
        if seen is None:
            return None
        language = payload["language"]
        caption = self._presenter.show(language, team_caption(seen))
        png = await self._studio.draw(
            ("team", language, seen), partial(self._illustrator.team, language, seen)
        )
        return lambda messenger: messenger.picture(user_id, png, caption)

    def _overview(self, unit: Unit, team_id: int, user_id: int) -> Overview | None:
        crew = find_crew(unit, team_id, user_id)
        return overview(self._catalogue, crew, self._today(crew)) if crew is not None else None

    async def _weeks(self, user_id: int, payload: dict[str, Any]) -> Sending | None:
        crew = await self._crew(user_id, payload)
        weeks = own_weeks(crew.team, crew.me, crew.my_checkins) if crew is not None else ()
        if not weeks:
            return None
        language = payload["language"]
        caption = self._presenter.show(language, weeks_caption(weeks))
        png = await self._studio.draw(
            ("weeks", language, weeks), partial(self._illustrator.weeks, language, weeks)
        )
        return lambda messenger: messenger.picture(user_id, png, caption)

    async def _brief(self, user_id: int, payload: dict[str, Any]) -> Sending | None:
        """The page, of the lines that the lead kept, as they stand now."""
        language = payload["language"]
        composed = await self._storage.run(lambda unit: self._page(unit, payload, user_id))
        if composed is None:
            return None
        page, diagnosis = composed
        team, today, _, _ = page
        pdf = await self._studio.draw(
            ("brief", language, page), partial(self._illustrator.brief, language, *page)
        )
        caption = self._presenter.show(language, brief_caption(team, today, diagnosis)).text
        kind = self._presenter.renderer.text(language, "brief", "file")
        return lambda messenger: messenger.document(
            user_id, file_name("pdf", kind, team, today), pdf, caption
        )

    def _page(
        self, unit: Unit, payload: dict[str, Any], user_id: int
    ) -> tuple[tuple[str, str, int, tuple[tuple[str, str], ...]], str] | None:
        """What stands on the page, and the day of the diagnosis it follows from."""
        crew, row = find_crew(unit, payload["team"], user_id), unit.look(user_id)
        if crew is None or crew.me.role is not Role.LEAD or row is None:
            return None
        session, today = read_session(row.session), self._today(crew)
        written = tuple(
            (one.line.id, self._words(payload["language"], one))
            for one in listed_lines(self._reader, session, crew, today)
            if one.line.id in payload["values"]
        )
        if not written:
            return None
        told = published(crew.rounds)
        diagnosis = (told.closed_on if told else session.last and session.last.on) or today
        return (crew.team.name, today, crew.team.step, written), diagnosis

    def _words(self, language: str, one: ListedLine) -> str:
        """A line in plain text; own words take the place of ours below its heading."""
        ours = as_written(plain_text(self._presenter.paragraph(language, one.line.block)))
        heading, several, _ = ours.partition("\n")
        return ours if one.written is None else f"{heading if several else ''}{several}{one.written}"

    async def _crew(self, user_id: int, payload: dict[str, Any]) -> StoredCrew | None:
        def load(unit: Unit) -> StoredCrew | None:
            crew = find_crew(unit, payload["team"], user_id)
            return _loaded(crew) if crew is not None else None

        return await self._storage.run(load)

    def _today(self, crew: StoredCrew) -> str:
        return local_day(self._clock(), crew.me.zone)

    @property
    def _catalogue(self) -> Catalogue:
        return self._reader.catalogue


def _loaded(crew: StoredCrew) -> StoredCrew:
    """The crew with what is looked at once the transaction is over."""
    _ = crew.me, crew.my_checkins
    return crew
