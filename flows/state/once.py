"""What somebody tells others once, however often they tap: only they themselves know that they did."""

from flows.state.session import Session

MOST = 40
"""Remembered: two for each of twenty teams."""


def saying_once(session: Session, what: str) -> Session | None:
    """The session in which this was said; None where it was said before."""
    if what in session.said_once:
        return None
    return session.having(said_once=(*session.said_once, what)[-MOST:])
