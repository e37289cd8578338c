"""What cannot be undone is asked first: one tap never does it (`flows.state.irreversible`)."""

from collections.abc import Mapping

from flows.handlers.access import of_team
from flows.state.irreversible import ASKED_FIRST
from flows.state.result import Handler, Result
from flows.state.views import place
from flows.state.visit import Visit


@of_team
def ask_first(visit: Visit) -> Result:
    """Are they sure? What an argument names is only done by the button below that question."""
    if visit.arguments[:1] and visit.arguments[0] in ASKED_FIRST:
        shown = place("team_sure", *visit.arguments)
        return Result(visit.session.having(view=shown, team=visit.crew.team.id, changing=None))
    return Result(visit.session, hint="stale")


ASKING_FIRST_HANDLERS: Mapping[str, Handler] = {"sure": ask_first}
