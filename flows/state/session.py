"""What is remembered of a conversation: facts only; where somebody is, is worked out from them."""

import json
from collections.abc import Mapping
from typing import Literal, TypedDict, Unpack, get_args

from pydantic import BaseModel, ConfigDict, ValidationError

from flows.questionnaire.progress import Path
from flows.state.views import Place, View

Rating = Literal["fits", "partly", "not"]
"""Whether an advice is right for who got it, as they say."""
RATINGS: tuple[Rating, ...] = get_args(Rating)


class Finished(BaseModel):
    """A questionnaire answered to its end: the advice people return to. `on`: ISO date; `rating`: what they
    said of it.
    """

    model_config = ConfigDict(frozen=True)

    path: Path
    answers: dict[str, str]
    on: str
    rating: Rating | None = None


class CheckingIn(BaseModel):
    """A check-in under way: for which team and period (ISO date), and what was answered so far."""

    model_config = ConfigDict(frozen=True)

    team: int
    period: str
    answers: dict[str, str] = {}


class WrittenLine(BaseModel):
    """A line of the brief in somebody's own words; `of`: what it takes the place of."""

    model_config = ConfigDict(frozen=True)

    text: str
    of: str


class BriefDraft(BaseModel):
    """What the lead of a team made of its brief: the lines that are left out, and those in own words."""

    model_config = ConfigDict(frozen=True)

    team: int
    left_out: tuple[str, ...] = ()
    written: dict[str, WrittenLine] = {}


class AskedBack(BaseModel):
    """Something typed was not clear. `meant`: the actions it may have asked for, the likeliest first;
    `below`: the reminder it was typed below.
    """

    model_config = ConfigDict(frozen=True)

    below: str = ""
    meant: tuple[str, ...] = ()


class Left(BaseModel):
    """A place that was left for the one shown: its view, and what that is about."""

    model_config = ConfigDict(frozen=True)

    view: str
    team: int | None = None
    changing: str | None = None


class SessionFacts(TypedDict, total=False):
    """What of a session can change, by the names of its fields."""

    path: Path | None
    answers: dict[str, str]
    earlier: dict[str, str]
    view: View | Place
    changing: str | None
    last: Finished | None
    completed: bool
    card_due: bool
    team: int | None
    checkin: CheckingIn | None
    draft: str | None
    invitation: str | None
    tries: tuple[float, ...]
    brief: BriefDraft | None
    asked_back: AskedBack | None
    warned_at: float | None
    spent: dict[str, float]
    country: str
    reckoning: tuple[int, ...]
    trail: tuple[Left, ...]
    said_once: tuple[str, ...]


class Session(BaseModel):
    """The facts of one conversation.

    `answers` are those of the questionnaire under way, `earlier` what was answered before (suggestions).
    `view` is what the live message shows; `changing` the question being answered again; `last` the
    advice that stands. `completed`: this questionnaire was finished before, and its card sent; `card_due`:
    the advice changed since.

    `team`: the team looked at; `checkin`: the check-in under way, beside any diagnosis; `draft`: the first
    half of what is being written. `invitation`: the hash of the token somebody came with, and `tries` when
    (seconds) they came with one that is none. `brief`: what was made of a team's brief.
    `asked_back`: what was typed last and not clear, until anything else is done.
    `warned_at`: when they were told that after a year away everything would be deleted. `spent`: until when
    a budget (`flows.handlers.budget`) is used up, in seconds. `country`: where the organisation is, once
    somebody had to be asked; empty before. `reckoning`: the numbers given so far. `trail`: the places left
    for this one, the last one last (`flows.state.trail`). `said_once`: what
    they told others and need not tell again: kudos for an action, a call for help.
    """

    model_config = ConfigDict(frozen=True)

    path: Path | None = None
    answers: dict[str, str] = {}
    earlier: dict[str, str] = {}
    view: str = "welcome"
    changing: str | None = None
    last: Finished | None = None
    completed: bool = False
    card_due: bool = False
    team: int | None = None
    checkin: CheckingIn | None = None
    draft: str | None = None
    invitation: str | None = None
    tries: tuple[float, ...] = ()
    brief: BriefDraft | None = None
    asked_back: AskedBack | None = None
    warned_at: float | None = None
    spent: dict[str, float] = {}
    country: str = ""
    reckoning: tuple[int, ...] = ()
    trail: tuple[Left, ...] = ()
    said_once: tuple[str, ...] = ()

    def having(self, **changes: Unpack[SessionFacts]) -> "Session":
        """This session with some facts changed."""
        different = {name: value for name, value in changes.items() if getattr(self, name) != value}
        return self.model_copy(update=different) if different else self

    def answering(self, question: str, option: str) -> "Session":
        """This session with one answer given; every other answer stays."""
        return self.having(answers={**self.answers, question: option}, changing=None)

    def withdrawing(self, question: str) -> "Session":
        """This session with one answer taken back; it stays as a suggestion."""
        kept = {name: option for name, option in self.answers.items() if name != question}
        earlier = {**self.earlier, question: self.answers[question]}
        return self.having(answers=kept, earlier=earlier)

    def starting(self, path: Path) -> "Session":
        """This session at the first question of a path, the old answers as suggestions."""
        earlier = {**self.earlier, **self.answers}
        return self.having(
            path=path, answers={}, earlier=earlier, changing=None, completed=False, card_due=False
        )

    def suggestion(self, question: str) -> str | None:
        """What was answered to this question before, or is now and may be changed."""
        return self.answers.get(question) or self.earlier.get(question)


def read_session(stored: str) -> Session:
    """The session in stored JSON; of one written by other code, whatever is still understood."""
    try:
        return Session.model_validate_json(stored)
    except ValidationError as error:
        strange = {fault["loc"][0] for fault in error.errors() if fault["loc"]}
    try:
        facts = json.loads(stored)
    except ValueError:
        return Session()
    if not isinstance(facts, dict):
        return Session()
    return Session.model_validate({name: fact for name, fact in facts.items() if name not in strange})


def finish(session: Session, answers: Mapping[str, str], on: str) -> Session:
    """The session with its questionnaire finished: these active answers become the advice that stands."""
    path = session.path or Path.FULL
    return session.having(last=Finished(path=path, answers=dict(answers), on=on))
