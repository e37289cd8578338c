"""What people do beside the questions and the advice: pages, settings, and leaving them again."""

from collections.abc import Mapping

from flows.screens.pages import SOURCE_PARTS
from flows.state.hints import HINTS
from flows.state.reader import SessionReader
from flows.state.result import Arguments, Handler, Result, SideMessage, TurnContext
from flows.state.screen import ByPhone
from flows.state.session import Session
from flows.state.trail import gone_back
from flows.state.views import Place, View

PAGES: tuple[View, ...] = ("privacy", "mydata", "help", "settings", "forget")
"""Screens of fixed text, each with its own command."""


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


PAGE_HANDLERS: Mapping[str, Handler] = {
    "restart": confirm_restart,
    "cancel": leave_screen,
    "language": choose_language,
    "export": export_data,
    "forget_all": forget_person,
    "hint": show_hint,
    "sources": show_sources,
    **dict.fromkeys(ByPhone, leave_to_phone),
    **{page: _open_page(page) for page in PAGES},
}
