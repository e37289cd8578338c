"""When somebody is in a team no longer, what others see of it is drawn again from the facts that are left.

Nothing is looked for in what is on their screens: whoever may see anything of the team sees it anew.
"""

from collections.abc import Callable, Iterable

from bot.services.clock import Time
from bot.services.ports import StoredConversation, Unit
from bot.services.presenter import Presenter
from bot.services.turn_context import context_of
from flows.conversation import Conversation
from flows.state.pointers import without_what_is_gone
from flows.state.session import Session, read_session
from flows.teams.changes import Change, Drop
from flows.teams.records import Guest, Member, Team


class Redrawing:
    """Draws stored screens again, to be delivered like any other."""

    def __init__(self, conversation: Conversation, presenter: Presenter, clock: Time) -> None:
        self._conversation = conversation
        self._presenter = presenter
        self._clock = clock

    def redraw(self, unit: Unit, people: Iterable[int]) -> None:
        """Draw the screens of these people as they are now, without anything that was said beside them, and
        let their conversations point to nothing that is gone.
        """
        for row in unit.load_all(people):
            self._redraw(unit, row)

    def say(self, unit: Unit, user_id: int, hint: str, change: Callable[[Session], Session]) -> None:
        """Draw somebody's screen again, with a line above it, after a change of what is known."""
        row = unit.load(user_id)
        if row is None or not row.screen:
            return
        session = change(read_session(row.session))
        screen = self._conversation.screen(session, context_of(unit, row, "", self._clock()))
        row.session = session.model_dump_json()
        row.screen = self._presenter.show(row.language, screen, hint).to_json()
        row.screen_version += 1
        unit.save(row)

    def _redraw(self, unit: Unit, row: StoredConversation) -> None:
        context = context_of(unit, row, "", self._clock())
        session = without_what_is_gone(read_session(row.session), context.teams)
        facts = session.model_dump_json()
        # Of whom nothing was shown yet, or who has another language by now, the next turn shows the screen.
        shown = self._presenter.show(row.language, self._conversation.screen(session, context)).to_json()
        if row.screen and shown != row.screen:
            row.screen = shown
            row.screen_version += 1
        elif facts == row.session:
            return
        row.session = facts
        unit.save(row)


def onlookers(unit: Unit, changes: Iterable[Change]) -> set[int]:
    """Who may see something of a team that somebody goes from with these changes; to be asked before."""
    teams = {team for change in changes if (team := _team_left(change)) is not None}
    return {user_id for team in teams for user_id in looking_at(unit, team)}


def _team_left(change: Change) -> int | None:
    match change:
        case Drop(Member() as member):
            return member.team_id
        case Drop(Team() as team):
            return team.id
        case _:
            return None


def looking_at(unit: Unit, team_id: int) -> set[int]:
    """Everybody whose screen may tell something of a team: its members, and who looks at an invitation."""
    members = {member.user_id for member in unit.find(Member, team_id=team_id)}
    return members | {guest.user_id for guest in unit.find(Guest, team_id=team_id)}
