"""What people do, one function an action: from the facts so far to the facts after it."""

from collections.abc import Mapping

from flows.adviser.advice import Advice
from flows.asked_back import ASKING_BACK
from flows.dialogue import Dialogue
from flows.journey import Path
from flows.move import Arguments, Handler, Move, Occasion, Post
from flows.reading import SOURCE_PARTS
from flows.reckoning import MOST
from flows.session import Session, finish
from flows.teams.checking import back_in_checkin, reply
from flows.teams.joining import TOKEN, come
from flows.teams.moves import TEAM_HANDLERS
from flows.views import COUNTRIES, QUICK_VIEWS, VIEWS, memo_message, share_message

RESUME_WITHIN_DAYS = 7
"""After this, answers under way become suggestions (specification B)."""

PAGES = ("privacy", "mydata", "help", "settings", "forget")
"""Screens of fixed text, each with its own command."""


def start(dialogue: Dialogue, session: Session, arguments: Arguments, occasion: Occasion) -> Move:
    """Begin, or return; a payload that names a path opens it, one with a token the way into a team, any other
    is as none.
    """
    if arguments and arguments[0].startswith(TOKEN):
        return come(session, arguments[0].removeprefix(TOKEN), occasion)
    if occasion.days_away > RESUME_WITHIN_DAYS and dialogue.journey(session).next is not None:
        session = session.having(answers={}, earlier={**session.earlier, **session.answers}, changing=None)
    if not session.answers and arguments[:1] in (("quick",), ("full",)):
        return _proceed(dialogue, session.having(path=Path(arguments[0])), occasion)
    return Move(session.having(view="welcome", changing=None))


def quick(dialogue: Dialogue, session: Session, arguments: Arguments, occasion: Occasion) -> Move:
    """The quick path; it begins anew only where everything is answered already."""
    if session.answers and dialogue.walk(Path.FULL, session.answers).next is None:
        return _proceed(dialogue, session.starting(Path.QUICK), occasion)
    return _proceed(dialogue, session.having(path=Path.QUICK, changing=None), occasion)


def full(dialogue: Dialogue, session: Session, arguments: Arguments, occasion: Occasion) -> Move:
    """The full diagnosis; answers given on the quick path are not asked again."""
    if session.answers and dialogue.walk(Path.FULL, session.answers).next is None:
        return _proceed(dialogue, session.starting(Path.FULL), occasion)
    return _proceed(dialogue, session.having(path=Path.FULL, changing=None), occasion)


def new(dialogue: Dialogue, session: Session, arguments: Arguments, occasion: Occasion) -> Move:
    """Begin anew, with the old answers as suggestions."""
    if arguments not in (("quick",), ("full",)):
        return Move(session, hint="unclear")
    return _proceed(dialogue, session.starting(Path(arguments[0])), occasion)


def resume(dialogue: Dialogue, session: Session, arguments: Arguments, occasion: Occasion) -> Move:
    if session.path is None:
        return Move(session.having(view="welcome"))
    return _proceed(dialogue, session.having(changing=None), occasion)


def answer(dialogue: Dialogue, session: Session, arguments: Arguments, occasion: Occasion) -> Move:
    """An answer counts only for the question that is open, and only if it is on offer there."""
    if session.view == "checkin":
        return reply(dialogue, session, arguments, occasion)
    question = dialogue.open_question(session)
    if question is None or len(arguments) != 2 or arguments[0] != question:
        return Move(session, hint="stale")
    if arguments[1] not in dialogue.catalogue.offered(question):
        return Move(session, hint="unclear")
    told_late = question in dialogue.untold(session)
    move = _proceed(dialogue, session.answering(question, arguments[1]), occasion)
    return _tell_on(dialogue, move) if told_late else move


def _tell_on(dialogue: Dialogue, move: Move) -> Move:
    """On to what else was left out, before the advice is shown again."""
    if move.session.view != "advice" or not (untold := dialogue.untold(move.session)):
        return move
    return Move(move.session.having(view="question", changing=untold[0]), posts=move.posts)


def tell(dialogue: Dialogue, session: Session, arguments: Arguments, occasion: Occasion) -> Move:
    """Tell what was left out: the sector, and then the role."""
    untold = dialogue.untold(session)
    if not untold:
        return Move(session, hint="stale")
    return Move(session.having(view="question", changing=untold[0], path=_path_of(session)))


def _path_of(session: Session) -> Path | None:
    return session.last.path if session.last else session.path


