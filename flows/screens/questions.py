"""The screens that ask: a question, the overview of answers, and the ways in and out."""

from functools import lru_cache

from flows.catalogue.catalogue import Catalogue
from flows.questionnaire.progress import Path, Progress, questions_of
from flows.state.screen import Block, Button, Screen, button
from flows.state.session import Session


def question_screen(
    catalogue: Catalogue,
    session: Session,
    progress: Progress,
    question: str,
    *,
    why: bool,
    last: bool = False,
) -> Screen:
    """One question: how far along it is, its options one a row, then back, why and overview. What helps to
    choose, and each option in full, is said below it to who asks why. `last`: no other comes after it.
    """
    suggestion = session.suggestion(question)
    helpers = [name for name in progress.active if catalogue.questions[name].helper]
    path = session.path or Path.FULL
    asked = questions_of(catalogue, path)
    number = sum(name in asked for name in progress.active) - len(helpers) + 1
    at_most = number if last else catalogue.content.at_most[path]
    values = {
        "question": question,
        "helper": catalogue.questions[question].helper,
        "number": number,
        "at_most": at_most,
        "so_far": _so_far(number, at_most),
        "helper_number": len(helpers) + 1,
        "changing": session.changing is not None,
        "withdrawn": question in session.answers
        and session.answers[question] not in catalogue.offered(question),
    }
    spoken = {name: catalogue.answer(name, progress.active) for name in ("sector", "role")}
    blocks = [Block("question", {**values, **spoken})]
    if why:
        sources = catalogue.questions[question].sources
        known = {"question": question, "options": catalogue.offered(question), "sources": sources}
        blocks.append(Block("question_why", {**known, **spoken}))
    thin = (
        button("back"),
        button("ask") if why else button("why"),
        *([button("overview")] if progress.active and session.changing is None else []),
    )
    return Screen("question", tuple(blocks), (*_options(catalogue, question, suggestion), thin))


# Many people stand at the same question, and what is shown of it is then found by being the same.
@lru_cache(maxsize=512)
def _options(catalogue: Catalogue, question: str, suggestion: str | None) -> tuple[tuple[Button, ...], ...]:
    return tuple(
        (button("answer", question, option, marked=option == suggestion),)
        for option in catalogue.offered(question)
    )


def _so_far(number: int, at_most: int) -> str:
    """How far along a question is, in a word: a bar of signs would be spelt out to who listens."""
    if number >= at_most:
        return "last"
    return ("begun", "under_way", "past_half", "nearly")[4 * (number - 1) // at_most]


def overview_screen(progress: Progress, *, finished: bool) -> Screen:
    """The answers so far; each can be changed without losing the others."""
    onward = button("show", "advice") if finished else button("resume")
    rows = tuple((button("change", question),) for question in progress.active)
    return Screen(
        "overview", (Block("overview", {"answers": tuple(progress.active.items())}),), (*rows, (onward,))
    )


def welcome_screen(session: Session, progress: Progress | None) -> Screen:
    """What this is, and the ways in: two for a newcomer; on, back or anew for who returns."""
    under_way = progress is not None and progress.next is not None and bool(progress.active)
    rows: list[tuple[Button, ...]] = []
    if under_way:
        rows.append((button("resume"),))
    if session.last is not None:
        rows.append((button("show", "advice"),))
        if session.last.path is Path.QUICK and not under_way:
            rows.append((button("full"),))
    if rows:
        rows.append((button("restart"),))
    else:
        rows += [(button("quick"),), (button("full"),)]
    values = {
        "answered": len(progress.active) if progress is not None and under_way else 0,
        "last_on": session.last.on if session.last else None,
    }
    rows.append((button("settings"), button("privacy"), button("help")))
    return Screen("welcome", (Block("welcome", values),), tuple(rows))


def restart_screen() -> Screen:
    """The choice to begin anew, with the old answers as suggestions."""
    rows = ((button("new", Path.QUICK),), (button("new", Path.FULL),), (button("cancel"),))
    return Screen("restart", (Block("restart"),), rows)
