"""Loads the content, refuses it with every fault at once, and looks things up in it."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

import tomli
from pydantic import ValidationError

from flows.catalogue.conditions import Clause, Condition, Facts
from flows.catalogue.content import Content, KeyAction, Lane, Pilot, StepRule, Word
from flows.catalogue.errors import ContentError
from flows.catalogue.guards import GUARDS
from flows.catalogue.questions import UNKNOWN, Option, Question
from flows.catalogue.validation import find_faults, find_repeated_ids

CONTENT = Path(__file__).parent.parent / "content"
FILES = (
    "questions",
    "checkin",
    "advice",
    "pilots",
    "actions",
    "combinations",
    "vocabulary",
    "facts",
    "sources",
)

# Names that conditions use for what is derived, and the questions they are derived from.
DERIVED = {"source": "lane", "status": "leverage"}
BEHIND: Mapping[str, tuple[str, ...]] = {
    "ask": ("management", "resources", "pilots"),
    "hours": ("management", "resources", "size"),
}
"""The questions that may be behind what is derived from several; the adviser knows which of them are."""


def load_catalogue(folder: Path = CONTENT) -> "Catalogue":
    """The content of a folder, valid as a whole.

    Raises:
        ContentError: with every fault by file and key.
    """
    content, faults = read_content(folder)
    if content is None or faults:
        raise ContentError(faults)
    return Catalogue(content)


def read_content(folder: Path) -> tuple[Content | None, list[str]]:
    """The content, unless its form is wrong, and every fault in it by file and key."""
    raw: dict[str, object] = {}
    home: dict[str, str] = {}
    unread: list[str] = []
    for name in FILES:
        try:
            tables = _read(folder / f"{name}.toml")
        except ContentError as error:
            unread += error.faults
            continue
        raw |= tables
        home |= dict.fromkeys(tables, f"{name}.toml")
    try:
        content = Content.model_validate(raw)
    except ValidationError as error:
        return None, [*unread, *_schema_faults(error, raw, home, all_read=not unread)]
    # What is told apart by its id cannot be looked at further where two have the same.
    repeated = find_repeated_ids(content)
    return None if repeated else content, [*unread, *repeated, *find_faults(content)]


def _read(path: Path) -> dict[str, object]:
    try:
        return tomli.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomli.TOMLDecodeError) as error:
        raise ContentError([f"{path.name}: {error}"]) from None


def _schema_faults(
    error: ValidationError, raw: Mapping[str, object], home: Mapping[str, str], *, all_read: bool
) -> list[str]:
    """What is wrong in form; what no file holds is only missing when every file could be read."""
    return [
        f"{home.get(str(fault['loc'][0]), 'content')}: {_place(fault['loc'], raw)}: {fault['msg']}"
        for fault in error.errors()
        if all_read or fault["loc"][0] in home
    ]


def _place(loc: tuple[int | str, ...], raw: object) -> str:
    """Where something stands as an editor finds it: a row by its id, or else counted from one."""
    names = []
    for key in loc:
        raw = _within(raw, key)
        row_id = raw.get("id") if isinstance(raw, dict) and isinstance(key, int) else None
        named = isinstance(row_id, str) and row_id.strip()
        names.append(str(row_id) if named else f"no. {key + 1}" if isinstance(key, int) else key)
    return ".".join(names)


def _within(table: object, key: int | str) -> object:
    """What stands under a key or at a place; nothing where that is not there."""
    if isinstance(table, dict):
        return table.get(key)
    if isinstance(table, list) and isinstance(key, int) and key < len(table):
        return table[key]
    return None


class Catalogue:
    """The content with its indexes; immutable once built."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self.questions: Mapping[str, Question] = {row.id: row for row in content.question}
        self.checkin: Mapping[str, Question] = {row.id: row for row in content.checkin}
        self.lanes: Mapping[str, Lane] = {row.id: row for row in content.lane}
        self.steps: Mapping[int, StepRule] = {row.number: row for row in content.step}
        self.actions: Mapping[str, KeyAction] = {row.id: row for row in content.action}
        self.words: Mapping[str, Word] = {row.id: row for row in content.word}
        self.pilots: Mapping[str, Pilot] = {row.id: row for row in content.pilot}
        self._options = {
            question.id: {option.id: option for option in _offered(question)}
            for question in (*content.question, *content.checkin)
        }
        self.guards = {name: build(self) for name, build in GUARDS.items()}
        self.asked_if = {
            question.id: self._with_unknowns(question.ask_if)
            for question in (*content.question, *content.checkin)
            if question.ask_if is not None
        }
        self.ask_if = {row.id: self._with_unknowns(row.when) for row in content.ask}
        self.combination_if = {row.id: self._with_unknowns(row.when) for row in content.combination}

    def offered(self, question: str) -> tuple[str, ...]:
        """The option ids of a question in the order shown, "unknown" last."""
        return tuple(self._options[question])

    def option(self, question: str, option: str) -> Option:
        """An option as it is scored; unknown carries the level, cap and points it stands for. What is
        on offer no more, as after a change of content, counts as unknown.
        """
        offered = self._options[question]
        return offered.get(option) or offered.get(UNKNOWN) or next(iter(offered.values()))

    def left_out(self, question: str) -> str | None:
        """The option that counts where nobody was asked this question; None where it must be asked."""
        row = self.questions.get(question)
        return row.left_out if row else None

    def answer(self, question: str, answers: Facts) -> str:
        """The answer to a question that may be left out."""
        return answers.get(question) or self.questions[question].left_out or UNKNOWN

    def is_asked(self, question: str, facts: Facts) -> bool:
        """Whether a question is asked of somebody of whom this is known."""
        condition = self.asked_if.get(question)
        return condition is None or condition.holds(facts, self.guards)

    @cached_property
    def step_questions(self) -> tuple[str, ...]:
        """The questions whose answers cap the step."""
        return tuple(row.id for row in self.content.question if any(o.cap is not None for o in row.options))

    @cached_property
    def state_questions(self) -> tuple[str, ...]:
        """The questions of which each answer is explained by itself."""
        return tuple(row.id for row in self.content.question if row.state)

    def causes(self, name: str) -> tuple[str, ...]:
        """The questions behind a fact: the lane's, or the question itself."""
        name = DERIVED.get(name, name)
        return self.content.strategy.questions if name == "lane" else BEHIND.get(name, (name,))

    def _with_unknowns(self, condition: Condition) -> Condition:
        """The condition, true also for an unknown that stands for one of its options."""
        return Condition(
            tuple(
                Clause(
                    tuple(
                        (name, allowed | self._unknown_as(name, allowed)) for name, allowed in clause.options
                    ),
                    clause.guard,
                )
                for clause in condition.clauses
            )
        )

    def _unknown_as(self, name: str, allowed: frozenset[str]) -> frozenset[str]:
        unknown = self._options.get(name, {}).get(UNKNOWN)
        return frozenset({UNKNOWN} if unknown and unknown.scored in allowed else ())


def _offered(question: Question) -> tuple[Option, ...]:
    if question.unknown is None:
        return question.options
    like = next((o for o in question.options if o.id == question.unknown.counts_as), None)
    unknown = Option(
        id=UNKNOWN,
        level=like.level if like else None,
        cap=like.cap if like else None,
        points=like.points if like else question.unknown.points,
        stands_for=like.id if like else None,
    )
    return (*question.options, unknown)