def _proceed(dialogue: Dialogue, session: Session, occasion: Occasion) -> Move:
    """On to the next question; where there is none to the advice, with its card the first time."""
    journey = dialogue.journey(session)
    if journey.next is not None:
        return Move(session.having(view="question"))
    changed = session.last is None or session.last.answers != journey.active
    if changed:
        session = finish(session, journey.active, occasion.today)
    session = session.having(view="advice")
    if session.path is Path.QUICK:
        return Move(session)
    if session.completed:
        return Move(session.having(card_due=session.card_due or changed))
    return Move(session.having(completed=True, card_due=False), posts=(Post("card"),))


def back(dialogue: Dialogue, session: Session, arguments: Arguments, occasion: Occasion) -> Move:
    """To the question before; its answer stays as a suggestion. From a change, to the overview."""
    if session.view == "checkin":
        return back_in_checkin(dialogue, session, occasion)
    if session.changing is not None:
        return Move(session.having(changing=None, view="overview"))
    journey = dialogue.journey(session)
    if journey.last is None or journey.next is None:
        return Move(session.having(view="welcome"))
    return Move(session.withdrawing(journey.last).having(view="question"))


def why(dialogue: Dialogue, session: Session, arguments: Arguments, occasion: Occasion) -> Move:
    """Why: of the open question, else of the advice."""
    if dialogue.asks(session):
        return Move(session.having(view="question_why"))
    return show(dialogue, session, ("why",), occasion)


def ask(dialogue: Dialogue, session: Session, arguments: Arguments, occasion: Occasion) -> Move:
    return Move(session.having(view="question"))


def overview(dialogue: Dialogue, session: Session, arguments: Arguments, occasion: Occasion) -> Move:
    if not dialogue.journey(session).active:
        return Move(session.having(view="welcome"), hint="no_answers")
    return Move(session.having(view="overview", changing=None))


def change(dialogue: Dialogue, session: Session, arguments: Arguments, occasion: Occasion) -> Move:
    """Ask one question again; only one that was answered and still counts."""
    if len(arguments) != 1 or arguments[0] not in dialogue.journey(session).active:
        return Move(session, hint="stale")
    return Move(session.having(view="question", changing=arguments[0]))


def show(dialogue: Dialogue, session: Session, arguments: Arguments, occasion: Occasion) -> Move:
    """A view on the advice that stands."""
    view = arguments[0] if arguments else "advice"
    advice = dialogue.standing_advice(session)
    if advice is None:
        return _without_advice(dialogue, session)
    known = VIEWS if isinstance(advice, Advice) else QUICK_VIEWS
    if view != "advice" and view not in known:
        return Move(session, hint="only_full" if view in VIEWS else "unclear")
    return Move(session.having(view=view, changing=None))


def _without_advice(dialogue: Dialogue, session: Session) -> Move:
    """Who had an advice before a question was added to it goes on with that question."""
    if session.last is not None and dialogue.under_way(session):
        return Move(session.having(view="question", changing=None), hint="question_added")
    return Move(session, hint="no_advice")


def share(dialogue: Dialogue, session: Session, arguments: Arguments, occasion: Occasion) -> Move:
    """What can be passed on: to a colleague, or the memo to who decides; first which of the two."""
    advice = dialogue.standing_advice(session, occasion.today)
    if advice is None:
        return _without_advice(dialogue, session)
    if not arguments and isinstance(advice, Advice):
        return Move(session.having(view="share", changing=None))
    screen = share_message(advice)
    if arguments == ("decider",):
        if not isinstance(advice, Advice):
            return Move(session, hint="only_full")
        screen = memo_message(advice)
    return Move(session.having(view="advice", changing=None), hint="shared", posts=(Post("share", screen),))


def calendar(dialogue: Dialogue, session: Session, arguments: Arguments, occasion: Occasion) -> Move:
    """The first week as a file for the own calendar."""
    return _file(dialogue, session, "calendar")


def print_memo(dialogue: Dialogue, session: Session, arguments: Arguments, occasion: Occasion) -> Move:
    """The memo as a page."""
    return _file(dialogue, session, "memo")


def _file(dialogue: Dialogue, session: Session, kind: str) -> Move:
    advice = dialogue.standing_advice(session)
    if advice is None:
        return _without_advice(dialogue, session)
    if not isinstance(advice, Advice):
        return Move(session, hint="only_full")
    return Move(session, hint="file_sent", posts=(Post(kind),))


