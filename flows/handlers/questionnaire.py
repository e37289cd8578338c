"""What people do with the questions, one function an action: from the facts so far to the facts after it."""

from collections.abc import Mapping

from flows.handlers.advice import ADVICE_HANDLERS, show_advice, take_number
from flows.handlers.asked_back import ASKED_BACK_HANDLERS
from flows.handlers.checkin import answer_checkin, go_back_in_checkin
from flows.handlers.joining import TOKEN, open_invitation, open_team
from flows.handlers.pages import PAGE_HANDLERS
from flows.handlers.team import TEAM_HANDLERS
from flows.questionnaire.progress import Path
from flows.state.reader import SessionReader
from flows.state.result import Arguments, Handler, Result, SideMessage, TurnContext
from flows.state.session import Session, finish
from flows.state.trail import gone_back

RESUME_WITHIN_DAYS = 7
"""After this, answers under way become suggestions."""


def start_conversation(
    reader: SessionReader, session: Session, arguments: Arguments, context: TurnContext
) -> Result:
    """Begin, or return; a payload that names a path opens it, one with a token the way into a team, any other
    is as none.
    """
    if arguments and arguments[0].startswith(TOKEN):
        return open_invitation(session, arguments[0].removeprefix(TOKEN), context)
    if arguments[:1] == ("team",):
        return open_team(reader, session, (), context)
    if context.days_away > RESUME_WITHIN_DAYS and reader.progress(session).next is not None:
        session = session.having(answers={}, earlier={**session.earlier, **session.answers}, changing=None)
    if not session.answers and arguments[:1] in (("quick",), ("full",)):
        return _proceed(reader, session.having(path=Path(arguments[0])), context)
    return Result(session.having(view="welcome", changing=None))


def take_quick_path(
    reader: SessionReader, session: Session, arguments: Arguments, context: TurnContext
) -> Result:
    """The quick path; it begins anew only where everything is answered already."""
    if session.answers and reader.walk(Path.FULL, session.answers).next is None:
        return _proceed(reader, session.starting(Path.QUICK), context)
    return _proceed(reader, session.having(path=Path.QUICK, changing=None), context)


def take_full_path(
    reader: SessionReader, session: Session, arguments: Arguments, context: TurnContext
) -> Result:
    """The full diagnosis; answers given on the quick path are not asked again."""
    if session.answers and reader.walk(Path.FULL, session.answers).next is None:
        return _proceed(reader, session.starting(Path.FULL), context)
    return _proceed(reader, session.having(path=Path.FULL, changing=None), context)


def begin_anew(reader: SessionReader, session: Session, arguments: Arguments, context: TurnContext) -> Result:
    """Begin anew, with the old answers as suggestions."""
    if arguments not in (("quick",), ("full",)):
        return Result(session, hint="unclear")
    return _proceed(reader, session.starting(Path(arguments[0])), context)


def resume_questionnaire(
    reader: SessionReader, session: Session, arguments: Arguments, context: TurnContext
) -> Result:
    if session.path is None:
        return Result(session.having(view="welcome"))
    return _proceed(reader, session.having(changing=None), context)


def answer_question(
    reader: SessionReader, session: Session, arguments: Arguments, context: TurnContext
) -> Result:
    """An answer counts only for the question that is open, and only if it is on offer there."""
    if session.view == "checkin":
        return answer_checkin(reader, session, arguments, context)
    question = reader.open_question(session)
    if question is None or len(arguments) != 2 or arguments[0] != question:
        return Result(session, hint="stale")
    if arguments[1] not in reader.catalogue.offered(question):
        return Result(session, hint="unclear")
    told_late = question in reader.untold(session)
    result = _proceed(reader, session.answering(question, arguments[1]), context)
    return _tell_on(reader, result) if told_late else result


def _tell_on(reader: SessionReader, result: Result) -> Result:
    """On to what else was left out, before the advice is shown again."""
    if result.session.view != "advice" or not (untold := reader.untold(result.session)):
        return result
    return Result(result.session.having(view="question", changing=untold[0]), posts=result.posts)


def tell_left_out(
    reader: SessionReader, session: Session, arguments: Arguments, context: TurnContext
) -> Result:
    """Tell what was left out: the sector, and then the role."""
    untold = reader.untold(session)
    if not untold:
        return Result(session, hint="stale")
    return Result(session.having(view="question", changing=untold[0], path=_path_of(session)))


def _path_of(session: Session) -> Path | None:
    return session.last.path if session.last else session.path


def _proceed(reader: SessionReader, session: Session, context: TurnContext) -> Result:
    """On to the next question; where there is none to the advice, with its card the first time."""
    progress = reader.progress(session)
    if progress.next is not None:
        return Result(session.having(view="question"))
    changed = session.last is None or session.last.answers != progress.active
    if changed:
        session = finish(session, progress.active, context.today)
    session = session.having(view="advice")
    if session.path is Path.QUICK:
        return Result(session)
    if session.completed:
        return Result(session.having(card_due=session.card_due or changed))
    return Result(session.having(completed=True, card_due=False), posts=(SideMessage("card"),))


def go_back(reader: SessionReader, session: Session, arguments: Arguments, context: TurnContext) -> Result:
    """To the question before; its answer stays as a suggestion. From a change, to the overview."""
    if session.view == "checkin":
        return go_back_in_checkin(reader, session, context)
    if session.changing is not None:
        return Result(session.having(changing=None, view="overview"))
    progress = reader.progress(session)
    if progress.last is None or progress.next is None:
        return Result(gone_back(session) or session.having(view="welcome"))
    return Result(session.withdrawing(progress.last).having(view="question"))


def explain_why(
    reader: SessionReader, session: Session, arguments: Arguments, context: TurnContext
) -> Result:
    """Why: of the open question, else of the advice."""
    if reader.asks(session):
        return Result(session.having(view="question_why"))
    return show_advice(reader, session, ("why",), context)


def return_to_question(
    reader: SessionReader, session: Session, arguments: Arguments, context: TurnContext
) -> Result:
    return Result(session.having(view="question"))


def show_overview(
    reader: SessionReader, session: Session, arguments: Arguments, context: TurnContext
) -> Result:
    if not reader.progress(session).active:
        return Result(session.having(view="welcome"), hint="no_answers")
    return Result(session.having(view="overview", changing=None))


def change_answer(
    reader: SessionReader, session: Session, arguments: Arguments, context: TurnContext
) -> Result:
    """Ask one question again; only one that was answered and still counts."""
    if len(arguments) != 1 or arguments[0] not in reader.progress(session).active:
        return Result(session, hint="stale")
    return Result(session.having(view="question", changing=arguments[0]))


def write_text(reader: SessionReader, session: Session, arguments: Arguments, context: TurnContext) -> Result:
    """What is typed where text is asked for: a number of the reckoning, else something of a team."""
    take = take_number if session.view == "reckon" else TEAM_HANDLERS["write"]
    return take(reader, session, arguments, context)


HANDLERS: Mapping[str, Handler] = {
    "write": write_text,
    "start": start_conversation,
    "quick": take_quick_path,
    "full": take_full_path,
    "new": begin_anew,
    "resume": resume_questionnaire,
    "answer": answer_question,
    "back": go_back,
    "why": explain_why,
    "ask": return_to_question,
    "tell": tell_left_out,
    "overview": show_overview,
    "change": change_answer,
    **ADVICE_HANDLERS,
    **PAGE_HANDLERS,
    **ASKED_BACK_HANDLERS,
}
"""What people can do, by the name an action carries."""
