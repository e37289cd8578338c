"""What people do with their advice: look at it from every side, pass it on, and reckon with it."""

from collections.abc import Mapping

from flows.adviser.advice import Advice
from flows.adviser.reckoning import MOST
from flows.questionnaire.progress import Path
from flows.screens.advice import COUNTRIES, QUICK_VIEWS, VIEWS, memo_message, share_message
from flows.state.reader import SessionReader
from flows.state.result import Arguments, Handler, Result, SideMessage, SideMessageKind, TurnContext
from flows.state.session import RATINGS, Rating, Session
from flows.state.views import Place

RATING_OF: Mapping[str, Rating] = {rating: rating for rating in RATINGS}


def show_advice(
    reader: SessionReader, session: Session, arguments: Arguments, context: TurnContext
) -> Result:
    """A view on the advice that stands."""
    view = arguments[0] if arguments else "advice"
    advice = reader.standing_advice(session)
    if advice is None:
        return _without_advice(reader, session)
    known = VIEWS if isinstance(advice, Advice) else QUICK_VIEWS
    if view != "advice" and view not in known:
        return Result(session, hint="only_full" if view in VIEWS else "unclear")
    return Result(session.having(view=Place(view), changing=None))


def _without_advice(reader: SessionReader, session: Session) -> Result:
    """Who had an advice before a question was added to it goes on with that question."""
    if session.last is not None and reader.under_way(session):
        return Result(session.having(view="question", changing=None), hint="question_added")
    return Result(session, hint="no_advice")


def share_advice(
    reader: SessionReader, session: Session, arguments: Arguments, context: TurnContext
) -> Result:
    """What can be passed on: to a colleague, or the memo to who decides; first which of the two."""
    advice = reader.standing_advice(session, context.today)
    if advice is None:
        return _without_advice(reader, session)
    if not arguments and isinstance(advice, Advice):
        return Result(session.having(view="share", changing=None))
    screen = share_message(advice)
    if arguments == ("decider",):
        if not isinstance(advice, Advice):
            return Result(session, hint="only_full")
        screen = memo_message(advice)
    return Result(
        session.having(view="advice", changing=None), hint="shared", posts=(SideMessage("share", screen),)
    )


def send_calendar(
    reader: SessionReader, session: Session, arguments: Arguments, context: TurnContext
) -> Result:
    """The first week as a file for the own calendar."""
    return _file(reader, session, "calendar")


def print_memo(reader: SessionReader, session: Session, arguments: Arguments, context: TurnContext) -> Result:
    """The memo as a page."""
    return _file(reader, session, "memo")


def _file(reader: SessionReader, session: Session, kind: SideMessageKind) -> Result:
    advice = reader.standing_advice(session)
    if advice is None:
        return _without_advice(reader, session)
    if not isinstance(advice, Advice):
        return Result(session, hint="only_full")
    return Result(session, hint="file_sent", posts=(SideMessage(kind),))


def send_card(reader: SessionReader, session: Session, arguments: Arguments, context: TurnContext) -> Result:
    """The picture of the advice, as often as it is asked for: only who asks knows whether it arrived."""
    if session.last is None:
        return Result(session, hint="no_advice")
    if session.last.path is not Path.FULL:
        return Result(session, hint="only_full")
    session = session.having(view="advice", changing=None, card_due=False)
    return Result(session, posts=(SideMessage("card"),))


def choose_country(
    reader: SessionReader, session: Session, arguments: Arguments, context: TurnContext
) -> Result:
    """Where the organisation is: asked once, where it is first needed."""
    if len(arguments) != 1 or arguments[0] not in COUNTRIES:
        return Result(session, hint="unclear")
    return show_advice(reader, session.having(country=arguments[0]), ("facts",), context)


def begin_reckoning(
    reader: SessionReader, session: Session, arguments: Arguments, context: TurnContext
) -> Result:
    """Begin the reckoning."""
    if reader.standing_advice(session) is None:
        return _without_advice(reader, session)
    return Result(session.having(view="reckon", reckoning=(), changing=None))


def take_number(
    reader: SessionReader, session: Session, arguments: Arguments, context: TurnContext
) -> Result:
    """A number of the reckoning, tapped or typed."""
    number = arguments[0].strip() if len(arguments) == 1 else ""
    if not number.isdecimal() or not 0 < int(number[:9]) <= MOST:
        return Result(session, hint="no_number")
    return Result(session.having(view="reckon", reckoning=(*session.reckoning, int(number))))


def rate_advice(
    reader: SessionReader, session: Session, arguments: Arguments, context: TurnContext
) -> Result:
    """Whether the advice that stands is right, as often as somebody changes their mind."""
    rating = RATING_OF.get("".join(arguments))
    if session.last is None or rating is None:
        return Result(session, hint="stale")
    last = session.last.model_copy(update={"rating": rating})
    return Result(session.having(last=last), hint="rated")


ADVICE_HANDLERS: Mapping[str, Handler] = {
    "show": show_advice,
    "share": share_advice,
    "card": send_card,
    "calendar": send_calendar,
    "print_memo": print_memo,
    "country": choose_country,
    "calculate": begin_reckoning,
    "reckon": take_number,
    "rate": rate_advice,
}
