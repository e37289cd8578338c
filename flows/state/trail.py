"""The way somebody came: what "back" leads to is what was there before, wherever they are."""

from flows.state.session import Left, Session
from flows.state.views import Place

LONGEST = 12
"""Places remembered; who went further goes back to the start."""
HOMES = ("welcome", "advice")
"""Where a way begins when it is come to by going on, not back."""


def here(session: Session) -> Left:
    """The place that is shown; a question is one place, whether or not it says why."""
    view = "question" if session.view == "question_why" else session.view
    return Left(view=view, team=session.team, changing=session.changing)


def traced(before: Session, after: Session) -> Session:
    """The session after a move with the way to where it is now. Who comes where they were already, has gone
    back to it; of a team that is looked at no longer, nothing is remembered.
    """
    trail = _way(before, after) if after.trail == before.trail else after.trail
    kept = tuple(left for left in trail if left.team in (None, after.team))
    return after if kept == after.trail else after.having(trail=kept)


def _way(before: Session, after: Session) -> tuple[Left, ...]:
    was, now = here(before), here(after)
    if was == now:
        return before.trail
    if now in before.trail:
        return before.trail[: before.trail.index(now)]
    return () if now.view in HOMES else (*before.trail, was)[-LONGEST:]


def comes_from(session: Session, view: str) -> bool:
    """Whether "back" leads to this view; also where no way is remembered."""
    return not session.trail or session.trail[-1].view == view


def gone_back(session: Session) -> Session | None:
    """The session at the place before; None where none is remembered."""
    if not session.trail:
        return None
    *trail, last = session.trail
    return session.having(
        view=Place(last.view), team=last.team, changing=last.changing, draft=None, trail=tuple(trail)
    )
