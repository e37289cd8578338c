"""When somebody is in a team no longer, the screens that name people of it are drawn again."""

from collections.abc import Callable, Iterable
from html import unescape

from bot.services.occasions import occasion_of
from bot.services.ports import Conversation, Unit
from bot.services.presenter import Presenter, Rendered
from flows.conversation import Conversation as Dialogue
from flows.session import Session, read_session
from flows.teams.changes import Change, Drop
from flows.teams.model import Member, Team


class Redrawing:
    """Draws stored screens again, to be delivered like any other."""

    def __init__(self, dialogue: Dialogue, presenter: Presenter, clock: Callable[[], float]) -> None:
        self._dialogue = dialogue
        self._presenter = presenter
        self._clock = clock

    def redraw(self, unit: Unit, people: Iterable[int]) -> None:
        """Draw the screens of these people as they are now, without anything that was said beside them."""
        for row in unit.load_all(people):
            self._redraw(unit, row)

    def say(self, unit: Unit, user_id: int, hint: str, change: Callable[[Session], Session]) -> None:
        """Draw somebody's screen again, with a line above it, after a change of what is known."""
        row = unit.load(user_id)
        if row is None or not row.screen:
            return
        session = change(read_session(row.session))
        screen = self._dialogue.screen(session, occasion_of(unit, row, "", self._clock()))
        row.session = session.model_dump_json()
        row.screen = self._presenter.show(row.language, screen, hint).to_json()
        row.screen_version += 1
        unit.save(row)

    def _redraw(self, unit: Unit, row: Conversation) -> None:
        occasion = occasion_of(unit, row, "", self._clock())
        screen = self._dialogue.screen(read_session(row.session), occasion)
        shown = self._presenter.show(row.language, screen).to_json()
        if shown != row.screen:
            row.screen = shown
            row.screen_version += 1
            unit.save(row)


def onlookers(unit: Unit, changes: Iterable[Change]) -> set[int]:
    """Whose screen names people of a team that somebody goes from with these changes; to be asked before."""
    teams = {team for change in changes if (team := _team_left(change)) is not None}
    return {user_id for team in teams for user_id in naming(unit, team)}


def _team_left(change: Change) -> int | None:
    match change:
        case Drop(Member() as member):
            return member.team_id
        case Drop(Team() as team):
            return team.id
        case _:
            return None


def naming(unit: Unit, team_id: int) -> set[int]:
    """The members of a team whose stored screen names any of them."""
    names = [member.name for member in unit.find(Member, team_id=team_id)]
    return {user_id for user_id, screen in unit.screens_of(team_id) if _names(screen, names)}


def _names(screen: str, names: Iterable[str]) -> bool:
    if not screen:
        return False
    shown = Rendered.from_json(screen)
    labels = (label for row in shown.keyboard for label, _ in row)
    said = "\n".join((unescape(shown.text), *labels))
    return any(name in said for name in names)
