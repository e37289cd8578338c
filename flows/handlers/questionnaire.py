"""What people do, one function an action: from the facts so far to the facts after it."""

from collections.abc import Mapping

from flows.adviser.advice import Advice
from flows.adviser.reckoning import MOST
from flows.handlers.asked_back import ASKED_BACK_HANDLERS
from flows.handlers.checkin import answer_checkin, go_back_in_checkin
from flows.handlers.joining import TOKEN, open_invitation, open_team
from flows.handlers.team import TEAM_HANDLERS
from flows.questionnaire.progress import Path
from flows.screens.advice import COUNTRIES, QUICK_VIEWS, VIEWS, memo_message, share_message
from flows.screens.pages import SOURCE_PARTS
from flows.state.hints import HINTS
from flows.state.reader import SessionReader
from flows.state.result import Arguments, Handler, Result, SideMessage, SideMessageKind, TurnContext
from flows.state.screen import ByPhone
from flows.state.session import Session, finish
from flows.state.trail import gone_back
from flows.state.views import Place, View

RESUME_WITHIN_DAYS = 7
"""After this, answers under way become suggestions."""

PAGES: tuple[View, ...] = ("privacy", "mydata", "help", "settings", "forget")
"""Screens of fixed text, each with its own command."""


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


def confirm_restart(
    reader: SessionReader, session: Session, arguments: Arguments, context: TurnContext
) -> Result:
    return Result(session.having(view="restart", changing=None))


def leave_screen(
    reader: SessionReader, session: Session, arguments: Arguments, context: TurnContext
) -> Result:
    """Leave whatever is open; answers stay. Back to what was there before; where that is not remembered, to
    the question under way, the advice, or the start.
    """
    if (before := gone_back(session)) is not None:
        return Result(before)
    session = session.having(changing=None)
    under_way = session.path is not None and reader.progress(session).next is not None
    aside = session.view in (*PAGES, "restart", "overview") or session.view.startswith("sources")
    if under_way and aside:
        return Result(session.having(view="question"))
    standing = session.last is not None and not under_way
    return Result(session.having(view="advice" if standing else "welcome"))


def choose_language(
    reader: SessionReader, session: Session, arguments: Arguments, context: TurnContext
) -> Result:
    """Another language, and back to where it was asked for."""
    if len(arguments) != 1:
        return Result(session, hint="unclear")
    back = gone_back(session) if session.view == "settings" else None
    return Result(back or session, hint="language", language=arguments[0])


def export_data(
    reader: SessionReader, session: Session, arguments: Arguments, context: TurnContext
) -> Result:
    return Result(session, hint="exported", posts=(SideMessage("export"),))


def forget_person(
    reader: SessionReader, session: Session, arguments: Arguments, context: TurnContext
) -> Result:
    return Result(session, forget=True)


def leave_to_phone(
    reader: SessionReader, session: Session, arguments: Arguments, context: TurnContext
) -> Result:
    """The words of a button were typed that only a phone can serve."""
    return Result(session, hint="by_phone")


def show_hint(reader: SessionReader, session: Session, arguments: Arguments, context: TurnContext) -> Result:
    """The same screen again, with a line why."""
    return Result(session, hint=HINTS.get("".join(arguments[:1]), "unclear"))


def show_sources(
    reader: SessionReader, session: Session, arguments: Arguments, context: TurnContext
) -> Result:
    """What the advice rests on: the overview, or one part of it with every claim used."""
    part = arguments[0] if arguments else ""
    if part and part not in SOURCE_PARTS:
        return Result(session, hint="unclear")
    return Result(session.having(view=Place(f"sources_{part}") if part else "sources", changing=None))


def _open_page(page: View) -> Handler:
    def show(reader: SessionReader, session: Session, arguments: Arguments, context: TurnContext) -> Result:
        return Result(session.having(view=page, changing=None))

    return show


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
    "show": show_advice,
    "share": share_advice,
    "card": send_card,
    "calendar": send_calendar,
    "print_memo": print_memo,
    "country": choose_country,
    "calculate": begin_reckoning,
    "reckon": take_number,
    "restart": confirm_restart,
    "cancel": leave_screen,
    "language": choose_language,
    "export": export_data,
    "forget_all": forget_person,
    "hint": show_hint,
    **dict.fromkeys(ByPhone, leave_to_phone),
    **ASKED_BACK_HANDLERS,
    "sources": show_sources,
    **{page: _open_page(page) for page in PAGES},
}
"""What people can do, by the name an action carries."""