def card(dialogue: Dialogue, session: Session, arguments: Arguments, occasion: Occasion) -> Move:
    """The picture of the advice, as often as it is asked for: only who asks knows whether it arrived."""
    if session.last is None:
        return Move(session, hint="no_advice")
    if session.last.path is not Path.FULL:
        return Move(session, hint="only_full")
    session = session.having(view="advice", changing=None, card_due=False)
    return Move(session, posts=(Post("card"),))


def country(dialogue: Dialogue, session: Session, arguments: Arguments, occasion: Occasion) -> Move:
    """Where the organisation is: asked once, where it is first needed."""
    if len(arguments) != 1 or arguments[0] not in COUNTRIES:
        return Move(session, hint="unclear")
    return show(dialogue, session.having(country=arguments[0]), ("facts",), occasion)


def calculate(dialogue: Dialogue, session: Session, arguments: Arguments, occasion: Occasion) -> Move:
    """Begin the reckoning."""
    if dialogue.standing_advice(session) is None:
        return _without_advice(dialogue, session)
    return Move(session.having(view="reckon", reckoning=(), changing=None))


def take_number(dialogue: Dialogue, session: Session, arguments: Arguments, occasion: Occasion) -> Move:
    """A number of the reckoning, tapped or typed."""
    number = arguments[0].strip() if len(arguments) == 1 else ""
    if not number.isdecimal() or not 0 < int(number[:9]) <= MOST:
        return Move(session, hint="no_number")
    return Move(session.having(view="reckon", reckoning=(*session.reckoning, int(number))))


def restart(dialogue: Dialogue, session: Session, arguments: Arguments, occasion: Occasion) -> Move:
    return Move(session.having(view="restart", changing=None))


def cancel(dialogue: Dialogue, session: Session, arguments: Arguments, occasion: Occasion) -> Move:
    """Leave whatever is open; answers stay. Back to the question under way, the advice, or the start."""
    session = session.having(changing=None)
    under_way = session.path is not None and dialogue.journey(session).next is not None
    aside = session.view in (*PAGES, "restart", "overview") or session.view.startswith("sources")
    if under_way and aside:
        return Move(session.having(view="question"))
    standing = session.last is not None and not under_way
    return Move(session.having(view="advice" if standing else "welcome"))


def language(dialogue: Dialogue, session: Session, arguments: Arguments, occasion: Occasion) -> Move:
    if len(arguments) != 1:
        return Move(session, hint="unclear")
    return Move(session, hint="language", language=arguments[0])


def export(dialogue: Dialogue, session: Session, arguments: Arguments, occasion: Occasion) -> Move:
    return Move(session, hint="exported", posts=(Post("export"),))


def forget_all(dialogue: Dialogue, session: Session, arguments: Arguments, occasion: Occasion) -> Move:
    return Move(session, forget=True)


def hint(dialogue: Dialogue, session: Session, arguments: Arguments, occasion: Occasion) -> Move:
    """The same screen again, with a line why."""
    return Move(session, hint=arguments[0])


def sources(dialogue: Dialogue, session: Session, arguments: Arguments, occasion: Occasion) -> Move:
    """What the advice rests on: the overview, or one part of it with every claim used."""
    part = arguments[0] if arguments else ""
    if part and part not in SOURCE_PARTS:
        return Move(session, hint="unclear")
    return Move(session.having(view=f"sources_{part}" if part else "sources", changing=None))


def _open(page: str) -> Handler:
    def show(dialogue: Dialogue, session: Session, arguments: Arguments, occasion: Occasion) -> Move:
        return Move(session.having(view=page, changing=None))

    return show


def write(dialogue: Dialogue, session: Session, arguments: Arguments, occasion: Occasion) -> Move:
    """What is typed where text is asked for: a number of the reckoning, else something of a team."""
    take = take_number if session.view == "reckon" else TEAM_HANDLERS["write"]
    return take(dialogue, session, arguments, occasion)


HANDLERS: Mapping[str, Handler] = {
    "write": write,
    "start": start,
    "quick": quick,
    "full": full,
    "new": new,
    "resume": resume,
    "answer": answer,
    "back": back,
    "why": why,
    "ask": ask,
    "tell": tell,
    "overview": overview,
    "change": change,
    "show": show,
    "share": share,
    "card": card,
    "calendar": calendar,
    "print_memo": print_memo,
    "country": country,
    "calculate": calculate,
    "reckon": take_number,
    "restart": restart,
    "cancel": cancel,
    "language": language,
    "export": export,
    "forget_all": forget_all,
    "hint": hint,
    **ASKING_BACK,
    "sources": sources,
    **{page: _open(page) for page in PAGES},
}
"""What people can do, by the name an action carries."""
