"""What becomes of everybody who is in the middle of the questions when the content changes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.check.proof.explore import explore
from bot.check.surroundings import DAY
from flows.catalogue.catalogue import Catalogue
from flows.catalogue.conditions import Facts
from flows.conversation import Conversation
from flows.questionnaire.progress import Path, questions_of
from flows.state.result import TurnContext
from flows.state.screen import Action, buttons_of
from flows.state.session import Finished, Session

NOW = TurnContext(DAY)
TRIED = 5
"""How many of each group tap on everything; where they are is found for all."""
ASIDE = ("back", "why", "overview", "resume", "restart", "team", "help")


class Noticed(StrEnum):
    """What somebody notices who goes on after the change."""

    SAME = "same"
    AGAIN = "again"
    ASKED = "asked"
    ONWARD = "onward"
    STRANDED = "stranded"


@dataclass(frozen=True)
class Stopped:
    """All who are at the same place and notice the same. `at`, `to`: a question, or None for the advice."""

    path: Path
    at: str | None
    to: str | None
    fate: Noticed
    fault: str = ""


@dataclass
class Counted:
    """How many states they can be in, and the answers of one of them."""

    states: int
    answers: Mapping[str, str]
    tried: int = 0


class _Carried(Mapping[str, str]):
    """The answers of before that count after the change; each is looked at only if it makes a difference."""

    def __init__(self, old: Catalogue, new: Catalogue, answers: Facts, given: Sequence[str]) -> None:
        self._old, self._new = old, new
        self._answers, self._given = answers, frozenset(given)

    def __getitem__(self, question: str) -> str:
        if question not in self._given or question not in self._new.questions:
            raise KeyError(question)
        option = self._answers[question]
        if option not in self._new.offered(question) or not self._new.is_asked(question, self):
            raise KeyError(question)
        return option

    def __contains__(self, question: object) -> bool:
        if not isinstance(question, str) or question not in self._given:
            return False
        if question not in self._new.questions or not self._new.is_asked(question, self):
            return False
        if set(self._old.offered(question)) <= set(self._new.offered(question)):
            return True
        return self._answers[question] in self._new.offered(question)

    def __iter__(self) -> Iterator[str]:
        return (question for question in self._new.questions if question in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def rehearse_talk(
    old: Catalogue, new: Catalogue, paths: Sequence[Path] = tuple(Path)
) -> dict[Stopped, Counted]:
    """Everybody, at each question of either path and after its last one, over all answers."""
    conversation = Conversation(new, ("nl",))
    found: dict[Stopped, Counted] = {}
    for path in paths:
        questions = questions_of(old, path)
        for place in range(len(questions) + 1):
            at = questions[place] if place < len(questions) else None
            for answers, states in _states(old, new, path, place):
                group = _after(conversation, path, at, answers)
                known = found.setdefault(group, Counted(0, answers))
                known.states += states
                known.tried += 1
                if known.tried <= TRIED and (fault := _fault(conversation, group, answers)):
                    lost = replace(group, fate=Noticed.STRANDED, fault=fault)
                    found.setdefault(lost, Counted(0, answers)).states += states
    return found


def _states(
    old: Catalogue, new: Catalogue, path: Path, place: int
) -> Iterator[tuple[Mapping[str, str], int]]:
    """One state for each way in which it can go on, and how many are like it."""
    questions = questions_of(old, path)
    at = questions[place] if place < len(questions) else None

    def look(answers: Facts) -> tuple[str, ...] | None:
        before = tuple(question for question in questions[:place] if old.is_asked(question, answers))
        if at is not None and not old.is_asked(at, answers):
            return None
        carried = _Carried(old, new, answers, before)
        for question in questions_of(new, path):
            if new.is_asked(question, carried) and question not in carried:
                break
        return before

    for read, before in explore(old, look):
        if before is None:
            continue
        states = 1
        for question in before:
            states *= 1 if question in read else len(old.offered(question))
        yield {question: read.get(question, old.offered(question)[0]) for question in before}, states


def _after(conversation: Conversation, path: Path, at: str | None, answers: Mapping[str, str]) -> Stopped:
    """Where they are when they come back, as the bot itself finds it."""
    session = _session(path, at, answers)
    reader = conversation.reader
    try:
        stands = at is None and reader.standing_advice(session, DAY) is not None
        to = None if stands else reader.progress(session).next
    except Exception as error:  # noqa: BLE001 - whatever is raised, they would be left without an answer
        return Stopped(path, at, None, Noticed.STRANDED, f"{type(error).__name__}: {error}")
    return Stopped(path, at, to, _fate(conversation.catalogue, path, at, to, answers))


def _fate(catalogue: Catalogue, path: Path, at: str | None, to: str | None, answers: Facts) -> Noticed:
    if to == at:
        return Noticed.SAME
    if to is not None and to in answers:
        return Noticed.AGAIN
    questions = questions_of(catalogue, path)
    comes_first = to is not None and at in questions and questions.index(to) < questions.index(str(at))
    return Noticed.ASKED if to is not None and (at is None or comes_first) else Noticed.ONWARD


def _session(path: Path, at: str | None, answers: Mapping[str, str]) -> Session:
    """What is remembered of them."""
    session = Session(path=path, answers=dict(answers), view="question")
    if at is not None:
        return session
    last = Finished(path=path, answers=dict(answers), on=DAY)
    return session.having(last=last, completed=True, view="advice")


def _fault(conversation: Conversation, group: Stopped, answers: Mapping[str, str]) -> str:
    """Why somebody of a group is left without a way on, whatever they tap; nothing where nobody is."""
    session = _session(group.path, group.at, answers)
    catalogue = conversation.catalogue
    options = catalogue.offered(group.at) if group.at and group.at in catalogue.questions else ()
    taps = [Action("answer", (group.at or "", option)) for option in (*options, "gone")]
    taps += [*map(Action, ASIDE), Action("show", ("advice",))]
    try:
        if not buttons_of(conversation.screen(session, NOW)):
            return "no way on"
        for action in taps:
            if not buttons_of(conversation.respond(session, action, NOW).screen):
                return f"{action}: no way on"
        if group.to is not None:
            answer = Action("answer", (group.to, catalogue.offered(group.to)[0]))
            asking = session.having(view="question")
            if group.to not in conversation.respond(asking, answer, NOW).result.session.answers:
                return f"{group.to}: cannot be answered"
    except Exception as error:  # noqa: BLE001 - as above
        return f"{type(error).__name__}: {error}"
    return ""
